"""bePaid (bepaid.by) as a rail: pages that it makes, webhooks, questions by our number, refunds by an id of ours.

Unconfirmed: that a refund made in bePaid's cabinet bears its payment's ``parent_uid`` and the order's number.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property, partial
from typing import TypeVar
from urllib.parse import quote

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.base import Answer, HostedPage, Push, PushRefused, PushReply, RailUnreachable, Wish
from kosmos.payments.rails.bepaid import codec, signature
from kosmos.payments.rails.bepaid.messages import Checkout, RefundRequest, Status, Transaction
from kosmos.payments.rails.http import PAGE_SECONDS, good, send
from kosmos.payments.rails.refunding import Outcome, RefundHeard, RefundWish
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.json_body import basic

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
CHECKOUTS, REFUNDS, BY_NUMBER = "/ctp/api/checkouts", "/transactions/refunds", "/v2/transactions/tracking_id/"
OUTCOMES = {
    Status.SUCCESSFUL: Heard.APPROVED,
    Status.FAILED: Heard.DECLINED,
    Status.ERROR: Heard.DECLINED,
    Status.EXPIRED: Heard.EXPIRED,
    Status.DELETED: Heard.EXPIRED,
}
"""What a payment's status says; others say that it is under way."""
GIVES_BACK = frozenset({"refund", "void", "chargeback"})
Told = TypeVar("Told")
POINT = "."
"""Between an order's number, which has none, and a refund's id."""


@dataclass(frozen=True)
class BepaidRail:
    """A shop at bePaid: ``url`` makes pages, ``gateway_url`` answers questions; webhooks come to ``notify_url``.

    A webhook is signed by the shop's key, or bears its name and secret; these do not cover the body, so that such a
    one is believed only if the status query confirms it.
    """

    url: str
    gateway_url: str
    shop_id: str
    secret: str = field(repr=False)
    notify_url: str
    public_key: str = field(default="", repr=False)
    credits_tests: bool = False
    name: str = "bepaid"
    makes_pages: bool = True
    repeats_safely: bool = True

    @cached_property
    def _key(self) -> RSAPublicKey | None:
        return signature.public_key(self.public_key) if self.public_key else None

    def hosted_page(self, wish: Wish) -> HostedPage:
        """Have a page made for an order. RailUnreachable."""
        back = dict.fromkeys(("success_url", "decline_url", "fail_url", "cancel_url"), wish.return_url)
        asked = Checkout(
            number=wish.number,
            amount_kopecks=wish.amount_kopecks,
            currency=wish.currency,
            description=wish.number,
            notification_url=self.notify_url,
            language=wish.language,
            test=self.credits_tests,
            expires_at=wish.expires_at,
            **back,
        )
        headers = {**self._headers, **codec.VERSION}
        form, url = codec.write_checkout(asked), f"{self.url}{CHECKOUTS}"
        body = good(send("POST", url, form, headers=headers, seconds=PAGE_SECONDS))
        return HostedPage(_read(partial(codec.read_page, own=self.url), body).redirect_url, made=True)

    def read_push(self, body: bytes, headers: Mapping[str, str]) -> Push:
        """Read and verify a webhook from its raw bytes. PushRefused."""
        try:
            signed = self._check(body, headers)
            told = codec.read_transaction(body)
            if not told.number or not told.amount_kopecks:
                raise MessageError("missing", "tracking_id" if not told.number else "amount")
        except MessageError as error:
            stranger = error.field in {signature.HEADER, "Authorization"}
            raise PushRefused(error.code, PushReply("refused", 401 if stranger else 400)) from error
        return Push(self._news(told, Source.PUSH), PushReply("OK"), test=told.test, sure=signed)

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask for an order's transactions. RailUnreachable."""
        found, raw = self._transactions(order_number)
        back: defaultdict[str, int] = defaultdict(int)
        for one in found:
            if one.kind in GIVES_BACK and one.status is Status.SUCCESSFUL:
                back[one.parent] += one.amount_kopecks
        payments = [one for one in found if one.kind not in GIVES_BACK]
        return Answer(tuple(self._news(one, Source.QUERY, back[one.uid]) for one in payments), raw)

    def refund(self, wish: RefundWish) -> RefundHeard:
        """Have money given back; the same id twice gives it back once. RailUnreachable."""
        asked = RefundRequest(wish.operation, wish.amount_kopecks, _number(wish), f"refund of {wish.order_number}")
        headers = {**self._headers, "RequestID": wish.id}
        status, body = send("POST", f"{self.gateway_url}{REFUNDS}", codec.write_refund(asked), headers=headers)
        if status == 422:
            return RefundHeard(Outcome.REFUSED, body.decode("utf-8", "replace"), reason="refused_by_provider")
        return self._refunded(_read(codec.read_answer, good((status, body))), body)

    def refund_state(self, wish: RefundWish) -> RefundHeard | None:
        """What became of a refund, by our id of it. RailUnreachable."""
        found, raw = self._transactions(_number(wish))
        return self._refunded(found[-1], raw.encode()) if found else None

    def _refunded(self, told: Transaction, body: bytes) -> RefundHeard:
        raw = body.decode("utf-8", "replace")
        if told.status is Status.SUCCESSFUL:
            return RefundHeard(Outcome.DONE, raw, operation=told.uid)
        if OUTCOMES.get(told.status):
            return RefundHeard(Outcome.REFUSED, raw, reason="refused_by_provider")
        return RefundHeard(Outcome.WAITING, raw)

    def _transactions(self, number: str) -> tuple[tuple[Transaction, ...], str]:
        answer = send("GET", f"{self.gateway_url}{BY_NUMBER}{quote(number, safe='')}", headers=self._headers)
        if answer[0] == 404:
            return (), answer[1].decode("utf-8", "replace")
        found = _read(codec.read_transactions, body := good(answer))
        return tuple(one for one in found if one.number == number), body.decode("utf-8", "replace")

    def _news(self, told: Transaction, source: Source, back_kopecks: int = 0) -> News:
        heard, attempt = OUTCOMES.get(told.status, Heard.WAITING), told.uid
        if told.kind in GIVES_BACK:
            done = told.status is Status.SUCCESSFUL
            heard, attempt = (Heard.CANCELLED if done else Heard.WAITING), told.parent or told.uid
        elif heard is Heard.APPROVED and back_kopecks:
            heard = Heard.CANCELLED if back_kopecks >= told.amount_kopecks else Heard.PART_CANCELLED
        return News(
            order_number=told.number.partition(POINT)[0],
            heard=heard,
            amount_kopecks=told.amount_kopecks,
            currency=told.currency,
            operation=told.uid,
            attempt=attempt,
            source=source,
            rail=self.name,
            reason=reason_of(told) if heard is Heard.DECLINED else "",
        )

    def _check(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Whether the body is signed; MessageError if neither that nor the name and secret are right."""
        given = headers.get(signature.HEADER.lower(), "")
        if self._key and given:
            signature.check(body, given, self._key)
            return True
        signature.check_basic(headers.get("authorization", ""), shop_id=self.shop_id, secret=self.secret)
        return False

    @property
    def _headers(self) -> dict[str, str]:
        return {**JSON, "Authorization": basic(self.shop_id, self.secret)}


REASONS = (
    ("insufficient", "insufficient_funds"),
    ("expir", "wrong_expiry"),
    ("3-d", "confirmation_failed"),
    ("authentication", "confirmation_failed"),
    ("limit", "limit_exceeded"),
    ("fraud", "suspected_fraud"),
)
"""What bePaid's words of a refusal hold, and our code of it."""


def reason_of(told: Transaction) -> str:
    """Why a payment was declined, as our code."""
    said = told.message.lower()
    return next((code for part, code in REASONS if part in said), "declined_by_bank")


def _number(wish: RefundWish) -> str:
    return f"{wish.order_number}{POINT}{wish.id}"


def _read(decoder: Callable[[bytes], Told], body: bytes) -> Told:
    try:
        return decoder(body)
    except MessageError as error:
        raise RailUnreachable(str(error)) from error

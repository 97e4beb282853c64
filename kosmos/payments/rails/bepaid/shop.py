"""What a shop at bePaid is for cards and ERIP alike: webhooks that prove themselves, and what their statuses say."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TypeVar

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.base import Push, PushRefused, PushReply, RailUnreachable
from kosmos.payments.rails.bepaid import codec, signature
from kosmos.payments.rails.bepaid.messages import Status, Transaction
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.json_body import basic

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
OUTCOMES = {
    Status.SUCCESSFUL: Heard.APPROVED,
    Status.FAILED: Heard.DECLINED,
    Status.ERROR: Heard.DECLINED,
    Status.EXPIRED: Heard.EXPIRED,
    Status.DELETED: Heard.DELETED,
}
"""What a payment's status says; others say that it is under way."""
GIVES_BACK = frozenset({"refund", "void", "chargeback"})
POINT = "."
"""Between an order's number, which has none, and a refund's id."""
REASONS = (
    ("insufficient", "insufficient_funds"),
    ("expir", "wrong_expiry"),
    ("3-d", "confirmation_failed"),
    ("authentication", "confirmation_failed"),
    ("limit", "limit_exceeded"),
    ("fraud", "suspected_fraud"),
)
"""What bePaid's words of a refusal hold, and our code of it."""
Told = TypeVar("Told")


class Shop:
    """A shop, whose fields its rails name.

    A webhook is signed by the shop's key, or bears its name and secret; these do not cover the body, so that such a
    one is believed only if the status query confirms it.
    """

    name: str
    shop_id: str
    secret: str
    public_key: str

    @cached_property
    def _key(self) -> RSAPublicKey | None:
        return signature.public_key(self.public_key) if self.public_key else None

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

    def _news(self, told: Transaction, source: Source, back: Sequence[Transaction] = ()) -> News:
        heard, attempt = OUTCOMES.get(told.status, Heard.WAITING), told.uid
        if told.kind in GIVES_BACK:
            done = told.status is Status.SUCCESSFUL
            heard, attempt = (Heard.CANCELLED if done else Heard.WAITING), told.parent or told.uid
        elif heard is Heard.APPROVED and back:
            whole = sum(one.amount_kopecks for one in back) >= told.amount_kopecks
            heard = Heard.CANCELLED if whole else Heard.PART_CANCELLED
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
            back=tuple((one.uid, one.amount_kopecks) for one in back),
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


def reason_of(told: Transaction) -> str:
    """Why a payment was declined, as our code."""
    said = told.message.lower()
    return next((code for part, code in REASONS if part in said), "declined_by_bank")


def read_answer_with(decoder: Callable[[bytes], Told], body: bytes) -> Told:
    """What an answer says. RailUnreachable if it cannot be believed."""
    try:
        return decoder(body)
    except MessageError as error:
        raise RailUnreachable(str(error)) from error

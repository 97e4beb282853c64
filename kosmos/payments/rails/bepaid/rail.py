"""bePaid (bepaid.by) as a rail: pages that it makes, webhooks, questions by our number, refunds by an id of ours.

Unconfirmed: that a refund made in bePaid's cabinet bears its payment's ``parent_uid`` and the order's number.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from urllib.parse import quote

from kosmos.payments.news import Source
from kosmos.payments.rails.base import Answer, HostedPage, Wish
from kosmos.payments.rails.bepaid import codec
from kosmos.payments.rails.bepaid.messages import Checkout, RefundRequest, Status, Transaction
from kosmos.payments.rails.bepaid.shop import GIVES_BACK, OUTCOMES, POINT, Shop, read_answer_with
from kosmos.payments.rails.http import PAGE_SECONDS, good, send
from kosmos.payments.rails.refunding import Outcome, RefundHeard, RefundWish

CHECKOUTS, REFUNDS, BY_NUMBER = "/ctp/api/checkouts", "/transactions/refunds", "/v2/transactions/tracking_id/"


@dataclass(frozen=True)
class BepaidRail(Shop):
    """A shop's cards: ``url`` makes pages, ``gateway_url`` answers questions; webhooks come to ``notify_url``."""

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
        return HostedPage(read_answer_with(partial(codec.read_page, own=self.url), body).redirect_url, made=True)

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask for an order's transactions. RailUnreachable."""
        found, raw = self._transactions(order_number)
        back = defaultdict[str, list[Transaction]](list)
        for one in found:
            if one.kind in GIVES_BACK and one.status is Status.SUCCESSFUL:
                back[one.parent].append(one)
        payments = [one for one in found if one.kind not in GIVES_BACK and (self.credits_tests or not one.test)]
        return Answer(tuple(self._news(one, Source.QUERY, back[one.uid]) for one in payments), raw)

    def refund(self, wish: RefundWish) -> RefundHeard:
        """Have money given back; the same id twice gives it back once. RailUnreachable."""
        asked = RefundRequest(wish.operation, wish.amount_kopecks, _number(wish), f"refund of {wish.order_number}")
        headers = {**self._headers, "RequestID": wish.id}
        status, body = send("POST", f"{self.gateway_url}{REFUNDS}", codec.write_refund(asked), headers=headers)
        if status == 422:
            return RefundHeard(Outcome.REFUSED, body.decode("utf-8", "replace"), reason="refused_by_provider")
        return self._refunded(read_answer_with(codec.read_answer, good((status, body))), body)

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
        found = read_answer_with(codec.read_transactions, body := good(answer))
        return tuple(one for one in found if one.number == number), body.decode("utf-8", "replace")


def _number(wish: RefundWish) -> str:
    return f"{wish.order_number}{POINT}{wish.id}"

"""Webpay (webpay.by) as a rail: a form that the payer posts, notifications, questions, refunds.

Its signed answer about a transaction decides; which transactions an order has is asked of its service (WSBApi).
Unconfirmed: that a refund keeps the transaction's number, so that a part given back in Webpay's cabinet is a case.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import md5

from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.base import Answer, HostedPage, Push, PushRefused, PushReply, RailUnreachable, Wish
from kosmos.payments.rails.http import FORM, good, send
from kosmos.payments.rails.refunding import Outcome, RefundHeard, RefundWish
from kosmos.payments.rails.webpay import codec, soap
from kosmos.payments.rails.webpay.messages import Item, Notification, OrderForm, PaymentType, Transaction
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.sums import write_sum

LANGUAGES = {"ru": "russian", "be": "belarusian", "en": "english"}
SERVICE = "/WSBApi"
HEARD = {
    PaymentType.COMPLETED: Heard.APPROVED,
    PaymentType.AUTHORIZED: Heard.APPROVED,
    PaymentType.DECLINED: Heard.DECLINED,
    PaymentType.FAILED: Heard.DECLINED,
    PaymentType.REFUNDED: Heard.CANCELLED,
    PaymentType.VOIDED: Heard.CANCELLED,
    PaymentType.PART_VOIDED: Heard.PART_CANCELLED,
}
"""What a payment's type says; others say that it is under way."""
MOST_ASKED = 10


@dataclass(frozen=True)
class WebpayRail:
    """A store at Webpay: payers post to ``url``, ``api_url`` is asked; notifications come to ``notify_url``."""

    url: str
    api_url: str
    store_id: str
    login: str
    password: str = field(repr=False)
    secret: str = field(repr=False)
    notify_url: str
    credits_tests: bool = False
    name: str = "webpay"
    makes_pages: bool = False
    repeats_safely: bool = False

    def hosted_page(self, wish: Wish) -> HostedPage:
        """The form that opens the page on which the payer types the card."""
        form = OrderForm(
            store_id=self.store_id,
            order_number=wish.number,
            seed=secrets.token_hex(8),
            currency=wish.currency,
            items=(Item(wish.number, 1, wish.amount_kopecks),),
            total_kopecks=wish.amount_kopecks,
            test=self.credits_tests,
            language=LANGUAGES.get(wish.language, "russian"),
            return_url=wish.return_url,
            cancel_return_url=wish.return_url,
            notify_url=self.notify_url,
        )
        return HostedPage(self.url, tuple(codec.write_order(form, self.secret)))

    def read_push(self, body: bytes, headers: Mapping[str, str]) -> Push:
        """Read and verify a notification from its raw bytes: the form signs itself. PushRefused."""
        try:
            told = codec.read_notification(body, self.secret)
        except MessageError as error:
            raise PushRefused(error.code, PushReply("refused", 400)) from error
        return Push(self._news(told, told.order_number, Source.PUSH), PushReply("OK"), test=False)

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask which transactions an order has, and for each what became of it. RailUnreachable."""
        numbers = [*self._numbers(order_number, since), *([attempt] if attempt else [])]
        found, words = [], []
        for number in list(dict.fromkeys(numbers))[-MOST_ASKED:]:
            told, raw = self._transaction(number)
            words.append(raw)
            if told and told.order_number in {"", order_number}:
                found.append(self._news(told, order_number, Source.QUERY))
        return Answer(tuple(found), "\n".join(words))

    def refund(self, wish: RefundWish) -> RefundHeard:
        """Have money given back. RailUnreachable."""
        asked = {
            "transaction_id": wish.operation,
            "amount": write_sum(wish.amount_kopecks, "amount"),
            "currency": wish.currency,
            "refund_reason": wish.id,
        }
        told, raw = self._call(soap.REFUND, asked)
        if not told.ok:
            return RefundHeard(Outcome.REFUSED, raw, reason="refused_by_provider")
        return RefundHeard(Outcome.DONE, raw)

    def refund_state(self, wish: RefundWish) -> RefundHeard | None:
        """Whether all of a payment was given back; of a part Webpay tells nothing. RailUnreachable."""
        told, raw = self._transaction(wish.operation)
        back = told is not None and HEARD.get(told.payment_type) is Heard.CANCELLED
        whole = told is not None and told.amount_kopecks == wish.amount_kopecks
        return RefundHeard(Outcome.DONE, raw) if back and whole else None

    def _numbers(self, order_number: str, since: datetime) -> list[str]:
        """The numbers of an order's transactions."""
        start = since.astimezone(UTC)
        clock = {"startyear": "%Y", "startmonth": "%m", "startday": "%d", "starthour": "%H", "startmin": "%M"}
        asked = {"order_num": order_number, **{name: start.strftime(form) for name, form in clock.items()}}
        told, _ = self._call(soap.STATUS, asked)
        if not told.ok:
            raise RailUnreachable(f"an error: {told.code}")
        mine = [one for one in told.transactions if one.get("order_num", "") in {"", order_number}]
        return [one["transaction_id"] for one in mine if one.get("transaction_id")]

    def _transaction(self, number: str) -> tuple[Transaction | None, str]:
        form = codec.write_question(number, login=self.login, password_md5=self._password)
        body = good(send("POST", self.api_url, form, headers=FORM))
        try:
            return codec.read_transaction(body, self.secret), body.decode("utf-8", "replace")
        except MessageError as error:
            raise RailUnreachable(str(error)) from error

    def _call(self, name: str, asked: Mapping[str, str]) -> tuple[soap.Told, str]:
        who = {"store_id": self.store_id, "login": self.login, "password": self._password}
        body = good(send("POST", f"{self.api_url}{SERVICE}", soap.write_call(name, {**who, **asked}), headers=soap.XML))
        try:
            return soap.read_told(body), body.decode("utf-8", "replace")
        except MessageError as error:
            raise RailUnreachable(str(error)) from error

    @property
    def _password(self) -> str:
        """The password as Webpay wants it: its MD5."""
        return md5(self.password.encode(), usedforsecurity=False).hexdigest()

    def _news(self, told: Notification | Transaction, number: str, source: Source) -> News:
        heard = HEARD.get(told.payment_type, Heard.WAITING)
        return News(
            order_number=number,
            heard=heard,
            amount_kopecks=told.amount_kopecks,
            currency=told.currency,
            operation=told.transaction_id,
            attempt=told.transaction_id,
            source=source,
            rail=self.name,
            reason="declined_by_bank" if heard is Heard.DECLINED else "",
        )

"""Assist (belassist.by) as a rail: a hosted page, pushes, questions, money held, taken, given back and taken again.

Unconfirmed: which codes mean that an order or a bill is not known, and that operations number on (``.1``, ``.2``) with
each part that is given back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from kosmos.payments.news import News
from kosmos.payments.rails.assist import push
from kosmos.payments.rails.assist.answers import read_result
from kosmos.payments.rails.assist.codes import explained
from kosmos.payments.rails.assist.messages import (
    GIVEN_BACK,
    Access,
    AskByDate,
    AskResult,
    AskState,
    Attempt,
    Cancel,
    CancelReason,
    Charge,
    CreateBill,
    OrderForm,
    Recurrent,
    Recurring,
    Request,
    Result,
)
from kosmos.payments.rails.assist.orders import PAGE, order_pairs
from kosmos.payments.rails.assist.requests import PATHS, write_request
from kosmos.payments.rails.assist.words import news_of
from kosmos.payments.rails.base import (
    Answer,
    BillHeard,
    HostedPage,
    Leave,
    Push,
    PushRefused,
    PushReply,
    RailUnreachable,
    Wish,
)
from kosmos.payments.rails.http import FORM, good, send
from kosmos.payments.rails.refunding import Outcome, RefundHeard, RefundWish
from kosmos.payments.rails.wire.errors import MessageError

BILL_PAGE = "/bill/paybill.cfm"
NOT_KNOWN = {(10, 107), (10, 201)}
"""What is answered of an order that nobody began to pay: firstcode and secondcode."""
PERHAPS_DONE = {1, 2, 12, 16}
"""Errors after which it is not known whether something was done: internal ones, locked, out of time."""


@dataclass(frozen=True)
class AssistRail:
    """A merchant at Assist; ``url`` is the host that Assist's support assigned, ``delimiter`` is ";" or empty.

    ``two_stages`` has payers' money held first; held money is taken if ``charges``, else given up. ``plain_answers``
    if Assist wants pushes answered by a plain 200.
    """

    url: str
    merchant_id: str
    login: str
    password: str = field(repr=False)
    salt: str = field(repr=False)
    delimiter: str = ";"
    credits_tests: bool = False
    two_stages: bool = False
    charges: bool = True
    plain_answers: bool = False
    name: str = "assist"
    makes_pages: bool = False
    repeats_safely: bool = False

    def hosted_page(self, wish: Wish) -> HostedPage:
        """The address of the page on which the payer types the card."""
        form = OrderForm(
            number=wish.number,
            amount_kopecks=wish.amount_kopecks,
            currency=wish.currency,
            language="EN" if wish.language == "en" else "RU",
            delay=self.two_stages,
            return_url=wish.return_url,
            return_ok_url=wish.return_url,
            return_no_url=wish.return_url,
            recurring=_recurring(wish.leave),
        )
        pairs = order_pairs(form, merchant_id=self.merchant_id, salt=self.salt, delimiter=self.delimiter)
        return HostedPage(f"{self.url}{PAGE}?{urlencode(pairs)}")

    def read_push(self, body: bytes, headers: Mapping[str, str]) -> Push:
        """Read and verify a push from its raw bytes: the form signs itself. PushRefused."""
        try:
            told = push.read_push(body, rail=self.name, merchant_id=self.merchant_id, salt=self.salt)
        except PushRefused as refused:
            raise (PushRefused(refused.code, PushReply("refused", 400)) if self.plain_answers else refused) from refused
        return Push(told.news, PushReply("OK"), told.test, told.sure) if self.plain_answers else told

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask for an order's operations, or its state where Assist does not tell operations. RailUnreachable."""
        result, raw = self._call(AskResult(order_number, since))
        if not result.ok and (result.first, result.second) not in NOT_KNOWN:
            result, raw = self._call(AskState(order_number, since))
        return self._answer(result, raw, order_number)

    def report(self, since: datetime, until: datetime) -> Answer:
        """What became of all orders of at most a day. RailUnreachable."""
        return self._answer(*self._call(AskByDate(since, until)))

    def settle(self, held: News, *, take: bool) -> Answer:
        """Take held money, or give it up; no news if Assist refuses that. RailUnreachable."""
        sum_ = (held.amount_kopecks, held.currency)
        result, raw = self._call(Charge(held.attempt, *sum_) if take else Cancel(held.attempt))
        return self._done(result, raw, held.order_number)

    def charge_again(self, wish: Wish, *, bill: str) -> Answer:
        """Take a payment by the leave given with the payment of a bill number. RailUnreachable."""
        result, raw = self._call(Recurrent(bill, wish.number, wish.amount_kopecks, wish.currency))
        return self._done(result, raw, wish.number)

    def make_bill(self, wish: Wish, *, comment: str) -> BillHeard:
        """Make a bill by an order's number; nothing is told of its payer, and nobody but us. RailUnreachable.

        One that was made already is refused: Assist makes no second one by the same number.
        """
        language = "EN" if wish.language == "en" else "RU"
        asked = CreateBill(
            wish.number,
            wish.amount_kopecks,
            wish.currency,
            comment,
            language=language,
            pay_until=wish.expires_at,
            delay=self.two_stages,
        )
        result, raw = self._call(asked)
        if not result.ok and result.first not in PERHAPS_DONE:
            return BillHeard("", raw)
        if not result.bill_id:
            raise RailUnreachable("an answer without the bill's id")
        return BillHeard(f"{self.url}{BILL_PAGE}?{urlencode({'ID': result.bill_id})}", raw)

    def refund(self, wish: RefundWish) -> RefundHeard:
        """Have money given back; before it is settled that is a cancelling, by the same call. RailUnreachable."""
        asked = Cancel(wish.operation.partition(".")[0], wish.amount_kopecks, wish.currency, CancelReason.CUSTOMER)
        result, raw = self._call(asked)
        if not result.ok:
            if result.first in PERHAPS_DONE:
                raise RailUnreachable(explained(result.first, result.second))
            return RefundHeard(Outcome.REFUSED, raw, reason="refused_by_provider")
        for one in result.attempts:
            if one.response_code in {"", "AS000"} and one.state in GIVEN_BACK:
                return RefundHeard(Outcome.DONE, raw, operation=one.bill)
        return RefundHeard(Outcome.WAITING, raw)

    def refund_state(self, wish: RefundWish) -> RefundHeard | None:
        """Look among a payment's operations for one of that sum that is no other refund's. RailUnreachable."""
        result, raw = self._call(AskResult(wish.order_number, wish.ordered_at))
        for attempt in self._mine(result, wish.order_number):
            its_own = attempt.bill.partition(".")[0] == wish.operation.partition(".")[0]
            for one in attempt.operations if its_own else ():
                ours = one.gives_back and one.bill not in wish.settled
                if ours and one.amount_kopecks == wish.amount_kopecks:
                    return RefundHeard(Outcome.DONE, raw, operation=one.bill)
        return None

    def _answer(self, result: Result, raw: str, number: str = "") -> Answer:
        mine = [one for one in self._mine(result, number) if self.credits_tests or not one.test]
        return Answer(tuple(news_of(one, self.name) for one in mine), raw)

    def _mine(self, result: Result, number: str) -> list[Attempt]:
        """The attempts at an order, or all; RailUnreachable for an error, and for what is not signed."""
        if not result.ok and (result.first, result.second) not in NOT_KNOWN:
            raise RailUnreachable(f"an error: {explained(result.first, result.second)}")
        mine = [one for one in result.attempts if number in {"", one.number}]
        if not all(one.signs for one in mine):
            raise RailUnreachable("an answer that is not signed")
        return mine

    def _done(self, result: Result, raw: str, number: str) -> Answer:
        """What was done by a request of ours; nothing if it was refused for good."""
        if not result.ok and result.first not in PERHAPS_DONE:
            return Answer((), raw)
        return self._answer(result, raw, number)

    def _call(self, request: Request) -> tuple[Result, str]:
        """Ask a service. RailUnreachable for silence, and for what cannot be read."""
        access = Access(self.merchant_id, self.login, self.password)
        form = write_request(request, access, salt=self.salt)
        body = good(send("POST", f"{self.url}{PATHS[type(request)]}", form, headers=FORM))
        try:
            return read_result(body, merchant_id=self.merchant_id, salt=self.salt), body.decode("utf-8", "replace")
        except MessageError as error:
            raise RailUnreachable(str(error)) from error


def _recurring(leave: Leave | None) -> Recurring | None:
    return Recurring(leave.least_kopecks, leave.most_kopecks, leave.period_days, leave.until) if leave else None

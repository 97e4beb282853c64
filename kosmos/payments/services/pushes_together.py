"""Pushes of one instant are dealt with together: what is plain by a few statements, the rest one by one after it.

Nothing here asks a provider: whoever gathers pushes is told which are to be asked about first, and brings the answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from kosmos.charging.services import NewPayment
from kosmos.kernel.sql import array, execute, statement
from kosmos.ledger.models import AccountKind
from kosmos.payments.models import Order
from kosmos.payments.news import Heard, News
from kosmos.payments.queries import order_by_number
from kosmos.payments.rails.base import Answer, Push, PushRefused, PushReply, Rail
from kosmos.payments.rules import Decision, decide
from kosmos.payments.services.asking import BEFORE, asked_since, confirmed
from kosmos.payments.services.cases import Raw, keep_raws, keep_refused_pushes
from kosmos.payments.services.news import attempt_of, change, known_of, payment_by, take_news, tell_cases

MOST_KEPT_OF_REFUSED = 4096
"""Anybody can send what is refused: of that only the beginning is kept, in characters."""


@dataclass(frozen=True, slots=True)
class PushAsked:
    """A push of a rail as it came; ``push`` is None if it is not the provider's.

    ``answer`` is what the provider said when it was asked; None if it was not, or was silent (``silence`` says how).
    Of one that ``may_ask`` nobody asked yet.
    """

    rail: str
    words: str
    push: Push | None
    reply: PushReply
    refused: str = ""
    credits_tests: bool = False
    may_ask: bool = False
    answer: Answer | None = None
    silence: str = ""

    @property
    def heard(self) -> tuple[News, ...] | None:
        """What the provider says of the order's attempts; None if nothing is known of that."""
        return self.answer.news if self.answer else None


@dataclass(frozen=True, slots=True)
class AskFirst:
    """The provider is to be asked about an order made after ``since``, before this push can be dealt with."""

    push: Push
    since: datetime

    def put_to(self, rail: Rail) -> Answer:
        """What the provider answers. RailUnreachable. Never in a transaction."""
        news = self.push.news
        return rail.ask(news.order_number, since=self.since - BEFORE, attempt=news.attempt)


PushAnswer = PushReply | AskFirst


@dataclass
class PushesPlan:
    """What pushes of one batch come to: payments to post, and what is kept once they are."""

    asked: Sequence[PushAsked]
    orders: dict[str, Order]
    answers: list[PushAnswer] = field(default_factory=list)
    raws: list[Raw] = field(default_factory=list)
    refused: list[Raw] = field(default_factory=list)
    plain: dict[str, tuple[Order, Decision, News]] = field(default_factory=dict)
    later: list[tuple[PushAsked, Push]] = field(default_factory=list)

    @property
    def payments(self) -> list[NewPayment]:
        """What is to be posted in the same transaction."""
        return [payment_by(order, news) for order, decision, news in self.plain.values() if decision.post]


def ask_of_push(rail: Rail, body: bytes, headers: Mapping[str, str]) -> PushAsked:
    """A push from its raw bytes; headers by their names in small letters."""
    words = body.decode("utf-8", "replace")
    try:
        push = rail.read_push(body, headers)
    except PushRefused as error:
        return PushAsked(rail.name, words, None, error.reply, error.code)
    return PushAsked(rail.name, words, push, push.reply, credits_tests=rail.credits_tests, may_ask=True)


def ordered_accounts(asked: Sequence[PushAsked]) -> set[int]:
    """The accounts whose orders are pushed; the caller locks them."""
    numbers = _numbers(asked)
    return set(Order.objects.filter(number__in=numbers).values_list("account_id", flat=True)) if numbers else set()


def plan_pushes(asked: Sequence[PushAsked], *, now: datetime) -> PushesPlan:
    """Decide about pushes in their order; the accounts are locked. Nothing but cases is written."""
    numbers = _numbers(asked)
    found = Order.objects.filter(number__in=numbers).select_related("account") if numbers else ()
    plan = PushesPlan(asked, {order.number: order for order in found})
    for one in asked:
        plan.answers.append(_answered(one, plan, now=now))
    return plan


def keep_pushes(plan: PushesPlan, *, now: datetime) -> None:
    """Keep what follows, once the plain payments are posted; then deal with what is not plain."""
    _write([order for order, _, _ in plan.plain.values()])
    for order, decision, news in plan.plain.values():
        tell_cases(order, decision, news, now=now)
    keep_raws(plan.raws, now=now)
    keep_refused_pushes(plan.refused, now=now)
    for one, push in plan.later:
        number = push.news.order_number
        if counts := confirmed(push.news, one.heard, order_by_number(number), now):
            take_news(number, counts, now)


def _numbers(asked: Sequence[PushAsked]) -> set[str]:
    return {one.push.news.order_number for one in asked if one.push} - {""}


def _answered(one: PushAsked, plan: PushesPlan, *, now: datetime) -> PushAnswer:
    push = one.push
    if push is None:
        plan.refused.append(Raw(one.rail, "push", "", one.words[:MOST_KEPT_OF_REFUSED], f"refused: {one.refused}"))
        return one.reply
    number = push.news.order_number
    order = plan.orders.get(number)
    verdict = "verified"
    if push.test and not one.credits_tests:
        verdict = "a test: not credited"
    elif order and is_known_already(order, push.news):
        verdict = "known already"
    elif one.may_ask:
        return AskFirst(push, asked_since(order, now))
    plan.raws.append(Raw(one.rail, "push", number, one.words, verdict))
    if verdict == "verified":
        _take(one, push, order, plan, now=now)
    return one.reply


def _take(one: PushAsked, push: Push, order: Order | None, plan: PushesPlan, *, now: datetime) -> None:
    """Take the news at once if that is plain: the first of its order, which nothing was posted for."""
    if one.answer or one.silence:
        plan.raws.append(_answer_of(one, push.news.order_number))
    if order is None or order.number in plan.plain or not _is_plain(order, push):
        plan.later.append((one, push))
        return
    news = confirmed(push.news, one.heard, order, now)
    if news is None:
        return
    decision = decide(known_of(order, news, None, now=now), news)
    if decision.take_back or decision.set_aside:
        plan.later.append((one, push))
        return
    change(order, decision, news, now=now)
    plan.plain[order.number] = (order, decision, news)


def _answer_of(one: PushAsked, number: str) -> Raw:
    if one.answer is None:
        return Raw(one.rail, "answer", number, f"no answer: {one.silence}", "unreachable")
    verdict = ", ".join(news.heard.value for news in one.answer.news) or "nothing known"
    return Raw(one.rail, "answer", number, one.answer.raw, verdict)


def _is_plain(order: Order, push: Push) -> bool:
    own = order.rail == push.news.rail and order.account.kind == AccountKind.SUBSCRIBER
    return own and not order.operation


def is_known_already(order: Order, news: News) -> bool:
    """Whether the money of this attempt was posted already, as the push says."""
    same = attempt_of(order.operation) == news.attempt and order.paid_kopecks == news.amount_kopecks
    same = same and (order.rail, order.currency) == (news.rail, news.currency)
    return bool(order.operation) and same and news.heard is Heard.APPROVED


def _write(orders: Sequence[Order]) -> None:
    if not orders:
        return
    execute(
        statement("payments", "keep_orders"),
        {
            "accounts": array(one.account_id for one in orders),
            "numbers": [one.number for one in orders],
            "states": [str(one.state) for one in orders],
            "reasons": [one.reason for one in orders],
            "attempts": [one.attempt for one in orders],
            "operations": [one.operation for one in orders],
            "kopecks": array(one.paid_kopecks for one in orders),
            "paid": [one.paid_at for one in orders],
            "asks": [one.next_ask_at for one in orders],
        },
    )

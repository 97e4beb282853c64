"""The provider is asked about orders: by the poller, by the order's page, and to confirm a push."""

from dataclasses import replace
from datetime import datetime, timedelta

from django.db.models import Q

from kosmos.charging.models import Payment
from kosmos.payments.errors import OrderUnknown, RailNotConfigured
from kosmos.payments.models import Order, OrderState, Refund, RefundState
from kosmos.payments.news import Heard, News, Source, decisive
from kosmos.payments.rails.base import Answer, Rail, RailUnreachable, TwoStage, rail_named
from kosmos.payments.rules import DAILY, PAGE_ASKS, PAGE_ASKS_LATER, UNFINISHED, next_ask, page_may_ask
from kosmos.payments.services.cases import keep_raw, note_unconfirmed, of_attempt, open_case
from kosmos.payments.services.health import talk
from kosmos.payments.services.news import SOON, mark_unanswered, take_news

_BACK = frozenset({Heard.CANCELLED, Heard.PART_CANCELLED})
BEFORE = timedelta(hours=1)
"""Providers' clocks may be a little behind ours."""


def ask_rail(rail: Rail, order_number: str, *, since: datetime, now: datetime, attempt: str = "") -> tuple[News, ...]:
    """Ask the provider and keep its answer. RailUnreachable, also while it is left in peace."""
    try:
        answer = talk(rail.name, lambda: rail.ask(order_number, since=since - BEFORE, attempt=attempt), now=now)
    except RailUnreachable as error:
        _keep(rail, order_number, f"no answer: {error}", "unreachable", now)
        raise
    keep_answer(rail, order_number, answer, now)
    return answer.news


def keep_answer(rail: Rail, order_number: str, answer: Answer, now: datetime) -> None:
    """Keep what a provider answered, word by word."""
    verdict = ", ".join(news.heard.value for news in answer.news) or "nothing known"
    _keep(rail, order_number, answer.raw, verdict, now)


def _keep(rail: Rail, order_number: str, content: str, verdict: str, now: datetime) -> None:
    keep_raw(rail=rail.name, direction="answer", order_number=order_number, content=content, verdict=verdict, now=now)


def ask_about(order: Order, now: datetime) -> Order:
    """Let an order's page have the provider asked, if it may now; the order as it is then. Never raises for silence."""
    if order.state not in UNFINISHED or not page_may_ask(created_at=order.created_at, asked_at=order.asked_at, now=now):
        return order
    pause = PAGE_ASKS if now < order.created_at + timedelta(minutes=10) else PAGE_ASKS_LATER
    free = Q(asked_at__isnull=True) | Q(asked_at__lte=now - pause)
    if not Order.objects.filter(free, pk=order.pk).update(asked_at=now):
        return order
    try:
        _ask(order, now)
    except RailUnreachable:
        return order
    return Order.objects.get(pk=order.pk)


def ask_first(order: Order, now: datetime) -> Order:
    """Ask about an order of which nothing is known before anything else is done with it; the order as it is then.

    OrderUnknown if the provider does not answer, or does not know either. Never in a transaction.
    """
    fresh = Order.objects.get(pk=order.pk)
    if fresh.state != OrderState.UNKNOWN:
        return fresh
    Order.objects.filter(pk=order.pk).update(asked_at=now)
    try:
        _ask(fresh, now)
    except RailUnreachable as error:
        raise OrderUnknown("the provider does not answer", order=order.number) from error
    known = Order.objects.get(pk=order.pk)
    if known.state == OrderState.UNKNOWN:
        raise OrderUnknown("the provider does not know", order=order.number)
    return known


def poll_order(order: Order, now: datetime) -> None:
    """Ask about an order whose time has come, unless another poller does; what is heard is taken."""
    following = next_ask(state=order.state, created_at=order.created_at, expires_at=order.expires_at, now=now)
    following = following or now + DAILY
    mine = Order.objects.filter(pk=order.pk, next_ask_at=order.next_ask_at)
    if not mine.update(next_ask_at=following, asked_at=now):
        return
    try:
        _ask(order, now)
    except (RailUnreachable, RailNotConfigured):
        mark_unanswered(order, answered=False, now=now)


def _ask(order: Order, now: datetime) -> None:
    """Ask, have held money taken or given up, and take what is known then. RailUnreachable, RailNotConfigured."""
    rail = rail_named(order.rail)
    answer = ask_rail(rail, order.number, since=order.created_at, now=now, attempt=order.attempt)
    use_answer(order, _settled(rail, order, answer, now), now)


def _settled(rail: Rail, order: Order, answer: tuple[News, ...], now: datetime) -> tuple[News, ...]:
    """What the provider says once it was told of held money: the first is taken if the operator wants so, no second."""
    paid = bool(order.operation) or any(news.heard is Heard.APPROVED for news in answer)
    told = []
    for news in answer:
        told.append(_settle(rail, order, news, paid=paid, now=now) if news.heard is Heard.HELD else news)
        paid = paid or told[-1].heard is Heard.APPROVED
    return tuple(told)


def _settle(rail: Rail, order: Order, held: News, *, paid: bool, now: datetime) -> News:
    if not isinstance(rail, TwoStage):
        return held
    take = rail.charges and not paid and held.currency == order.currency
    try:
        answer = talk(rail.name, lambda: rail.settle(held, take=take), now=now)
    except RailUnreachable as error:
        _keep(rail, order.number, f"no answer: {error}", "unreachable", now)
        return held
    keep_answer(rail, order.number, answer, now)
    if not answer.news:
        _case(order, "held_not_taken" if take else "held_not_given_up", held.operation, "the provider refused", now)
    return next(iter(answer.news), held)


def use_answer(order: Order, answer: tuple[News, ...], now: datetime) -> None:
    """Take what the provider answered; where it says nothing final, time may end the order's life."""
    news = decisive(answer)
    approved = [one for one in answer if one.heard is Heard.APPROVED]
    gone = [one for one in answer if one.heard in _BACK] if approved else []
    for one in [*approved, *gone] or ([news] if news else []):
        take_news(order.number, one, now)
    if news is None:
        mark_unanswered(order, answered=True, now=now)
    elif news.heard is Heard.WAITING and now >= order.expires_at:
        _case(order, "still_in_process", news.operation, "the provider has not finished", now)


def asked_since(order: Order | None, now: datetime) -> datetime:
    """From when on the provider is asked what became of an order that a push is of."""
    return order.created_at if order else now - timedelta(days=2)


def confirmed(pushed: News, answer: tuple[News, ...] | None, order: Order | None, now: datetime) -> News | None:
    """What counts of a push and the provider's answer (None: it is silent); None if nothing may be done yet.

    What must be seen by a person has a case then.
    """
    if answer is None:
        return pushed
    if order and order.rail != pushed.rail:
        order = None
    asked = _given_back(answer, pushed) or decisive(answer, pushed.attempt)
    if asked is None or asked.heard is Heard.WAITING:
        return asked if asked and _is_over(pushed, asked) else _unconfirmed(pushed, order, now)
    if (asked.heard, asked.attempt) == (pushed.heard, pushed.attempt):
        whole = asked.discount_kopecks or asked.heard is Heard.CANCELLED
        return asked if whole else replace(pushed, source=Source.QUERY, back=asked.back)
    if order and _is_left_out(pushed, asked, order):
        _case(order, "push_not_confirmed", pushed.operation, f"the push said {pushed.heard.value}", now)
    elif order and _contradict(pushed, asked, order):
        details = f"the push said {pushed.heard.value}, the status query {asked.heard.value}"
        kind = "declined_after_approved" if pushed.heard is Heard.DECLINED else "push_contradicted"
        _case(order, kind, pushed.operation, details, now)
    return asked


def _is_over(pushed: News, asked: News) -> bool:
    """Whether a push says the end of an attempt in whose place another one is under way."""
    return pushed.heard in {Heard.EXPIRED, Heard.DELETED} and pushed.attempt != asked.attempt


def _given_back(answer: tuple[News, ...], pushed: News) -> News | None:
    """What the provider says of the very attempt that a push says was given back, whatever became of others."""
    mine = [news for news in answer if news.attempt == pushed.attempt and news.heard in _BACK]
    return mine[-1] if mine and pushed.heard in _BACK else None


def _is_left_out(pushed: News, asked: News, order: Order) -> bool:
    """Whether a push says that an attempt brought money, of which neither the query knows, nor we by now."""
    came = Payment.objects.filter(of_attempt(pushed.attempt), account_id=order.account_id, provider=order.rail)
    other = pushed.heard is Heard.APPROVED and asked.attempt != pushed.attempt
    return other and bool(order.operation) and not came.exists()


def _contradict(pushed: News, asked: News, order: Order) -> bool:
    """Whether push and query cannot both have been true at some time; refunds of ours are known to be late there."""
    if pushed.heard is Heard.APPROVED:
        return not order.operation
    if pushed.heard in _BACK and asked.heard is Heard.APPROVED and pushed.attempt == asked.attempt:
        ours = Refund.objects.filter(account_id=order.account_id, rail=order.rail, order_number=order.number)
        return not ours.exclude(state=RefundState.REFUSED).exists()
    return pushed.heard is Heard.DECLINED and pushed.attempt == asked.attempt


def _unconfirmed(pushed: News, order: Order | None, now: datetime) -> News | None:
    """The query does not know yet what the push says: no money moves, it is asked again soon."""
    if order is None:
        note_unconfirmed(pushed, now=now)
        return None
    if pushed.heard is not Heard.APPROVED and not order.operation:
        return pushed
    Order.objects.filter(pk=order.pk).update(next_ask_at=now + SOON)
    _case(order, "push_not_confirmed", pushed.operation, f"the push said {pushed.heard.value}", now)
    return None


def _case(order: Order, kind: str, operation: str, details: str, now: datetime) -> None:
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation=operation,
        details=details,
        now=now,
    )

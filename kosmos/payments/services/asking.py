"""The provider is asked about orders: by the poller, by the order's page, and to confirm a push."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import BoundedSemaphore

from django.db.models import Q

from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import Order
from kosmos.payments.news import Heard, News, Source, decisive
from kosmos.payments.rails.base import Push, Rail, RailUnreachable, rail_named
from kosmos.payments.rules import DAILY, PAGE_ASKS, PAGE_ASKS_LATER, UNFINISHED, next_ask, page_may_ask
from kosmos.payments.services.cases import keep_raw, note_unconfirmed, open_case
from kosmos.payments.services.news import SOON, Taken, mark_unanswered, take_news

AT_ONCE = 4
BEFORE = timedelta(hours=1)
"""Providers' clocks may be a little behind ours."""
_asking = BoundedSemaphore(AT_ONCE)


def ask_rail(rail: Rail, order_number: str, *, since: datetime, now: datetime) -> tuple[News, ...]:
    """Ask the provider and keep its answer. RailUnreachable, also when a few others of this process are asking:
    a slow provider holds no more than those up.
    """
    if not _asking.acquire(blocking=False):
        raise RailUnreachable("asked too much at once")
    try:
        answer = rail.ask(order_number, since=since - BEFORE)
    except RailUnreachable as error:
        _keep(rail, order_number, f"no answer: {error}", "unreachable", now)
        raise
    finally:
        _asking.release()
    verdict = ", ".join(news.heard.value for news in answer.news) or "nothing known"
    _keep(rail, order_number, answer.raw, verdict, now)
    return answer.news


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
        answer = ask_rail(rail_named(order.rail), order.number, since=order.created_at, now=now)
    except RailUnreachable:
        return order
    _use(order, answer, now)
    return Order.objects.get(pk=order.pk)


def poll_order(order: Order, now: datetime) -> None:
    """Ask about an order whose time has come, unless another poller does; what is heard is taken."""
    following = next_ask(state=order.state, created_at=order.created_at, expires_at=order.expires_at, now=now)
    following = following or now + DAILY
    mine = Order.objects.filter(pk=order.pk, next_ask_at=order.next_ask_at)
    if not mine.update(next_ask_at=following, asked_at=now):
        return
    try:
        answer = ask_rail(rail_named(order.rail), order.number, since=order.created_at, now=now)
    except (RailUnreachable, RailNotConfigured):
        mark_unanswered(order, answered=False, now=now)
        return
    _use(order, answer, now)


def _use(order: Order, answer: tuple[News, ...], now: datetime) -> None:
    """Take what the provider answered; where it says nothing final, time may end the order's life."""
    news = decisive(answer)
    approved = [one for one in answer if one.heard is Heard.APPROVED]
    for one in approved or ([news] if news else []):
        take_news(order.number, one, now)
    if news is None:
        mark_unanswered(order, answered=True, now=now)
    elif news.heard is Heard.WAITING and now >= order.expires_at:
        _case(order, "still_in_process", news.operation, "the provider has not finished", now)


def confirm_push(rail: Rail, push: Push, order: Order | None, now: datetime) -> Taken:
    """Take a push whose signature is right: as the provider's status query confirms it, or as it is if that is silent.

    What the query does not confirm is not credited: it is asked again soon, and a person gets a case.
    RailUnreachable if the query is silent and the signature does not cover all.
    """
    pushed = push.news
    since = order.created_at if order else now - timedelta(days=2)
    try:
        answer = ask_rail(rail, pushed.order_number, since=since, now=now)
    except RailUnreachable:
        if not push.sure:
            raise
        return take_news(pushed.order_number, pushed, now)
    asked = decisive(answer, pushed.attempt)
    if asked is None or asked.heard is Heard.WAITING:
        return _unconfirmed(pushed, order, now)
    if (asked.heard, asked.attempt) == (pushed.heard, pushed.attempt):
        return take_news(pushed.order_number, replace(pushed, source=Source.QUERY), now)
    if order and _contradict(pushed, asked, order):
        details = f"the push said {pushed.heard.value}, the status query {asked.heard.value}"
        kind = "declined_after_approved" if pushed.heard is Heard.DECLINED else "push_contradicted"
        _case(order, kind, pushed.operation, details, now)
    return take_news(pushed.order_number, asked, now)


def _contradict(pushed: News, asked: News, order: Order) -> bool:
    """Whether push and query cannot both have been true at some time."""
    if pushed.heard is Heard.APPROVED:
        return not order.operation
    return pushed.heard is Heard.DECLINED and pushed.attempt == asked.attempt


def _unconfirmed(pushed: News, order: Order | None, now: datetime) -> Taken:
    """The query does not know yet what the push says: no money moves, it is asked again soon."""
    if order is None:
        note_unconfirmed(pushed, now=now)
        return Taken(None)
    if pushed.heard is not Heard.APPROVED and not order.operation:
        return take_news(pushed.order_number, pushed, now)
    Order.objects.filter(pk=order.pk).update(next_ask_at=now + SOON)
    _case(order, "push_not_confirmed", pushed.operation, f"the push said {pushed.heard.value}", now)
    return Taken(order)


def _case(order: Order, kind: str, operation: str, details: str, now: datetime) -> None:
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation=operation,
        details=details,
        now=now,
    )

"""Later payments from a payer's card, by a leave that he gave with an earlier one."""

from datetime import datetime, timedelta

from django.db import transaction

from kosmos.ledger.services import lock_accounts
from kosmos.payments.errors import LeaveDoesNotCover
from kosmos.payments.models import CardLeave, Order, OrderState
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.base import ChargesAgain, Leave, RailUnreachable, Wish, rail_named
from kosmos.payments.services.asking import keep_answer, use_answer
from kosmos.payments.services.health import talk
from kosmos.payments.services.news import attempt_of, mark_unanswered, take_news
from kosmos.payments.services.orders import create_order


def ask_leave(order: Order, leave: Leave, *, now: datetime) -> CardLeave:
    """Have an order's page ask its payer for leave to take later payments; given when the order is paid."""
    return CardLeave.objects.get_or_create(
        account_id=order.account_id,
        order_number=order.number,
        defaults={
            "rail": order.rail,
            "least_kopecks": leave.least_kopecks,
            "most_kopecks": leave.most_kopecks,
            "period_days": leave.period_days,
            "until_on": leave.until,
            "asked_at": now,
        },
    )[0]


def end_leave(leave: CardLeave, *, now: datetime) -> None:
    """Take no more payments by a leave."""
    CardLeave.objects.filter(pk=leave.pk, ended_at__isnull=True).update(ended_at=now)


def charge_again(leave: CardLeave, *, amount_kopecks: int, key: str, now: datetime) -> Order:
    """Take a payment by a leave, once for each key; the order of it as it is then. Never in a transaction.

    What the provider was asked is never asked twice: if it is silent, the order is unknown, and asked about.
    Errors: LeaveDoesNotCover, AmountOutOfRange, KeyUsedOtherwise, RailNotConfigured.
    """
    rail = rail_named(leave.rail)
    with transaction.atomic():
        lock_accounts([leave.account_id])
        before = Order.objects.filter(account_id=leave.account_id, key=key).first()
        if before is not None:
            return before
        fresh = CardLeave.objects.get(pk=leave.pk)
        first = Order.objects.get(account_id=leave.account_id, number=leave.order_number)
        if not isinstance(rail, ChargesAgain) or not _covers(fresh, first, amount_kopecks, now):
            raise LeaveDoesNotCover("the payer did not allow this", order=leave.order_number)
        order = create_order(
            account_id=leave.account_id, amount_kopecks=amount_kopecks, now=now, key=key, rail=leave.rail
        )
        Order.objects.filter(pk=order.pk).update(state=OrderState.WAITING)
        CardLeave.objects.filter(pk=leave.pk).update(charged_at=now)
    return _take(rail, order, attempt_of(first.operation), now)


def _covers(leave: CardLeave, first: Order, amount_kopecks: int, now: datetime) -> bool:
    """Whether a leave was given, holds still, and allows this sum now."""
    given = first.state == OrderState.PAID and leave.ended_at is None and now.date() <= leave.until_on
    last = leave.charged_at or first.paid_at
    rested = last is not None and now >= last + timedelta(days=leave.period_days)
    return given and rested and leave.least_kopecks <= amount_kopecks <= leave.most_kopecks


def _take(rail: ChargesAgain, order: Order, bill: str, now: datetime) -> Order:
    wish = Wish(order.number, order.amount_kopecks, order.currency, "")
    try:
        answer = talk(order.rail, lambda: rail.charge_again(wish, bill=bill), now=now)
    except RailUnreachable:
        mark_unanswered(order, answered=False, now=now)
        return Order.objects.get(pk=order.pk)
    keep_answer(rail_named(order.rail), order.number, answer, now)
    if answer.news:
        use_answer(order, answer.news, now)
    else:
        take_news(order.number, _refused(order), now)
    return Order.objects.get(pk=order.pk)


def _refused(order: Order) -> News:
    return News(
        order_number=order.number,
        heard=Heard.DECLINED,
        amount_kopecks=order.amount_kopecks,
        currency=order.currency,
        operation="",
        attempt="",
        source=Source.QUERY,
        rail=order.rail,
        reason="declined_by_bank",
    )

"""Bills: an order that staff have a provider make a bill of, and whose payer is told where it is paid.

The order is one like any other: pushes, questions, refunds and its end are the state machine's. The provider is asked
beside the transaction that wants the bill, by the worker.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from kosmos.kernel.outbox import tell
from kosmos.ledger.services import lock_accounts
from kosmos.payments.errors import AmountOutOfRange, BillComment, BillUntil, RailNotConfigured, TooManyBills
from kosmos.payments.masking import mask_cards
from kosmos.payments.models import Bill, Order, OrderState
from kosmos.payments.rails.base import BillHeard, MakesBills, RailUnreachable, Wish, card_rails, rail_named
from kosmos.payments.rules import (
    BILL_AGAIN,
    BILL_LEAST,
    BILL_LETTERS,
    BILL_MOST_DAYS,
    BILL_TRIED_FOR,
    BILLS_WAITING,
    MOST_KOPECKS,
    UNFINISHED,
)
from kosmos.payments.services.cases import keep_raw, open_case
from kosmos.payments.services.health import talk
from kosmos.payments.services.orders import create_order

REFUSED = "bill_refused"


def bill_rail() -> str:
    """The first provider of cards that makes bills. RailNotConfigured."""
    for name in card_rails():
        if isinstance(rail_named(name), MakesBills):
            return name
    raise RailNotConfigured("no provider makes bills")


def check_bill(account_id: int, *, amount_kopecks: int, comment: str, until_at: datetime, now: datetime) -> str:
    """What refuses a bill, before anything is written; the provider that makes it.

    Errors, in this order: RailNotConfigured, AmountOutOfRange, BillComment, BillUntil, TooManyBills.
    """
    rail = bill_rail()
    if not 0 < amount_kopecks <= MOST_KOPECKS:
        raise AmountOutOfRange(least_kopecks=1, most_kopecks=MOST_KOPECKS)
    if not 0 < len(comment) <= BILL_LETTERS or not comment.isprintable():
        raise BillComment(longest=BILL_LETTERS)
    if not now + BILL_LEAST <= until_at <= now + timedelta(days=BILL_MOST_DAYS):
        raise BillUntil(most_days=BILL_MOST_DAYS)
    waiting = Order.objects.filter(account_id=account_id, state__in=UNFINISHED, expires_at__gt=now)
    if (
        waiting.filter(number__in=Bill.objects.filter(account_id=account_id).values("order_number")).count()
        >= BILLS_WAITING
    ):
        raise TooManyBills(most=BILLS_WAITING)
    return rail


@transaction.atomic
def request_bill(
    account_id: int, *, amount_kopecks: int, comment: str, until_at: datetime, key: str, now: datetime
) -> Order:
    """Make an order that is paid by a bill, once for each key; the worker has the bill made.

    Errors as ``check_bill``, then those of ``create_order``.
    """
    lock_accounts([account_id])
    before = Order.objects.filter(account_id=account_id, key=key).first()
    if before is not None:
        return before
    rail = check_bill(account_id, amount_kopecks=amount_kopecks, comment=comment, until_at=until_at, now=now)
    order = create_order(
        account_id=account_id, amount_kopecks=amount_kopecks, now=now, key=key, rail=rail, expires_at=until_at
    )
    Bill.objects.create(
        account_id=account_id, order_number=order.number, comment=mask_cards(comment), asked_at=now, next_ask_at=now
    )
    return order


def pursue_bill(bill: Bill, now: datetime) -> None:
    """Have a bill made, unless another worker does; its payer is told once it is. Never in a transaction.

    A provider that is silent is asked again for an hour; then, and where it refuses, the order is cancelled and a
    person has a case. RailNotConfigured.
    """
    mine = Bill.objects.filter(pk=bill.pk, next_ask_at=bill.next_ask_at, made_at=None)
    if not mine.update(next_ask_at=now + BILL_AGAIN):
        return
    order = Order.objects.get(account_id=bill.account_id, number=bill.order_number)
    try:
        heard = _hear(order, bill.comment, now)
    except RailUnreachable as error:
        _keep(order, f"no answer: {error}", "unreachable", now)
        if now >= bill.asked_at + BILL_TRIED_FOR:
            _refuse(bill, "the provider was silent", now)
        return
    _keep(order, heard.raw, "made" if heard.url else "refused", now)
    if heard.url:
        _made(bill, heard.url, now)
    else:
        _refuse(bill, "the provider refused", now)


def _hear(order: Order, comment: str, now: datetime) -> BillHeard:
    rail = rail_named(order.rail)
    if not isinstance(rail, MakesBills):
        raise RailNotConfigured("this provider makes no bills", rail=order.rail)
    wish = Wish(order.number, order.amount_kopecks, order.currency, "", expires_at=order.expires_at)
    return talk(rail.name, partial(rail.make_bill, wish, comment=comment), now=now)


@transaction.atomic
def _made(bill: Bill, url: str, now: datetime) -> None:
    """Keep where it is paid, and tell the subscriber."""
    lock_accounts([bill.account_id])
    order = Order.objects.get(account_id=bill.account_id, number=bill.order_number)
    Bill.objects.filter(pk=bill.pk).update(made_at=now, next_ask_at=None)
    order.page = url
    order.state = OrderState.WAITING if order.state == OrderState.NEW else order.state
    order.save(update_fields=["page", "state"])
    about = {"kopecks": order.amount_kopecks, "until_at": order.expires_at, "bill": url, "comment": bill.comment}
    about |= {"number": order.number}
    tell("bill_made", account_id=order.account_id, key=order.number, at=now, about=about)


@transaction.atomic
def _refuse(bill: Bill, details: str, now: datetime) -> None:
    lock_accounts([bill.account_id])
    Bill.objects.filter(pk=bill.pk).update(next_ask_at=None)
    order = Order.objects.filter(account_id=bill.account_id, number=bill.order_number, state__in=UNFINISHED)
    order.update(state=OrderState.CANCELLED, reason=REFUSED)
    open_case(
        account_id=bill.account_id,
        order_number=bill.order_number,
        kind="bill_not_made",
        operation="",
        details=details,
        now=now,
    )


def _keep(order: Order, content: str, verdict: str, now: datetime) -> None:
    keep_raw(
        rail=order.rail,
        direction="answer",
        order_number=order.number,
        content=content,
        verdict=f"bill: {verdict}",
        now=now,
    )

"""Equipment and visits that a subscriber orders: charged at once (rulebook 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kosmos.catalogue.models import Extra, PlanStatus
from kosmos.catalogue.queries import extra_by_code, is_for
from kosmos.charging.errors import AccountClosed, ExtraNotSold, InsufficientFunds, OrderKeyUsed
from kosmos.charging.models import ExtraOrder, Subscription
from kosmos.charging.services.moment import Moment, begin
from kosmos.ledger.models import Cause
from kosmos.subscribers.queries import audience_of

NOTE = "extra"
"""What the posting of an order is noted with, before the extra's code."""


@transaction.atomic
def order_extra(
    *, account_id: int, code: str, key: UUID, now: datetime, wish: str = "", by_subscriber: bool = False
) -> int:
    """Order equipment or a visit and charge it, once for each key; the order's number.

    It may take the balance below zero; of a subscriber's own order no further than the operator's credit, and not on
    an account where everything has ended (choice). Errors, in this order: UnknownExtra, OrderKeyUsed, ExtraNotSold;
    of a subscriber's own order AccountClosed, InsufficientFunds.
    """
    moment = begin(account_id, now=now)
    extra = extra_by_code(code)
    orders = ExtraOrder.objects.filter(account_id=account_id)
    before = orders.filter(key=key).first()
    if before is not None:
        if before.extra_id != extra.id:
            raise OrderKeyUsed("this key was used for another order", key=str(key))
        return before.number
    if extra.status != PlanStatus.OPEN or not is_for(extra, audience_of(account_id)):
        raise ExtraNotSold(f"{code} is not sold here", extra=code)
    if by_subscriber:
        _refuse_closed(moment)
        _refuse_credit(moment, extra)
    posting = moment.charge_once(extra.price_kopecks, note=f"{NOTE}:{code}")
    order = ExtraOrder.objects.create(
        account_id=account_id,
        number=orders.count() + 1,
        key=key,
        extra=extra,
        ordered_at=now,
        price_kopecks=extra.price_kopecks,
        posting=posting,
        wish=wish,
    )
    moment.settle(Cause.CHARGED_ONCE)
    return order.number


def _refuse_closed(moment: Moment) -> None:
    """A new account that had nothing yet may order what it begins with."""
    if not moment.subscriptions and Subscription.objects.filter(account_id=moment.account_id).exists():
        raise AccountClosed("everything has ended")


def _refuse_credit(moment: Moment, extra: Extra) -> None:
    missing = extra.price_kopecks - moment.figures.spendable - moment.policies.extras_credit_kopecks
    if missing > 0:
        raise InsufficientFunds(f"{extra.code} needs more money", extra=extra.code, missing_kopecks=missing)

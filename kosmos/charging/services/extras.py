"""Equipment and visits that a subscriber orders: charged at once (rulebook 9)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from kosmos.catalogue.models import PlanStatus
from kosmos.catalogue.queries import extra_by_code, is_for
from kosmos.charging.errors import ExtraNotSold, OrderKeyUsed
from kosmos.charging.models import ExtraOrder
from kosmos.charging.services.moment import begin
from kosmos.ledger.models import Cause
from kosmos.subscribers.queries import audience_of

NOTE = "extra"
"""What the posting of an order is noted with, before the extra's code."""


@transaction.atomic
def order_extra(*, account_id: int, code: str, key: UUID, now: datetime, wish: str = "") -> int:
    """Order equipment or a visit and charge it, once for each key; the order's number.

    It may take the balance below zero. Errors, in this order: UnknownExtra, OrderKeyUsed, ExtraNotSold.
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

"""Payments that wait on a suspense account, many of one instant at once."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services.opening import catch_up
from kosmos.charging.services.payments import NewPayment
from kosmos.kernel.days import business_day
from kosmos.kernel.sql import array, execute, statement, texts


@transaction.atomic
def post_nobodys(payments: Sequence[NewPayment], *, now: datetime) -> None:
    """Post payments to one suspense account, on which nothing is ever due: none was posted before, says the caller."""
    if not payments:
        return
    zone, account_id = operator_zone(), payments[0].account_id
    figures = catch_up([account_id], now=now, zone=zone)[account_id]
    day = business_day(now, zone)
    execute(
        statement("charging", "post_payments"),
        {
            "day": day,
            "at": now,
            "accounts": array(account_id for _ in payments),
            "numbers": array(figures.last_number + place for place in range(1, len(payments) + 1)),
            "kopecks": array(one.amount_kopecks for one in payments),
            "early": array(0 for _ in payments),
            "codes": array(int(one.code) for one in payments),
            "providers": texts(one.provider for one in payments),
            "references": texts(one.reference for one in payments),
        },
    )

"""A plan that waits for its money: wished for now, connected by the payment that makes it possible (rulebook 5).

It is connected by `connect` and by nothing else, so all of its rules hold; what refuses it for another reason than
money leaves it waiting, and never stands in the way of the payment.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import LiteralString

from django.db import transaction

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import InsufficientFunds, NothingWaiting
from kosmos.charging.models import WaitingPlan, WaitingState
from kosmos.charging.services.moment import begin
from kosmos.charging.services.plans import connect
from kosmos.kernel.days import business_day
from kosmos.kernel.errors import DomainError
from kosmos.kernel.sql import array, rows

_WAITING: LiteralString = """
SELECT account_id FROM charging_waitingplan WHERE state = 1 AND account_id = ANY (%(accounts)s::bigint[])
"""
_WITHIN_REACH: LiteralString = """
SELECT waiting.account_id
  FROM charging_waitingplan AS waiting
  JOIN catalogue_plan AS plan ON plan.id = waiting.plan_id
  JOIN ledger_account AS account ON account.id = waiting.account_id
  JOIN LATERAL (SELECT fee_kopecks FROM catalogue_price AS price
                 WHERE price.plan_id = plan.id AND price.from_on <= %(day)s
                 ORDER BY price.from_on DESC LIMIT 1) AS price ON true
 WHERE waiting.state = 1
   AND account.balance_kopecks + account.unpaid_kopecks
       >= plan.connection_fee_kopecks + CASE WHEN plan.settlement = 1 THEN price.fee_kopecks ELSE 0 END
 ORDER BY waiting.account_id
 LIMIT %(limit)s
"""


@transaction.atomic
def connect_or_wait(*, account_id: int, plan: Plan, now: datetime, by_staff: bool = False) -> int | None:
    """Connect a plan, or let it wait where only money is missing; the subscription's number, None if it waits.

    A later wish replaces an earlier one; the same one again changes nothing. Errors: those of `connect` but
    InsufficientFunds.
    """
    begin(account_id, now=now)
    try:
        with transaction.atomic():
            return connect(account_id=account_id, plan=plan, now=now, by_staff=by_staff)
    except InsufficientFunds:
        _wait(account_id, plan, now, by_staff=by_staff)
    return None


@transaction.atomic
def stop_waiting(*, account_id: int, now: datetime) -> None:
    """Withdraw the wish for the plan that waits. NothingWaiting."""
    begin(account_id, now=now)
    waiting = WaitingPlan.objects.filter(account_id=account_id, state=WaitingState.WAITING)
    if not waiting.update(state=WaitingState.CANCELLED, over_at=now):
        raise NothingWaiting("no plan waits for money")


def connect_paid(*, now: datetime, limit: int = 1000) -> int:
    """Connect what waits and can run now though no payment came: a price fell, a pause ended; how many.

    Each in a transaction of its own; safe to run at any time, again, and by two at once.
    """
    found = rows(_WITHIN_REACH, {"day": business_day(now, operator_zone()), "limit": limit})
    return sum(_connect_one(account_id, now) for (account_id,) in found)


def accounts_that_wait(account_ids: Iterable[int]) -> set[int]:
    """Which of some accounts have a plan that waits: one look into an index that holds nobody else."""
    return {account_id for (account_id,) in rows(_WAITING, {"accounts": array(account_ids)})}


def connect_waiting(account_id: int, *, now: datetime) -> bool:
    """Connect an account's waiting plan if that can be now; the caller holds the account, open for today."""
    waiting = WaitingPlan.objects.select_related("plan__service").filter(state=WaitingState.WAITING)
    found = waiting.filter(account_id=account_id).first()
    if found is None:
        return False
    try:
        with transaction.atomic():
            connect(account_id=account_id, plan=found.plan, now=now, by_staff=found.by_staff)
    except DomainError:
        return False
    return True


@transaction.atomic
def _connect_one(account_id: int, now: datetime) -> bool:
    begin(account_id, now=now)
    return connect_waiting(account_id, now=now)


def _wait(account_id: int, plan: Plan, now: datetime, *, by_staff: bool) -> None:
    wishes = WaitingPlan.objects.filter(account_id=account_id)
    before = wishes.filter(state=WaitingState.WAITING).first()
    if before is not None and before.plan_id == plan.id and before.by_staff == by_staff:
        return
    wishes.filter(state=WaitingState.WAITING).update(state=WaitingState.REPLACED, over_at=now)
    WaitingPlan.objects.create(
        account_id=account_id, number=wishes.count() + 1, plan=plan, by_staff=by_staff, asked_at=now
    )

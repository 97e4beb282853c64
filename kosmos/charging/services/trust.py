"""Promises: days of service on trust (rulebook 8)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import (
    BalanceNotNegative,
    NothingBlocked,
    PromiseInForce,
    PromiseNotKept,
    Suspended,
)
from kosmos.charging.models import Promise, Status
from kosmos.charging.services.moment import begin
from kosmos.charging.services.opening import catch_up
from kosmos.kernel.outbox import tell
from kosmos.ledger.models import Cause


@transaction.atomic
def take_promise(*, account_id: int, now: datetime) -> datetime:
    """Give all services of an account back on trust; until when.

    Errors, in this order: Suspended, PromiseInForce, BalanceNotNegative (or NothingBlocked, as the operator
    chose), PromiseNotKept.
    """
    moment = begin(account_id, now=now)
    if moment.suspended:
        raise Suspended("the account's services are suspended")
    last = Promise.objects.filter(account_id=account_id).order_by("-number").first()
    if last is not None and not last.lapsed:
        raise PromiseInForce("a promise is in force", until_at=last.until_at)
    if moment.policies.promise_when == "negative_balance":
        if moment.figures.balance >= 0:
            raise BalanceNotNegative("the balance is not below zero", balance=moment.figures.balance)
    elif all(held.status != Status.BLOCKED for held in moment.subscriptions):
        raise NothingBlocked("nothing is blocked")
    if last is not None and not last.kept:
        raise PromiseNotKept("the last promise was not kept", overdue=moment.figures.overdue)
    until_at = now + timedelta(hours=24 * moment.policies.promise_days)
    Promise.objects.create(
        account_id=account_id, number=last.number + 1 if last else 1, taken_at=now, until_at=until_at
    )
    if moment.policies.promise_fee_kopecks:
        moment.charge_once(moment.policies.promise_fee_kopecks, note="promise")
    moment.settle(Cause.PROMISE_TAKEN)
    tell("promise_taken", account_id=account_id, key=now.isoformat(), at=now, about={"until_at": until_at})
    return until_at


def lapse_due_promises(*, now: datetime) -> int:
    """Let every promise lapse whose time is over, each account in a transaction of its own; how many."""
    due = _due(now).order_by("until_at").values_list("account_id", flat=True)
    accounts = list(due)
    for account_id in accounts:
        with transaction.atomic():
            catch_up([account_id], now=now, zone=operator_zone())
    return len(accounts)


def _due(now: datetime) -> QuerySet[Promise]:
    return Promise.objects.filter(lapsed=False, until_at__lte=now)

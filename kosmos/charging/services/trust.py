"""Promises and temporary unblocks: service on trust, asked for by the subscriber or given by staff (rulebook 8)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import (
    BalanceNotNegative,
    NothingBlocked,
    NotUnblocked,
    PromiseInForce,
    PromiseNotKept,
    UnblockPast,
    UnblockTooLong,
)
from kosmos.charging.models import Promise, Status
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.opening import catch_up, lapse_promises
from kosmos.kernel.outbox import tell
from kosmos.ledger.models import Cause


@transaction.atomic
def take_promise(*, account_id: int, now: datetime) -> datetime:
    """Give all services of an account back on trust; until when.

    Errors, in this order: Suspended, PromiseInForce, BalanceNotNegative (or NothingBlocked, as the operator
    chose), PromiseNotKept.
    """
    moment = begin(account_id, now=now)
    moment.refuse_if_suspended()
    taken = Promise.objects.filter(account_id=account_id).order_by("-number")
    _refuse_if_trusted(taken.first())
    if moment.policies.promise_when == "negative_balance":
        if moment.figures.balance >= 0:
            raise BalanceNotNegative("the balance is not below zero", balance=moment.figures.balance)
    elif all(held.status != Status.BLOCKED for held in moment.subscriptions):
        raise NothingBlocked("nothing is blocked")
    last = taken.filter(by_staff=False).first()
    if last is not None and not last.kept:
        raise PromiseNotKept("the last promise was not kept", overdue=moment.figures.overdue)
    until_at = now + timedelta(hours=24 * moment.policies.promise_days)
    _trust(moment, until_at)
    if moment.policies.promise_fee_kopecks:
        moment.charge_once(moment.policies.promise_fee_kopecks, note="promise")
    moment.settle(Cause.PROMISE_TAKEN)
    tell("promise_taken", account_id=account_id, key=now.isoformat(), at=now, about={"until_at": until_at})
    return until_at


@transaction.atomic
def unblock(*, account_id: int, until_at: datetime, now: datetime) -> None:
    """Give all services of an account back until an instant, whatever is owed: a promise without its conditions.

    Whether a promise of the subscriber's own may follow does not depend on it. Errors, in this order: Suspended,
    PromiseInForce, UnblockPast, UnblockTooLong.
    """
    moment = begin(account_id, now=now)
    moment.refuse_if_suspended()
    _refuse_if_trusted(Promise.objects.filter(account_id=account_id).order_by("-number").first())
    most = moment.policies.unblock_max_days
    if until_at <= now:
        raise UnblockPast("the end of an unblock is to come", until_at=until_at)
    if until_at > now + timedelta(days=most):
        raise UnblockTooLong(f"an unblock lasts at most {most} days", most=most)
    _trust(moment, until_at, by_staff=True)
    moment.settle(Cause.UNBLOCKED)
    tell("unblocked", account_id=account_id, key=now.isoformat(), at=now, about={"until_at": until_at})


@transaction.atomic
def end_unblock(*, account_id: int, now: datetime) -> None:
    """End a temporary unblock now, as if it lapsed; what today is charged for is served to its end. NotUnblocked."""
    begin(account_id, now=now)
    in_force = Promise.objects.filter(account_id=account_id, lapsed=False, by_staff=True)
    if not in_force.update(until_at=now):
        raise NotUnblocked("no temporary unblock is in force")
    lapse_promises([account_id], until=now, zone=operator_zone())


def _refuse_if_trusted(last: Promise | None) -> None:
    if last is not None and not last.lapsed:
        raise PromiseInForce("a promise is in force", until_at=last.until_at)


def _trust(moment: Moment, until_at: datetime, *, by_staff: bool = False) -> None:
    number = Promise.objects.filter(account_id=moment.account_id).count() + 1
    Promise.objects.create(
        account_id=moment.account_id, number=number, taken_at=moment.at, until_at=until_at, by_staff=by_staff
    )


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

"""Leaving: all that is connected ends, by the rules of ends (rulebook 8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone, plan_by_code
from kosmos.charging.errors import AlreadyLeaving, NothingConnected, NotLeaving
from kosmos.charging.models import (
    Leaving,
    LeavingState,
    Planned,
    Status,
    Subscription,
    Suspension,
    SuspensionState,
    WaitingPlan,
    WaitingState,
)
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.plans import cancel_planned, change_plan, disconnect
from kosmos.charging.services.suspensions import resume
from kosmos.kernel.days import business_day
from kosmos.kernel.errors import DomainError
from kosmos.ledger.services import lock_accounts

Told = Callable[[Leaving], object]


@dataclass(frozen=True, slots=True)
class Lost:
    """A planned change that staying did not bring back: to which plan, and what refuses it now."""

    plan: str
    refusal: DomainError


@transaction.atomic
def leave(*, account_id: int, now: datetime, reason: str = "", payout: str = "") -> date:
    """End all that is connected when tomorrow opens, what is blocked at once; the day on which nothing is left.

    A suspension that has not begun and a plan that waits for money are withdrawn with it. Errors: AlreadyLeaving,
    NothingConnected.
    """
    moment = begin(account_id, now=now)
    if moment.leaving is not None:
        raise AlreadyLeaving("everything connected is to end already")
    if not moment.subscriptions:
        raise NothingConnected("nothing is connected")
    wishes = Leaving.objects.filter(account_id=account_id)
    wishes.filter(state=LeavingState.PLANNED).update(state=LeavingState.CANCELLED)
    _withdraw_suspension(moment)
    waiting = WaitingPlan.objects.filter(account_id=account_id, state=WaitingState.WAITING)
    waiting.update(state=WaitingState.CANCELLED, over_at=now)
    ending = [held for held in moment.subscriptions if held.planned != Planned.END]
    for held in ending:
        disconnect(account_id=account_id, plan=held.plan, now=now)
    ends_on = moment.tomorrow if _live(account_id) else moment.day
    Leaving.objects.create(
        account_id=account_id,
        number=wishes.count() + 1,
        asked_at=now,
        ends_on=ends_on,
        ended=[held.number for held in ending],
        replaced={held.number: held.planned_plan.code for held in ending if held.planned_plan},
        reason=reason,
        payout=payout,
    )
    return ends_on


@transaction.atomic
def cancel_leaving(*, account_id: int, now: datetime) -> list[Lost]:
    """Stay: withdraw the ends that the wish to leave had planned, and plan again the changes that they replaced.

    A change is judged anew; those that are refused now are returned, with why. Errors: NotLeaving.
    """
    moment = begin(account_id, now=now)
    wish = moment.leaving
    if wish is None:
        raise NotLeaving("no wish to leave is waiting")
    lost = []
    for held in moment.subscriptions:
        if held.number in wish.ended:
            cancel_planned(account_id=account_id, plan=held.plan, now=now)
            lost += _change_again(held, wish.replaced.get(str(held.number)), now)
    Leaving.objects.filter(pk=wish.pk).update(state=LeavingState.CANCELLED)
    return lost


def _change_again(held: Subscription, code: str | None, now: datetime) -> list[Lost]:
    """Plan the change that an end had replaced, if there was one and it is still granted; else say what refuses it."""
    if code is None:
        return []
    try:
        with transaction.atomic():
            to = plan_by_code(code)
            change_plan(account_id=held.account_id, plan=held.plan, to=to, now=now, by_staff=True)
    except DomainError as refusal:
        return [Lost(code, refusal)]
    return []


def finish_leavings(*, now: datetime, limit: int = 1000, told: Told | None = None) -> int:
    """Note which wishes to leave were done and which came to nothing, on days that are open; how many.

    ``told`` hears of each that was done, in the transaction that notes it.
    """
    today = business_day(now, operator_zone())
    due = Leaving.objects.filter(state=LeavingState.PLANNED, ends_on__lte=today, account__open_through_on__gte=today)
    wishes = list(due.order_by("ends_on", "account_id")[:limit])
    for wish in wishes:
        _finish(wish, told)
    return len(wishes)


@transaction.atomic
def _finish(wish: Leaving, told: Told | None) -> None:
    lock_accounts([wish.account_id])
    done = not _live(wish.account_id)
    waiting = Leaving.objects.filter(pk=wish.pk, state=LeavingState.PLANNED)
    noted = waiting.update(state=LeavingState.DONE if done else LeavingState.CANCELLED)
    if noted and done and told is not None:
        told(wish)


def _live(account_id: int) -> bool:
    return Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED).exists()


def _withdraw_suspension(moment: Moment) -> None:
    """One that is running goes on until the end."""
    waiting = Suspension.objects.filter(account_id=moment.account_id, state=SuspensionState.PLANNED)
    if waiting.exists():
        resume(account_id=moment.account_id, now=moment.at)

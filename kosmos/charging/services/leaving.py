"""Leaving: all that is connected ends, by the rules of ends (rulebook 8)."""

from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
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
from kosmos.charging.services.plans import cancel_planned, disconnect
from kosmos.charging.services.suspensions import resume
from kosmos.kernel.days import business_day


@transaction.atomic
def leave(*, account_id: int, now: datetime, reason: str = "", payout: str = "") -> date:
    """End all that is connected when tomorrow opens, what is blocked at once; the day on which nothing is left.

    A suspension that has not begun and a plan that waits for money are withdrawn with it. Errors: AlreadyLeaving,
    NothingConnected.
    """
    moment = begin(account_id, now=now)
    if leaving_at(moment) is not None:
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
        reason=reason,
        payout=payout,
    )
    return ends_on


@transaction.atomic
def cancel_leaving(*, account_id: int, now: datetime) -> None:
    """Stay: withdraw the ends that the wish to leave had planned. Errors: NotLeaving."""
    moment = begin(account_id, now=now)
    wish = leaving_at(moment)
    if wish is None:
        raise NotLeaving("no wish to leave is waiting")
    for held in moment.subscriptions:
        if held.number in wish.ended and held.planned == Planned.END:
            cancel_planned(account_id=account_id, plan=held.plan, now=now)
    Leaving.objects.filter(pk=wish.pk).update(state=LeavingState.CANCELLED)


def leaving_at(moment: Moment) -> Leaving | None:
    """The wish to leave that waits for its day: every end is still planned."""
    live = moment.subscriptions
    if not live or any(held.planned != Planned.END for held in live):
        return None
    waiting = Leaving.objects.filter(account_id=moment.account_id, state=LeavingState.PLANNED)
    return waiting.filter(ends_on__gt=moment.day).first()


def finish_leavings(*, now: datetime, limit: int = 1000) -> int:
    """Note which wishes to leave were done and which came to nothing, on days that are open; how many."""
    today = business_day(now, operator_zone())
    due = Leaving.objects.filter(state=LeavingState.PLANNED, ends_on__lte=today, account__open_through_on__gte=today)
    wishes = list(due.order_by("ends_on", "account_id")[:limit])
    for wish in wishes:
        state = LeavingState.CANCELLED if _live(wish.account_id) else LeavingState.DONE
        Leaving.objects.filter(pk=wish.pk, state=LeavingState.PLANNED).update(state=state)
    return len(wishes)


def _live(account_id: int) -> bool:
    return Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED).exists()


def _withdraw_suspension(moment: Moment) -> None:
    """One that is running goes on until the end."""
    waiting = Suspension.objects.filter(account_id=moment.account_id, state=SuspensionState.PLANNED)
    if waiting.exists():
        resume(account_id=moment.account_id, now=moment.at)

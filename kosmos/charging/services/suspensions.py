"""Suspension: services pause at the subscriber's wish (rulebook 8)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from kosmos.charging.errors import (
    Blocked,
    NotSuspended,
    SuspensionExists,
    SuspensionLength,
    SuspensionTooEarly,
)
from kosmos.charging.models import Status, Suspension, SuspensionState
from kosmos.charging.services.moment import begin
from kosmos.charging.services.opening import wake_subscriptions
from kosmos.kernel.outbox import tell
from kosmos.ledger.models import Cause

_OPEN = (SuspensionState.PLANNED, SuspensionState.RUNNING)


@transaction.atomic
def suspend(*, account_id: int, first_on: date, days: int, now: datetime) -> None:
    """Plan a suspension of whole days, the first of them tomorrow or later.

    Errors, in this order: SuspensionTooEarly, SuspensionLength, LeavingPlanned, SuspensionExists, Blocked.
    """
    moment = begin(account_id, now=now)
    most = moment.policies.suspension_max_days
    if first_on < moment.tomorrow:
        raise SuspensionTooEarly("the first day is tomorrow or later", first_on=first_on)
    if not 1 <= days <= most:
        raise SuspensionLength(f"a suspension lasts 1 to {most} days", days=days, most=most)
    moment.refuse_if_leaving()
    held = Suspension.objects.filter(account_id=account_id)
    if held.filter(state__in=_OPEN).exists():
        raise SuspensionExists("one suspension is planned or running")
    if moment.figures.overdue or any(held.status == Status.BLOCKED for held in moment.subscriptions):
        raise Blocked("something is blocked or overdue", overdue=moment.figures.overdue)
    planned = Suspension.objects.create(
        account_id=account_id,
        number=held.count() + 1,
        asked_at=now,
        first_on=first_on,
        last_on=first_on + timedelta(days=days - 1),
    )
    tell("suspension_planned", account_id=account_id, key=str(planned.number), at=now, about=_as_told(planned))


@transaction.atomic
def resume(*, account_id: int, now: datetime) -> None:
    """End a running suspension, with service back today, or cancel a planned one. Errors: NotSuspended."""
    moment = begin(account_id, now=now)
    held = Suspension.objects.filter(account_id=account_id, state__in=_OPEN).first()
    if held is None:
        raise NotSuspended("no suspension is planned or running")
    running = held.state == SuspensionState.RUNNING
    Suspension.objects.filter(account_id=account_id, number=held.number).update(
        state=SuspensionState.OVER if running else SuspensionState.CANCELLED, resumed_on=moment.day
    )
    if running:
        wake_subscriptions([account_id], day=moment.day, at=now)
        moment.settle(Cause.RESUMED)
    kind = "suspension_resumed" if running else "suspension_cancelled"
    tell(kind, account_id=account_id, key=str(held.number), at=now, about=_as_told(held))


def _as_told(held: Suspension) -> dict[str, object]:
    return {"number": held.number, "first_on": held.first_on, "last_on": held.last_on}

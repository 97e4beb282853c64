"""Writes about visits: planned, moved, cancelled; a technician is at one place at a time."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.models import Application, EntryKind, Stage, Visit, VisitState
from kosmos.connections.planning import DAYS_AHEAD, Pace, hours_on, pace_on, rules_of, taken_between
from kosmos.connections.remarks import LONGEST_REMARK, plain
from kosmos.connections.services.keeping import add_entry, locked_application, save_change
from kosmos.connections.services.stages import advance
from kosmos.connections.slots import Span
from kosmos.connections.visit_errors import (
    OutsideHours,
    SlotTaken,
    UnknownTechnician,
    UnknownVisit,
    VisitChanged,
    VisitEnded,
    VisitInThePast,
    VisitPlanned,
    VisitTooFar,
    WhyMissing,
)
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.subscribers.models import StaffMember, StaffRole

FARTHEST = timedelta(days=4 * DAYS_AHEAD)
"""How far ahead a visit can be planned by typing its day."""
OVERLAP = "visits_do_not_overlap"


@dataclass(frozen=True, slots=True)
class Agreed:
    """A visit as it stands after a wish, and whether this wish made it so, not the same one before."""

    visit: Visit
    fresh: bool


@transaction.atomic
def plan_visit(
    *,
    application_id: uuid.UUID,
    technician_id: int,
    starts_at: datetime,
    by: StaffMember,
    key: str,
    now: datetime,
    note: str = "",
    outside_hours: bool = False,
) -> Agreed:
    """Plan a visit of a technician, which moves the application to VISIT_PLANNED; the same ``key`` again: nothing.

    ``outside_hours`` says that he comes though he does not work then. UnknownApplication, VisitPlanned, StageRefused,
    UnknownTechnician, VisitInThePast, VisitTooFar, OutsideHours, SlotTaken: then nothing is planned.
    """
    application = locked_application(application_id)
    before = Visit.objects.filter(key=key, application=application).first()
    if before is not None:
        return Agreed(before, fresh=False)
    _none_planned(application)
    technician, span = _place(technician_id, starts_at, now, outside_hours=outside_hours)
    with _told_if_taken():
        visit = Visit.objects.create(
            id=uuid.uuid4(),
            key=key,
            application=application,
            technician=technician,
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            note=plain(note)[:LONGEST_REMARK],
            planned_by=by,
            planned_at=now,
        )
    advance(application, Stage.VISIT_PLANNED, by, now, note=where_and_when(visit), due_at=visit.ends_at)
    return Agreed(visit, fresh=True)


@transaction.atomic
def move_visit(
    *,
    visit_id: uuid.UUID,
    technician_id: int,
    starts_at: datetime,
    by: StaffMember,
    version: int,
    now: datetime,
    outside_hours: bool = False,
) -> Agreed:
    """Move a planned visit to another time or technician; one that is there already stays as it is.

    UnknownVisit, VisitEnded, VisitChanged if it is not the ``version`` that was on the page, and as ``plan_visit``.
    """
    application, visit = _locked(visit_id)
    there = (visit.technician_id, visit.starts_at) == (technician_id, starts_at)
    if there and visit.state == VisitState.PLANNED:
        return Agreed(visit, fresh=False)
    _still_the_same(visit, version)
    before = where_and_when(visit)
    technician, span = _place(technician_id, starts_at, now, outside_hours=outside_hours, but=visit.id)
    visit.technician, visit.starts_at, visit.ends_at = technician, span.starts_at, span.ends_at
    visit.version += 1
    with _told_if_taken():
        visit.save(update_fields=["technician", "starts_at", "ends_at", "version"])
    application.due_at = visit.ends_at
    save_change(application, "due_at")
    add_entry(application, EntryKind.VISIT, by=by, now=now, text=f"{before} → {where_and_when(visit)}")
    return Agreed(visit, fresh=True)


@transaction.atomic
def cancel_visit(*, visit_id: uuid.UUID, reason: str, by: StaffMember, version: int, now: datetime) -> Agreed:
    """Cancel a planned visit, for a reason; its application waits for sales again. A cancelled one stays cancelled.

    UnknownVisit, WhyMissing, VisitEnded, VisitChanged.
    """
    words = plain(reason)[:LONGEST_REMARK]
    application, visit = _locked(visit_id)
    if visit.state == VisitState.CANCELLED:
        return Agreed(visit, fresh=False)
    if not words:
        raise WhyMissing
    _still_the_same(visit, version)
    _cancel(visit, words)
    if application.stage == Stage.VISIT_PLANNED:
        advance(application, Stage.POSSIBLE, by, now, note=f"{where_and_when(visit)}: {words}")
    return Agreed(visit, fresh=True)


def release_visit(application: Application, reason: str) -> Visit | None:
    """Cancel the visit of a locked application that came to nothing, as part of a transaction; None if none waits."""
    visit = Visit.objects.select_for_update().filter(application=application, state=VisitState.PLANNED).first()
    if visit is not None:
        _cancel(visit, plain(reason)[:LONGEST_REMARK])
    return visit


def where_and_when(visit: Visit) -> str:
    """A visit in a line of the history: "Игорь Лис, 25.11.2026 10:00"."""
    return f"{visit.technician.name}, {visit.starts_at.astimezone(operator_zone()):%d.%m.%Y %H:%M}"


def _cancel(visit: Visit, words: str) -> None:
    visit.state, visit.reason = VisitState.CANCELLED, words
    visit.version += 1
    visit.save(update_fields=["state", "reason", "version"])


def _locked(visit_id: uuid.UUID) -> tuple[Application, Visit]:
    """A visit and its application, the application locked first, as everywhere."""
    application_id = Visit.objects.filter(id=visit_id).values_list("application_id", flat=True).first()
    if application_id is None:
        raise UnknownVisit
    application = locked_application(application_id)
    return application, Visit.objects.select_for_update().get(id=visit_id)


def _still_the_same(visit: Visit, version: int) -> None:
    if visit.state != VisitState.PLANNED:
        raise VisitEnded(state=visit.state)
    if visit.version != version:
        raise VisitChanged(starts_at=visit.starts_at, technician=visit.technician.name)


def _none_planned(application: Application) -> None:
    planned = Visit.objects.filter(application=application, state=VisitState.PLANNED).first()
    if planned is not None:
        raise VisitPlanned(starts_at=planned.starts_at, technician=planned.technician.name)


def _place(
    technician_id: int, starts_at: datetime, now: datetime, *, outside_hours: bool, but: uuid.UUID | None = None
) -> tuple[StaffMember, Span]:
    """The technician, locked, and the time of a visit if he can come then."""
    found = StaffMember.objects.select_for_update(no_key=True, of=("self",)).filter(
        pk=technician_id, role=StaffRole.TECHNICIAN, sign_in__is_active=True
    )
    technician = found.first()
    if technician is None:
        raise UnknownTechnician
    if starts_at < now:
        raise VisitInThePast
    if starts_at > now + FARTHEST:
        raise VisitTooFar(days=FARTHEST.days)
    day = business_day(starts_at, operator_zone())
    pace = pace_on(day)
    span = Span(starts_at, starts_at + pace.length)
    hours = hours_on(day, rules_of([technician])[technician.pk], operator_zone())
    if not outside_hours and (hours is None or not span.within(hours)):
        raise OutsideHours
    _free_then(technician, span, pace, but)
    return technician, span


def _free_then(technician: StaffMember, span: Span, pace: Pace, but: uuid.UUID | None) -> None:
    near = taken_between(span.starts_at - ONE_DAY, span.ends_at + ONE_DAY, but=but)
    if any(span.meets(busy, pace.gap) for busy in near[technician.pk]):
        raise SlotTaken


@contextmanager
def _told_if_taken() -> Iterator[None]:
    """What the database itself refuses as an overlap is a SlotTaken like any other."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if OVERLAP in str(error):
            raise SlotTaken from None
        raise

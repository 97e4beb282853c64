"""What is asked of the technicians' calendar: who works when, what is free, which visits there are."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Prefetch, QuerySet

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.connections.models import ApplicationEntry, EntryKind, Visit, VisitState, WorkingHours
from kosmos.connections.slots import Span, free_spans
from kosmos.connections.visit_errors import UnknownTechnician, UnknownVisit
from kosmos.kernel.days import ONE_DAY, business_day, each_day, start_of
from kosmos.subscribers.models import StaffMember, StaffRole

DAYS_AHEAD = 14
"""How many days of free time sales are shown, today's the first."""
TAKES_TIME = (VisitState.PLANNED, VisitState.DONE)
NOTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """How long a visit takes, and the way to the next one."""

    length: timedelta
    gap: timedelta


@dataclass(frozen=True, slots=True)
class Free:
    """A technician's day: his hours, None on a day off, and the visits that still fit in."""

    technician: StaffMember
    hours: Span | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FreeDay:
    """A day of the calendar with the free time of each technician."""

    day: date
    free: tuple[Free, ...]

    @property
    def any_free(self) -> bool:
        """Whether anybody can come."""
        return any(one.spans for one in self.free)


def pace_on(day: date) -> Pace:
    """The pace of a day, by the operator's policies."""
    policies = policies_on(day)
    return Pace(timedelta(minutes=policies.visit_minutes), timedelta(minutes=policies.visit_travel_minutes))


def technicians() -> list[StaffMember]:
    """Everybody who goes to visits and can sign in, by name."""
    active = StaffMember.objects.filter(role=StaffRole.TECHNICIAN, sign_in__is_active=True)
    return list(active.order_by("name", "pk"))


def technician(staff_id: int) -> StaffMember:
    """One who goes to visits. UnknownTechnician."""
    for found in technicians():
        if found.pk == staff_id:
            return found
    raise UnknownTechnician


def rules_of(members: Iterable[StaffMember]) -> dict[int, list[WorkingHours]]:
    """The working hours that were set for technicians, by them."""
    found: dict[int, list[WorkingHours]] = defaultdict(list)
    for row in WorkingHours.objects.filter(technician__in=list(members)).order_by("on", "weekday"):
        found[row.technician_id].append(row)
    return found


def hours_on(day: date, rows: Sequence[WorkingHours], zone: ZoneInfo) -> Span | None:
    """When a technician with these rules works on a day; None on a day off; a day's own goes first."""
    own = [row for row in rows if row.on == day] or [row for row in rows if row.weekday == day.isoweekday()]
    if not own or own[0].starts is None or own[0].ends is None:
        return None
    begin, end = (datetime.combine(day, hour, zone) for hour in (own[0].starts, own[0].ends))
    return Span(begin, end)


def taken_between(since: datetime, until: datetime, *, but: uuid.UUID | None = None) -> dict[int, list[Span]]:
    """The time that visits take, by technician; ``but`` is a visit that is about to be moved."""
    visits = Visit.objects.filter(state__in=TAKES_TIME, starts_at__lt=until, ends_at__gt=since)
    visits = visits if but is None else visits.exclude(id=but)
    found: dict[int, list[Span]] = defaultdict(list)
    for one in visits:
        found[one.technician_id].append(Span(one.starts_at, one.ends_at))
    return found


def free_days(first: date, days: int, now: datetime, *, but: uuid.UUID | None = None) -> list[FreeDay]:
    """The free time of all technicians on so many days from one on, nothing before ``now``."""
    zone, members = operator_zone(), technicians()
    rules = rules_of(members)
    last = first + (days - 1) * ONE_DAY
    taken = taken_between(start_of(first - ONE_DAY, zone), start_of(last + 2 * ONE_DAY, zone), but=but)
    found = []
    for day in each_day(first, last):
        pace = pace_on(day)
        rows = (_free(one, hours_on(day, rules[one.pk], zone), taken[one.pk], pace, now) for one in members)
        found.append(FreeDay(day, tuple(rows)))
    return found


def _free(member: StaffMember, hours: Span | None, taken: Sequence[Span], pace: Pace, now: datetime) -> Free:
    if hours is None:
        return Free(member, None, ())
    spans = free_spans(hours, taken, length=pace.length, gap=pace.gap, not_before=now)
    return Free(member, hours, tuple(spans))


def visits_on(first: date, last: date, *, of: StaffMember | None = None) -> list[Visit]:
    """The visits that begin on these days, cancelled ones not, by time."""
    zone = operator_zone()
    found = _whole().filter(starts_at__gte=start_of(first, zone), starts_at__lt=start_of(last + ONE_DAY, zone))
    mine = found if of is None else found.filter(technician=of)
    return list(mine.exclude(state=VisitState.CANCELLED).order_by("starts_at", "technician__name"))


def visit_by_id(visit_id: uuid.UUID) -> Visit:
    """A visit for whoever plans. UnknownVisit."""
    found = _whole().filter(id=visit_id).first()
    if found is None:
        raise UnknownVisit
    return found


def visit_of(member: StaffMember, visit_id: uuid.UUID) -> Visit:
    """A technician's own visit, with its report and what was noted about it. UnknownVisit for anybody else's."""
    notes = ApplicationEntry.objects.filter(kind__in=[EntryKind.NOTE, EntryKind.CALL]).exclude(text="")
    heard = Prefetch("application__entries", notes.order_by("-number"), to_attr="heard")
    found = _whole().prefetch_related(heard).filter(id=visit_id, technician=member).first()
    if found is None:
        raise UnknownVisit
    return found


def planned_visit_of(application_id: uuid.UUID) -> Visit | None:
    """The visit that an application waits for."""
    return _whole().filter(application_id=application_id, state=VisitState.PLANNED).first()


def visits_about(application_id: uuid.UUID) -> list[Visit]:
    """All visits of an application, the newest first."""
    return list(_whole().filter(application_id=application_id).order_by("-starts_at"))


def day_of(visit: Visit) -> date:
    """The operator's day on which a visit begins."""
    return business_day(visit.starts_at, operator_zone())


def _whole() -> QuerySet[Visit]:
    return Visit.objects.select_related(
        "technician", "application", "application__service", "application__plan__service", "report"
    )

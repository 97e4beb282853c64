"""Visits for whoever plans them: free time for an application, and the calendar of all technicians."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import PLAN_VISITS
from kosmos.backoffice.visit_words import refusal
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import Application, Visit
from kosmos.connections.rules import VISIT_PLANNED, may_move
from kosmos.connections.services.visits import Agreed, cancel_visit, move_visit, plan_visit
from kosmos.connections.slots import Span
from kosmos.connections.visit_errors import UnknownVisit
from kosmos.kernel.days import ONE_DAY, business_day, each_day, start_of
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember

LONGEST_TYPED = 4_000
TYPED = ("note", "on", "at", "reason")
SLOT, OTHER, CANCEL = "slot", "other", "cancel"
DAY, WEEK = "day", "week"


class TimeMissing(DomainError):
    """A day or an hour cannot be read."""

    code = "time_missing"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a technician has in a row of the calendar."""

    technician: StaffMember
    visits: tuple[Visit, ...]
    works: bool


@dataclass(frozen=True, slots=True)
class Row:
    """An hour of a day, or a day of a week; ``starts_at`` is its first instant."""

    starts_at: datetime
    cells: tuple[Cell, ...]

    @property
    def day(self) -> date:
        """The day that it is in."""
        return self.starts_at.date()

    @property
    def busy(self) -> bool:
        """Whether anybody has a visit then."""
        return any(cell.visits for cell in self.cells)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PLAN_VISITS)
def plan(request: StaffRequest, application_id: uuid.UUID) -> HttpResponse:
    """The free time of the coming two weeks, a press for each; a POST plans, moves or cancels the visit."""
    application = Application.objects.select_related("service", "plan__service").filter(id=application_id).first()
    if application is None:
        raise Http404
    if request.method != "POST":
        return _page(request, application)
    wish = CANCEL if CANCEL in request.POST else SLOT if SLOT in request.POST else OTHER
    try:
        agreed = _act(request, application, wish)
    except (UnknownApplication, UnknownVisit):
        raise Http404 from None
    except DomainError as error:
        return _page(request, application, wish=wish, error=refusal(error))
    messages.success(
        request, _said(agreed, wish) if agreed.fresh else _("Это уже сделано раньше: ничего не изменилось.")
    )
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


@require_safe
@staff_page(PLAN_VISITS)
def calendar(request: StaffRequest) -> HttpResponse:
    """The visits of a day by hour, or of a week by day, one column for each technician."""
    today = business_day(time_of(request), operator_zone())
    day, span = _day(request.GET.get("day", ""), today), request.GET.get("span", DAY)
    if span not in {DAY, WEEK}:
        raise Http404
    first = day - timedelta(days=day.weekday()) if span == WEEK else day
    last = first + 6 * ONE_DAY if span == WEEK else day
    members = planning.technicians()
    rows = _rows(first, last, members)
    step = (last - first) + ONE_DAY
    context = {
        "today": today,
        "span": span,
        "first": first,
        "last": last,
        "shown": day,
        "before": first - step,
        "after": first + step,
        "technicians": members,
        "rows": rows,
        "any": any(row.busy for row in rows),
    }
    return render(request, "backoffice/visits/calendar.html", context)


def _page(request: StaffRequest, application: Application, *, wish: str = "", error: str = "") -> HttpResponse:
    now = time_of(request)
    visit = planning.planned_visit_of(application.id)
    today = business_day(now, operator_zone())
    days = planning.free_days(today, planning.DAYS_AHEAD, now, but=visit.id if visit else None)
    context = {
        "today": today,
        "application": Application.objects.get(id=application.id),
        "visit": visit,
        "past": [one for one in planning.visits_about(application.id) if one != visit],
        "days": days,
        "anybody": planning.technicians(),
        "possible": visit is not None or may_move(application.stage, VISIT_PLANNED, application.kind),
        "key": request.POST.get("key", "")[:32] or uuid.uuid4().hex,
        "typed": {name: request.POST.get(name, "")[:LONGEST_TYPED] for name in TYPED},
        "who": request.POST.get("who", str(visit.technician_id) if visit else "")[:20],
        "outside": "outside" in request.POST,
        "wish": wish,
        "error": error,
    }
    return render(request, "backoffice/visits/plan.html", context, status=422 if error else 200)


def _act(request: StaffRequest, application: Application, wish: str) -> Agreed:
    now, version = time_of(request), _number(request.POST.get("version", ""))
    visit_id = _visit_id(request.POST.get("visit", ""))
    if wish == CANCEL:
        reason = request.POST.get("reason", "")[:LONGEST_TYPED]
        return cancel_visit(visit_id=visit_id, reason=reason, by=request.staff, version=version, now=now)
    technician_id, starts_at = _wanted(request, wish)
    outside = wish == OTHER and "outside" in request.POST
    asked = {"technician_id": technician_id, "starts_at": starts_at, "by": request.staff, "now": now}
    if request.POST.get("visit"):
        return move_visit(visit_id=visit_id, version=version, outside_hours=outside, **asked)  # type: ignore[arg-type]
    note, key = request.POST.get("note", "")[:LONGEST_TYPED], request.POST.get("key", "")[:32] or uuid.uuid4().hex
    return plan_visit(application_id=application.id, note=note, key=key, outside_hours=outside, **asked)  # type: ignore[arg-type]


def _said(agreed: Agreed, wish: str) -> str:
    if wish == CANCEL:
        return _("Выезд отменён. Заявка снова ждёт: её этап «Подключение возможно».")
    who = {"who": agreed.visit.technician.name}
    return (
        _("Выезд перенесён, мастер: %(who)s.") % who
        if agreed.visit.version
        else _("Выезд назначен, мастер: %(who)s.") % who
    )


def _wanted(request: StaffRequest, wish: str) -> tuple[int, datetime]:
    """Who is to come and when: a pressed slot, or what was typed. TimeMissing."""
    if wish == SLOT:
        who, _sign, when = request.POST[SLOT].partition(" ")
    else:
        who, when = request.POST.get("who", ""), f"{request.POST.get('on', '')}T{request.POST.get('at', '')}"
    try:
        at = datetime.fromisoformat(when[:40])
    except ValueError:
        raise TimeMissing from None
    return _number(who), at if at.tzinfo else at.replace(tzinfo=operator_zone())


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _visit_id(typed: str) -> uuid.UUID:
    try:
        return uuid.UUID(typed[:40])
    except ValueError:
        return uuid.UUID(int=0)


def _day(typed: str, today: date) -> date:
    try:
        found = date.fromisoformat(typed[:20]) if typed else today
    except ValueError:
        raise Http404 from None
    if abs(found - today) > timedelta(days=3_660):
        raise Http404
    return found


def _rows(first: date, last: date, members: Sequence[StaffMember]) -> list[Row]:
    """The rows of a calendar: the days of a week, or the hours of a day from the first that anybody works or has."""
    visits, zone, rules = planning.visits_on(first, last), operator_zone(), planning.rules_of(members)
    hours = {
        (day, one.pk): planning.hours_on(day, rules[one.pk], zone) for day in each_day(first, last) for one in members
    }
    begins = [span.starts_at for span in hours.values() if span] + [one.starts_at for one in visits]
    ends = [span.ends_at for span in hours.values() if span] + [one.ends_at for one in visits]
    if first == last and begins:
        step = timedelta(hours=1)
        at = min(begins).astimezone(zone).replace(minute=0, second=0, microsecond=0)
        until = min(max(ends), start_of(first + ONE_DAY, zone))
    else:
        step, at = ONE_DAY, datetime.combine(first, datetime.min.time(), zone)
        until = at + (last - first + ONE_DAY)
    rows = []
    while at < until:
        rows.append(_row(at, at + step, visits, members, hours))
        at += step
    return rows


def _row(
    at: datetime,
    until: datetime,
    visits: Sequence[Visit],
    members: Sequence[StaffMember],
    hours: dict[tuple[date, int], Span | None],
) -> Row:
    cells = []
    for one in members:
        mine = tuple(visit for visit in visits if visit.technician_id == one.pk and at <= visit.starts_at < until)
        works = hours[at.date(), one.pk]
        cells.append(Cell(one, mine, works is not None and works.starts_at < until and at < works.ends_at))
    return Row(at, tuple(cells))


urlpatterns: list[URLPattern] = [
    path("applications/<uuid:application_id>/visit/", plan, name="visit-plan"),
    path("visits/", calendar, name="visits"),
]

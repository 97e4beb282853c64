"""When a technician works: his week as a rule, and days off or other hours instead of it."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.pages.visits import TimeMissing
from kosmos.backoffice.roles import PLAN_VISITS
from kosmos.backoffice.visit_words import refusal
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.models import WorkingHours
from kosmos.connections.services.hours import WEEKDAYS, Hours, forget_day, set_day, set_week
from kosmos.connections.visit_errors import HoursWrong, UnknownTechnician
from kosmos.kernel.days import business_day
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember

FARTHEST = timedelta(days=366)
WEEK, DAY, FORGET = "week", "day", "forget"


@dataclass(frozen=True, slots=True)
class WeekdayRow:
    """A weekday of the form, with what stands in its two fields."""

    weekday: int
    words: str
    starts: str
    ends: str


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(PLAN_VISITS)
def hours(request: StaffRequest, staff_id: int) -> HttpResponse:
    """The week and the single days of a technician; a POST sets the week, a day, or forgets one."""
    try:
        member = planning.technician(staff_id)
    except UnknownTechnician:
        raise Http404 from None
    wish = request.POST.get("do", "")
    if request.method != "POST":
        return _page(request, member)
    if wish not in {WEEK, DAY, FORGET}:
        raise Http404
    try:
        _act(request, member, wish)
    except DomainError as error:
        return _page(request, member, wrong=wish, error=refusal(error))
    messages.success(request, _("Часы сохранены."))
    response = HttpResponseRedirect(request.path)
    response.status_code = 303
    return response


def _act(request: StaffRequest, member: StaffMember, wish: str) -> None:
    if wish == WEEK:
        week = {weekday: _hours(request, f"from-{weekday}", f"until-{weekday}") for weekday in WEEKDAYS}
        set_week(technician_id=member.pk, week=week)
        return
    on = _on(request)
    if wish == FORGET:
        forget_day(technician_id=member.pk, on=on)
    else:
        set_day(technician_id=member.pk, on=on, hours=_hours(request, "from", "until"))


def _hours(request: StaffRequest, begin: str, end: str) -> Hours:
    """The hours of two fields; None where both are empty. HoursWrong."""
    typed = [request.POST.get(name, "").strip()[:10] for name in (begin, end)]
    if not any(typed):
        return None
    try:
        starts, ends = (time.fromisoformat(one).replace(second=0, microsecond=0, tzinfo=None) for one in typed)
    except ValueError:
        raise HoursWrong from None
    return starts, ends


def _on(request: StaffRequest) -> date:
    """The day of the form. TimeMissing if it is none, or none of this year."""
    today = business_day(time_of(request), operator_zone())
    try:
        on = date.fromisoformat(request.POST.get("on", "")[:20])
    except ValueError:
        raise TimeMissing from None
    if abs(on - today) > FARTHEST:
        raise TimeMissing
    return on


def _page(request: StaffRequest, member: StaffMember, *, wrong: str = "", error: str = "") -> HttpResponse:
    rules = planning.rules_of([member])[member.pk]
    today = business_day(time_of(request), operator_zone())
    typed = {name: request.POST.get(field, "")[:20] for name, field in _FIELDS.items()} if wrong == DAY else {}
    context = {
        "technician": member,
        "week": [_row(request, weekday, rules, typed=wrong == WEEK) for weekday in WEEKDAYS],
        "single": [row for row in rules if row.on is not None and row.on >= today],
        "typed": typed,
        "wrong": wrong,
        "error": error,
    }
    return render(request, "backoffice/visits/hours.html", context, status=422 if error else 200)


_FIELDS = {"on": "on", "starts": "from", "ends": "until"}


def _row(request: StaffRequest, weekday: int, rules: list[WorkingHours], *, typed: bool) -> WeekdayRow:
    if typed:
        begin, end = (request.POST.get(f"{name}-{weekday}", "")[:10] for name in ("from", "until"))
        return WeekdayRow(weekday, weekday_name(weekday), begin, end)
    found = [row for row in rules if row.weekday == weekday and row.starts and row.ends]
    starts, ends = (f"{found[0].starts:%H:%M}", f"{found[0].ends:%H:%M}") if found else ("", "")
    return WeekdayRow(weekday, weekday_name(weekday), starts, ends)


def weekday_name(weekday: int) -> str:
    """A weekday's name; 1 is Monday."""
    names = (
        _("Понедельник"),
        _("Вторник"),
        _("Среда"),
        _("Четверг"),
        _("Пятница"),
        _("Суббота"),
        _("Воскресенье"),
    )
    return names[weekday - 1]


urlpatterns: list[URLPattern] = [path("visits/hours/<int:staff_id>/", hours, name="technician-hours")]

"""Pausing all services: a calendar to choose the days in, the preview, what is planned, and coming back early."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.catalogue.policies import policies_on
from kosmos.charging.errors import SuspensionLength, SuspensionTooEarly
from kosmos.charging.models import Suspension, SuspensionState
from kosmos.charging.pauses import PauseAhead, pause_ahead, suspension_of
from kosmos.charging.prospects import prospect
from kosmos.charging.queries import Home, home_of
from kosmos.charging.services import resume, suspend
from kosmos.kernel.days import ONE_DAY, month_start, next_month
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.months import grid
from kosmos.portal.wishing import confirmed, lines_of, listed, names_of, page
from kosmos.portal.words import refusal
from kosmos.wording.confirming import seen
from kosmos.wording.previewing import shown_of
from kosmos.wording.typography import day

LENGTHS = (7, 14, 30)
"""Lengths in days that are offered beside the longest."""
MONTHS_AHEAD = 12
"""So far the calendar leads; the fields take any day."""
YEARS = range(2000, 2200)
"""The years of days that are not slips of the keyboard."""
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)|(\d\d?)\.(\d\d?)\.(\d{4})")


@dataclass
class Asked:
    """The days that were asked for, as typed and as read, and what is wrong with them."""

    typed: dict[str, str]
    first_on: date | None = None
    last_on: date | None = None
    errors: dict[str, str] = field(default_factory=dict)

    @property
    def whole(self) -> tuple[date, date] | None:
        """Both days, if they can be played."""
        if self.first_on is None or self.last_on is None or self.errors:
            return None
        return self.first_on, self.last_on


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def suspension(request: CabinetRequest) -> HttpResponseBase:
    """Choose days and see what they bring; a POST plans what was shown."""
    if request.method != "POST":
        return _show(request, _asked(request.GET))
    account_id, now, asked = request.cabinet.chosen.account_id, time_of(request), _asked(request.POST)
    if asked.whole is None:
        return _show(request, asked, refused=_("Выберите первый и последний день."))
    first_on, last_on = asked.whole
    days = (last_on - first_on).days + 1
    act = partial(suspend, account_id=account_id, first_on=first_on, days=days, now=now)
    look = partial(pause_ahead, account_id, first_on=first_on, last_on=last_on, now=now)
    refused = confirmed(request, act, look)
    if refused:
        return _show(request, asked, refused=refused)
    said = {"first": day(first_on), "last": day(last_on)}
    messages.success(request, _("Приостановка запланирована: с %(first)s по %(last)s.") % said)
    return redirect("portal:suspension")


@require_POST
@cabinet_page
def resume_page(request: CabinetRequest) -> HttpResponseBase:
    """Cancel what is planned, or come back today as it was shown."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    held = suspension_of(account_id, now=now)
    refused = confirmed(request, partial(resume, account_id=account_id, now=now), lambda: _back(request)[0])
    if refused:
        return _show(request, _asked({}), refused=refused)
    planned = held is not None and held.state == SuspensionState.PLANNED
    words = _("Приостановка отменена: услуги работают как раньше.") if planned else _("Приостановка закончена.")
    messages.success(request, words)
    return redirect("portal:suspension")


def _asked(sent: Mapping[str, str]) -> Asked:
    asked = Asked({name: sent.get(name, "").strip() for name in ("first", "last")})
    asked.first_on, asked.last_on = (_read(asked, name) for name in ("first", "last"))
    if asked.first_on and asked.last_on and asked.last_on < asked.first_on:
        asked.errors["last"] = _("Последний день не может быть раньше первого.")
    return asked


def _read(asked: Asked, name: str) -> date | None:
    """A day as a browser's field sends it, or as people write it."""
    typed = asked.typed[name]
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    parts = [int(part) for part in found.groups() if part] if found else []
    try:
        read = date(*parts) if typed[4:5] == "-" else date(*reversed(parts))
    except (TypeError, ValueError):
        read = date.min
    if read.year in YEARS:
        return read
    asked.errors[name] = _("Введите дату, например 05.12.2026.")
    return None


def _show(request: CabinetRequest, asked: Asked, *, refused: str = "") -> HttpResponse:
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    held, view = suspension_of(account_id, now=now), home_of(account_id, now=now)
    context: dict[str, object] = {"view": view, "held": held}
    if held is not None:
        context |= _held(request, held)
    else:
        context |= _choice(request, asked, view)
    return page(request, "portal/suspension.html", context, refused=refused)


def _held(request: CabinetRequest, held: Suspension) -> dict[str, object]:
    """What is planned or running, and what ending it would bring."""
    steady, shown = _back(request)
    return {
        "running": held.state == SuspensionState.RUNNING,
        "back_on": held.last_on + ONE_DAY,
        "days": (held.last_on - held.first_on).days + 1,
        "shown": shown,
        "seen": seen(steady),
    }


def _back(request: CabinetRequest) -> tuple[object, object]:
    """What ending a suspension now would bring: as data, and in words if it is running; refused as it would be."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    held = suspension_of(account_id, now=now)
    found = prospect(account_id, partial(resume, account_id=account_id, now=now), now=now)
    running = held is not None and held.state == SuspensionState.RUNNING
    which = (held.number, held.state, held.first_on, held.last_on) if held else ()
    return (which, found if running else None), shown_of(found) if running else None


def _choice(request: CabinetRequest, asked: Asked, view: Home) -> dict[str, object]:
    """The calendar, and the preview once both days are chosen; what refuses them, in words and where it belongs."""
    most = policies_on(view.today).suspension_max_days
    ahead, code = _ahead(request, asked, view)
    names = names_of(view)
    return {
        "asked": asked,
        "ahead": ahead,
        "code": code,
        "most": most,
        "seen": seen(ahead) if ahead else "",
        "given_back": lines_of(ahead.given_back, names) if ahead else (),
        "back": lines_of(ahead.back, names) if ahead else (),
        "blocked_back": listed(ahead.blocked_back, names) if ahead else "",
        "lengths": _lengths(asked.first_on, most),
        **_calendar(request, asked, view, most),
    }


def _ahead(request: CabinetRequest, asked: Asked, view: Home) -> tuple[PauseAhead | None, str]:
    """What was chosen; tomorrow alone tells whether anything could be."""
    tomorrow = view.today + ONE_DAY
    first_on, last_on = asked.whole or (tomorrow, tomorrow)
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    try:
        found = pause_ahead(account_id, first_on=first_on, last_on=last_on, now=now)
    except DomainError as error:
        where = {SuspensionTooEarly.code: "first", SuspensionLength.code: "last"}.get(error.code)
        if where is None:
            return None, error.code
        asked.errors[where] = refusal(error)
        return None, ""
    return (found if asked.whole else None), ""


def _lengths(first_on: date | None, most: int) -> list[tuple[int, date, str]]:
    """Some lengths from a first day on: how many days, the last of them, and where it is chosen."""
    if first_on is None:
        return []
    lengths = [*(length for length in LENGTHS if length < most), most]
    lasts = [(length, first_on + timedelta(days=length - 1)) for length in lengths]
    return [(length, last_on, _address(first=first_on, last=last_on)) for length, last_on in lasts]


def _calendar(request: CabinetRequest, asked: Asked, view: Home, most: int) -> dict[str, object]:
    tomorrow, first_on = view.today + ONE_DAY, asked.first_on
    month = _month(request.GET.get("month", ""), asked, tomorrow)
    choosing_last = first_on is not None and asked.last_on is None and "first" not in asked.errors

    def link(on: date) -> str:
        if choosing_last and first_on is not None and on >= first_on:
            return _address(first=first_on, last=on) if (on - first_on).days < most else ""
        return _address(first=on) if on >= tomorrow else ""

    before = month_start(month - ONE_DAY)
    around = {"first": first_on} if first_on is not None and choosing_last else {}
    end = month_start(tomorrow + timedelta(days=31 * MONTHS_AHEAD))
    return {
        "month": month,
        "weeks": grid(month, first_on=first_on, last_on=asked.last_on, link=link),
        "choosing_last": choosing_last,
        "earlier": _address(month=before, **around) if before >= month_start(tomorrow) else "",
        "later": _address(month=next_month(month), **around) if next_month(month) <= end else "",
    }


def _month(typed: str, asked: Asked, tomorrow: date) -> date:
    """The month to show: the one asked for, else that of the first day, else of tomorrow."""
    found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", typed)
    if found and int(found[1]) in YEARS:
        return date(int(found[1]), int(found[2]), 1)
    return month_start(asked.first_on or tomorrow)


def _address(*, month: date | None = None, **days: date) -> str:
    parts = {name: on.isoformat() for name, on in days.items()}
    parts |= {"month": f"{month:%Y-%m}"} if month else {}
    return f"{reverse('portal:suspension')}?{urlencode(parts)}#choose"


urlpatterns: list[URLPattern] = [
    path("cabinet/suspension/", suspension, name="suspension"),
    path("cabinet/suspension/resume/", resume_page, name="resume"),
]

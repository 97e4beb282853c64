"""What came in and went out: by month, by way and by service, as charts and as the same figures in tables."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.charging.analysis import Analysis, Moved, analysis_of, moved_between, year_before
from kosmos.charging.statement import months_of
from kosmos.kernel.days import business_day, month_start
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.words.changes import came_name, change_words, part_names, year_words
from kosmos.wording.charts import Bar, bars
from kosmos.wording.typography import money, month, month_title, zone

MONTHS = 12
BY_MONTH_AT_MOST = 24
"""So many months are drawn one by one; more of them by year."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table: what it is about, what came and went, and the address of its statement."""

    name: str
    came: int
    went: int
    link: str

    @property
    def left(self) -> int:
        """By how much the balance changed."""
        return self.came - self.went


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart, and the same figures as rows of name and sum."""

    id: str
    title: str
    chart: SafeString
    rows: tuple[tuple[str, int], ...]
    total: int


@require_safe
@cabinet_page
def analysis(request: CabinetRequest) -> HttpResponse:
    """The last twelve months of the chosen account, or with ``?period=all`` its whole life."""
    account_id = request.cabinet.chosen.account_id
    today = business_day(time_of(request), zone())
    available, whole = months_of(account_id), request.GET.get("period") == "all"
    found = analysis_of(account_id, first=_first(available, today, whole=whole), today=today)
    names = part_names([part for part, _sum in found.went_by])
    by_year = len(found.months) > BY_MONTH_AT_MOST
    spans = [_line(span, by_year=by_year) for span in (found.years if by_year else found.months)]
    context = {
        "found": found,
        "account": request.cabinet.chosen,
        "whole": whole,
        "longer": len(available) > MONTHS,
        "by_year": by_year,
        "went_chart": _by_time(spans, "went", _("Списано по времени")),
        "came_chart": _by_time(spans, "came", _("Пополнено по времени")),
        "spans": spans[::-1],
        "months": [_line(span, by_year=False) for span in reversed(found.months)] if by_year else [],
        "parts": _parts(found, names),
        "sentences": change_words(found, names) + _years(account_id, available[0], today),
        "today": today,
    }
    return render(request, "portal/analysis.html", context)


def _first(available: tuple[date, ...], today: date, *, whole: bool) -> date:
    """The first month to look at: the account's own, or the eleventh before this one."""
    if whole:
        return available[0]
    ago = today.year * 12 + today.month - MONTHS
    return max(available[0], date(ago // 12, ago % 12 + 1, 1))


def _years(account_id: int, first: date, today: date) -> list[str]:
    """This year against the last one, if there was one."""
    if first.year >= today.year:
        return []
    now = moved_between(account_id, today.replace(month=1, day=1), today)
    before = year_before(today)
    return year_words(now, moved_between(account_id, before.replace(month=1, day=1), before))


def _line(span: Moved, *, by_year: bool) -> Line:
    if by_year:
        return Line(str(span.first.year), span.came, span.went, f"from={span.first}&to={span.last}")
    return Line(month_title(span.first), span.came, span.went, f"month={month_start(span.first):%Y-%m}")


def _by_time(spans: list[Line], what: str, title: str) -> SafeString:
    """One bar for each month or year, the oldest first; a year's month goes by its short name."""
    short = len(spans) <= MONTHS
    return bars(
        [Bar(_short(line) if short else line.name, getattr(line, what)) for line in spans],
        limit=None,
        title=title,
        unit=money,
    )


def _short(line: Line) -> str:
    if not line.link.startswith("month="):
        return line.name
    return month(date.fromisoformat(f"{line.link.removeprefix('month=')}-01")).capitalize()


def _parts(found: Analysis, names: dict[int | str, str]) -> list[Picture]:
    """By which ways money came, and what it went for."""
    came = tuple((came_name(channel), amount) for channel, amount in found.came_by)
    went = tuple((names[part], amount) for part, amount in found.went_by)
    return [
        _picture("by-service", _("На что ушло"), went, found.whole.went),
        _picture("by-channel", _("Как пополняли"), came, found.whole.came),
    ]


def _picture(name: str, title: str, rows: tuple[tuple[str, int], ...], total: int) -> Picture:
    chart = bars([Bar(*row) for row in rows], limit=None, title=title, unit=money)
    return Picture(name, title, chart, rows, total)


urlpatterns: list[URLPattern] = [path("cabinet/analysis/", analysis, name="analysis")]

"""The operator's figures: each as a picture, as a table and as a file, with what it is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from kosmos.backoffice.figures.lists import Listed, accounts_behind, lines_behind
from kosmos.backoffice.figures.money import average_panels, money_panels, trial_panel
from kosmos.backoffice.figures.panels import Panel, as_file
from kosmos.backoffice.figures.people import debt_panel, move_panels, plan_panels, today_panels
from kosmos.backoffice.figures.period import Period, asked
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import SEE_FIGURES, SEE_LEDGER, may
from kosmos.kernel.days import business_day
from kosmos.reports.debts import remembered_ages
from kosmos.reports.figures import remembered
from kosmos.reports.moves import first_connected
from kosmos.reports.today import applied_on, blocked_now, connected_on, posted_on, standing
from kosmos.reports.trial import trial_of
from kosmos.wording.typography import zone

Made = Callable[[Period], list[Panel]]


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages of figures, as the others lead to it."""

    words: str | Promise
    address: str
    current: bool


TABS: tuple[tuple[str, str | Promise, str], ...] = (
    ("figures", gettext_lazy("Сегодня"), SEE_FIGURES),
    ("figures-plans", gettext_lazy("Услуги и тарифы"), SEE_FIGURES),
    ("figures-money", gettext_lazy("Деньги"), SEE_FIGURES),
    ("figures-average", gettext_lazy("Средний счёт"), SEE_FIGURES),
    ("figures-moves", gettext_lazy("Приход и уход"), SEE_FIGURES),
    ("figures-debt", gettext_lazy("Долги"), SEE_FIGURES),
    ("figures-trial", gettext_lazy("Оборотная ведомость"), SEE_LEDGER),
)
"""The pages by name, their words, and the function that opens each."""


@require_safe
@staff_page(SEE_FIGURES)
def today(request: StaffRequest) -> HttpResponseBase:
    """The day so far: what came by which way, who is blocked, who owes, who applied and was connected."""
    day, known = _today(request), remembered()
    posted = posted_on(day)
    panels = today_panels(posted, day, known[1] if known else None)
    context = {
        "came": sum(one.came_kopecks for one in posted),
        "charged": sum(one.charged_kopecks for one in posted),
        "standing": standing(),
        "blocked": blocked_now(),
        "connected": connected_on(day),
        "applied": applied_on(day, time_of(request)),
        "today": day,
    }
    return _page(request, _("Сегодня"), panels, context)


@require_safe
@staff_page(SEE_FIGURES)
def plans(request: StaffRequest) -> HttpResponseBase:
    """Accounts by service, connections by plan, as they are now."""
    return _page(request, _("Услуги и тарифы"), plan_panels(_today(request)), {"today": _today(request)})


@require_safe
@staff_page(SEE_FIGURES)
def money(request: StaffRequest) -> HttpResponseBase:
    """What came and was charged on closed days: by month or day, by channel, by service."""
    known = remembered()
    return _over(request, _("Деньги"), known, lambda period: money_panels(period, known[1]) if known else [])


@require_safe
@staff_page(SEE_FIGURES)
def average(request: StaffRequest) -> HttpResponseBase:
    """What an account brings in a month on the average."""
    lead = _(
        "Средний счёт (ARPU) — то, что за месяц списано за услуги (доли за дни и начисления за вычетом возвратов "
        "начислений), делённое на число счетов, с которых за услуги в этом месяце что-нибудь списано. Разовые "
        "списания и исправления в него не входят."
    )
    return _over(request, _("Средний счёт"), remembered(), average_panels, lead=lead)


@require_safe
@staff_page(SEE_FIGURES)
def moves(request: StaffRequest) -> HttpResponseBase:
    """Who came and who left."""
    day, first = _today(request), first_connected()
    known = (first, day) if first else None
    return _over(request, _("Приход и уход"), known, lambda one: move_panels(one, day), closed=False)


@require_safe
@staff_page(SEE_FIGURES)
def debt(request: StaffRequest) -> HttpResponseBase:
    """How old the debts are, as the worker saw them when the day had opened."""
    aged = remembered_ages()
    context = {"aged_at": aged.at, "standing": standing(), "nothing": aged.at is None}
    return _page(request, _("Долги"), [debt_panel(aged)] if aged.at else [], context)


@require_safe
@staff_page(SEE_LEDGER)
def trial(request: StaffRequest) -> HttpResponseBase:
    """The trial balance of closed days, and whether it agrees with the accounts' own balances."""
    known = remembered()
    if known is None:
        return _page(request, _("Оборотная ведомость"), [], {"nothing": True})
    period = asked(request.GET, *known)
    last = min(period.months.last, known[1])
    found = trial_of(max(period.first, known[0]), last)
    context = {"period": period, "trial": found, "first": max(period.first, known[0]), "through": last}
    return _page(request, _("Оборотная ведомость"), [trial_panel(found)], context)


@require_safe
@staff_page(SEE_FIGURES)
def accounts(request: StaffRequest) -> HttpResponseBase:
    """The accounts behind a number."""
    return _list(request, accounts_behind(request.GET.dict(), _today(request)))


@require_safe
@staff_page(SEE_FIGURES)
def lines(request: StaffRequest) -> HttpResponseBase:
    """The postings behind a sum."""
    return _list(request, lines_behind(request.GET.dict(), _today(request)))


def _today(request: StaffRequest) -> date:
    return business_day(time_of(request), zone())


def _over(
    request: StaffRequest,
    title: str,
    known: tuple[date, date] | None,
    made: Made,
    *,
    lead: str = "",
    closed: bool = True,
) -> HttpResponseBase:
    """A page about the months that are asked for, of those that are known."""
    if known is None:
        return _page(request, title, [], {"nothing": True, "lead": lead})
    period = asked(request.GET, *known)
    through = known[1] if closed else None
    return _page(request, title, made(period), {"period": period, "through": through, "lead": lead})


def _page(request: StaffRequest, title: str, panels: list[Panel], context: dict[str, Any]) -> HttpResponseBase:
    """The page, or one of its tables as a file."""
    if kind := request.GET.get("as"):
        found = next((one for one in panels if one.id == request.GET.get("table")), None)
        if found is None or kind not in {"csv", "xlsx"}:
            raise Http404
        return as_file(found, kind)
    tabs = [
        Tab(words, reverse(f"staff:{name}"), reverse(f"staff:{name}") == request.path)
        for name, words, function in TABS
        if may(request.staff.role, function)
    ]
    return render(request, "backoffice/figures/page.html", {**context, "title": title, "panels": panels, "tabs": tabs})


def _list(request: StaffRequest, listed: Listed) -> HttpResponse:
    start = request.GET.copy()
    begun = bool(start.pop("after", []))
    context = {"panel": listed.panel, "following": listed.following, "begun": begun, "start": f"?{start.urlencode()}"}
    return render(request, "backoffice/figures/list.html", context)


urlpatterns: list[URLPattern] = [
    path("figures/", today, name="figures"),
    path("figures/plans/", plans, name="figures-plans"),
    path("figures/money/", money, name="figures-money"),
    path("figures/average/", average, name="figures-average"),
    path("figures/moves/", moves, name="figures-moves"),
    path("figures/debt/", debt, name="figures-debt"),
    path("figures/trial-balance/", trial, name="figures-trial"),
    path("figures/accounts/", accounts, name="figures-accounts"),
    path("figures/lines/", lines, name="figures-lines"),
]

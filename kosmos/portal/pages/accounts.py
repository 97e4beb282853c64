"""All contracts of a sign-in at a glance, and the same as a table for a company's books.

The figures are the ledger's own: nothing is forecast here, so that three hundred contracts cost as few questions of
the database as one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.charging.glance import Glance, glances_of
from kosmos.documents.sheets import Cell, Column, Kopecks, csv_lines
from kosmos.kernel.days import business_day
from kosmos.portal.guards import AccountChoice, CabinetRequest, cabinet_page, time_of
from kosmos.portal.words import state_words
from kosmos.wording.states import StateWords
from kosmos.wording.typography import folded, language, quoted, text, zone

ON_A_PAGE = 25
SEARCH_FROM = 6
"""With fewer contracts than these there is nothing to search."""


@dataclass(frozen=True, slots=True)
class Line:
    """A contract as its line says it."""

    account: AccountChoice
    glance: Glance
    state: StateWords
    plans: str

    @property
    def searched(self) -> str:
        """All words by which it can be found."""
        return folded(f"{self.account.number} {self.account.address} {self.plans}")


@dataclass(frozen=True, slots=True)
class Totals:
    """What all contracts come to: how many, and to pay now, a month, and on those that have money."""

    contracts: int
    asked_kopecks: int
    month_kopecks: int
    money_kopecks: int


@require_safe
@cabinet_page
def accounts(request: CabinetRequest) -> HttpResponse:
    """Every contract with its address, plans, balance, state and what is to be paid until when."""
    lines = _lines(request)
    wanted = request.GET.get("q", "").strip()[:60]
    chosen = [line for line in lines if all(word in line.searched for word in folded(wanted).split())]
    shown: Page[Line] = Paginator(chosen, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "shown": shown,
        "found": len(chosen),
        "totals": _totals(lines),
        "wanted": wanted,
        "searchable": len(lines) >= SEARCH_FROM,
        "today": business_day(time_of(request), zone()),
        "behind": min((line.glance.as_of for line in lines), default=None),
    }
    return render(request, "portal/accounts.html", context)


@require_safe
@cabinet_page
def accounts_csv(request: CabinetRequest) -> HttpResponse:
    """The same lines, all of them, as CSV."""
    made = csv_lines(_columns(), map(_cells, _lines(request)), english=language() == "en")
    response = HttpResponse("".join(made), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="contracts.csv"'
    return response


def _lines(request: CabinetRequest) -> list[Line]:
    mine = {account.account_id: account for account in request.cabinet.accounts}
    return [_line(mine[one.account_id], one) for one in glances_of(list(mine), now=time_of(request))]


def _line(account: AccountChoice, glance: Glance) -> Line:
    plans = ", ".join(f"{text(plan.service)} {quoted(text(plan.name))}" for plan in glance.plans)
    return Line(account, glance, state_words(glance.state), plans)


def _totals(lines: Sequence[Line]) -> Totals:
    return Totals(
        contracts=len(lines),
        asked_kopecks=sum(line.glance.asked_kopecks for line in lines),
        month_kopecks=sum(line.glance.fee_kopecks for line in lines),
        money_kopecks=sum(max(0, line.glance.balance_kopecks) for line in lines),
    )


def _columns() -> list[Column]:
    return [
        Column(_("Лицевой счёт"), 14),
        Column(_("Адрес"), 40),
        Column(_("Услуги"), 50),
        Column(_("Состояние"), 24),
        Column(_("Остаток"), 12),
        Column(_("К оплате"), 12),
        Column(_("Заплатить до"), 12),
        Column(_("Плата за месяц"), 14),
        Column(_("По состоянию на"), 12),
    ]


def _cells(line: Line) -> list[Cell]:
    glance = line.glance
    return [
        line.account.number,
        line.account.address,
        line.plans,
        line.state.words,
        Kopecks(glance.balance_kopecks),
        Kopecks(glance.asked_kopecks),
        glance.due_on or "",
        Kopecks(glance.fee_kopecks),
        glance.as_of,
    ]


urlpatterns: list[URLPattern] = [
    path("cabinet/accounts/", accounts, name="accounts"),
    path("cabinet/accounts/csv/", accounts_csv, name="accounts-csv"),
]

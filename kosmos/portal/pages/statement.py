"""The statement: a month or any period of an account, each row with its reason, and the same as files."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.charging.period import rows_in_parts, statement_period
from kosmos.charging.statement import groups_of, months_of, statement_month
from kosmos.kernel.days import business_day
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.pages.exports import exports
from kosmos.portal.periods import Asked, asked_of
from kosmos.portal.statements import FILTERS, Wish, found_of, shown_of
from kosmos.portal.words.services import services_of
from kosmos.wording.typography import zone


@require_safe
@cabinet_page
def statement(request: CabinetRequest) -> HttpResponse:
    """A month of the chosen account (this one, or ``?month=2016-11``) or a period (``?from=2016-11-15&to=2017-02-01``).

    ``kind``, ``service`` and ``q`` choose among its rows; 422 with the form open for days that cannot be shown.
    """
    account_id = request.cabinet.chosen.account_id
    today = business_day(time_of(request), zone())
    asked = asked_of(request.GET, months_of(account_id), today)
    services = services_of(account_id)
    wish = _wish(request, services)
    context = {
        "asked": asked,
        "today": today,
        "account": request.cabinet.chosen,
        "kinds": _kinds(),
        "services": services,
        "wish": wish,
        "unfolded": "unfold" in request.GET,
        "typed": {name: request.GET.get(name, "")[:20] for name in ("from", "to")},
        **(_of_month(account_id, asked.month, wish) if asked.month else _of_period(request, asked, wish)),
    }
    return render(request, "portal/statement.html", context, status=422 if asked.error else 200)


def _of_month(account_id: int, month: date, wish: Wish) -> dict[str, object]:
    """A month's equation and rows, and the months beside it."""
    found = statement_month(account_id, month)
    at = found.months.index(month) if month in found.months else -1
    return {
        "whole": found,
        "available": sorted(found.months, reverse=True),
        "before": found.months[at - 1] if at > 0 else None,
        "after": found.months[at + 1] if 0 <= at < len(found.months) - 1 else None,
        "shown": shown_of(found.groups, wish),
    }


def _of_period(request: CabinetRequest, asked: Asked, wish: Wish) -> dict[str, object]:
    """A period's equation and months; its rows too if it is short, and those that are looked for if it is long."""
    account_id = request.cabinet.chosen.account_id
    period = statement_period(account_id, asked.first, asked.last)
    context = {
        "whole": period.whole,
        "months": tuple(reversed(period.months)) if len(period.months) > 1 else (),
        "available": sorted(period.available, reverse=True),
    }
    if not asked.detailed and not wish:
        return context
    rows = rows_in_parts(account_id, asked.first, asked.last, through_number=period.last_number)
    if asked.detailed:
        return {**context, "shown": shown_of(groups_of([row for part in rows for row in part]), wish)}
    return {**context, "found": found_of(rows, wish, _page(request.GET.get("page", "")))}


def _wish(request: CabinetRequest, services: dict[int, str]) -> Wish:
    kind, service = request.GET.get("kind", ""), request.GET.get("service", "")
    known = {str(held): held for held in services}
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    return Wish(kind if kind in FILTERS else "", known.get(service), words)


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1


def _kinds() -> dict[str, str]:
    """What can be chosen among rows, in words."""
    return {
        "payments": _("Пополнения"),
        "charges": _("Все списания"),
        "services": _("Плата за услуги"),
        "accruals": _("Начисления за месяц"),
        "one_off": _("Разовые списания"),
        "corrections": _("Возвраты и исправления"),
    }


urlpatterns: list[URLPattern] = [
    path("cabinet/statement/", statement, name="statement"),
    *(path(f"cabinet/statement/{kind}/", view, name=f"statement-{kind}") for kind, view in exports.items()),
]

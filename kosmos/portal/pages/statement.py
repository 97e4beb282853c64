"""The statement: a month of an account, each row with its reason, and the same for a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.charging.statement import StatementMonth, statement_month
from kosmos.charging.why import StatementRow
from kosmos.kernel import clock
from kosmos.kernel.days import business_day, month_start, next_month
from kosmos.kernel.money import plain
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.statements import FILTERS, shown_of
from kosmos.portal.words import charge_title, why_words
from kosmos.portal.words.typography import language, moment, zone

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
@cabinet_page
def statement(request: CabinetRequest) -> HttpResponse:
    """A month of the chosen account: this one, or ``?month=2016-11``; ``kind`` and ``q`` choose among its rows."""
    today = business_day(clock.now(), zone())
    month = _asked(request, today)
    kind = request.GET.get("kind", "")
    wanted = request.GET.get("q", "").strip()[:100]
    before, after = month_start(month.month - timedelta(days=1)), next_month(month.month)
    context = {
        "month": month,
        "last": min(month.last, today),
        "shown": shown_of(month, kind=kind, wanted=wanted),
        "today": today,
        "account": request.cabinet.chosen,
        "before": before if before in month.months else None,
        "after": after if after in month.months else None,
        "months": sorted(month.months, reverse=True),
        "kinds": _kinds(),
        "kind": kind if kind in FILTERS else "",
        "wanted": wanted,
        "chosen": bool(kind in FILTERS or wanted),
        "unfolded": "unfold" in request.GET,
    }
    return render(request, "portal/statement.html", context)


@require_safe
@cabinet_page
def spreadsheet(request: CabinetRequest) -> HttpResponse:
    """The rows of a month as CSV that a spreadsheet opens; no cell of it can be a formula."""
    month = _asked(request, business_day(clock.now(), zone()))
    response = HttpResponse("".join(_lines(month.rows)), content_type="text/csv; charset=utf-8")
    name = f"statement-{request.cabinet.chosen.number}-{month.month:%Y-%m}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: CabinetRequest, today: date) -> StatementMonth:
    """The month that is asked for; 404 for one that is none, has not begun, or is before the account."""
    asked = request.GET.get("month")
    month = statement_month(request.cabinet.chosen.account_id, _month(asked) if asked else month_start(today))
    if asked and month.month not in month.months:
        raise Http404
    return month


def _month(text: str) -> date:
    try:
        return datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no zone
    except ValueError:
        raise Http404 from None


def _kinds() -> dict[str, str]:
    """What can be chosen among rows, in words."""
    return {
        "charges": _("Все списания"),
        "services": _("Плата за услуги"),
        "one_off": _("Разовые списания"),
        "payments": _("Пополнения"),
    }


def _lines(rows: Sequence[StatementRow]) -> Iterator[str]:
    """Lines of CSV, the oldest row first, as spreadsheets of the language part and write numbers."""
    spoken = language()
    writer = csv.writer(_Echo(), delimiter="," if spoken == "en" else ";")
    head = [_("№"), _("Дата"), _("Время"), _("Операция"), _("Сумма"), _("Остаток"), _("Почему")]
    yield _BYTE_ORDER_MARK + writer.writerow(head)
    for row in rows:
        texts = [charge_title(row), " ".join(why_words(row))]
        name, reason = (_harmless(text) for text in texts)
        amounts = [_decimal(row.amount_kopecks, spoken), _decimal(row.balance_kopecks, spoken)]
        yield writer.writerow([row.number, row.day.isoformat(), moment(row.at), name, *amounts, reason])


def _decimal(amount_kopecks: int, spoken: str) -> str:
    """An amount as a spreadsheet of a language reads a number."""
    return plain(amount_kopecks) if spoken == "en" else plain(amount_kopecks).replace(".", ",")


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    flat = text.replace("\u00a0", " ")
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


urlpatterns: list[URLPattern] = [
    path("cabinet/statement/", statement, name="statement"),
    path("cabinet/statement/csv/", spreadsheet, name="statement-csv"),
]

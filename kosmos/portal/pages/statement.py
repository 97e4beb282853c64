"""The statement: a month of an account, each row with its reason, and the same for a spreadsheet."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.charging.why import StatementRow, statement_of
from kosmos.kernel import clock
from kosmos.kernel.days import business_day, month_end, month_start, next_month
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.statements import FILTERS, month_of
from kosmos.portal.words import charge_title, why_words
from kosmos.portal.words.typography import language, moment, zone

_BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A month with its rows, and what it began with."""

    month: date
    oldest: date
    today: date
    rows: list[StatementRow]
    opening_kopecks: int


@require_safe
@cabinet_page
def statement(request: CabinetRequest) -> HttpResponse:
    """A month of the chosen account: this one, or ``?month=2026-11``; ``kind`` and ``q`` choose among its rows."""
    asked = _asked(request)
    kind = request.GET.get("kind", "")
    wanted = request.GET.get("q", "").strip()[:100]
    month = month_of(
        asked.rows,
        first=asked.month,
        today=asked.today,
        opening_kopecks=asked.opening_kopecks,
        kind=kind,
        wanted=wanted,
    )
    context = {
        "month": month,
        "today": asked.today,
        "account": request.cabinet.chosen,
        "before": month_start(asked.month - timedelta(days=1)) if asked.month > asked.oldest else None,
        "after": next_month(asked.month) if next_month(asked.month) <= asked.today else None,
        "months": _months(asked.oldest, asked.today),
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
    asked = _asked(request)
    response = HttpResponse("".join(_lines(asked.rows)), content_type="text/csv; charset=utf-8")
    name = f"statement-{request.cabinet.chosen.number}-{asked.month:%Y-%m}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _asked(request: CabinetRequest) -> _Asked:
    """The month that is asked for; 404 for one that is none, has not begun, or is before the account."""
    account_id = request.cabinet.chosen.account_id
    today = business_day(clock.now(), zone())
    created_on: date = Account.objects.values_list("created_on", flat=True).get(id=account_id)
    oldest = month_start(created_on)
    month = _month(request.GET["month"]) if request.GET.get("month") else month_start(today)
    if not oldest <= month <= today:
        raise Http404
    rows = statement_of(account_id, first=month, last=month_end(month))
    opening = rows[0].balance_kopecks - rows[0].amount_kopecks if rows else _balance_before(account_id, month)
    return _Asked(month, oldest, today, rows, opening)


def _balance_before(account_id: int, month: date) -> int:
    """The balance with which a month began that has no rows."""
    earlier = statement_of(account_id, last=month)
    return earlier[-1].balance_kopecks if earlier else 0


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None


def _months(oldest: date, today: date) -> Iterator[date]:
    """Every month of the account, the newest first."""
    month = month_start(today)
    while month >= oldest:
        yield month
        month = month_start(month - timedelta(days=1))


def _kinds() -> dict[str, str]:
    """What can be chosen among rows, in words."""
    return {
        "charges": _("Все списания"),
        "services": _("Плата за услуги"),
        "one_off": _("Разовые списания"),
        "payments": _("Пополнения"),
    }


def _lines(rows: Sequence[StatementRow]) -> Iterator[str]:
    """Lines of CSV, the oldest row first."""
    writer = csv.writer(_Echo(), delimiter=";")
    head = [_("№"), _("Дата"), _("Время"), _("Операция"), _("Сумма"), _("Остаток"), _("Почему")]
    spoken = language()
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

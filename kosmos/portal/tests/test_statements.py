from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kosmos.catalogue.models import Operator
from kosmos.charging.statement import groups_of
from kosmos.charging.why import StatementRow, Why
from kosmos.portal.statements import FOUND_ON_A_PAGE, Shown, Wish, found_of, shown_of

pytestmark = pytest.mark.django_db
FIRST = date(2026, 11, 1)
NOON = datetime(2026, 11, 1, 12, tzinfo=ZoneInfo("Europe/Minsk"))


@pytest.fixture(autouse=True)
def _operator() -> None:
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")


def passbook(*lines: tuple[str, int, str]) -> list[StatementRow]:
    """Rows of (kind, amount, plan or note), a day apart, from an opening balance of 10,00."""
    rows, balance = [], 1000
    for number, (kind, amount, what) in enumerate(lines, start=1):
        balance += amount
        at = NOON + timedelta(days=number - 1)
        inputs = {"fee_kopecks": 2590, "first_day": at.date(), "last_day": date(2026, 11, 30), "days_in_month": 30}
        inputs["price_from"] = FIRST
        plan = what if kind in {"share", "accrual", "give_back"} else None
        why = Why("", "day_opened", inputs if plan else {"note": what}, amount)
        rows.append(StatementRow(number, at.date(), at, kind, plan, amount, balance, why))
    return rows


ROWS = passbook(
    ("opening", 2590, ""),
    ("share", -86, "orbit"),
    ("share", -86, "orbit"),
    ("share", -50, "tv"),
    ("share", -87, "orbit"),
    ("one_off", -4900, "router"),
    ("accrual", -1742, "phone"),
    ("give_back", 1510, "phone"),
    ("reversal", -2590, "r-1"),
    ("correction", 11, "мелочь"),
)


def page(rows: list[StatementRow], *, kind: str = "", wanted: str = "") -> Shown:
    return shown_of(groups_of(rows), Wish(kind, None, wanted))


def test_shares_of_a_service_are_one_row_with_its_days_newest_first() -> None:
    shown = page(ROWS)
    assert [(one.title, one.total_kopecks, one.least_kopecks, one.most_kopecks) for one in shown.days] == [
        ("«orbit»", -259, 86, 87),
        ("«tv»", -50, 50, 50),
    ]
    assert [row.number for row in shown.days[0].rows] == [5, 3, 2]


def test_other_rows_stand_for_themselves() -> None:
    shown = page(ROWS)
    assert [row.number for row in shown.charges] == [8, 7, 6]
    assert [row.number for row in shown.payments] == [10, 9]
    assert [row.number for row in shown.brought] == [1]
    assert (shown.charges_kopecks, shown.payments_kopecks) == (-5441, -2579)


@pytest.mark.parametrize(
    ("kind", "wanted", "numbers"),
    [
        ("payments", "", [9]),
        ("one_off", "", [6]),
        ("services", "", [2, 3, 4, 5, 7, 8]),
        ("", "ORBIT", [2, 3, 5]),
        ("", "router", [6]),
        ("", "возврат r-1", [9]),
        ("charges", "r-1", []),
        ("accruals", "", [7, 8]),
        ("corrections", "", [8, 9, 10]),
        ("", "49,00", [6]),
        ("", "-49.00", [6]),
        ("", "№ 10", [10]),
        ("nonsense", "", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
    ],
)
def test_rows_are_chosen(kind: str, wanted: str, numbers: list[int]) -> None:
    shown = page(ROWS, kind=kind, wanted=wanted)
    rows = [row for days in shown.days for row in days.rows]
    rows += [*shown.charges, *shown.payments, *shown.brought]
    assert sorted(row.number for row in rows) == numbers
    assert shown.empty == (not numbers)


def test_a_long_period_is_found_page_by_page() -> None:
    months = [ROWS] * 20
    found = found_of(months, Wish(words="orbit"), 2)
    assert (found.count, found.total_kopecks, found.page, found.pages) == (60, -259 * 20, 2, 2)
    assert len(found.rows) == 60 - FOUND_ON_A_PAGE
    assert found_of(months, Wish(words="nothing"), 7).rows == ()
    assert found_of(months, Wish(kind="payments"), 99).page == 1

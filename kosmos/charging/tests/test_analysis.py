from datetime import date

import pytest

from kosmos.charging.analysis import Analysis, Change, Moved, _average, _changes, year_before
from kosmos.charging.flows import Flow

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 1), date(2026, 10, 1), date(2026, 11, 1)


def moved(first: date, came: int, went: int) -> Moved:
    return Moved(first, first.replace(day=28), came, went)


def fee(month: date, service: int | None, kopecks: int, kind: str = "share") -> Flow:
    return Flow(month, False, kind, "revenue", service, -kopecks, 1)


def test_months_are_put_together_by_year() -> None:
    months = tuple(moved(date(year, month, 1), month, 2 * month) for year in (2025, 2026) for month in range(1, 13))
    years = Analysis(months, moved(SEPTEMBER, 0, 0), (), (), None, ()).years
    assert [(year.first.year, year.came, year.went) for year in years] == [(2025, 78, 156), (2026, 78, 156)]
    assert (years[0].first, years[0].last) == (date(2025, 1, 1), date(2025, 12, 28))


def test_the_average_is_of_months_that_are_over() -> None:
    assert _average([moved(SEPTEMBER, 100, 5), moved(OCTOBER, 101, 0)]) == (101, 3)
    assert _average([]) is None


def test_what_changed_most_comes_first() -> None:
    over = [moved(SEPTEMBER, 0, 1), moved(OCTOBER, 0, 1)]
    flows = [
        fee(SEPTEMBER, 1, 2590),
        fee(OCTOBER, 1, 2000),
        fee(OCTOBER, 1, 700),
        fee(SEPTEMBER, 2, 500),
        fee(OCTOBER, 2, 500),
        fee(OCTOBER, None, 4900, "one_off"),
        fee(NOVEMBER, 1, 99999),
    ]
    assert _changes(flows, over) == [Change("one_off", OCTOBER, 0, 4900), Change(1, OCTOBER, 2590, 2700)]
    assert _changes(flows, over[:1]) == []


@pytest.mark.parametrize(
    ("day", "before"),
    [
        (date(2024, 2, 29), date(2023, 2, 28)),
        (date(2025, 2, 28), date(2024, 2, 28)),
        (date(2026, 12, 31), date(2025, 12, 31)),
        (date(2026, 4, 30), date(2025, 4, 30)),
    ],
)
def test_the_same_day_a_year_earlier(day: date, before: date) -> None:
    assert year_before(day) == before

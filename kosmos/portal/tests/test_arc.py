"""The arc of the month against the sketches' own figures, and its laws."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kosmos.portal.arc import COVERED, LIT, OPEN, OUT, PAST, Arc, arc, drawn


def shown(month: Arc, kind: str) -> list[int]:
    return [point.day.day for point in month.points if point.shows == kind]


def test_a_month_that_the_money_covers() -> None:
    month = arc(today=date(2026, 11, 18), runs=True, lasts_until=date(2026, 11, 30))
    assert shown(month, PAST) == list(range(1, 18))
    assert shown(month, LIT) == [18]
    assert shown(month, COVERED) == list(range(19, 31))
    assert [(point.x, point.y) for point in month.points[:2]] == [(10.0, 50.0), (20.6, 45.2)]
    assert (month.points[17].x, month.points[17].y) == (190.6, 15.1)
    assert (month.label.x, month.label.y, month.label.anchor) == (190.6, 42.1, "middle")


def test_a_month_whose_service_is_off() -> None:
    month = arc(today=date(2026, 12, 3), runs=False, lasts_until=None)
    assert (shown(month, PAST), shown(month, OUT)) == ([1, 2], [3])
    assert shown(month, OPEN) == list(range(4, 32))
    assert (month.label.x, month.label.y, month.label.first_shown) == (32, 68, False)


def test_money_that_ends_within_the_month() -> None:
    month = arc(today=date(2026, 11, 28), runs=True, lasts_until=date(2026, 11, 29))
    assert (shown(month, LIT), shown(month, COVERED), shown(month, OPEN)) == ([28], [29], [30])
    assert month.label.anchor == "end"
    assert month.label.y < month.points[27].y


def test_a_pause_is_hollow_and_the_light_is_on_the_day_of_return() -> None:
    month = arc(today=date(2026, 11, 10), runs=False, lasts_until=None, paused=(date(2026, 11, 5), date(2026, 11, 20)))
    assert (shown(month, OUT), shown(month, LIT)) == ([10], [21])
    assert shown(month, OPEN) == list(range(11, 21))
    assert shown(month, COVERED) == list(range(22, 31))


def test_a_pause_to_come_is_hollow() -> None:
    month = arc(today=date(2026, 11, 10), runs=True, lasts_until=None, paused=(date(2026, 11, 12), date(2026, 11, 14)))
    assert (shown(month, LIT), shown(month, OPEN)) == ([10], [12, 13, 14])


@given(
    today=some.dates(date(2020, 1, 1), date(2030, 12, 31)),
    lasts=some.none() | some.integers(0, 90),
    runs=some.booleans(),
)
def test_every_day_has_one_point_on_the_picture_and_one_is_today(today: date, lasts: int | None, runs: bool) -> None:
    until = None if lasts is None else today + timedelta(days=lasts)
    month = arc(today=today, runs=runs, lasts_until=until)
    assert [point.day.month for point in month.points] == [today.month] * len(month.points)
    assert all(10 <= point.x <= 318 and 14 <= point.y <= 50 for point in month.points)
    assert [point.day for point in month.points if point.shows in {LIT, OUT}] == [today]
    assert (shown(month, LIT) != []) is runs
    assert 0 < month.label.y <= 68 and 0 < month.label.x <= 324


@pytest.mark.parametrize("day", range(1, 32))
def test_words_are_escaped_and_never_leave_the_picture(day: int) -> None:
    picture = drawn(
        arc(today=date(2026, 12, day), runs=True, lasts_until=None), sentence='a "b" <c>', today="<i>", last="31"
    )
    assert "&quot;b&quot; &lt;c&gt;" in picture
    assert "<i>" not in picture
    assert picture.count("<circle") == 31 + 2

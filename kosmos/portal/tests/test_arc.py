"""The arc of the month against the sketches' own figures, and its laws."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kosmos.charging.home import MonthDay
from kosmos.kernel.days import days_in_month
from kosmos.portal.arc import COVERED, LIT, MISSED, OPEN, OUT, PAST, Arc, arc, drawn


def shown(month: Arc, kind: str) -> list[int]:
    return [point.day.day for point in month.points if point.shows == kind]


def month_of(today: date, **states: Iterable[int]) -> tuple[MonthDay, ...]:
    days = range(1, days_in_month(today) + 1)
    word = {day: state for state, of_state in states.items() for day in of_state}
    return tuple(MonthDay(today.replace(day=day), word[day]) for day in days)


def test_a_month_that_the_money_covers() -> None:
    today = date(2026, 11, 18)
    month = arc(today=today, days=month_of(today, past=range(1, 18), covered=range(18, 31)))
    assert shown(month, PAST) == list(range(1, 18))
    assert shown(month, LIT) == [18]
    assert shown(month, COVERED) == list(range(19, 31))
    assert [(point.x, point.y) for point in month.points[:2]] == [(10.0, 50.0), (20.6, 45.2)]
    assert (month.points[17].x, month.points[17].y) == (190.6, 15.1)
    assert (month.label.x, month.label.y, month.label.anchor) == (190.6, 42.1, "middle")


def test_a_month_whose_service_is_off() -> None:
    today = date(2026, 12, 3)
    month = arc(today=today, days=month_of(today, missed=range(1, 3), uncovered=range(3, 32)))
    assert (shown(month, MISSED), shown(month, OUT)) == ([1, 2], [3])
    assert shown(month, OPEN) == list(range(4, 32))
    assert (month.label.x, month.label.y, month.label.first_shown) == (32, 68, False)


def test_money_that_ends_within_the_month() -> None:
    today = date(2026, 11, 28)
    days = month_of(today, past=range(1, 28), covered=range(28, 30), uncovered=range(30, 31))
    month = arc(today=today, days=days)
    assert (shown(month, LIT), shown(month, COVERED), shown(month, OPEN)) == ([28], [29], [30])
    assert month.label.anchor == "end"
    assert month.label.y < month.points[27].y


def test_a_pause_is_hollow_and_the_light_is_on_the_day_of_return() -> None:
    today = date(2026, 11, 10)
    month = arc(today=today, days=month_of(today, past=range(1, 5), paused=range(5, 21), covered=range(21, 31)))
    assert (shown(month, OUT), shown(month, LIT)) == ([10], [21])
    assert shown(month, OPEN) == list(range(11, 21))
    assert shown(month, COVERED) == list(range(22, 31))


def test_no_light_waits_after_a_pause_without_money() -> None:
    today = date(2026, 11, 10)
    month = arc(today=today, days=month_of(today, past=range(1, 5), paused=range(5, 21), uncovered=range(21, 31)))
    assert (shown(month, OUT), shown(month, LIT)) == ([10], [])


def test_a_pause_to_come_is_hollow() -> None:
    today = date(2026, 11, 10)
    days = month_of(today, past=range(1, 10), covered=[10, 11, *range(15, 31)], paused=range(12, 15))
    month = arc(today=today, days=days)
    assert (shown(month, LIT), shown(month, OPEN)) == ([10], [12, 13, 14])


@given(today=some.dates(date(2020, 1, 1), date(2030, 12, 31)), covered=some.integers(0, 31))
def test_every_day_has_one_point_on_the_picture_and_one_is_today(today: date, covered: int) -> None:
    last = days_in_month(today)
    until = min(last, today.day + covered - 1)
    days = month_of(
        today, past=range(1, today.day), covered=range(today.day, until + 1), uncovered=range(until + 1, last + 1)
    )
    month = arc(today=today, days=days)
    assert [point.day for point in month.points] == [day.day for day in days]
    assert all(10 <= point.x <= 318 and 14 <= point.y <= 50 for point in month.points)
    assert [point.day for point in month.points if point.shows in {LIT, OUT}] == [today]
    assert (shown(month, LIT) != []) is (covered > 0)
    assert 0 < month.label.y <= 68 and 0 < month.label.x <= 324


@pytest.mark.parametrize("day", range(1, 32))
def test_words_are_escaped_and_never_leave_the_picture(day: int) -> None:
    today = date(2026, 12, day)
    days = month_of(today, past=range(1, day), covered=range(day, 32))
    picture = drawn(arc(today=today, days=days), sentence='a "b" <c>', today="<i>", last="31")
    assert "&quot;b&quot; &lt;c&gt;" in picture
    assert "<i>" not in picture
    assert picture.count("<circle") == 31 + 2

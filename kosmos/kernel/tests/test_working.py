from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.kernel.working import LONGEST, Hours, working

ZONE = ZoneInfo("Europe/Minsk")
MINUTE = timedelta(minutes=1)
TEXT = "mon-fri 09:00-20:00, sat 10:00-17:00, 01-01 off, 2026-12-25 off, 2026-12-26 09:00-12:00"
WORK = working(TEXT)
SOME_DAY = datetime(2026, 1, 1, tzinfo=ZONE)
INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: SOME_DAY + minutes * MINUTE)
SPANS = st.integers(1, 80 * 60).map(lambda minutes: minutes * MINUTE)


def hours(begin: int, end: int) -> Hours:
    return Hours(timedelta(hours=begin), timedelta(hours=end))


@pytest.mark.parametrize(
    ("day", "told"),
    [
        pytest.param(date(2026, 12, 3), hours(9, 20), id="a Thursday"),
        pytest.param(date(2026, 12, 5), hours(10, 17), id="a Saturday"),
        pytest.param(date(2026, 12, 6), None, id="a Sunday"),
        pytest.param(date(2027, 1, 1), None, id="each New Year's day"),
        pytest.param(date(2026, 12, 25), None, id="this Christmas"),
        pytest.param(date(2025, 12, 25), hours(9, 20), id="no other Christmas"),
        pytest.param(date(2026, 12, 26), hours(9, 12), id="a short day"),
    ],
)
def test_the_hours_of_a_day(day: date, told: Hours | None) -> None:
    assert WORK.on(day) == told


def test_a_day_goes_before_each_years() -> None:
    assert working("mon 09:00-10:00, 12-25 off, 2026-12-25 08:00-09:00").on(date(2026, 12, 25)) == hours(8, 9)


def test_around_the_clock() -> None:
    since = datetime(2026, 12, 5, 23, 30, tzinfo=ZONE)
    assert working("mon-sun 00:00-24:00").after(since, timedelta(hours=2)) == since + timedelta(hours=2)


@pytest.mark.parametrize(
    ("since", "left", "until"),
    [
        pytest.param("2026-12-24T19:00", 2, "2026-12-26T10:00", id="over a day off"),
        pytest.param("2026-12-26T11:00", 3, "2026-12-28T11:00", id="a short day and a Sunday"),
        pytest.param("2026-12-03T10:00:01", 2, "2026-12-03T12:01", id="to the minute's end"),
    ],
)
def test_so_much_work_is_done_until(since: str, left: int, until: str) -> None:
    begin, end = (datetime.fromisoformat(text).replace(tzinfo=ZONE) for text in (since, until))
    assert WORK.after(begin, timedelta(hours=left)) == end


@pytest.mark.parametrize(
    "text",
    ["", "mon", "mon 9:00-20:00", "mon 20:00-09:00", "mon 09:00-25:00", "mon 09:60-10:00", "mon off",
     "fri-mon 09:00-10:00", "01-01 off", "mon 09:00-10:00, 13-01 off", "mon 09:00-10:00, 2026-02-29 off",
     "x 09:00-10:00", "mon 09:00-10:00, 2027-W01-5 off", "mon 09:00-10:00" + ", 01-01 off" * LONGEST],
)  # fmt: skip
def test_hours_that_nobody_can_mean_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        working(text)


def test_the_twenty_ninth_of_february_is_a_day() -> None:
    assert working("mon-sun 09:00-10:00, 02-29 off").on(date(2028, 2, 29)) is None


@given(since=INSTANTS, left=SPANS)
def test_work_is_done_in_working_time(since: datetime, left: timedelta) -> None:
    due = WORK.after(since, left)
    span = WORK.span(due)
    assert span is not None and span[0] <= due <= span[1]
    assert due - since >= left


@given(since=INSTANTS, later=st.timedeltas(timedelta(0), timedelta(days=3)), left=SPANS)
def test_who_comes_later_is_not_done_sooner(since: datetime, later: timedelta, left: timedelta) -> None:
    assert WORK.after(since, left) <= WORK.after(since + later, left)


@given(since=INSTANTS, left=SPANS, more=SPANS)
def test_work_in_two_parts_takes_as_long(since: datetime, left: timedelta, more: timedelta) -> None:
    assert WORK.after(WORK.after(since, left), more) == WORK.after(since, left + more)

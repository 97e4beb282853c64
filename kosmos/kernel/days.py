"""Business days: they start at 00:00 in the operator's time zone (rulebook 2)."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The instant at which a business day opens."""
    return datetime.combine(day, time.min, zone)


def business_day(at: datetime, zone: ZoneInfo) -> date:
    """The business day that an aware instant falls into."""
    return at.astimezone(zone).date()


def month_start(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    return day.replace(day=days_in_month(day))


def next_month(day: date) -> date:
    """The first day of the month after a day's own."""
    return month_end(day) + ONE_DAY


def days_in_month(day: date) -> int:
    """How many days a day's month has: 28 to 31."""
    return calendar.monthrange(day.year, day.month)[1]


def each_day(first: date, last: date) -> Iterator[date]:
    """Every day from first to last, both included."""
    for offset in range((last - first).days + 1):
        yield first + offset * ONE_DAY

"""Months as periods, the ages of debts, and averages; no Django, no clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kosmos.kernel.days import month_end, month_start, next_month

AGES: tuple[int | None, ...] = (0, 1, 2, 5, 11, None)
"""The ages of debts: charged this month, in the last one, two, three to five, six to eleven months ago, or earlier."""


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months, from the first day of one to the last day of another."""

    first: date
    last: date

    def each(self) -> Iterator[date]:
        """The first day of each."""
        month = self.first
        while month <= self.last:
            yield month
            month = next_month(month)


def months_between(first: date, last: date) -> Months:
    """The months of two days, in whatever order they come."""
    low, high = sorted((first, last))
    return Months(month_start(low), month_end(high))


def months_back(last: date, count: int) -> date:
    """The first day of the month so many months before a day's own."""
    ago = last.year * 12 + last.month - 1 - count
    return date(ago // 12, ago % 12 + 1, 1)


def oldest_of_ages(day: date) -> list[date]:
    """The first day of the oldest month of each age but the last, seen from a day."""
    return [months_back(day, age) for age in AGES if age is not None]


def average(total_kopecks: int, count: int) -> int:
    """A sum divided among some, to the nearest kopeck, a half away from zero; 0 among nobody."""
    if not count:
        return 0
    sign = -1 if total_kopecks < 0 else 1
    return sign * ((2 * abs(total_kopecks) + count) // (2 * count))

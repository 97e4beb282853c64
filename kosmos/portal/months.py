"""A month as a grid of days to choose from: links on the server, so that neither a script nor a pointer is needed."""

from calendar import MONDAY, Calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from kosmos.kernel.days import month_start


@dataclass(frozen=True, slots=True)
class Cell:
    """A day of the grid: whether it is of the month, where its link leads (nowhere if it cannot be chosen), its mark.

    The mark is first, last, only (both), inside, or nothing.
    """

    day: date
    shown: bool
    href: str
    mark: str


def grid(
    month: date, *, first_on: date | None, last_on: date | None, link: Callable[[date], str]
) -> tuple[tuple[Cell, ...], ...]:
    """The weeks of a month from Monday on; ``link`` says where a day leads, nothing if it cannot be chosen."""
    weeks = Calendar(MONDAY).monthdatescalendar(month.year, month.month)
    return tuple(tuple(_cell(day, month, first_on, last_on, link) for day in week) for week in weeks)


def _cell(day: date, month: date, first_on: date | None, last_on: date | None, link: Callable[[date], str]) -> Cell:
    shown = month_start(day) == month_start(month)
    return Cell(day, shown, link(day) if shown else "", _mark(day, first_on, last_on))


def _mark(day: date, first_on: date | None, last_on: date | None) -> str:
    if first_on is None:
        return ""
    if day == first_on:
        return "only" if last_on == first_on else "first"
    if last_on is None or not first_on < day <= last_on:
        return ""
    return "last" if day == last_on else "inside"

"""Which months are looked at."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import Http404

from kosmos.kernel.days import month_start
from kosmos.reports.rules import Months, months_back, months_between

USUAL = 12


@dataclass(frozen=True, slots=True)
class Period:
    """The months that were asked for, and all that can be, the newest first."""

    months: Months
    available: tuple[date, ...]

    @property
    def first(self) -> date:
        """The first day of the first month."""
        return self.months.first

    @property
    def last_month(self) -> date:
        """The first day of the last month."""
        return month_start(self.months.last)

    @property
    def is_month(self) -> bool:
        """Whether it is one month, which is shown day by day."""
        return self.first == self.last_month

    @property
    def query(self) -> str:
        """As an address asks for it."""
        return f"from={self.first:%Y-%m}&to={self.last_month:%Y-%m}"


def asked(wishes: Mapping[str, str], first: date, last: date) -> Period:
    """The months from ``from`` to ``to``, in whatever order; the last twelve if they are not said. 404 for no month."""
    available = tuple(reversed(list(months_between(first, last).each())))
    usual = max(available[-1], months_back(last, USUAL - 1))
    begin, end = _month(wishes.get("from"), usual), _month(wishes.get("to"), available[0])
    if not {begin, end} <= set(available):
        raise Http404
    return Period(months_between(begin, end), available)


def query_of(month: date) -> str:
    """One month, as an address asks for it."""
    return f"from={month:%Y-%m}&to={month:%Y-%m}"


def _month(text: str | None, otherwise: date) -> date:
    if not text:
        return otherwise
    found = re.fullmatch(r"([0-9]{4})-(0[1-9]|1[0-2])", text)
    if found is None or found[1] == "0000":
        raise Http404
    return date(int(found[1]), int(found[2]), 1)

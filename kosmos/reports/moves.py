"""Who came and who left: accounts to which something is connected as a day ends, and how their number changed."""

from dataclasses import dataclass
from datetime import date
from typing import Any, LiteralString

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import ONE_DAY, each_day, month_start, start_of
from kosmos.kernel.sql import rows, statement
from kosmos.reports.models import DayMoves
from kosmos.reports.rules import Months

_BY_DAY: LiteralString = """
SELECT day, count(*) FILTER (WHERE came), count(*) FILTER (WHERE NOT came) FROM moved GROUP BY day ORDER BY day
"""
_ACCOUNTS: LiteralString = """
SELECT moved.account_id, number.number, moved.day
  FROM moved
  JOIN ledger_accountnumber AS number ON number.account_id = moved.account_id
 WHERE moved.came = %(came)s::boolean AND (moved.day, moved.account_id) > (%(after_day)s::date, %(after)s::bigint)
 ORDER BY moved.day, moved.account_id
 LIMIT %(limit)s
"""
_FIRST: LiteralString = "SELECT (min(connected_at) AT TIME ZONE %(zone)s)::date FROM charging_subscription"
_HELD: LiteralString = """
SELECT count(*)
  FROM (SELECT account_id
          FROM charging_subscription
         WHERE connected_at < %(ends)s AND NOT (status = 4 AND status_on <= %(last)s::date)
           AND NOT (status = 4 AND status_on <= (connected_at AT TIME ZONE %(zone)s)::date)
         GROUP BY account_id) AS held
"""


@dataclass(frozen=True, slots=True)
class Moves:
    """A day or month (``first``): subscribers as it began, those who came and left, and as it ended."""

    first: date
    opening: int
    came: int
    left: int

    @property
    def closing(self) -> int:
        """How many there were when it was over."""
        return self.opening + self.came - self.left


@dataclass(frozen=True, slots=True)
class Moved:
    """An account that came, or left, on a day."""

    account_id: int
    number: str
    day: date


def moves_by_month(months: Months, today: date) -> list[Moves]:
    """Each month of a period up to today, the oldest first."""
    found: dict[date, Moves] = {}
    for one in moves_by_day(months.first, min(months.last, today)):
        month = month_start(one.first)
        before = found.get(month, Moves(month, one.opening, 0, 0))
        found[month] = Moves(month, before.opening, before.came + one.came, before.left + one.left)
    return list(found.values())


def moves_by_day(first: date, last: date) -> list[Moves]:
    """Each day of a period, the oldest first: closed ones as they are remembered, later ones as they are now."""
    newest = DayMoves.objects.order_by("-day").first()
    begin = newest.day + ONE_DAY if newest else first_connected() or first
    moved = {one.day: (one.came, one.left) for one in DayMoves.objects.filter(day__range=(first, last))}
    moved |= moves_between(begin, last)
    before = DayMoves.objects.filter(day__lt=first).order_by("-day").first()
    held = before.held if before else 0
    found: list[Moves] = []
    for day in each_day(min(first, begin), last):
        found.append(Moves(day, held, *moved.get(day, (0, 0))))
        held = found[-1].closing
    return [one for one in found if one.first >= first]


def moves_between(first: date, last: date) -> dict[date, tuple[int, int]]:
    """Who came and who left on the days of a period, from the connections themselves; other days are left out."""
    found = rows(statement("reports", "moved") + _BY_DAY, _scope(first, last)) if first <= last else []
    return {day: (arrived, departed) for day, arrived, departed in found}


def held_on(day: date) -> int:
    """How many accounts have something connected as a day ends."""
    zone = operator_zone()
    return int(rows(_HELD, {"ends": start_of(day + ONE_DAY, zone), "last": day, "zone": zone.key})[0][0])


def first_connected() -> date | None:
    """The day on which the first of all connections began; None if there was none."""
    begun: date | None = rows(_FIRST, {"zone": operator_zone().key})[0][0]
    return begun


def moved_accounts(
    first: date, last: date, *, came: bool, after: tuple[date, int] | None = None, limit: int = 50
) -> list[Moved]:
    """Who came, or left, in a period, from one place in the list on."""
    after_day, after_id = after or (first - ONE_DAY, 0)
    place = {"came": came, "after_day": after_day, "after": after_id, "limit": limit}
    return [Moved(*row) for row in rows(statement("reports", "moved") + _ACCOUNTS, _scope(first, last) | place)]


def _scope(first: date, last: date) -> dict[str, Any]:
    zone = operator_zone()
    begins, ends = start_of(first, zone), start_of(last + ONE_DAY, zone)
    return {"first": first, "last": last, "begins": begins, "ends": ends, "zone": zone.key}

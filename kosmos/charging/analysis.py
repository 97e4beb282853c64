"""What came in and went out of an account by month, by channel and by service, and how that changed."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from kosmos.charging.flows import Flow, flows_of
from kosmos.kernel.days import ONE_DAY, month_end, month_start, next_month
from kosmos.ledger.models import PostingKind

CORRECTION = PostingKind.CORRECTION.label
_OPENING = PostingKind.OPENING.label
MOST_CHANGES = 3

Part = int | str
"""What money went for, or by which way it came: a service's id, a channel, or a kind of posting that has neither."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What came in and went out in the days from ``first`` to ``last``, in kopecks.

    They are the statement's payments and charges: what was taken back lessens what came, what was given back what went.
    """

    first: date
    last: date
    came: int
    went: int


@dataclass(frozen=True, slots=True)
class Change:
    """What went for something in a month, against the month before it."""

    part: Part
    month: date
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """Days of an account: each month, all together, and by part, the largest first.

    ``average`` is of the months that are over; None while none is. ``changes`` are those of the last month that is
    over, the largest first.
    """

    months: tuple[Moved, ...]
    whole: Moved
    came_by: tuple[tuple[str, int], ...]
    went_by: tuple[tuple[Part, int], ...]
    average: tuple[int, int] | None
    changes: tuple[Change, ...]

    @property
    def years(self) -> tuple[Moved, ...]:
        """The same months put together by year, oldest first."""
        held: dict[int, list[Moved]] = {}
        for month in self.months:
            held.setdefault(month.first.year, []).append(month)
        return tuple(
            Moved(part[0].first, part[-1].last, sum(one.came for one in part), sum(one.went for one in part))
            for part in held.values()
        )


def analysis_of(account_id: int, *, first: date, today: date) -> Analysis:
    """What came and went from a day (the first of its month) to today; by one sum in the database."""
    flows = [flow for flow in flows_of(account_id, first, today) if flow.kind != _OPENING]
    months = tuple(_moved(flows, month, min(month_end(month), today)) for month in _months(first, today))
    over = [month for month in months if month.last < month_start(today)]
    came: dict[str, int] = {}
    went: dict[Part, int] = {}
    for flow in flows:
        if flow.is_money_in:
            key = CORRECTION if flow.kind == CORRECTION else flow.channel
            came[key] = came.get(key, 0) + flow.amount_kopecks
        else:
            went[_part(flow)] = went.get(_part(flow), 0) - flow.amount_kopecks
    return Analysis(
        months=months,
        whole=Moved(first, today, sum(month.came for month in months), sum(month.went for month in months)),
        came_by=tuple(sorted(came.items(), key=lambda held: -held[1])),
        went_by=tuple(sorted(went.items(), key=lambda held: -held[1])),
        average=_average(over),
        changes=tuple(_changes(flows, over)),
    )


def moved_between(account_id: int, first: date, last: date) -> Moved:
    """What came and went from one day to another."""
    flows = [flow for flow in flows_of(account_id, first, last) if flow.kind != _OPENING]
    came = sum(flow.amount_kopecks for flow in flows if flow.is_money_in)
    return Moved(first, last, came, -sum(flow.amount_kopecks for flow in flows if not flow.is_money_in))


def _moved(flows: Iterable[Flow], month: date, last: date) -> Moved:
    held = [flow for flow in flows if flow.month == month]
    came = sum(flow.amount_kopecks for flow in held if flow.is_money_in)
    return Moved(month, last, came, -sum(flow.amount_kopecks for flow in held if not flow.is_money_in))


def _part(flow: Flow) -> Part:
    return flow.service if flow.service is not None else flow.kind


def _average(over: list[Moved]) -> tuple[int, int] | None:
    """What came and went a month, to the nearest kopeck."""
    if not over:
        return None
    count = len(over)
    came, went = sum(month.came for month in over), sum(month.went for month in over)
    return (2 * came + count) // (2 * count), (2 * went + count) // (2 * count)


def _changes(flows: list[Flow], over: list[Moved]) -> list[Change]:
    """What changed most in the last month that is over, against the one before it."""
    if len(over) < 2:
        return []
    last, before = over[-1].first, over[-2].first
    sums: dict[Part, list[int]] = {}
    for flow in flows:
        if not flow.is_money_in and flow.month in {last, before}:
            sums.setdefault(_part(flow), [0, 0])[flow.month == last] -= flow.amount_kopecks
    changes = [Change(part, last, *pair) for part, pair in sums.items() if pair[0] != pair[1]]
    return sorted(changes, key=lambda change: -abs(change.after - change.before))[:MOST_CHANGES]


def _months(first: date, last: date) -> Iterator[date]:
    month = month_start(first)
    while month <= last:
        yield month
        month = next_month(month)


def year_before(day: date) -> date:
    """The same day a year earlier; the last of February for its 29th."""
    start = day.replace(year=day.year - 1, day=1)
    return min(start.replace(day=day.day) if day.day <= 28 else start + (day.day - 1) * ONE_DAY, month_end(start))

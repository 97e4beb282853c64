"""The remembered figures of closed days: what came, what was charged, and what the operator's codes gained."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import Max, Min, Sum

from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import PostingKind
from kosmos.reports.models import DayFigure, ProvenDay

FEES = (PostingKind.SHARE, PostingKind.ACCRUAL, PostingKind.GIVE_BACK)
"""What is taken for services: a day's share, a month's fee, and (back) the part of it that was not used."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Postings of one kind, code and service (0: none) in sums; ``first`` is their day, or their month's first."""

    first: date
    kind: int
    code: int
    suspense: bool
    service: int
    lines: int
    gained_lines: int
    gained_kopecks: int
    lost_kopecks: int

    @property
    def came_kopecks(self) -> int:
        """What the statement counts to the payments: a payment, one taken back, a correction that adds."""
        if self.kind in {PostingKind.PAYMENT, PostingKind.REVERSAL}:
            return self.gained_kopecks - self.lost_kopecks
        return self.gained_kopecks if self.kind == PostingKind.CORRECTION else 0

    @property
    def came_lines(self) -> int:
        """How many postings ``came_kopecks`` is made of."""
        if self.kind in {PostingKind.PAYMENT, PostingKind.REVERSAL}:
            return self.lines
        return self.gained_lines if self.kind == PostingKind.CORRECTION else 0

    @property
    def channel(self) -> int:
        """By which way it came: the ledger's code; 0 for corrections."""
        return 0 if self.kind == PostingKind.CORRECTION else self.code

    @property
    def brought_kopecks(self) -> int:
        """What accounts brought along when they were loaded."""
        return self.gained_kopecks - self.lost_kopecks if self.kind == PostingKind.OPENING else 0

    @property
    def charged_kopecks(self) -> int:
        """What was taken from accounts: fees, one-off charges, corrections that take."""
        return self.came_kopecks + self.brought_kopecks - self.gained_kopecks + self.lost_kopecks

    @property
    def fees_kopecks(self) -> int:
        """What was taken for services."""
        return self.charged_kopecks if self.kind in FEES else 0


@dataclass(frozen=True, slots=True)
class Span:
    """A month or a day of all accounts: opening + brought + came - charged = closing."""

    first: date
    opening_kopecks: int
    brought_kopecks: int
    came_kopecks: int
    charged_kopecks: int

    @property
    def closing_kopecks(self) -> int:
        """What all accounts held together when it was over."""
        return self.opening_kopecks + self.brought_kopecks + self.came_kopecks - self.charged_kopecks


def remembered() -> tuple[date, date] | None:
    """The first and last day whose figures are remembered; None before the first day is closed and sealed."""
    last = ProvenDay.objects.aggregate(last=Max("day"))["last"]
    first = DayFigure.objects.aggregate(first=Min("posted_on"))["first"]
    return None if last is None else (first or last, last)


def figures_of(first: date, last: date, *, by: Literal["day", "month"]) -> list[Figure]:
    """The sums of some days, the oldest first."""
    return [Figure(*row) for row in rows(statement("reports", "figures_of"), {"first": first, "last": last, "by": by})]


def held_before(day: date) -> int:
    """What all accounts held together when a day began."""
    past = DayFigure.objects.filter(posted_on__lt=day).aggregate(gained=Sum("gained_kopecks"), lost=Sum("lost_kopecks"))
    return (past["gained"] or 0) - (past["lost"] or 0)


def spans_of(figures: Sequence[Figure], firsts: Iterable[date], opening_kopecks: int) -> list[Span]:
    """Each month or day of a period, those on which nothing was posted too; each begins with what the last one left."""
    found: list[Span] = []
    by_first: dict[date, list[Figure]] = {}
    for figure in figures:
        by_first.setdefault(figure.first, []).append(figure)
    for first in firsts:
        found.append(_span(first, opening_kopecks, by_first.get(first, [])))
        opening_kopecks = found[-1].closing_kopecks
    return found


def came_by(figures: Iterable[Figure]) -> Counter[int]:
    """What came, by the operator's code; 0 is for corrections."""
    came: Counter[int] = Counter()
    for one in figures:
        if one.came_lines:
            came[one.channel] += one.came_kopecks
    return came


def charged_by(figures: Iterable[Figure]) -> Counter[tuple[int, int]]:
    """What was charged, by service (0: without a plan) and, where there is none, by kind (0: a service's)."""
    charged: Counter[tuple[int, int]] = Counter()
    for one in figures:
        if one.charged_kopecks:
            charged[one.service, 0 if one.service else one.kind] += one.charged_kopecks
    return charged


def _span(first: date, opening_kopecks: int, figures: list[Figure]) -> Span:
    return Span(
        first=first,
        opening_kopecks=opening_kopecks,
        brought_kopecks=sum(one.brought_kopecks for one in figures),
        came_kopecks=sum(one.came_kopecks for one in figures),
        charged_kopecks=sum(one.charged_kopecks for one in figures),
    )

"""When a technician is free: his hours minus his visits and the way between them; no database, no clock."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

QUARTER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """From when until when; the end is not in it."""

    starts_at: datetime
    ends_at: datetime

    def within(self, other: "Span") -> bool:
        """Whether it lies in another one."""
        return other.starts_at <= self.starts_at and self.ends_at <= other.ends_at

    def meets(self, other: "Span", gap: timedelta) -> bool:
        """Whether there is less than a gap between it and another one."""
        return self.starts_at < other.ends_at + gap and other.starts_at < self.ends_at + gap


def free_spans(
    hours: Span, taken: Iterable[Span], *, length: timedelta, gap: timedelta, not_before: datetime
) -> Iterator[Span]:
    """The visits of a length that still fit into a day's hours, one after another, each a gap apart from the next.

    What is taken may stand outside the hours, and overlap; none begins before ``not_before``.
    """
    at = _quarter(hours.starts_at)
    for busy in sorted(taken):
        yield from _fitting(at, min(hours.ends_at, busy.starts_at - gap), length, gap, not_before)
        at = max(at, _quarter(busy.ends_at + gap))
    yield from _fitting(at, hours.ends_at, length, gap, not_before)


def _fitting(at: datetime, until: datetime, length: timedelta, gap: timedelta, not_before: datetime) -> Iterator[Span]:
    while at + length <= until:
        if at >= not_before:
            yield Span(at, at + length)
        at += length + gap


def _quarter(at: datetime) -> datetime:
    """An instant, or the next quarter of an hour after it."""
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at + (QUARTER - past) if past else at

"""When somebody who asked for it can be called: hours of the working days; no clock of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kosmos.kernel.days import ONE_DAY
from kosmos.kernel.working import Working

HOURS_APART = 2
LEAST_LEFT = timedelta(minutes=30)
"""An hour to be called in is offered until so much of it is left."""
DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True)
class CallHours:
    """From when until when somebody wants to be called, in the operator's zone."""

    from_at: datetime
    until_at: datetime

    @property
    def code(self) -> str:
        """What names it in a form."""
        return self.from_at.strftime("%Y-%m-%dT%H")


def call_hours(now: datetime, working: Working) -> list[CallHours]:
    """What can be chosen: the rest of today, and the next working day; ``now`` is in the operator's zone."""
    today = _hours_of(now, working)
    offered = [one for one in today if one.until_at - max(now, one.from_at) >= LEAST_LEFT]
    for days in range(1, DAYS_AHEAD):
        following = _hours_of(now + days * ONE_DAY, working)
        if following:
            return offered + following
    return offered


def _hours_of(day: datetime, working: Working) -> list[CallHours]:
    found: list[CallHours] = []
    span = working.span(day)
    if span is None:
        return found
    first, last = span
    while last - first >= timedelta(hours=1):
        until = first + timedelta(hours=HOURS_APART)
        until = last if last - until < timedelta(hours=1) else until
        found.append(CallHours(first, until))
        first = until
    return found

"""A pause for the summer, offered to students from May to August: their dormitories are empty then."""

from dataclasses import dataclass
from datetime import date, timedelta

from kosmos.charging.home import Home
from kosmos.kernel.days import ONE_DAY
from kosmos.subscribers.models import SubscriberKind

MONTHS = range(5, 9)
"""From May, when one begins to think of it, to August."""
STATES = frozenset({"working", "low"})
FEWEST_DAYS = 7
"""A shorter pause than this is not worth an offer."""


@dataclass(frozen=True, slots=True)
class SummerPause:
    """The days that are proposed, the first and the last among them."""

    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.last_on - self.first_on).days + 1


def summer_pause(view: Home, kind: int, *, longest: int) -> SummerPause | None:
    """What a student is offered: from 1 July, or tomorrow, to the end of August, at most ``longest`` days.

    Nothing while something is off, promised, paused or planned to be, or where all is going to end.
    """
    today = view.today
    if kind != SubscriberKind.STUDENT or today.month not in MONTHS or view.state not in STATES:
        return None
    if view.suspended_from or not any(held.status == "running" and not held.planned for held in view.held):
        return None
    first = max(date(today.year, 7, 1), today + ONE_DAY)
    last = min(date(today.year, 8, 31), first + timedelta(days=longest - 1))
    pause = SummerPause(first, last)
    return pause if pause.days >= FEWEST_DAYS else None

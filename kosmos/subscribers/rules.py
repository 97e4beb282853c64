"""How fast sign-ins may be guessed, and what a first password is like."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

INITIAL_PASSWORD_DAYS = 7
"""How long an issued password can be used for the first sign-in."""
SHORTEST_PASSWORD = 10
LONGEST_PASSWORD = 256
LONGEST_LOGIN = 150
EMAIL_CODE_LASTS = timedelta(hours=1)
EMAIL_CODE_TRIES = 5
CODE_WAITS = timedelta(minutes=10)
"""How long the page for the second factor's code stays open after the right password."""
DELETION_AFTER = timedelta(days=30)
KNOWN_FOR = timedelta(days=180)
"""How long an address from which somebody signed in counts as his."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many failures are free; each further one doubles the wait; one is forgotten after each ``forget``."""

    free: int
    first: timedelta
    longest: timedelta
    forget: timedelta

    @property
    def steps(self) -> int:
        """How many failures past the free ones make the wait the longest; more are not counted."""
        return (-(-self.longest // self.first) - 1).bit_length() + 1


LIMITS = {
    "device": Limit(8, timedelta(seconds=5), timedelta(minutes=15), timedelta(minutes=30)),
    "login_and_address": Limit(5, timedelta(seconds=5), timedelta(minutes=15), timedelta(minutes=30)),
    "login": Limit(20, timedelta(seconds=5), timedelta(seconds=30), timedelta(seconds=30)),
    "address": Limit(20, timedelta(seconds=2), timedelta(minutes=15), timedelta(minutes=6)),
    "network": Limit(60, timedelta(seconds=2), timedelta(minutes=2), timedelta(minutes=1)),
    "everyone": Limit(300, timedelta(seconds=1), timedelta(seconds=4), timedelta(seconds=1)),
    "code_and_address": Limit(5, timedelta(seconds=10), timedelta(minutes=15), timedelta(minutes=30)),
    "code": Limit(10, timedelta(seconds=10), timedelta(minutes=15), timedelta(minutes=30)),
    "letters": Limit(3, timedelta(minutes=1), timedelta(hours=1), timedelta(minutes=30)),
}
"""What is counted, and how. "everyone" stands against a spray from thousands of addresses over as many logins.

A login that thousands of addresses try is slowed by half a minute at most, and is free again minutes after: its owner
on a new device suffers from it too.
"""


@dataclass(frozen=True, slots=True)
class Guesses:
    """The failures of one key, and until when the next attempt has to wait."""

    failures: int
    counted_at: datetime
    retry_at: datetime | None = None


def wait(guesses: Guesses, at: datetime) -> timedelta:
    """How long an attempt has to wait; zero where it need not."""
    return max(guesses.retry_at - at, timedelta(0)) if guesses.retry_at else timedelta(0)


def one_more(guesses: Guesses, limit: Limit, at: datetime) -> Guesses:
    """The guesses with one failure more, those of long ago forgotten."""
    left = forgotten(guesses, limit, at)
    failures = min(left.failures + 1, limit.free + limit.steps)
    over = failures - limit.free
    retry_at = at + delay(limit, over) if over > 0 else None
    return Guesses(failures, left.counted_at, retry_at)


def forgotten(guesses: Guesses, limit: Limit, at: datetime) -> Guesses:
    """The guesses that still count."""
    gone = max(at - guesses.counted_at, timedelta(0)) // limit.forget
    if gone >= guesses.failures:
        return Guesses(0, at, guesses.retry_at)
    return replace(guesses, failures=guesses.failures - gone, counted_at=guesses.counted_at + gone * limit.forget)


def delay(limit: Limit, over: int) -> timedelta:
    """The wait after so many failures more than are free."""
    doubled: int = 2 ** min(over - 1, 20)
    return min(limit.first * doubled, limit.longest)

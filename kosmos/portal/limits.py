"""Counted limits on guessing: by network address and in all, in the database, so that every process sees them.

What is counted is how many different things a network tries (account numbers, say), not how often: who pays for the
same account again and again tries one. While the whole world tries more than ``busy_at`` in a window, each network is
left with ``each_when_busy``: a crowd of guessers is slowed, and those who try one or two things still get through.
Whether what was tried exists plays no part, so that a refusal says nothing about it.

Thousands share one network behind a mobile operator's wall. Where somebody there has used it up, a browser that came
before (``kosmos.portal.visitors``) still gets a few tries out of a reserve, so that one flood does not stop the others.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import LiteralString

from django.http import HttpRequest

from kosmos.kernel.errors import DomainError
from kosmos.kernel.sql import execute, rows

_COUNT: LiteralString = """
INSERT INTO portal_tally (name, "window", subject, count) VALUES (%(name)s, %(window)s, %(subject)s, 1)
ON CONFLICT (name, "window", subject) DO UPDATE SET count = portal_tally.count + 1
RETURNING count
"""
_UNDO: LiteralString = """
DELETE FROM portal_tally WHERE name = %(name)s AND "window" = %(window)s AND subject = %(subject)s
"""
_FORGET: LiteralString = 'DELETE FROM portal_tally WHERE name = %(name)s AND "window" < %(window)s - 1'


class TooManyTries(DomainError):
    """The limit is reached; ``wait_seconds`` says when to try again."""

    code = "too_many_tries"

    def __init__(self, wait_seconds: int) -> None:
        super().__init__(f"Too many tries: wait {wait_seconds} s", wait_seconds=wait_seconds)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True, slots=True)
class Limit:
    """How many different things a network may try in a window, and how often it may try one of them.

    ``reserve`` is how many more are left for browsers that came before, ``EACH_KNOWN`` for each of them.
    """

    name: str
    each: int
    each_when_busy: int
    busy_at: int
    same: int
    window: timedelta
    reserve: int = 0


ACCOUNT_NUMBERS = Limit(
    "account_numbers", each=30, each_when_busy=5, busy_at=600, same=40, window=timedelta(minutes=10)
)
"""Numbers that quick pay is asked about: a household pays for one or two, a guesser asks for thousands."""
ORDERS = Limit("orders", each=20, each_when_busy=5, busy_at=1_000, same=10, window=timedelta(minutes=10))
"""Orders made without a sign-in: stolen cards are tried out with many small ones."""

LINKS = Limit("links", each=30, each_when_busy=5, busy_at=600, same=200, window=timedelta(minutes=10))
"""Links by which somebody else pays: a payer opens one or two, a guesser tries thousands."""


APPLICATIONS = Limit(
    "applications", each=30, each_when_busy=10, busy_at=600, same=40, window=timedelta(minutes=10), reserve=30
)
"""Applications and call-backs: a person sends one or two, and an advertisement brings a network some more."""
APPLICATIONS_A_DAY = Limit(
    "applications_a_day", each=300, each_when_busy=100, busy_at=10_000, same=400, window=timedelta(days=1), reserve=300
)
"""The same over a day: a flood that stays below the other limit ends here."""
STATUSES = Limit("statuses", each=40, each_when_busy=10, busy_at=600, same=40, window=timedelta(minutes=10), reserve=30)
"""Pairs of an application's number and a phone: an applicant types his own, a guesser thousands."""
ADDRESSES = Limit(
    "addresses", each=120, each_when_busy=30, busy_at=6_000, same=60, window=timedelta(minutes=10), reserve=120
)
"""Addresses that the coverage is asked about: a visitor types a few, whoever copies the register asks for thousands."""
EACH_KNOWN = 3


def count_try(limit: Limit, *, network: str, what: str, now: datetime, browser: str = "") -> None:
    """Count that a network tries something. TooManyTries once it has tried too much in the window.

    ``browser`` names one that came before; empty for all others.
    """
    seconds = int(limit.window.total_seconds())
    window, passed = divmod(int(now.timestamp()), seconds)
    pair = _digest(f"{network} {what}")
    tried = _counted(limit, window, pair)
    if tried > limit.same or (tried == 1 and not _room_for_another(limit, window, network, pair, browser)):
        raise TooManyTries(seconds - passed)


def _room_for_another(limit: Limit, window: int, network: str, pair: str, browser: str) -> bool:
    """Count a thing that the network did not try before; one that is refused is new again the next time."""
    mine, everybodys = _counted(limit, window, network), _counted(limit, window, "all")
    if everybodys == 1:
        execute(_FORGET, {"name": limit.name, "window": window})
    if mine <= (limit.each_when_busy if everybodys > limit.busy_at else limit.each):
        return True
    if browser and _room_in_reserve(limit, window, network, browser):
        return True
    execute(_UNDO, {"name": limit.name, "window": window, "subject": pair})
    return False


def _room_in_reserve(limit: Limit, window: int, network: str, browser: str) -> bool:
    """Count a try of a browser that came before; those that have had their share take nothing from the others."""
    if not limit.reserve or _counted(limit, window, _digest(f"{network} browser {browser}")) > EACH_KNOWN:
        return False
    return _counted(limit, window, f"{network} reserve") <= limit.reserve


def network_of(request: HttpRequest) -> str:
    """The network that a request comes from: its /24, or its /64 in the new addresses."""
    try:
        ip = ip_address(str(request.META.get("REMOTE_ADDR") or ""))
    except ValueError:
        return "unknown"
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ip_network((ip, 24 if ip.version == 4 else 64), strict=False))


def _counted(limit: Limit, window: int, subject: str) -> int:
    count: int = rows(_COUNT, {"name": limit.name, "window": window, "subject": subject})[0][0]
    return count


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]

"""Agents that take money for the operator, and what their requests mean; which of them there are, settings say."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Lock

from kosmos.payments.rails.osmp.messages import Answer, Check, Pay, Request, Result
from kosmos.payments.rules import MOST_KOPECKS

NUMBER = re.compile(r"[0-9A-Za-zА-Яа-яЁё/-]{1,32}")
"""What an account's number may look like; what does not is refused without a look."""
CURRENCIES = frozenset({"", "BYN", "933"})
"""What an agent may call our money; it takes no other."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_MICROSECONDS = 1_000_000
_TAILS = 1_000


@dataclass(frozen=True, slots=True)
class Agent:
    """Who takes money: ``name`` is the provider of its payments, ``rail`` the protocol that it speaks."""

    name: str
    rail: str
    least_kopecks: int = 1
    most_kopecks: int = MOST_KOPECKS


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of an agent, and the bytes that it came in."""

    agent: Agent
    request: Request
    raw: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A payment that is kept already, by its agent's reference."""

    account_id: int
    number: int
    amount_kopecks: int
    came_at: datetime
    cancelled: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a request is about: its account, if there is one, and the payment that is known by its reference.

    ``stated`` is the account and sum of the one that a statement of the agent's, or our staff, brought.
    """

    account_id: int | None = None
    closed: bool = False
    taken: Taken | None = None
    stated: tuple[int, int] | None = None


def number_in(text: str) -> str:
    """An account's number as it is kept, from what a payer typed; empty if it cannot be one."""
    number = "".join(text.split())
    return number if NUMBER.fullmatch(number) else ""


def refusal(agent: Agent, request: Check | Pay, about: About) -> Result | None:
    """Why an account cannot be paid so much by this agent; None if it can."""
    if request.extra.currency.upper() not in CURRENCIES:
        return Result.OTHER
    if not number_in(request.account):
        return Result.ACCOUNT_FORMAT
    if about.account_id is None:
        return Result.ACCOUNT_UNKNOWN
    if about.closed:
        return Result.ACCOUNT_INACTIVE
    amount = agent.least_kopecks if request.amount_kopecks is None else request.amount_kopecks
    if amount < agent.least_kopecks:
        return Result.SUM_TOO_SMALL
    return Result.SUM_TOO_LARGE if amount > agent.most_kopecks else None


def contradicts(pay: Pay, about: About, known: tuple[int, int]) -> bool:
    """Whether a payment of a known reference is not the one that is known by it: its account and sum."""
    return known != (about.account_id, pay.amount_kopecks)


def accepted(txn_id: str, taken: Taken) -> Answer:
    """What an agent hears of its payment, each time the same."""
    return Answer(Result.OK, txn_id, str(taken.number), amount_kopecks=taken.amount_kopecks, answered_at=taken.came_at)


class Numbers:
    """Numbers of payments: digits, growing with time, of which no two are alike.

    A process gives out one a microsecond at most, with its own last three digits; that of another process with the
    same ones is refused by the database, and asked for again.
    """

    def __init__(self, tail: int) -> None:
        self._tail = tail % _TAILS
        self._last = 0
        self._lock = Lock()

    def take(self, count: int, *, now: datetime) -> Iterator[int]:
        """Some fresh numbers."""
        since = now - _EPOCH
        with self._lock:
            first = max((since.days * 86_400 + since.seconds) * _MICROSECONDS + since.microseconds, self._last + 1)
            self._last = first + count - 1
        return (one * _TAILS + self._tail for one in range(first, first + count))


numbers = Numbers(os.getpid())

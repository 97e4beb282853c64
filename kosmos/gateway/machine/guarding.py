"""Whoever guesses account numbers at a desk is slowed, and the audit hears of it."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import structlog

from kosmos.gateway.machine.guessing import Misses
from kosmos.gateway.machine.posting import now
from kosmos.gateway.machine.speech import Later, Requests
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.services.acts import note_act

MOST_CHECKS, MOST_GUESSES = 256, 64
"""Checks of one desk at a time, and those while it guesses. A further one is told to come again before it is looked
at, so that what there is and what there is not are told alike."""

LAST_SAID = 5
"""So many of a desk's lines in the audit are looked at: one of each process."""

_log = structlog.get_logger("kosmos.gateway")


@dataclass
class Guard:
    """Counts what one desk asks for and what there is not, in one of so many processes."""

    name: str
    processes: int = 1
    misses: Misses = field(init=False)
    delayed: int = 0
    checks: int = 0

    def __post_init__(self) -> None:
        self.misses = Misses(self.processes)

    @contextmanager
    def checking(self) -> Iterator[None]:
        """While one check is being answered. Later if too many are."""
        most = MOST_GUESSES if self.misses.are_many(time.monotonic()) else MOST_CHECKS
        if self.checks * self.processes >= most:
            raise Later
        self.checks += 1
        try:
            yield
        finally:
            self.checks -= 1

    async def missed(self, requests: Requests) -> None:
        """Something was asked for that there is not: wait before it is said. Later if too many wait."""
        at = time.monotonic()
        pause = self.misses.count(at)
        if self.misses.is_to_be_said(at):
            await requests.aside(self._note)
        if not pause:
            return
        if self.delayed * self.processes >= MOST_CHECKS:
            raise Later
        self.delayed += 1
        try:
            await asyncio.sleep(pause)
        finally:
            self.delayed -= 1

    def remember(self) -> None:
        """Take over how much was guessed at this desk lately, in another process or before this one began."""
        said = AuditRecord.objects.filter(action=Act.ACCOUNTS_GUESSED, subject="agent", object_id=self.name)
        for at, after in said.order_by("-at").values_list("at", "after")[:LAST_SAID]:
            self.misses.take_over((after or {}).get("misses", 0) - (now() - at).total_seconds(), time.monotonic())

    def _note(self) -> None:
        try:
            self.remember()
            after = {"misses": round(self.misses.level)}
            note_act(Act.ACCOUNTS_GUESSED, now=now(), subject="agent", object_id=self.name, after=after)
        except Exception:
            _log.exception("guessing cannot be noted", desk=self.name)

"""Claims: a message that is being sent belongs to one sender, and is free again as soon as that one is gone.

A sender holds a number by an advisory lock of its connection, which the database lets go of when the connection ends,
however it ends. So nothing depends on clocks: what is claimed under a number that nobody holds was left by the dead.
"""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import LiteralString

from kosmos.kernel.sql import execute, rows, statement
from kosmos.notifications.models import Message, State

_ROOM = 0x6D736773
"""The advisory locks of senders."""
_HOLD: LiteralString = "SELECT pg_advisory_lock(%(room)s::int, %(number)s::int)"
_LET_GO: LiteralString = "SELECT pg_advisory_unlock(%(room)s::int, %(number)s::int)"
_TRY: LiteralString = "SELECT pg_try_advisory_lock(%(room)s::int, %(number)s::int)"
_LEFT: LiteralString = "SELECT DISTINCT claimed_by FROM notifications_message WHERE state = 2"


@contextmanager
def sender() -> Iterator[int]:
    """A number under which messages can be claimed; what is still claimed at the end is free again."""
    number = secrets.randbelow(2**31)
    execute(_HOLD, {"room": _ROOM, "number": number})
    try:
        yield number
    finally:
        _free(number)
        execute(_LET_GO, {"room": _ROOM, "number": number})


def free_the_left() -> int:
    """Queue again what senders that are gone had claimed; how many messages."""
    return sum(_free_if_gone(number) for (number,) in rows(_LEFT, {}))


def claim(number: int, channel: str, *, now: datetime, limit: int) -> list[Message]:
    """Claim messages of a channel that are due, the oldest first; no two senders get the same."""
    scope = {"number": number, "channel": channel, "now": now, "limit": limit}
    ids = [found for (found,) in rows(statement("notifications", "claim"), scope)]
    return list(Message.objects.filter(id__in=ids).order_by("at"))


def begin_handing(message: Message, number: int) -> bool:
    """Note, before the gateway is touched, that a message may arrive from now on; False if it is not held any more."""
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, claimed_by=number)
    return bool(mine.update(attempts=message.attempts + 1))


def _free(number: int) -> int:
    return Message.objects.filter(state=State.SENDING, claimed_by=number).update(state=State.QUEUED, claimed_by=None)


def _free_if_gone(number: int) -> int:
    held = {"room": _ROOM, "number": number}
    if not rows(_TRY, held)[0][0]:
        return 0
    try:
        return _free(number)
    finally:
        execute(_LET_GO, held)

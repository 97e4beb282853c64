"""What the worker does for accounts between events, and the demo's clock for him."""

from datetime import datetime

from kosmos.charging import outlook
from kosmos.charging.errors import ClockOnlyForward
from kosmos.charging.services import lapse_due_promises, open_days
from kosmos.kernel import clock


def remember_outlooks(now: datetime, limit: int = 100) -> int:
    """Play ahead what the home pages of accounts that were looked at lately will say; how many were played."""
    return outlook.remember_outlooks(now=now, limit=limit)


def pass_time(to: datetime, *, workers: int = 1) -> None:
    """Let the demo's time pass: each midnight opens its day, promises lapse in their place.

    Errors: NotTheDemo, ClockOnlyForward.
    """
    if to < clock.now():
        raise ClockOnlyForward("The clock only goes forward: days that are open stay open")
    clock.move(to)
    open_days(now=to, workers=workers)
    lapse_due_promises(now=to)

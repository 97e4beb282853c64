"""Whose money ends soon, and what brings services back: what reminders say."""

from datetime import date, datetime

from kosmos.charging.forecast import needs_of
from kosmos.charging.imagining import imagined
from kosmos.charging.rules import to_be_back
from kosmos.charging.services.moment import begin
from kosmos.kernel.sql import rows, statement


def low_accounts(low: int, high: int, *, day: date, ahead: int) -> list[tuple[int, int]]:
    """Accounts with ids from ``low`` to below ``high`` whose money ends within ``ahead`` days, and the days left.

    Never later than it does; earlier only where the 1st asks for more than the services will (see sql/low.sql).
    """
    scope = {"low": low, "high": high, "day": day, "ahead": ahead}
    return [(account_id, days_left) for account_id, days_left in rows(statement("charging", "low"), scope)]


def to_be_back_now(account_id: int, *, now: datetime) -> int | None:
    """The least payment that brings back all that is blocked, None if money brings nothing back. Locks the account."""
    with imagined():
        moment = begin(account_id, now=now)
        return to_be_back(moment.figures, list(needs_of(account_id, day=moment.day, at=moment.at).values()))

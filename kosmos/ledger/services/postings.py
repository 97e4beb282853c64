"""The one way in which postings are written, and the one in which accounts are locked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import LiteralString

from kosmos.kernel.sql import array, execute, rows, statement
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Cause, LedgerCode, PostingKind
from kosmos.ledger.rules import Figures

MONTHS_AHEAD = 3
"""Months whose partitions are made before they come, so that forecasts need not make any."""
_OPEN_MONTH: LiteralString = "SELECT ledger_open_month((%(day)s + make_interval(months => %(months)s))::date)"


@dataclass(frozen=True, slots=True)
class Line:
    """One posting to come; ``amount_kopecks`` is what ``balance`` gains, a line of zero is not posted."""

    kind: PostingKind
    amount_kopecks: int
    cause: Cause = Cause.ASKED
    code: LedgerCode = LedgerCode.REVENUE
    price_id: int | None = None
    subscription: int | None = None
    from_on: date | None = None
    reverses: int | None = None
    note: str | None = None


@dataclass(slots=True)
class Entry:
    """An account's new postings in order, and by how much they change ``accrued`` and ``unpaid``."""

    account_id: int
    last_number: int
    lines: list[Line] = field(default_factory=list)
    accrued_change: int = 0
    unpaid_change: int = 0


def lock_accounts(account_ids: Iterable[int]) -> dict[int, tuple[Figures, date]]:
    """Lock accounts in id order; their figures and the last business day that is open for each.

    Every writer calls this first, in its transaction. UnknownAccount if one does not exist.
    """
    wanted = sorted(set(account_ids))
    found = {
        row[0]: (Figures(*row[1:5]), row[5])
        for row in rows(statement("ledger", "lock_accounts"), {"ids": array(wanted)})
    }
    if len(found) != len(wanted):
        missing = sorted(set(wanted) - found.keys())
        raise UnknownAccount(f"no account with id {missing[0]}", ids=missing)
    return found


def write_postings(entries: Sequence[Entry], *, day: date, at: datetime) -> None:
    """Post the entries' lines and change their accounts with them; the accounts are locked by the caller."""
    lines = [
        (entry.account_id, entry.last_number + offset, line)
        for entry in entries
        for offset, line in enumerate((line for line in entry.lines if line.amount_kopecks), 1)
    ]
    if not lines and not any(entry.accrued_change or entry.unpaid_change for entry in entries):
        return
    execute(
        statement("ledger", "insert_postings"),
        {
            "day": day,
            "at": at,
            "accounts": array(account_id for account_id, _, _ in lines),
            "numbers": array(number for _, number, _ in lines),
            "amounts": array(line.amount_kopecks for _, _, line in lines),
            "kinds": array(int(line.kind) for _, _, line in lines),
            "codes": array(int(line.code) for _, _, line in lines),
            "causes": array(int(line.cause) for _, _, line in lines),
            "prices": array(line.price_id for _, _, line in lines),
            "subscriptions": array(line.subscription for _, _, line in lines),
            "froms": array(line.from_on for _, _, line in lines),
            "reversed": array(line.reverses for _, _, line in lines),
            "notes": [line.note for _, _, line in lines],
        },
    )
    execute(
        statement("ledger", "change_accounts"),
        {
            "accounts": array(entry.account_id for entry in entries),
            "amounts": array(sum(line.amount_kopecks for line in entry.lines) for entry in entries),
            "counts": array(sum(1 for line in entry.lines if line.amount_kopecks) for entry in entries),
            "accrued": array(entry.accrued_change for entry in entries),
            "unpaid": array(entry.unpaid_change for entry in entries),
        },
    )


def open_month(day: date) -> None:
    """Make sure that the postings of a day's month, and of the months ahead, have their partitions."""
    for months in range(MONTHS_AHEAD + 1):
        rows(_OPEN_MONTH, {"day": day, "months": months})

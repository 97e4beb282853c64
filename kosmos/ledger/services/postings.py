"""The one way in which postings are written, and the one in which accounts are locked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, LiteralString

from kosmos.kernel.sql import array, execute, rows, statement, texts
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Cause, LedgerCode, PostingKind
from kosmos.ledger.rules import Figures

MONTHS_AHEAD = 3
"""Months whose partitions are made before they come, so that forecasts need not make any."""
_OPEN_MONTHS: LiteralString = """
SELECT ledger_open_month(month::date)
  FROM generate_series(date_trunc('month', %(first)s::timestamp),
                       %(last)s::timestamp + make_interval(months => %(ahead)s), '1 month') AS month
"""


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
    ids = set(account_ids)
    return accounts_locked(ids, rows(*accounts_lock(ids)))


def accounts_lock(account_ids: Iterable[int], numbers: Iterable[str] = ()) -> tuple[LiteralString, dict[str, object]]:
    """What locks accounts by ids and numbers, for those who ask for other things with it; unknown ones lock nothing."""
    return statement("ledger", "lock_accounts"), {
        "ids": array(sorted(set(account_ids))),
        "numbers": texts(set(numbers)),
    }


def accounts_locked(account_ids: Iterable[int], locked: list[tuple[Any, ...]]) -> dict[int, tuple[Figures, date]]:
    """The accounts in what `accounts_lock` locked, as `lock_accounts` says it."""
    found = {row[0]: (Figures(*row[1:5]), row[5]) for row in locked}
    missing = sorted(set(account_ids) - found.keys())
    if missing:
        raise UnknownAccount(f"no account with id {missing[0]}", ids=missing)
    return found


def write_postings(entries: Sequence[Entry], *, day: date, at: datetime | Mapping[int, datetime]) -> None:
    """Post the entries' lines and change their accounts with them; the accounts are locked by the caller.

    ``at`` is one instant for all, or one for each account, by its id.
    """
    instants = at if isinstance(at, Mapping) else dict.fromkeys((entry.account_id for entry in entries), at)
    lines = [
        (entry.account_id, entry.last_number + offset, line)
        for entry in entries
        for offset, line in enumerate((line for line in entry.lines if line.amount_kopecks), 1)
    ]
    if not lines and not any(entry.accrued_change or entry.unpaid_change for entry in entries):
        return
    execute(
        statement("ledger", "write_postings"),
        {
            "day": day,
            "ats": array(instants[account_id].isoformat() for account_id, _, _ in lines),
            "owners": array(account_id for account_id, _, _ in lines),
            "numbers": array(number for _, number, _ in lines),
            "kopecks": array(line.amount_kopecks for _, _, line in lines),
            "kinds": array(int(line.kind) for _, _, line in lines),
            "codes": array(int(line.code) for _, _, line in lines),
            "causes": array(int(line.cause) for _, _, line in lines),
            "prices": array(line.price_id for _, _, line in lines),
            "subscriptions": array(line.subscription for _, _, line in lines),
            "froms": array(line.from_on for _, _, line in lines),
            "reversed": array(line.reverses for _, _, line in lines),
            "notes": [line.note for _, _, line in lines],
            "accounts": array(entry.account_id for entry in entries),
            "amounts": array(sum(line.amount_kopecks for line in entry.lines) for entry in entries),
            "counts": array(sum(1 for line in entry.lines if line.amount_kopecks) for entry in entries),
            "accrued": array(entry.accrued_change for entry in entries),
            "unpaid": array(entry.unpaid_change for entry in entries),
        },
    )


def open_months(first: date, last: date) -> None:
    """Make sure that the postings of two days' months, of those between and of those ahead have their partitions."""
    rows(_OPEN_MONTHS, {"first": first, "last": last, "ahead": MONTHS_AHEAD})

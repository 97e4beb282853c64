"""How a passbook stood at the ends of its months, without adding up what came before or after."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from kosmos.kernel.days import ONE_DAY, month_start, next_month
from kosmos.kernel.sql import execute, rows, statement
from kosmos.ledger.errors import UnknownAccount

_PASSBOOK: LiteralString = """
SELECT balance_kopecks, last_number, open_through_on, NULL FROM ledger_account WHERE id = %(id)s
 UNION ALL
SELECT balance_kopecks, last_number, NULL, month_on FROM ledger_monthend WHERE account_id = %(id)s
 ORDER BY 4 NULLS FIRST
"""
_BEGINNING = date(1, 1, 1)


@dataclass(frozen=True, slots=True)
class Passbook:
    """The balance and last number at the end of each closed month that has postings before its end, and those now.

    ``month_on`` is the first day of the month that is open for the account.
    """

    month_on: date
    balance_kopecks: int
    last_number: int
    ends: dict[date, tuple[int, int]]

    @property
    def months(self) -> tuple[date, ...]:
        """The first days of the months that a statement can show, the open one included."""
        return (*(month for month, (_, number) in self.ends.items() if number), self.month_on)

    def before(self, month: date) -> tuple[int, int]:
        """The balance and the last number when a month began."""
        if month > self.month_on:
            return self.balance_kopecks, self.last_number
        return self.ends.get(month_start(month - ONE_DAY), (0, 0))


def passbook_of(account_id: int) -> Passbook:
    """An account's months; those closed since they were last asked for are remembered now. UnknownAccount."""
    found, ends = _read(account_id)
    closed = month_start(found[2] - found[2].day * ONE_DAY)
    newest = max(ends, default=None)
    if newest is None or newest < closed:
        balance, number = ends[newest] if newest else (0, 0)
        scope = {"id": account_id, "closed": closed, "balance": balance, "number": number}
        scope["first"] = next_month(newest) if newest else _BEGINNING
        execute(statement("ledger", "close_months"), scope)
        found, ends = _read(account_id)
    return Passbook(month_start(found[2]), found[0], found[1], ends)


def _read(account_id: int) -> tuple[tuple[int, int, date], dict[date, tuple[int, int]]]:
    lines = rows(_PASSBOOK, {"id": account_id})
    if not lines or lines[0][2] is None:
        raise UnknownAccount(f"no account with id {account_id}", ids=[account_id])
    balance, number, through, _ = lines[0]
    return (balance, number, through), {month: (then, last) for then, last, _, month in lines[1:]}

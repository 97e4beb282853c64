"""The trial balance of closed days: what stood on every account of the ledger, what moved, and that it adds up.

Debit is what an account of the ledger has: money in a till, at a bank; credit is what it owes, or has earned. A
payment debits the till and credits the subscribers; a fee debits the subscribers and credits the revenue.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from kosmos.kernel.sql import rows, statement

SUBSCRIBERS, SUSPENSE = -1, -2
"""The two lines beside the operator's codes: subscribers' accounts together, and those of nobody's money."""
_ACCOUNTS: LiteralString = """
SELECT (SELECT coalesce(sum(balance_kopecks), 0) FROM ledger_account)
     - (SELECT coalesce(sum(amount_kopecks), 0) FROM ledger_posting WHERE posted_on > %(last)s::date)
"""


@dataclass(frozen=True, slots=True)
class TrialLine:
    """One account of the ledger over a period; a debit balance is above zero, a credit balance below."""

    code: int
    opening_kopecks: int
    debit_kopecks: int
    credit_kopecks: int

    @property
    def closing_kopecks(self) -> int:
        """How it stood at the end."""
        return self.opening_kopecks + self.debit_kopecks - self.credit_kopecks

    @property
    def sides(self) -> tuple[int, int, int, int, int, int]:
        """Debit and credit of the opening balance, of what moved, and of the closing balance; none is below zero."""
        opening, closing = self.opening_kopecks, self.closing_kopecks
        moved = self.debit_kopecks, self.credit_kopecks
        return max(0, opening), max(0, -opening), *moved, max(0, closing), max(0, -closing)


@dataclass(frozen=True, slots=True)
class Trial:
    """All lines, and what the accounts' own balances say that they held together at the end."""

    lines: tuple[TrialLine, ...]
    accounts_kopecks: int

    @property
    def is_zero(self) -> bool:
        """Whether debit and credit are the same, before, in and after the period."""
        opening = sum(line.opening_kopecks for line in self.lines)
        moved = sum(line.debit_kopecks - line.credit_kopecks for line in self.lines)
        return opening == 0 == moved

    @property
    def held_kopecks(self) -> int:
        """What accounts held at the end by the postings: a credit balance."""
        return -sum(line.closing_kopecks for line in self.lines if line.code in {SUBSCRIBERS, SUSPENSE})

    @property
    def agrees(self) -> bool:
        """Whether the postings' sum is that of the balances which the accounts themselves keep."""
        return self.is_zero and self.held_kopecks == self.accounts_kopecks


def trial_of(first: date, last: date) -> Trial:
    """The trial balance from one closed day to another, whose figures are remembered."""
    opening: Counter[int] = Counter()
    moved: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for code, is_before, debit, credit in rows(statement("reports", "trial"), {"first": first, "last": last}):
        if is_before:
            opening[code] += debit - credit
        else:
            moved[code][0] += debit
            moved[code][1] += credit
    lines = tuple(TrialLine(code, opening[code], *moved[code]) for code in sorted({*opening, *moved}))
    return Trial(lines, int(rows(_ACCOUNTS, {"last": last})[0][0]))

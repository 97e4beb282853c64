"""A month of an account as its page shows it: an equation, charges with a service's days in one row, and payments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.charging.why import StatementRow
from kosmos.kernel.days import month_end
from kosmos.portal.words import charge_title, why_words

CHARGES = ("share", "accrual", "give_back", "one_off")
PAYMENTS = ("payment", "reversal")
FILTERS: dict[str, tuple[str, ...]] = {
    "charges": CHARGES,
    "payments": PAYMENTS,
    "services": ("share", "accrual", "give_back"),
    "one_off": ("one_off",),
}
"""What a reader may choose to see, and the kinds of postings that are it."""


@dataclass(frozen=True, slots=True)
class Days:
    """The shares of one plan in a month: one row that opens into its days, the newest first."""

    title: str
    rows: tuple[StatementRow, ...]

    @property
    def total_kopecks(self) -> int:
        """What all the days took from the balance, below zero."""
        return total(self.rows)

    @property
    def least_kopecks(self) -> int:
        """The smallest share among them, as a price."""
        return min(-row.amount_kopecks for row in self.rows)

    @property
    def most_kopecks(self) -> int:
        """The largest share among them, as a price."""
        return max(-row.amount_kopecks for row in self.rows)


@dataclass(frozen=True, slots=True)
class Equation:
    """opening − charged + paid + other = closing; ``other`` is what was brought forward or corrected."""

    opening_kopecks: int
    charged_kopecks: int
    paid_kopecks: int
    other_kopecks: int
    closing_kopecks: int


@dataclass(frozen=True, slots=True)
class Month:
    """What the page of a month prints; rows are the newest first."""

    first: date
    last: date
    equation: Equation
    days: tuple[Days, ...]
    charges: tuple[StatementRow, ...]
    payments: tuple[StatementRow, ...]
    others: tuple[StatementRow, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no row to show."""
        return not (self.days or self.charges or self.payments or self.others)

    @property
    def charges_kopecks(self) -> int:
        """The sum of the charges that are shown."""
        return sum(days.total_kopecks for days in self.days) + total(self.charges)

    @property
    def payments_kopecks(self) -> int:
        """The sum of the payments that are shown."""
        return total(self.payments)


def month_of(
    rows: Sequence[StatementRow], *, first: date, today: date, opening_kopecks: int, kind: str = "", wanted: str = ""
) -> Month:
    """A month's rows for its page; a kind of FILTERS and words to look for choose rows, never the equation."""
    shown = [row for row in reversed(rows) if row.kind in FILTERS.get(kind, (row.kind,)) and _bears(row, wanted)]
    return Month(
        first=first,
        last=min(month_end(first), max(today, first)),
        equation=_equation(rows, opening_kopecks),
        days=_days(row for row in shown if row.kind == "share"),
        charges=tuple(row for row in shown if row.kind in CHARGES and row.kind != "share"),
        payments=tuple(row for row in shown if row.kind in PAYMENTS),
        others=tuple(row for row in shown if row.kind not in CHARGES and row.kind not in PAYMENTS),
    )


def total(rows: Iterable[StatementRow]) -> int:
    """What the balance gained by rows."""
    return sum(row.amount_kopecks for row in rows)


def _equation(rows: Sequence[StatementRow], opening_kopecks: int) -> Equation:
    charged = -total(row for row in rows if row.kind in CHARGES)
    paid = total(row for row in rows if row.kind in PAYMENTS)
    other = total(rows) + charged - paid
    return Equation(opening_kopecks, charged, paid, other, opening_kopecks + total(rows))


def _days(shares: Iterable[StatementRow]) -> tuple[Days, ...]:
    """One row for each plan, in the order in which they come."""
    by_title: dict[str, list[StatementRow]] = {}
    for row in shares:
        by_title.setdefault(charge_title(row), []).append(row)
    return tuple(Days(title, tuple(rows)) for title, rows in by_title.items())


def _bears(row: StatementRow, wanted: str) -> bool:
    """Whether every word looked for stands in a row's name or reason, whatever the letters' case."""
    if not wanted:
        return True
    text = " ".join([charge_title(row), *why_words(row)]).casefold().replace("\u00a0", " ")
    return all(word in text for word in wanted.casefold().split())

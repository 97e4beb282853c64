"""What of a month's statement its page shows: a service's days in one row, other charges, and payments."""

from collections.abc import Iterable
from dataclasses import dataclass

from kosmos.charging.statement import StatementGroup, StatementMonth
from kosmos.charging.why import StatementRow
from kosmos.portal.words import charge_title, why_words

FILTERS = {
    "charges": ("share", "accrual", "give_back", "one_off"),
    "services": ("share", "accrual", "give_back"),
    "one_off": ("one_off",),
    "payments": ("payment", "reversal"),
}
"""What a reader may choose to see, and the kinds of postings that are it."""


@dataclass(frozen=True, slots=True)
class Days:
    """The shares of one subscription: one row that opens into its days, the newest first."""

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
class Shown:
    """What is chosen of a month; rows are the newest first."""

    days: tuple[Days, ...]
    charges: tuple[StatementRow, ...]
    payments: tuple[StatementRow, ...]
    brought: tuple[StatementRow, ...]

    @property
    def empty(self) -> bool:
        """Whether there is no row to show."""
        return not (self.days or self.charges or self.payments or self.brought)

    @property
    def charges_kopecks(self) -> int:
        """The sum of the charges that are shown."""
        return sum(days.total_kopecks for days in self.days) + total(self.charges)

    @property
    def payments_kopecks(self) -> int:
        """The sum of the payments that are shown."""
        return total(self.payments)


def shown_of(month: StatementMonth, *, kind: str = "", wanted: str = "") -> Shown:
    """A month's rows of a kind (of FILTERS; all for another) that bear the words looked for."""
    groups = [_chosen(group, kind, wanted) for group in reversed(month.groups)]
    shares = [rows for group, rows in groups if group.kind == "share" and rows]
    single = [(group, row) for group, rows in groups if group.kind != "share" for row in rows]
    return Shown(
        days=tuple(Days(charge_title(rows[0]), rows) for rows in shares),
        charges=tuple(row for group, row in single if not group.is_money_in and group.kind != "opening"),
        payments=tuple(row for group, row in single if group.is_money_in),
        brought=tuple(row for group, row in single if group.kind == "opening"),
    )


def total(rows: Iterable[StatementRow]) -> int:
    """What the balance gained by rows."""
    return sum(row.amount_kopecks for row in rows)


def _chosen(group: StatementGroup, kind: str, wanted: str) -> tuple[StatementGroup, tuple[StatementRow, ...]]:
    """A group with those of its rows that are shown, the newest first."""
    if group.kind not in FILTERS.get(kind, (group.kind,)):
        return group, ()
    return group, tuple(row for row in reversed(group.rows) if not wanted or _bears(row, wanted))


def _bears(row: StatementRow, wanted: str) -> bool:
    """Whether every word looked for stands in a row's name or reason, whatever the letters' case."""
    text = " ".join([charge_title(row), *why_words(row)]).casefold().replace("\u00a0", " ")
    return all(word in text for word in wanted.casefold().split())

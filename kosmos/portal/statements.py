"""What of a month's statement its page shows: a service's days in one row, other charges, and payments."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.charging.statement import StatementGroup
from kosmos.charging.why import StatementRow
from kosmos.kernel.days import month_start
from kosmos.kernel.money import HARD_SPACE, MINUS, plain
from kosmos.portal.words import charge_title, why_words
from kosmos.portal.words.channels import channel_words

FILTERS = {
    "payments": ("payment", "reversal"),
    "charges": ("share", "accrual", "give_back", "one_off"),
    "services": ("share", "accrual", "give_back"),
    "accruals": ("accrual", "give_back"),
    "one_off": ("one_off",),
    "corrections": ("correction", "reversal", "give_back"),
}
"""What a reader may choose to see, and the kinds of postings that are it."""
FOUND_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader wants to see of a period: a kind of FILTERS, the id of a service, words; all if nothing is said."""

    kind: str = ""
    service: int | None = None
    words: str = ""

    def __bool__(self) -> bool:
        """Whether anything is chosen."""
        return self.kind in FILTERS or self.service is not None or bool(self.words)

    def takes(self, row: StatementRow) -> bool:
        """Whether a row is among what is wanted."""
        if row.kind not in FILTERS.get(self.kind, (row.kind,)):
            return False
        return self.service in (None, row.service) and (not self.words or _bears(row, self.words))


@dataclass(frozen=True, slots=True)
class Days:
    """The shares of one subscription: one row that opens into its days, the newest first.

    ``month`` is a day of theirs where the period has several months.
    """

    title: str
    rows: tuple[StatementRow, ...]
    month: date | None = None

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


@dataclass(frozen=True, slots=True)
class Found:
    """The rows of a long period that are wanted, one page of them, the newest first, and the sum of all."""

    rows: tuple[StatementRow, ...]
    count: int
    total_kopecks: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.count // FOUND_ON_A_PAGE))


def shown_of(groups: Sequence[StatementGroup], wish: Wish) -> Shown:
    """What is wanted of a period's rows that stand in groups."""
    taken = [(group, tuple(row for row in reversed(group.rows) if wish.takes(row))) for group in reversed(groups)]
    shares = [(group, rows) for group, rows in taken if group.kind == "share" and rows]
    single = [(group, row) for group, rows in taken if group.kind != "share" for row in rows]
    several = len({month_start(group.first_on) for group in groups}) > 1
    return Shown(
        days=tuple(Days(charge_title(rows[0]), rows, group.first_on if several else None) for group, rows in shares),
        charges=tuple(row for group, row in single if not group.is_money_in and group.kind != "opening"),
        payments=tuple(row for group, row in single if group.is_money_in),
        brought=tuple(row for group, row in single if group.kind == "opening"),
    )


def found_of(parts: Iterable[Sequence[StatementRow]], wish: Wish, page: int) -> Found:
    """What is wanted of a long period that comes part by part, the oldest first; the last page for a later one."""
    taken = [row for rows in parts for row in rows if wish.takes(row)]
    taken.reverse()
    page = max(1, min(page, -(-len(taken) // FOUND_ON_A_PAGE)))
    part = taken[(page - 1) * FOUND_ON_A_PAGE : page * FOUND_ON_A_PAGE]
    return Found(tuple(part), len(taken), total(taken), page)


def total(rows: Iterable[StatementRow]) -> int:
    """What the balance gained by rows."""
    return sum(row.amount_kopecks for row in rows)


def _bears(row: StatementRow, wanted: str) -> bool:
    """Whether every word looked for stands in a row's name or reason, or is its number or sum."""
    text = " ".join([charge_title(row), channel_words(row.channel) if row.channel else "", *why_words(row)])
    text = text.casefold().replace(HARD_SPACE, " ").replace(MINUS, "-")
    sums = {plain(row.amount_kopecks), plain(abs(row.amount_kopecks)), str(row.number)}
    words = wanted.casefold().replace("№", " ").replace(MINUS, "-").split()
    return all(word in text or word.lstrip("+").replace(",", ".") in sums for word in words)

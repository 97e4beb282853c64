"""How old what subscribers owe is, and who owes most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kosmos.kernel.sql import rows, statement
from kosmos.reports.models import AgedDebt
from kosmos.reports.rules import AGES, oldest_of_ages


@dataclass(frozen=True, slots=True)
class Age:
    """Debts of one age: accounts whose oldest debt it is, and how much is so old."""

    accounts: int
    kopecks: int


@dataclass(frozen=True, slots=True)
class Aged:
    """Debts by age at an instant; ``at`` is None where nobody looked yet."""

    at: datetime | None
    ages: tuple[Age, ...]

    @property
    def kopecks(self) -> int:
        """All that is owed."""
        return sum(age.kopecks for age in self.ages)

    @property
    def accounts(self) -> int:
        """How many owe."""
        return sum(age.accounts for age in self.ages)


def ages_of_all(day: date) -> list[Age]:
    """What all accounts owe now, by age as of a day. Takes some seconds where many owe."""
    counted = [[0, 0] for _ in AGES]
    for parts in debts_of(None, day).values():
        oldest = max(place for place, part in enumerate(parts) if part)
        counted[oldest][0] += 1
        for place, part in enumerate(parts):
            counted[place][1] += part
    return [Age(accounts, kopecks) for accounts, kopecks in counted]


def debts_of(ids: Sequence[int] | None, day: date) -> dict[int, list[int]]:
    """What each of some accounts (None: all) owes, in parts by age; accounts that owe nothing are left out."""
    found = rows(statement("reports", "aged_debt"), {"ids": ids, "since": oldest_of_ages(day)})
    return {account_id: parts for account_id, _, parts in found}


def remembered_ages() -> Aged:
    """The debts by age as the worker saw them last."""
    kept = {one.age: one for one in AgedDebt.objects.all()}
    if not kept:
        return Aged(None, tuple(Age(0, 0) for _ in AGES))
    ages = (kept.get(place) for place in range(len(AGES)))
    return Aged(
        max(one.at for one in kept.values()), tuple(Age(o.accounts, o.kopecks) if o else Age(0, 0) for o in ages)
    )

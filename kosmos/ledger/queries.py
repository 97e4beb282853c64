"""What the ledger says of itself over closed days."""

from dataclasses import dataclass
from datetime import date

from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import LedgerCode


@dataclass(frozen=True, slots=True)
class TrialRow:
    """What one of the operator's codes gained, and by how many postings.

    A posting that adds to an account takes from its code: the codes' sum and the accounts' sum are zero together.
    """

    code: int
    postings: int
    gained_kopecks: int

    @property
    def name(self) -> str:
        """The code in words; its number if it is none of the ledger's."""
        return LedgerCode(self.code).label if self.code in LedgerCode.values else str(self.code)


def last_closed_day() -> date | None:
    """The last day on which nothing can be posted any more: a later one is open for every account."""
    found: date | None = rows(statement("ledger", "last_closed_day"), {})[0][0]
    return found


def trial_balance(through: date | None = None) -> list[TrialRow]:
    """What each code gained up to the end of a closed day (the last one if not said, or if ``through`` is open)."""
    closed = last_closed_day()
    if closed is None:
        return []
    bound = min(through, closed) if through else closed
    return [TrialRow(*row) for row in rows(statement("ledger", "trial_balance"), {"through": bound})]

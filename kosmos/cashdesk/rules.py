"""The arithmetic of a shift (pure): what should be in the desk, and what counting it found."""

from dataclasses import dataclass, field
from datetime import timedelta

from kosmos.kernel.cards import without_cards

MOST_KOPECKS = 1_000_000
"""The largest sum that a desk takes at once, or begins with."""
LONGEST_NOTE = 500
JUST_NOW = timedelta(minutes=10)
"""Within it the same amount for the same account is taken for a repetition, until the cashier says otherwise."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A shift in sums: what it began with, took, voided and handed over, and how it ended once it is closed.

    ``handed_kopecks`` is what was handed over before the end, ``closing_kopecks`` at the end.
    """

    float_kopecks: int = 0
    receipts: int = 0
    taken_kopecks: int = 0
    voids: int = 0
    voided_kopecks: int = 0
    handed_kopecks: int = 0
    shortage_kopecks: int = 0
    surplus_kopecks: int = 0
    closing_kopecks: int = 0
    counted_kopecks: int | None = field(default=None)

    @property
    def income_kopecks(self) -> int:
        """What the shift took for good."""
        return self.taken_kopecks - self.voided_kopecks

    @property
    def expected_kopecks(self) -> int:
        """What should be in the desk before it is counted."""
        return self.float_kopecks + self.income_kopecks - self.handed_kopecks

    @property
    def difference_kopecks(self) -> int:
        """What counting found too much; below zero what is missing."""
        return self.surplus_kopecks - self.shortage_kopecks

    @property
    def desk_kopecks(self) -> int:
        """What is in the desk now: nothing once the shift is closed."""
        return self.expected_kopecks + self.difference_kopecks - self.closing_kopecks


def note_of(typed: str) -> str:
    """What was typed as it is kept: one line, with no card number in it, not too long."""
    line = " ".join("".join(sign if sign.isprintable() else " " for sign in typed).split())
    return without_cards(line)[:LONGEST_NOTE]

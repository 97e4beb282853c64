"""What an account can spend, and how money that comes and goes changes it (rulebook 4)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figures:
    """An account's figures in kopecks, and the number of its last posting."""

    balance: int
    accrued: int
    unpaid: int
    last_number: int = 0

    @property
    def spendable(self) -> int:
        """What can be spent: what is accrued and not paid yet is not due before the month's end."""
        return self.balance + self.unpaid

    @property
    def overdue(self) -> int:
        """What is due and not there."""
        return max(0, -self.spendable)


def part_paid_early(figures: Figures, amount_kopecks: int) -> int:
    """How much of a payment pays accruals that are not due yet, after it has covered what is overdue."""
    return min(figures.unpaid, max(0, amount_kopecks - figures.overdue))


def unpaid_again(figures: Figures, part_kopecks: int) -> int:
    """How much ``unpaid`` grows when a payment of this month that had paid ``part`` early is reversed."""
    return min(figures.accrued, figures.unpaid + part_kopecks) - figures.unpaid


def after_give_back(figures: Figures, given_kopecks: int) -> Figures:
    """The figures as if a part of this month's accruals were given back."""
    return Figures(
        balance=figures.balance + given_kopecks,
        accrued=figures.accrued - given_kopecks,
        unpaid=figures.unpaid - min(figures.unpaid, given_kopecks),
        last_number=figures.last_number,
    )


def early_taken_back(amount_kopecks: int, *, paid_early: int, balance_before: int, taken: int) -> int:
    """How much of what a payment paid early is undone once ``taken`` of it is taken back: as if only the rest had come.

    ``balance_before`` is the balance that it came to. A payment covers what is overdue, then what is not due yet, and
    what is left over goes first. If anything was left over, ``unpaid`` was all paid: so the parts can be told apart.
    """
    overdue = max(0, -(balance_before + paid_early))
    left_over = max(0, amount_kopecks - paid_early - overdue)
    return min(paid_early, max(0, taken - left_over))

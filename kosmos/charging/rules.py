"""Shares of a fee: whole kopecks that differ by at most one and add up to the fee exactly (rulebook 3)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.kernel.days import days_in_month
from kosmos.ledger.rules import Figures


def share(fee_kopecks: int, day: date) -> int:
    """The part of a month's fee that one day costs."""
    n = days_in_month(day)
    return fee_kopecks * day.day // n - fee_kopecks * (day.day - 1) // n


def rest_from(fee_kopecks: int, day: date) -> int:
    """The part of a month's fee from a day on, that day included."""
    return fee_kopecks - fee_kopecks * (day.day - 1) // days_in_month(day)


def rest_after(fee_kopecks: int, day: date) -> int:
    """The part of a month's fee after a day."""
    return fee_kopecks - fee_kopecks * day.day // days_in_month(day)


@dataclass(frozen=True, slots=True)
class Need:
    """What a subscription asks of the money before it runs on a day, and what that day then costs.

    ``out_of_reach`` is a package whose base plan is gone: no money brings it back. A postpaid one asks only that
    nothing is overdue; it is tried before the walk, and what prepaid ones cost is not taken from it.
    """

    need_kopecks: int
    cost_kopecks: int
    blocked: bool
    out_of_reach: bool = False
    prepaid: bool = True


def least_to_run(needs: Sequence[Need]) -> int:
    """The least that has to be there for all prepaid ones to pass rule 5's walk, each after those before it."""
    least = spent = 0
    for need in needs:
        if need.prepaid and not need.out_of_reach:
            least = max(least, spent + need.need_kopecks)
            spent += need.cost_kopecks
    return least


def to_be_back(figures: Figures, needs: Sequence[Need]) -> int | None:
    """The least payment that brings back, at once, all that is blocked; None if nothing is that it could.

    It covers what is overdue; more than that is needed only if the first of rule 5's walk to fall short asks
    for more than can be spent, and then what is accrued is paid before anything can be spent (rule 4).
    """
    blocked = [need for need in needs if need.blocked and not need.out_of_reach]
    if not blocked:
        return None
    least = least_to_run(blocked)
    spendable = max(0, figures.spendable)
    return figures.overdue + (figures.unpaid + least - spendable if least > spendable else 0)

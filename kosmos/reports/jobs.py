"""What the worker remembers of the operator's figures."""

from datetime import date

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel import clock
from kosmos.kernel.days import business_day
from kosmos.reports.services import remember_debts, remember_figures, remember_moves


def remember() -> list[date]:
    """Remember the figures of sealed days, who came and left, how old the debts are today; the days that were new."""
    now = clock.now()
    new = remember_figures(now=now)
    remember_moves()
    remember_debts(now=now, day=business_day(now, operator_zone()))
    return new

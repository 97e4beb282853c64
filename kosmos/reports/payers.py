"""What an account brings in a month on the average: fees, divided by the accounts that they were taken from."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from kosmos.kernel.days import month_end
from kosmos.reports.figures import figures_of
from kosmos.reports.models import MonthPayers
from kosmos.reports.rules import Months, average


@dataclass(frozen=True, slots=True)
class Average:
    """A month's fees, less what was given back, and from how many accounts they came, up to a closed day."""

    month: date
    through: date
    fees_kopecks: int
    accounts: int

    @property
    def each_kopecks(self) -> int:
        """The average, to the nearest kopeck."""
        return average(self.fees_kopecks, self.accounts)


def averages_of(months: Months) -> list[Average]:
    """Each month that has closed days, the oldest first."""
    fees: Counter[date] = Counter()
    for one in figures_of(months.first, months.last, by="month"):
        fees[one.first] += one.fees_kopecks
    counted = MonthPayers.objects.filter(service=0, month_on__range=(months.first, months.last))
    return [
        Average(one.month_on, one.through_on, fees[one.month_on], one.accounts) for one in counted.order_by("month_on")
    ]


def averages_by_service(month: date) -> dict[int, Average]:
    """A month of each service by itself; an account with two services counts in both."""
    fees: Counter[int] = Counter()
    for one in figures_of(month, month_end(month), by="month"):
        fees[one.service] += one.fees_kopecks
    counted = MonthPayers.objects.filter(month_on=month).exclude(service=0).order_by("service")
    return {one.service: Average(month, one.through_on, fees[one.service], one.accounts) for one in counted}

"""When sales work, by the operator's policy."""

from datetime import datetime

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.working import Working, working


def sales_work(now: datetime) -> Working:
    """The hours of work as they are told on the day of an instant."""
    return working(policies_on(business_day(now, operator_zone())).sales_hours)

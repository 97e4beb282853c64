"""Letting the coming days of one account pass, as quickly as the engine can: what forecasts and outlooks play."""

from collections.abc import Callable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from kosmos.charging.services.opening import open_accounts
from kosmos.kernel.days import ONE_DAY, each_day, start_of
from kosmos.kernel.sql import execute_each, statement
from kosmos.ledger.models import Account

STRIDE_DAYS = 16
"""At most so many quiet days are sent to the database at once."""
DOUBT_DAYS = 8
"""So many days are opened with care before quiet ones are looked for again, where there were none."""


def pass_days(
    account_id: int, *, after: date, until: date, zone: ZoneInfo, stop: Callable[[date], bool] = lambda _: False
) -> date:
    """Open the days after one up to another for an account that the caller holds locked; the last one opened.

    Days on which nothing can change but that shares are charged are opened by the opening's own statement for
    them, many at once; each other day as an event opens it, and ``stop`` may end there what is being played.
    """
    day, stride, doubt, careful = after, STRIDE_DAYS // 2, 0, 0
    while day < until:
        if careful:
            careful -= 1
        else:
            target = min(until, day + timedelta(days=stride))
            reached = _open_quiet_days(account_id, day + ONE_DAY, target, zone)
            doubt = min(DOUBT_DAYS, 2 * doubt + 1) if reached == day else 0
            stride, careful, day = min(2 * stride, STRIDE_DAYS), doubt, reached
            if day == target:
                continue
            stride = 1
        day += ONE_DAY
        open_accounts([account_id], day=day, zone=zone)
        if stop(day):
            break
    return day


def _open_quiet_days(account_id: int, first: date, last: date, zone: ZoneInfo) -> date:
    """Open days in order until one cannot be opened easily; the last day that is open then."""
    scopes = (
        {"low": account_id, "high": account_id + 1, "day": day, "at": start_of(day, zone), "first": day.day == 1}
        for day in each_day(first, last)
    )
    execute_each(statement("charging", "open_easily"), scopes)
    reached: date = Account.objects.values_list("open_through_on", flat=True).get(id=account_id)
    return reached

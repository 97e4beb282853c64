"""The demo's traffic: who of the people uses how much, hour by hour, counted as the network would tell it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import plan_by_code
from kosmos.charging.models import Status
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import ONE_DAY, business_day, each_day, month_end, month_start, start_of
from kosmos.usage.counting import Count, count_all
from kosmos.usage.models import TrafficCount
from kosmos.usage.rules import MEGABYTE, Then
from kosmos.usage.services import choose_what_follows

SOURCE = "demo"
SHOWN_AT = timedelta(hours=10)
"""Until when traffic of the last day is there: when the demo's «today» is looked at."""
NIGHT = (1, 1, 0, 0, 0, 0, 1, 3)
DAY = (4, 3, 2, 2, 2, 3, 4, 3, 3, 4)
EVENING = (6, 8, 10, 12, 9, 5)
HOURS = (*NIGHT, *DAY, *EVENING)
"""How the hours of a day share its traffic, from midnight on."""
WEEK = (9, 8, 9, 10, 12, 15, 14)
"""How the days of a week share it, from Monday on."""
EARLIER_PERCENT = 64
"""So much of the volume was used in each earlier month."""


@dataclass(frozen=True, slots=True)
class User:
    """Somebody's use: the plan, percents of its volume used in this month until now, and what he chose to follow."""

    plan: str
    percent: int
    then: Then | None = None


USERS = {
    "100482": User("kombo-50", 85),
    "100591": User("kosm-30", 104, Then.THROTTLE),
    "100579": User("kosm-60", 12),
}
"""By account: Anna is low, Dmitry's is used up and slow, Sergey paused soon after the month began."""


def create_traffic(number: str, account_id: int, *, eve: date, until: datetime, today: date, zone: ZoneInfo) -> None:
    """Count the traffic that an account of the demo used before ``until`` and was not counted yet.

    Its days are opened on the way, so it goes between the events of its story, in their order. The same every time;
    doing it again changes nothing. Nothing is used on days on which the plan does not run.
    """
    user = USERS.get(number)
    if user is None:
        return
    plan = plan_by_code(user.plan)
    with transaction.atomic():
        for day in each_day(_first_day(account_id, eve, zone), business_day(until, zone)):
            end = min(until, start_of(day + ONE_DAY, zone) - timedelta(seconds=1))
            counts = [
                one for one in _of_day(account_id, plan, user, day, today=today, zone=zone) if one.counted_at < end
            ]
            if counts and _runs(account_id, plan, now=end):
                _choose(account_id, plan, user, now=end)
                count_all(counts, now=end)


def _first_day(account_id: int, eve: date, zone: ZoneInfo) -> date:
    """The day to go on with: that of the newest count, or the first of the demo."""
    newest = TrafficCount.objects.filter(account_id=account_id, source=SOURCE).order_by("-counted_at").first()
    return business_day(newest.counted_at, zone) if newest else eve + ONE_DAY


def _runs(account_id: int, plan: Plan, *, now: datetime) -> bool:
    moment = begin(account_id, now=now)
    return any(held.plan_id == plan.id and held.status == Status.RUNNING for held in moment.subscriptions)


def _choose(account_id: int, plan: Plan, user: User, *, now: datetime) -> None:
    if user.then is not None:
        choose_what_follows(account_id=account_id, plan=plan, then=user.then, now=now)


def _of_day(account_id: int, plan: Plan, user: User, day: date, *, today: date, zone: ZoneInfo) -> Iterator[Count]:
    """The counts of a day by the hour; each hour is told at its end."""
    megabytes = _megabytes(plan, user, day, today)
    for hour, weight in enumerate(HOURS):
        volume = megabytes * weight * MEGABYTE // sum(HOURS)
        if volume:
            at = start_of(day, zone) + timedelta(hours=hour, minutes=59)
            yield Count(account_id, plan, volume, at, SOURCE, f"{day} {hour:02d}")


def _megabytes(plan: Plan, user: User, day: date, today: date) -> int:
    """A day's part of what its month uses: in this month until today's morning, in others until their ends."""
    this_month = month_start(day) == month_start(today)
    last = today if this_month else month_end(day)
    percent = user.percent if this_month else EARLIER_PERCENT
    weights = {one: WEEK[one.weekday()] * _part_of(one, today) for one in each_day(month_start(day), last)}
    total = (plan.volume_bytes or 0) // MEGABYTE * percent // 100
    return total * WEEK[day.weekday()] * 100 // sum(weights.values())


def _part_of(day: date, today: date) -> int:
    """Percents of a day that are over when the demo looks at it at ten."""
    return 100 if day < today else 100 * sum(HOURS[:10]) // sum(HOURS)

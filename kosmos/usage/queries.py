"""What is left of a plan's traffic, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Subscription
from kosmos.charging.queries import Held, Home, first_day_run
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import month_start
from kosmos.kernel.sql import records
from kosmos.usage.models import TrafficMonth
from kosmos.usage.rules import Month, Terms, Then, flow, left

FIGURES = (
    "volume_used_bytes",
    "bought_bytes",
    "bought_used_bytes",
    "beyond_bytes",
    "charged_bytes",
    "charged_kopeck_hundredths",
)
"""The columns of TrafficMonth that rules.Month has too."""
_MONTHS: LiteralString = """
SELECT subscription, refilled_on, volume_used_bytes, bought_bytes, bought_used_bytes, beyond_bytes, charged_bytes,
       charged_kopeck_hundredths
  FROM usage_trafficmonth
 WHERE account_id = %(id)s AND month_on = %(month)s
"""


@dataclass(frozen=True, slots=True)
class Traffic:
    """A subscription's traffic in the month of an instant.

    ``state`` is what traffic meets now (full, throttled, stopped, charging; unfilled before it runs in the month),
    ``then`` what follows when nothing is left (throttle, stop, charge), with the speed or the price that goes with it.
    """

    subscription: int
    plan: str
    name: dict[str, str]
    month_on: date
    refilled_on: date | None
    volume_bytes: int
    bought_bytes: int
    used_bytes: int
    left_bytes: int
    over_bytes: int
    charged_kopecks: int
    state: str
    then: str
    throttle_kbps: int | None
    megabyte_kopeck_hundredths: int | None


def traffic_of(account_id: int, now: datetime) -> list[Traffic]:
    """The traffic of an account's subscriptions whose plans have a volume, in rule 5's order.

    The account's missing days are opened, and undone. UnknownAccount.
    """
    with imagined():
        moment = begin(account_id, now=now)
        limited = [(held, terms_of(held.plan)) for held in moment.subscriptions]
        return [_traffic(held, terms, moment.day) for held, terms in limited if terms is not None]


def traffic_at_home(home: Home) -> list[Traffic]:
    """The traffic of what a home page holds, in one statement; none if no plan of it has a volume."""
    limited = [(held, terms) for held in home.held if (terms := _terms_of_held(held)) is not None]
    if not limited:
        return []
    month_on = month_start(home.today)
    months = {row["subscription"]: row for row in records(_MONTHS, {"id": home.account_id, "month": month_on})}
    return [
        _told(
            _month(months.get(held.number), held.ran_from),
            terms,
            number=held.number,
            plan=held.plan,
            name=held.name,
            month_on=month_on,
        )
        for held, terms in limited
    ]


def _traffic(held: Subscription, terms: Terms, day: date) -> Traffic:
    plan, month_on = held.plan, month_start(day)
    found = month_of(held, day)
    return _told(found, terms, number=held.number, plan=plan.code, name=plan.name, month_on=month_on)


def _told(
    found: tuple[Month, date | None], terms: Terms, *, number: int, plan: str, name: dict[str, str], month_on: date
) -> Traffic:
    month, refilled_on = found
    return Traffic(
        subscription=number,
        plan=plan,
        name=name,
        month_on=month_on,
        refilled_on=refilled_on,
        volume_bytes=terms.volume_bytes,
        bought_bytes=month.bought_bytes,
        used_bytes=month.used_bytes,
        left_bytes=left(month, terms),
        over_bytes=month.over_bytes,
        charged_kopecks=month.charged_kopecks,
        state=flow(month, terms).state,
        then=terms.then,
        throttle_kbps=terms.throttle_kbps,
        megabyte_kopeck_hundredths=terms.megabyte_kopeck_hundredths,
    )


def terms_of(plan: Plan) -> Terms | None:
    """A plan's traffic; None if it has no volume."""
    if plan.volume_bytes is None or plan.used_up is None:
        return None
    then = Then(UsedUp(plan.used_up).label)
    return Terms(plan.volume_bytes, then, plan.throttle_kbps, plan.megabyte_kopeck_hundredths)


def _terms_of_held(held: Held) -> Terms | None:
    if held.volume_bytes is None or held.used_up is None:
        return None
    return Terms(held.volume_bytes, Then(held.used_up), held.throttle_kbps, held.megabyte_kopeck_hundredths)


def month_of(held: Subscription, day: date) -> tuple[Month, date | None]:
    """A subscription's month as it is, and when it was refilled; its account is locked and open for ``day``.

    Nothing is written when a month is refilled: the row comes with the first count or purchase.
    """
    row = TrafficMonth.objects.filter(
        account_id=held.account_id, subscription=held.number, month_on=month_start(day)
    ).first()
    refilled_on = (row.refilled_on if row else None) or first_day_run(held, day)
    figures = {name: getattr(row, name) for name in FIGURES} if row else {}
    return Month(refilled=refilled_on is not None, **figures), refilled_on


def _month(row: dict[str, Any] | None, ran_from: date | None) -> tuple[Month, date | None]:
    refilled_on = (row["refilled_on"] if row else None) or ran_from
    figures = {name: row[name] for name in FIGURES} if row else {}
    return Month(refilled=refilled_on is not None, **figures), refilled_on

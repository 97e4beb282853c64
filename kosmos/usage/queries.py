"""What is left of a plan's traffic, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Min

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import month_start
from kosmos.ledger.models import Posting, PostingKind
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


def _traffic(held: Subscription, terms: Terms, day: date) -> Traffic:
    month, refilled_on = month_of(held, day)
    return Traffic(
        subscription=held.number,
        plan=held.plan.code,
        name=held.plan.name,
        month_on=month_start(day),
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


def first_day_run(held: Subscription, day: date) -> date | None:
    """The first day of ``day``'s month on which a subscription ran, None if it has not; open through ``day``.

    Whether it ran is exact: it runs now, or the last day for which it was charged or accrued is of this month. Which
    day was the first is exact for plans that cost a kopeck a day or more: their postings say it. For others it is
    the earliest day that is known.
    """
    first = month_start(day)
    running = held.status == Status.RUNNING
    last = day if running else max(held.charged_through_on or date.min, held.accrued_through_on or date.min)
    if last < first:
        return None
    lines = Posting.objects.filter(
        account_id=held.account_id,
        subscription=held.number,
        kind__in=(PostingKind.SHARE, PostingKind.ACCRUAL),
        posted_on__range=(first, day),
    )
    posted: date | None = lines.aggregate(on=Min("posted_on"))["on"]
    known = max(first, held.status_on) if running else last
    return min(posted or known, known)

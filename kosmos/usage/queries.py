"""What is left of a plan's traffic, and what follows."""

from dataclasses import dataclass
from datetime import date, datetime

from kosmos.charging.imagining import imagined
from kosmos.charging.models import Subscription
from kosmos.charging.queries import Held, Home
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import month_start
from kosmos.usage.months import Known, known_of
from kosmos.usage.rules import WARN_PERCENT, Month, Terms, flow, left


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
        limited = [held for held in moment.subscriptions if held.plan.volume_bytes is not None]
        month_on = month_start(moment.day)
        known = known_of([(account_id, held.number) for held in limited], month_on) if limited else {}
        return [_traffic(held, known[account_id, held.number], moment.day) for held in limited]


def traffic_at_home(home: Home) -> list[Traffic]:
    """The traffic of what a home page holds, in one statement; none if no plan of it has a volume."""
    limited = [held for held in home.held if held.volume_bytes is not None]
    if not limited:
        return []
    month_on = month_start(home.today)
    known = known_of([(home.account_id, held.number) for held in limited], month_on)
    return [_traffic_of_held(held, known[home.account_id, held.number], month_on) for held in limited]


def mark_passed(account_id: int, subscription: int, now: datetime) -> int | None:
    """The threshold (80 or 100 percent) that a subscription's traffic is past at this moment; None if none."""
    for traffic in traffic_of(account_id, now):
        if traffic.subscription == subscription and traffic.refilled_on is not None:
            total = traffic.volume_bytes + traffic.bought_bytes
            used = 100 * (total - traffic.left_bytes) // total
            return next((mark for mark in (100, WARN_PERCENT) if used >= mark), None)
    return None


def _traffic(held: Subscription, known: Known, day: date) -> Traffic:
    plan, terms = held.plan, known.terms_of(held.plan)
    assert terms is not None
    found = known.month_of(held, day)
    return _told(found, terms, number=held.number, plan=plan.code, name=plan.name, month_on=month_start(day))


def _traffic_of_held(held: Held, known: Known, month_on: date) -> Traffic:
    terms = known.terms_of_held(held)
    assert terms is not None
    found = known.month(held.ran_from)
    return _told(found, terms, number=held.number, plan=held.plan, name=held.name, month_on=month_on)


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

"""Traffic is counted and bought (rulebook 9)."""

from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.models import Plan
from kosmos.charging.errors import Blocked, InsufficientFunds
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import Moment, begin
from kosmos.kernel.days import month_start
from kosmos.ledger.models import Cause
from kosmos.usage.errors import PlanWithoutVolume
from kosmos.usage.models import TrafficCount, TrafficMonth, TrafficPurchase
from kosmos.usage.queries import FIGURES, month_of, terms_of
from kosmos.usage.rules import Month, Terms, bought, counted


@transaction.atomic
def count_traffic(
    *, account_id: int, plan: Plan, volume_bytes: int, now: datetime, source: str, reference: str
) -> bool:
    """Count traffic to the month of the business day; whether it was new.

    One seen before (same account, source and reference) changes nothing. Where the plan charges for what is beyond
    the month's volume, the new started megabytes are posted as a one-off charge, followed by steps 4 and 5 of
    rule 7. Errors, in this order: NotConnected, PlanWithoutVolume.
    """
    if volume_bytes <= 0:
        raise ValueError("a count has at least one byte")
    moment = begin(account_id, now=now)
    if TrafficCount.objects.filter(account_id=account_id, source=source, reference=reference).exists():
        return False
    held, terms = _limited(moment, plan)
    before, refilled_on = month_of(held, moment.day)
    after = counted(before, terms, volume_bytes)
    _write(held, terms, after, month_on=month_start(moment.day), refilled_on=refilled_on)
    TrafficCount.objects.create(
        account_id=account_id,
        source=source,
        reference=reference,
        subscription=held.number,
        month_on=month_start(moment.day),
        counted_at=now,
        volume_bytes=volume_bytes,
    )
    cost = after.charged_kopecks - before.charged_kopecks
    if cost:
        moment.charge_once(cost, note=f"traffic:{held.plan.code}")
        moment.settle(Cause.CHARGED_ONCE)
    return True


@transaction.atomic
def buy_traffic(
    *, account_id: int, plan: Plan, volume_bytes: int, price_kopecks: int, now: datetime, reference: str
) -> bool:
    """Buy traffic on top of the month's volume, good until the month ends; whether it was new.

    One seen before (same account and reference) changes nothing. It needs the price in what can be spent, and
    service to use it (choice). Errors, in this order: Suspended, NotConnected, PlanWithoutVolume, Blocked,
    InsufficientFunds.
    """
    if volume_bytes <= 0 or price_kopecks <= 0:
        raise ValueError("at least one byte is bought, for at least one kopeck")
    moment = begin(account_id, now=now)
    if TrafficPurchase.objects.filter(account_id=account_id, reference=reference).exists():
        return False
    moment.refuse_if_suspended()
    held, terms = _limited(moment, plan)
    if held.status != Status.RUNNING:
        raise Blocked(f"{plan.code} does not run", plan=plan.code)
    missing = price_kopecks - moment.figures.spendable
    if missing > 0:
        raise InsufficientFunds("the traffic needs more money", plan=plan.code, missing_kopecks=missing)
    before, refilled_on = month_of(held, moment.day)
    after = bought(before, volume_bytes)
    _write(held, terms, after, month_on=month_start(moment.day), refilled_on=refilled_on)
    posting = moment.charge_once(price_kopecks, note=f"traffic_bought:{held.plan.code}")
    TrafficPurchase.objects.create(
        account_id=account_id,
        reference=reference,
        subscription=held.number,
        month_on=month_start(moment.day),
        bought_at=now,
        volume_bytes=volume_bytes,
        price_kopecks=price_kopecks,
        posting=posting,
    )
    moment.settle(Cause.CHARGED_ONCE)
    return True


def _limited(moment: Moment, plan: Plan) -> tuple[Subscription, Terms]:
    """The subscription to a plan with a volume, and its terms as they are now."""
    held = moment.having(plan)
    terms = terms_of(held.plan)
    if terms is None:
        raise PlanWithoutVolume(f"{plan.code} has no monthly volume", plan=plan.code)
    return held, terms


def _write(held: Subscription, terms: Terms, month: Month, *, month_on: date, refilled_on: date | None) -> None:
    """The month's row; the account is locked, so nobody else writes it."""
    values = {name: getattr(month, name) for name in FIGURES}
    values |= {"refilled_on": refilled_on, "volume_bytes": terms.volume_bytes if refilled_on else 0}
    key = {"account_id": held.account_id, "subscription": held.number, "month_on": month_on}
    if not TrafficMonth.objects.filter(**key).update(**values):
        TrafficMonth.objects.create(**key, **values)

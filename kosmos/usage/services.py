"""Traffic is counted and bought, and its holder chooses what follows when it is used up (rulebook 9)."""

from datetime import datetime

from django.db import transaction

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.errors import Blocked, InsufficientFunds
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import Moment, begin
from kosmos.kernel.days import month_start
from kosmos.ledger.models import Cause
from kosmos.usage.counting import Count, count_all
from kosmos.usage.errors import NotAChoice, PlanWithoutVolume, PriceNotAgreed
from kosmos.usage.models import TrafficChoice, TrafficPurchase
from kosmos.usage.months import Written, known_of_one, terms_of, write_months
from kosmos.usage.rules import Terms, Then, bought


@transaction.atomic
def count_traffic(
    *,
    account_id: int,
    plan: Plan,
    volume_bytes: int,
    now: datetime,
    source: str,
    reference: str,
    counted_at: datetime | None = None,
) -> bool:
    """Count traffic to the month of the business day; whether it was new.

    One seen before (same account, source and reference) changes nothing. Where the terms charge for what is beyond
    the month's volume, the new started megabytes are posted as a one-off charge, followed by steps 4 and 5 of
    rule 7. ``counted_at`` is when it was used, if that was before now. Errors, in this order: NotConnected,
    PlanWithoutVolume.
    """
    if volume_bytes <= 0:
        raise ValueError("a count has at least one byte")
    return bool(count_all([Count(account_id, plan, volume_bytes, counted_at or now, source, reference)], now=now))


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
    before, refilled_on = known_of_one(held, moment.day).month_of(held, moment.day)
    written = Written((account_id, held.number), bought(before, volume_bytes), refilled_on, terms.volume_bytes)
    write_months([written], month_on=month_start(moment.day))
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


@transaction.atomic
def choose_what_follows(
    *, account_id: int, plan: Plan, then: Then, now: datetime, agreed_price: int | None = None
) -> bool:
    """Choose, among what a plan allows, what follows from now on when its traffic is used up; whether it changed.

    What was used beyond the volume so far stays as it was counted. For a charge, ``agreed_price`` is the price of a
    started megabyte that the holder saw and agreed to, in hundredths of a kopeck; it is kept, and a dearer price
    later is not charged. Errors, in this order: NotConnected, PlanWithoutVolume, NotAChoice, PriceNotAgreed.
    """
    moment = begin(account_id, now=now)
    held, terms = _limited(moment, plan)
    way = UsedUp[then.name]
    if way not in held.plan.used_up_choices:
        raise NotAChoice(f"{plan.code} does not leave {then} to choose", plan=plan.code)
    if then == Then.CHARGE and agreed_price != terms.megabyte_kopeck_hundredths:
        raise PriceNotAgreed(f"a started megabyte of {plan.code} has another price", plan=plan.code)
    current = known_of_one(held, moment.day).terms_of(held.plan)
    if current is not None and current.then == then and (then != Then.CHARGE or agreed_price is None):
        return False
    return _keep_choice(held, way, agreed_price if then == Then.CHARGE else None, now)


def _keep_choice(held: Subscription, way: UsedUp, agreed: int | None, now: datetime) -> bool:
    """Add to what was chosen before, unless it is the same again."""
    choices = TrafficChoice.objects.filter(account_id=held.account_id, subscription=held.number)
    last = choices.order_by("-number").first()
    new = (held.plan_id, way, agreed)
    if last is not None and new == (last.plan_id, last.used_up, last.megabyte_kopeck_hundredths):
        return False
    TrafficChoice.objects.create(
        account_id=held.account_id,
        subscription=held.number,
        number=last.number + 1 if last else 1,
        plan=held.plan,
        used_up=way,
        megabyte_kopeck_hundredths=agreed,
        chosen_at=now,
    )
    return True


def _limited(moment: Moment, plan: Plan) -> tuple[Subscription, Terms]:
    """The subscription to a plan with a volume, and the plan's terms with all that may be chosen of them."""
    held = moment.having(plan)
    terms = terms_of(held.plan)
    if terms is None:
        raise PlanWithoutVolume(f"{plan.code} has no monthly volume", plan=plan.code)
    return held, terms

"""What an account may choose now, each choice tried by the engine: what it would do, or what refuses it and what helps.

Nothing is judged here: a wish is made of an account that is brought to this instant, and all is undone.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from kosmos.catalogue.models import Blocks, Kind, Needs, Plan, Price, Settlement, UsedUp
from kosmos.catalogue.queries import open_plans, price_on, services_at
from kosmos.charging.errors import AlreadyConnected, InsufficientFunds, NotConnected
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.rules import share
from kosmos.charging.services import NewPayment, change_plan, connect, post_payments
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.plans import changes_at_once, figures_at_change
from kosmos.charging.services.waiting import accounts_that_wait
from kosmos.kernel.days import each_day, month_end, month_start
from kosmos.kernel.errors import DomainError
from kosmos.ledger.rules import Figures
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.queries import audience_of, contract_of

TRIES = 8
"""So many sums are tried at most to find the one that helps."""
USUAL_AUDIENCE = "home"
"""Whose plans an account without a contract is shown."""

Act = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan as it can be chosen on a day: the fee of that day's month, and its least and largest day."""

    code: str
    name: dict[str, str]
    service: str
    service_name: dict[str, str]
    family: dict[str, str]
    is_package: bool
    settlement: str
    blocks: str
    needs: str
    fee_kopecks: int
    least_day_kopecks: int
    most_day_kopecks: int
    connection_fee_kopecks: int
    speed_kbps: int | None
    volume_bytes: int | None
    used_up: str | None
    throttle_kbps: int | None
    megabyte_kopeck_hundredths: int | None


@dataclass(frozen=True, slots=True)
class Refused:
    """What refuses a wish: its code and figures; ``top_up_kopecks`` is the least payment that helps, None if none."""

    code: str
    parameters: dict[str, object] = field(default_factory=dict)
    top_up_kopecks: int | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """A plan that is offered, and what came of trying to choose it: it would take effect on a day, or is refused."""

    offer: Offer
    effect_on: date | None
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What one subscription may be changed to; ``mine`` is the plan that it is on, by the same day's prices."""

    day: date
    balance_kopecks: int
    number: int
    status: str
    mine: Offer
    planned: str | None
    choices: tuple[Choice, ...]


def changes_of(account_id: int, number: int, *, now: datetime) -> Changes:
    """Every open plan of a subscription's service, kind and audience, the cheapest first. NotConnected."""
    with imagined():
        moment = begin(account_id, now=now)
        held = held_by_number(moment, number)
        on = moment.day if changes_at_once(held, moment.day) else moment.tomorrow
        plans = [plan for plan in _sold(account_id) if _alike(plan, held.plan)]
        acts = {plan: partial(change_plan, account_id=account_id, plan=held.plan, to=plan, now=now) for plan in plans}
        return Changes(
            day=moment.day,
            balance_kopecks=moment.figures.balance,
            number=number,
            status=Status(held.status).label,
            mine=offer_of(held.plan, on) or offer_on(held.plan, on, 0),
            planned=held.planned_plan.code if held.planned_plan else None,
            choices=_tried(moment, acts, on=on, judged=figures_at_change(moment, held, on)),
        )


def connections_of(account_id: int, *, now: datetime) -> tuple[Choice, ...]:
    """What can be connected besides what is: packages of the services held, and plans of other services.

    By service, plans before packages, the cheapest first. A service that does not reach the house is not tried: it is
    refused as ``not_in_house``, where the operator has said which services reach it.
    """
    with imagined():
        moment = begin(account_id, now=now)
        plans = [plan for plan in _sold(account_id) if _new_for(moment, plan)]
        acts = {plan: partial(connect, account_id=account_id, plan=plan, now=now) for plan in plans}
        return _tried(moment, acts, on=moment.day, judged=moment.figures, reached=_services_in_house(account_id))


def held_by_number(moment: Moment, number: int) -> Subscription:
    """A live subscription by its number. NotConnected."""
    found = next((held for held in moment.subscriptions if held.number == number), None)
    if found is None:
        raise NotConnected(f"no subscription {number}", number=number)
    return found


def offer_of(plan: Plan, day: date) -> Offer | None:
    """A plan as it is offered on a day; None before it has a price."""
    price = price_on(plan.id, day)
    return offer_on(plan, day, price.fee_kopecks) if price else None


def offer_on(plan: Plan, day: date, fee_kopecks: int) -> Offer:
    """A plan as it is offered on a day at a fee."""
    shares = sorted(share(fee_kopecks, one) for one in each_day(month_start(day), month_end(day)))
    return Offer(
        code=plan.code,
        name=plan.name,
        service=plan.service.code,
        service_name=plan.service.name,
        family=plan.family.name if plan.family else {},
        is_package=plan.kind == Kind.PACKAGE,
        settlement=Settlement(plan.settlement).label,
        blocks=Blocks(plan.blocks).label,
        needs=Needs(plan.needs).label,
        fee_kopecks=fee_kopecks,
        least_day_kopecks=shares[0],
        most_day_kopecks=shares[-1],
        connection_fee_kopecks=plan.connection_fee_kopecks,
        speed_kbps=plan.speed_kbps,
        volume_bytes=plan.volume_bytes,
        used_up=UsedUp(plan.used_up).label if plan.used_up else None,
        throttle_kbps=plan.throttle_kbps,
        megabyte_kopeck_hundredths=plan.megabyte_kopeck_hundredths,
    )


def refusal_of(account_id: int, act: Act, *, now: datetime) -> Refused | None:
    """What refuses a wish that is judged by the figures as they are, and the least payment that would help."""
    with imagined():
        return refusal_at(begin(account_id, now=now), act)


def refusal_at(moment: Moment, act: Act) -> Refused | None:
    """``refusal_of`` for an account that was brought to an instant; the caller undoes it."""
    refusal = _refusal(act)
    return refused_of(moment, act, refusal, moment.figures) if refusal else None


def refused_of(moment: Moment, act: Act, refusal: DomainError, judged: Figures) -> Refused:
    """A refusal with the least payment that would help; that one is found by paying, and undone."""
    return Refused(refusal.code, dict(refusal.parameters), sum_that_helps(moment, act, refusal, judged))


def sum_that_helps(moment: Moment, act: Act, refusal: DomainError, judged: Figures) -> int | None:
    """The least payment now after which a wish is granted; None if money is not what is missing.

    ``judged`` are the figures that the wish was judged by: what is unpaid there is paid first (rule 4), unless it is
    only the debt that stands in the way. Where a payment may switch something on, the sum is tried, and corrected.
    """
    if not isinstance(refusal, InsufficientFunds):
        return None
    amount = _missing(refusal) + (judged.unpaid if _missing(refusal) > judged.overdue else 0)
    if not judged.unpaid and not _payment_switches_on(moment):
        return amount
    for _ in range(TRIES):
        asked = _refusal(partial(_pay_and, moment, amount, act))
        if asked is None or isinstance(asked, AlreadyConnected):  # by the payment itself, for it waited
            return amount
        if not isinstance(asked, InsufficientFunds):
            return None
        amount += _missing(asked)
    return None


def _payment_switches_on(moment: Moment) -> bool:
    """Whether a payment may be spent on something else at once: on what is blocked, or on a plan that waits."""
    blocked = any(held.status == Status.BLOCKED for held in moment.subscriptions)
    return blocked or bool(accounts_that_wait([moment.account_id]))


def _missing(refusal: InsufficientFunds) -> int:
    return int(str(refusal.parameters["missing_kopecks"]))


def _pay_and(moment: Moment, amount_kopecks: int, act: Act) -> None:
    post_payments([NewPayment(moment.account_id, amount_kopecks, "what helps", provider="preview")], now=moment.at)
    act()


def _sold(account_id: int) -> Iterable[Plan]:
    return open_plans(audience_of(account_id) or USUAL_AUDIENCE)


def _alike(plan: Plan, held: Plan) -> bool:
    return (plan.service_id, plan.kind) == (held.service_id, held.kind) and plan.id != held.id


def _new_for(moment: Moment, plan: Plan) -> bool:
    """Whether a plan adds something: a package that is not held, or a plan of a service that has none."""
    bases = {held.plan.service_id for held in moment.subscriptions if held.plan.kind == Kind.BASE}
    if plan.kind == Kind.PACKAGE:
        return plan.service_id in bases and all(held.plan_id != plan.id for held in moment.subscriptions)
    return plan.service_id not in bases


def _services_in_house(account_id: int) -> frozenset[int] | None:
    """The services that reach an account's house; None where that is not known."""
    try:
        contract = contract_of(account_id)
    except UnknownSubscriber:
        return None
    found = services_at(city=contract.city, street=contract.street, house=contract.house)
    return frozenset(found.values_list("id", flat=True)) or None


def _tried(
    moment: Moment,
    acts: Mapping[Plan, Act],
    *,
    on: date,
    judged: Figures,
    reached: frozenset[int] | None = None,
) -> tuple[Choice, ...]:
    fees = _fees(acts, on)
    known = [(plan, offer_on(plan, on, fees[plan.id])) for plan in acts if plan.id in fees]
    known.sort(key=lambda one: (one[0].service_id, one[0].kind, one[1].fee_kopecks, one[1].code))
    return tuple(
        _try(moment, offer, acts[plan], on, judged)
        if reached is None or offer.is_package or plan.service_id in reached
        else Choice(offer, None, Refused("not_in_house"))
        for plan, offer in known
    )


def _fees(plans: Iterable[Plan], on: date) -> dict[int, int]:
    """The fee of each plan that has a price on a day."""
    prices = Price.objects.filter(plan__in=[plan.id for plan in plans], from_on__lte=on)
    newest = prices.order_by("plan_id", "-from_on").distinct("plan_id")
    return dict(newest.values_list("plan_id", "fee_kopecks"))


def _try(moment: Moment, offer: Offer, act: Act, on: date, judged: Figures) -> Choice:
    refusal = _refusal(act)
    if refusal is None:
        return Choice(offer, on, None)
    return Choice(offer, None, refused_of(moment, act, refusal, judged))


def _refusal(act: Act) -> DomainError | None:
    with imagined():
        try:
            act()
        except DomainError as refusal:
            return refusal
    return None

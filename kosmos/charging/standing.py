"""How an account stands at an instant, and what lies ahead of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from django.db.models import Min

from kosmos.catalogue.models import Kind, Plan, Settlement, UsedUp
from kosmos.catalogue.queries import price_on
from kosmos.charging.choices import refusal_at
from kosmos.charging.forecast import Ahead, Forecast, look_ahead, needs_of
from kosmos.charging.imagining import imagined
from kosmos.charging.models import (
    Planned,
    Promise,
    Status,
    Subscription,
    Suspension,
    SuspensionState,
    WaitingPlan,
    WaitingState,
)
from kosmos.charging.services import connect, take_promise
from kosmos.charging.services.moment import Moment, fee_of
from kosmos.kernel.days import month_end, month_start
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Posting, PostingKind

LOW_DAYS = 3
"""An account whose money lasts for fewer days is low."""


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription as its holder sees it; a blocked one says what it needs today.

    ``ran_from`` is the first day of this month on which it ran, None if it has not. Traffic is as in the catalogue.
    """

    number: int
    plan: str
    name: dict[str, str]
    fee_kopecks: int
    status: str
    status_on: date
    needs_kopecks: int | None
    planned: str | None
    planned_on: date | None
    planned_plan: str | None
    planned_name: dict[str, str] | None = None
    service: str = ""
    service_name: dict[str, str] = field(default_factory=dict)
    is_package: bool = False
    settlement: str = Settlement.PREPAID.label
    speed_kbps: int | None = None
    volume_bytes: int | None = None
    used_up: str | None = None
    throttle_kbps: int | None = None
    megabyte_kopeck_hundredths: int | None = None
    ran_from: date | None = None


@dataclass(frozen=True, slots=True)
class Awaited:
    """A plan that waits for its money: what it costs, and what connects it.

    ``top_up_kopecks`` is the least payment now that connects it; None if something else than money is in the way,
    which ``refused`` names.
    """

    plan: str
    name: dict[str, str]
    fee_kopecks: int
    connection_fee_kopecks: int
    settlement: str
    refused: str
    top_up_kopecks: int | None


@dataclass(frozen=True)
class AccountView:
    """An account at an instant: its state in one word, its services, and what lies ahead.

    ``due_kopecks`` is what has to be paid by ``due_on`` so that nothing is overdue when the next month opens.
    ``awaited`` is the plan that waits for money; a promise ``by_staff`` is their own temporary unblock.
    """

    number: str
    account_id: int
    state: str
    held: tuple[Held, ...]
    ahead: Forecast
    due_kopecks: int
    due_on: date
    promise_until: datetime | None
    promise_by_staff: bool
    promise_refused: str | None
    suspended_from: date | None
    suspended_until: date | None
    awaited: Awaited | None


def view_at(number: str, moment: Moment) -> tuple[AccountView, Ahead]:
    """How an account that was brought to an instant stands; the caller undoes what he plays."""
    account_id, day = moment.account_id, moment.day
    ahead = look_ahead(moment)
    needs = needs_of(account_id, day=day, at=moment.at)
    held = tuple(
        held_at(
            one,
            day,
            needs[one.number].need_kopecks if one.number in needs else None,
            fee_kopecks=fee_of(one.plan, day),
            ran_from=first_day_run(one, day) if one.plan.volume_bytes else None,
        )
        for one in moment.subscriptions
    )
    promise = Promise.objects.filter(account_id=account_id, lapsed=False).first()
    pause = Suspension.objects.filter(
        account_id=account_id, state__in=(SuspensionState.PLANNED, SuspensionState.RUNNING)
    ).first()
    ever = bool(held) or Subscription.objects.filter(account_id=account_id).exists()
    awaited = _awaited(moment)
    view = AccountView(
        number=number,
        account_id=account_id,
        state=state_of(
            held,
            ahead.forecast,
            promised=promise is not None,
            suspended=pause is not None and pause.state == SuspensionState.RUNNING,
            closed=ever and awaited is None,
        ),
        held=held,
        ahead=ahead.forecast,
        due_kopecks=max(0, -moment.figures.balance),
        due_on=day if moment.figures.overdue else month_end(day),
        promise_until=promise.until_at if promise else None,
        promise_by_staff=promise is not None and promise.by_staff,
        promise_refused=_refusal_of_promise(account_id, moment.at),
        suspended_from=pause.first_on if pause else None,
        suspended_until=pause.last_on if pause else None,
        awaited=awaited,
    )
    return view, ahead


def _awaited(moment: Moment) -> Awaited | None:
    """The plan that waits, tried by the engine as a payment would."""
    waiting = WaitingPlan.objects.select_related("plan__service").filter(state=WaitingState.WAITING)
    found = waiting.filter(account_id=moment.account_id).first()
    if found is None:
        return None
    plan = found.plan
    act = partial(connect, account_id=moment.account_id, plan=plan, now=moment.at, by_staff=found.by_staff)
    refused = refusal_at(moment, act)
    price = price_on(plan.id, moment.day)
    return Awaited(
        plan=plan.code,
        name=plan.name,
        fee_kopecks=price.fee_kopecks if price else 0,
        connection_fee_kopecks=plan.connection_fee_kopecks,
        settlement=Settlement(plan.settlement).label,
        refused=refused.code if refused else "",
        top_up_kopecks=refused.top_up_kopecks if refused else 0,
    )


def held_at(
    subscription: Subscription, day: date, need: int | None, *, fee_kopecks: int, ran_from: date | None = None
) -> Held:
    """A subscription on a business day that is open for its account, with its plan's fee of that day's month."""
    plan, status = subscription.plan, Status(subscription.status)
    after: Plan | None = subscription.planned_plan
    return Held(
        number=subscription.number,
        plan=plan.code,
        name=plan.name,
        fee_kopecks=fee_kopecks,
        status=status.label if subscription.status_on <= day else "waiting",
        status_on=subscription.status_on,
        needs_kopecks=need if status == Status.BLOCKED else None,
        planned=Planned(subscription.planned).label if subscription.planned else None,
        planned_on=subscription.planned_on,
        planned_plan=after.code if after else None,
        planned_name=after.name if after else None,
        service=plan.service.code,
        service_name=plan.service.name,
        is_package=plan.kind == Kind.PACKAGE,
        settlement=Settlement(plan.settlement).label,
        speed_kbps=plan.speed_kbps,
        volume_bytes=plan.volume_bytes,
        used_up=UsedUp(plan.used_up).label if plan.used_up else None,
        throttle_kbps=plan.throttle_kbps,
        megabyte_kopeck_hundredths=plan.megabyte_kopeck_hundredths,
        ran_from=ran_from,
    )


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


def _refusal_of_promise(account_id: int, now: datetime) -> str | None:
    with imagined():
        try:
            take_promise(account_id=account_id, now=now)
        except DomainError as refusal:
            return refusal.code
    return None


def state_of(held: Sequence[Held], ahead: Forecast, *, promised: bool, suspended: bool, closed: bool) -> str:
    """One word for the whole account, the most urgent first; ``closed`` is one that has nothing and had something."""
    if not held:
        return "closed" if closed else "waiting"
    if suspended:
        return "suspended"
    if promised:
        return "promise"
    if any(subscription.status == "blocked" for subscription in held):
        return "blocked"
    if ahead.lasts_until is not None and (ahead.lasts_until - ahead.day).days < LOW_DAYS:
        return "low"
    return "working"

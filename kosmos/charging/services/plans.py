"""Connecting, changing and ending plans and packages (rulebook 5, 6 and 8)."""

from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.models import Plan, PlanStatus, Settlement
from kosmos.charging.errors import (
    AlreadyConnected,
    BaseMissing,
    Ending,
    InsufficientFunds,
    NothingPlanned,
    OtherAudience,
    OtherService,
    PlanArchived,
)
from kosmos.charging.models import Leaving, LeavingState, Planned, Status, Subscription, WaitingPlan, WaitingState
from kosmos.charging.rules import rest_after, share
from kosmos.charging.services.moment import Moment, begin, fee_of, is_package
from kosmos.charging.telling import Turn, run_and_tell, tell_plans, tell_turns
from kosmos.kernel.outbox import tell
from kosmos.ledger.models import Cause
from kosmos.ledger.rules import Figures, after_give_back
from kosmos.subscribers.queries import audience_of


@transaction.atomic
def connect(*, account_id: int, plan: Plan, now: datetime, by_staff: bool = False) -> int:
    """Connect a plan or a package; it runs, and is charged, from this very day. The subscription's number.

    Errors, in this order: Suspended, LeavingPlanned, PlanArchived, OtherAudience, AlreadyConnected, BaseMissing,
    InsufficientFunds. A connection fee is needed together with the plan's fee, and charged once before the first
    share (choice).
    """
    moment = begin(account_id, now=now)
    moment.refuse_if_suspended()
    moment.refuse_if_leaving()
    _refuse_archived(plan, by_staff=by_staff)
    _refuse_audience(moment, plan)
    _refuse_connected(moment, plan)
    if is_package(plan) and not any(
        held.status == Status.RUNNING and not is_package(held.plan) and held.plan.service_id == plan.service_id
        for held in moment.subscriptions
    ):
        raise BaseMissing(f"{plan.code} needs a running base plan of its service", plan=plan.code)
    fee = fee_of(plan, moment.day)
    _refuse_short(moment.figures, plan, fee=fee, once=plan.connection_fee_kopecks)
    if plan.connection_fee_kopecks:
        moment.charge_once(plan.connection_fee_kopecks, note=f"connection:{plan.code}")
    number = Subscription.objects.filter(account_id=account_id).count() + 1
    Subscription.objects.create(account_id=account_id, number=number, plan=plan, connected_at=now, status_on=moment.day)
    moment.settle(Cause.CONNECTED)
    _wait_no_more(account_id, plan, number, now)
    about = {"subscription": number, "plan": plan.code}
    tell("plan_connected", account_id=account_id, key=str(number), at=now, about=about)
    return number


@transaction.atomic
def disconnect(*, account_id: int, plan: Plan, now: datetime) -> None:
    """End a subscription when tomorrow opens; a blocked one at once (rulebook 8). Errors: NotConnected."""
    moment = begin(account_id, now=now)
    held = moment.having(plan)
    blocked = held.status == Status.BLOCKED
    _write(
        held,
        planned=None if blocked else Planned.END,
        planned_on=None if blocked and is_package(plan) else moment.tomorrow,
        planned_plan=None,
        **({"status": Status.ENDED, "status_on": moment.day} if blocked else {}),
    )
    if blocked:
        tell_turns([Turn(account_id, held.number, Status.BLOCKED, Status.ENDED)], day=moment.day, at=now)
    else:
        about = {"subscription": held.number, "plan": plan.code, "on": moment.tomorrow}
        tell("end_planned", account_id=account_id, key=f"{held.number}:{now.isoformat()}", at=now, about=about)


@transaction.atomic
def cancel_planned(*, account_id: int, plan: Plan, now: datetime) -> None:
    """Withdraw a subscription's planned change or end, and with an end the wish to leave that it was part of.

    Errors: NotConnected, NothingPlanned.
    """
    moment = begin(account_id, now=now)
    held = moment.having(plan)
    if held.planned is None:
        raise NothingPlanned(f"nothing is planned for {plan.code}", plan=plan.code)
    if moment.leaving is not None:
        Leaving.objects.filter(pk=moment.leaving.pk).update(state=LeavingState.CANCELLED)
    _write(held, planned=None, planned_on=None, planned_plan=None)


@transaction.atomic
def change_plan(*, account_id: int, plan: Plan, to: Plan, now: datetime, by_staff: bool = False) -> bool:
    """Change a subscription to another plan of its service and kind; whether it took effect at once.

    Errors, in this order: Suspended, NotConnected, Ending, PlanArchived, OtherService, OtherAudience,
    AlreadyConnected, InsufficientFunds. What waits takes effect when tomorrow opens; a later wish replaces an
    earlier one.
    """
    moment = begin(account_id, now=now)
    moment.refuse_if_suspended()
    held = moment.having(plan)
    if held.planned == Planned.END:
        raise Ending(f"the end of {plan.code} is planned", plan=plan.code, on=held.planned_on)
    _refuse_archived(to, by_staff=by_staff)
    if (to.service_id, to.kind) != (plan.service_id, plan.kind):
        raise OtherService(f"{to.code} is of another service or kind than {plan.code}", plan=to.code)
    _refuse_audience(moment, to)
    _refuse_connected(moment, to, but=held)
    at_once = changes_at_once(held, moment.day)
    effective_on = moment.day if at_once else moment.tomorrow
    fee = fee_of(to, effective_on)
    whole = moment.policies.plan_change_needs == "full_fee"
    needed = fee if whole else share(fee, effective_on)
    _refuse_short(figures_at_change(moment, held, effective_on), to, fee=needed)
    _write(held, planned=Planned.CHANGE, planned_on=effective_on, planned_plan=to)
    if at_once:
        tell_plans([account_id], day=moment.day, at=now)
        run_and_tell("take_effect_changes", {"ids": [account_id], "day": moment.day}, day=moment.day, at=now)
        moment.settle(Cause.PLAN_CHANGED)
    else:
        about = {"subscription": held.number, "from": plan.code, "to": to.code, "on": effective_on}
        tell("plan_change_planned", account_id=account_id, key=f"{held.number}:{now.isoformat()}", at=now, about=about)
    return at_once


def changes_at_once(held: Subscription, day: date) -> bool:
    """Whether a change need not wait: prepaid and not charged today, postpaid with its days over (rulebook 8)."""
    if held.status != Status.BLOCKED:
        return False
    if held.plan.settlement == Settlement.PREPAID:
        return True
    return held.accrued_through_on is None or held.accrued_through_on < day


def figures_at_change(moment: Moment, held: Subscription, effective_on: date) -> Figures:
    """The figures by which a change is judged (rulebook 8).

    What is accrued after today counts as given back, and for a change on the 1st ``unpaid`` counts as due.
    """
    figures = moment.figures
    accrued_after = held.accrued_through_on is not None and held.accrued_through_on > moment.day
    if held.plan.settlement == Settlement.POSTPAID and accrued_after:
        figures = after_give_back(figures, rest_after(fee_of(held.plan, moment.day), moment.day))
    if effective_on != moment.day and effective_on.day == 1:
        figures = Figures(figures.balance, 0, 0)
    return figures


def _refuse_archived(plan: Plan, *, by_staff: bool) -> None:
    if plan.status == PlanStatus.ARCHIVED and not by_staff:
        raise PlanArchived(f"{plan.code} is not sold any more", plan=plan.code)


def _refuse_audience(moment: Moment, plan: Plan) -> None:
    """A plan that names its audiences is for them alone; an account without a contract may have any."""
    audience = audience_of(moment.account_id)
    if plan.audiences and audience is not None and audience not in plan.audiences:
        raise OtherAudience(f"{plan.code} is for {', '.join(plan.audiences)}", plan=plan.code, audience=audience)


def _refuse_connected(moment: Moment, plan: Plan, *, but: Subscription | None = None) -> None:
    for held in moment.subscriptions:
        if held.plan_id == plan.id or (held is not but and held.planned_plan_id == plan.id):
            raise AlreadyConnected(f"{plan.code} is connected already", plan=plan.code)


def _refuse_short(figures: Figures, plan: Plan, *, fee: int, once: int = 0) -> None:
    """A prepaid plan needs its fee to spend, a postpaid one that nothing is overdue; what is charged once is needed."""
    missing = once + (0 if plan.settlement == Settlement.POSTPAID else fee) - figures.spendable
    if missing > 0:
        raise InsufficientFunds(f"{plan.code} needs more money", plan=plan.code, missing_kopecks=missing)


def _wait_no_more(account_id: int, plan: Plan, number: int, now: datetime) -> None:
    """The plan that waited is connected; another base plan of its service takes its place."""
    waiting = WaitingPlan.objects.select_related("plan").filter(account_id=account_id, state=WaitingState.WAITING)
    found = waiting.first()
    if found is None:
        return
    if found.plan_id == plan.id:
        waiting.update(state=WaitingState.CONNECTED, over_at=now, subscription=number)
    elif (found.plan.service_id, found.plan.kind) == (plan.service_id, plan.kind) and not is_package(plan):
        waiting.update(state=WaitingState.REPLACED, over_at=now)


def _write(held: Subscription, **values: object) -> None:
    Subscription.objects.filter(account_id=held.account_id, number=held.number).update(**values)

"""Where every event on an account begins: locked, with all its days open and lapsed promises settled."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from kosmos.catalogue.models import Kind, Plan, Settlement
from kosmos.catalogue.policies import Policies, policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import LeavingPlanned, NotConnected, PlanHasNoPrice, Suspended
from kosmos.charging.models import (
    Leaving,
    LeavingState,
    Planned,
    Status,
    Subscription,
    Suspension,
    SuspensionState,
)
from kosmos.charging.services.opening import catch_up
from kosmos.charging.services.settle import settle
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.ledger.models import Cause, LedgerCode, PostingKind
from kosmos.ledger.rules import Figures
from kosmos.ledger.services import Entry, Line, lock_accounts, write_postings


@dataclass
class Moment:
    """An account at the instant of an event; ``figures`` are as they were before it."""

    account_id: int
    at: datetime
    day: date
    figures: Figures

    @property
    def tomorrow(self) -> date:
        """The next business day."""
        return self.day + ONE_DAY

    @cached_property
    def policies(self) -> Policies:
        """The operator's policies on this day."""
        return policies_on(self.day)

    @cached_property
    def subscriptions(self) -> list[Subscription]:
        """What the account has connected, in rule 5's order."""
        live = Subscription.objects.filter(account_id=self.account_id).exclude(status=Status.ENDED)
        return list(
            live.select_related("plan__service", "planned_plan").order_by("plan__kind", "connected_at", "number")
        )

    @cached_property
    def suspended(self) -> bool:
        """Whether a suspension is running."""
        return Suspension.objects.filter(account_id=self.account_id, state=SuspensionState.RUNNING).exists()

    @cached_property
    def leaving(self) -> Leaving | None:
        """The wish to leave that waits for its day: every end is still planned."""
        if not self.subscriptions or any(held.planned != Planned.END for held in self.subscriptions):
            return None
        waiting = Leaving.objects.filter(account_id=self.account_id, state=LeavingState.PLANNED)
        return waiting.filter(ends_on__gt=self.day).first()

    @property
    def runs_postpaid(self) -> bool:
        """Whether a postpaid subscription runs: then what is charged once is due by the month's end."""
        return any(
            held.status == Status.RUNNING and held.plan.settlement == Settlement.POSTPAID for held in self.subscriptions
        )

    def refuse_if_leaving(self) -> None:
        """LeavingPlanned: who leaves first has to stay."""
        if self.leaving is not None:
            raise LeavingPlanned("everything connected is to end", on=self.leaving.ends_on)

    def refuse_if_suspended(self) -> None:
        """Suspended: while a suspension lasts nothing can be connected or changed."""
        if self.suspended:
            raise Suspended("the account's services are suspended")

    def having(self, plan: Plan) -> Subscription:
        """The subscription to a plan; NotConnected if there is none."""
        for subscription in self.subscriptions:
            if subscription.plan_id == plan.id:
                return subscription
        raise NotConnected(f"{plan.code} is not connected", plan=plan.code)

    def post(self, line: Line, *, accrued_change: int = 0, unpaid_change: int = 0) -> int:
        """Post one line of the event itself; its number."""
        entry = Entry(self.account_id, self.figures.last_number, [line], accrued_change, unpaid_change)
        write_postings([entry], day=self.day, at=self.at)
        self.figures = lock_accounts([self.account_id])[self.account_id][0]
        return self.figures.last_number

    def charge_once(self, amount_kopecks: int, *, note: str | None = None) -> int:
        """Post a one-off charge: due by the month's end where a postpaid subscription runs (rulebook 9)."""
        change = amount_kopecks if self.runs_postpaid else 0
        line = Line(PostingKind.ONE_OFF, -amount_kopecks, code=LedgerCode.ONE_OFF_SALES, note=note)
        return self.post(line, accrued_change=change, unpaid_change=change)

    def settle(self, cause: Cause) -> None:
        """Steps 4 and 5, once, after the event."""
        settle([self.account_id], day=self.day, at=self.at, cause=cause)


def begin(account_id: int, *, now: datetime) -> Moment:
    """Lock an account and open, for it, every day up to the event's own (rule 7)."""
    zone = operator_zone()
    figures = catch_up([account_id], now=now, zone=zone)[account_id]
    return Moment(account_id, now, business_day(now, zone), figures)


def fee_of(plan: Plan, day: date) -> int:
    """A plan's fee for the month of a day, in kopecks; PlanHasNoPrice if none holds yet."""
    price = plan.prices.filter(from_on__lte=day).order_by("-from_on").first()
    if price is None:
        raise PlanHasNoPrice(f"{plan.code} has no price on {day}", plan=plan.code, day=day)
    return price.fee_kopecks


def is_package(plan: Plan) -> bool:
    """Whether a plan is an add-on that needs a base plan of its service."""
    return plan.kind == Kind.PACKAGE

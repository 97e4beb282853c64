"""What there is to say about an account and about business days."""

from dataclasses import dataclass
from datetime import date, datetime

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.forecast import Forecast, forecast, needs_of
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Planned, Promise, Status, Subscription, Suspension, SuspensionState
from kosmos.charging.services import take_promise
from kosmos.charging.services.moment import begin, fee_of
from kosmos.kernel.days import business_day, month_end
from kosmos.kernel.errors import DomainError
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Account, AccountNumber, BusinessDay

LOW_DAYS = 3
"""An account whose money lasts for fewer days is low."""


@dataclass(frozen=True, slots=True)
class Held:
    """A subscription as its holder sees it; a blocked one says what it needs today."""

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


@dataclass(frozen=True, slots=True)
class AccountView:
    """An account at an instant: its state in one word, its services, and what lies ahead.

    ``due_kopecks`` is what has to be paid by ``due_on`` so that nothing is overdue when the next month opens.
    """

    number: str
    account_id: int
    state: str
    held: tuple[Held, ...]
    ahead: Forecast
    due_kopecks: int
    due_on: date
    promise_until: datetime | None
    promise_refused: str | None
    suspended_from: date | None
    suspended_until: date | None


def account_id_of(number: str) -> int:
    """The account with a number. UnknownAccount if there is none."""
    found = AccountNumber.objects.filter(number=number).values_list("account_id", flat=True).first()
    if found is None:
        raise UnknownAccount(f"There is no account {number}", number=number)
    return found


def account_view(number: str, *, now: datetime) -> AccountView:
    """All that a page or an agent needs to answer what, why and until when. UnknownAccount."""
    account_id = account_id_of(number)
    ahead = forecast(account_id, now=now)
    with imagined():
        moment = begin(account_id, now=now)
        needs = needs_of(account_id, day=moment.day, at=now)
        held = tuple(
            _held(subscription, moment.day, needs[subscription.number].need_kopecks)
            if subscription.number in needs
            else _held(subscription, moment.day, None)
            for subscription in moment.subscriptions
        )
        promise = Promise.objects.filter(account_id=account_id, lapsed=False).first()
        pause = Suspension.objects.filter(
            account_id=account_id, state__in=(SuspensionState.PLANNED, SuspensionState.RUNNING)
        ).first()
        refused = _refusal_of_promise(account_id, now)
        ever = Subscription.objects.filter(account_id=account_id).exists()
    return AccountView(
        number=number,
        account_id=account_id,
        state=_state(held, ahead, promise, pause, ever=ever),
        held=held,
        ahead=ahead,
        due_kopecks=max(0, -moment.figures.balance),
        due_on=moment.day if moment.figures.overdue else month_end(moment.day),
        promise_until=promise.until_at if promise else None,
        promise_refused=refused,
        suspended_from=pause.first_on if pause else None,
        suspended_until=pause.last_on if pause else None,
    )


def days_state(*, now: datetime) -> dict[str, date | int | None]:
    """The first and the last business day, what is unfinished and what is left of it, and what is sealed."""
    days = BusinessDay.objects.order_by("day")
    first, last = days.first(), days.filter(finished_at__isnull=False).last()
    unfinished = days.filter(finished_at=None).first()
    sealed = days.filter(seal__isnull=False).last()
    today = business_day(now, operator_zone())
    accounts = Account.objects
    return {
        "first": first.day if first else None,
        "open": last.day if last else None,
        "today": today,
        "days_behind": (today - last.day).days if last else None,
        "unfinished": unfinished.day if unfinished else None,
        "accounts": accounts.count(),
        "accounts_left": accounts.filter(open_through_on__lt=unfinished.day).count() if unfinished else 0,
        "sealed": sealed.day if sealed else None,
    }


def _held(subscription: Subscription, day: date, need: int | None) -> Held:
    status = Status(subscription.status)
    return Held(
        number=subscription.number,
        plan=subscription.plan.code,
        name=subscription.plan.name,
        fee_kopecks=fee_of(subscription.plan, day),
        status=status.label if subscription.status_on <= day else "waiting",
        status_on=subscription.status_on,
        needs_kopecks=need if status == Status.BLOCKED else None,
        planned=Planned(subscription.planned).label if subscription.planned else None,
        planned_on=subscription.planned_on,
        planned_plan=subscription.planned_plan.code if subscription.planned_plan else None,
    )


def _refusal_of_promise(account_id: int, now: datetime) -> str | None:
    try:
        take_promise(account_id=account_id, now=now)
    except DomainError as refusal:
        return refusal.code
    return None


def _state(
    held: tuple[Held, ...], ahead: Forecast, promise: Promise | None, pause: Suspension | None, *, ever: bool
) -> str:
    """One word for the whole account, the most urgent first."""
    statuses = {subscription.status for subscription in held}
    if not held:
        return "closed" if ever else "waiting"
    if pause is not None and pause.state == SuspensionState.RUNNING:
        return "suspended"
    if promise is not None:
        return "promise"
    if "blocked" in statuses:
        return "blocked"
    if ahead.lasts_until is not None and (ahead.lasts_until - ahead.day).days < LOW_DAYS:
        return "low"
    return "working"

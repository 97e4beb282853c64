"""Many accounts at a glance: figures as the ledger has them, with no day played.

An account that is not open through today yet is shown as of its last open day, which is said with it. How long the
money lasts is not here: that takes a forecast, and each account's own page has it.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Prefetch

from kosmos.catalogue.models import Kind, Plan, Price
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Promise, Status, Subscription, Suspension, SuspensionState
from kosmos.charging.rules import Need, to_be_back
from kosmos.charging.services.settle import decide
from kosmos.kernel.days import business_day, month_end
from kosmos.ledger.models import Account
from kosmos.ledger.rules import Figures


@dataclass(frozen=True, slots=True)
class GlancePlan:
    """A plan that an account has connected: its name and its fee of the month."""

    name: dict[str, str]
    service: dict[str, str]
    status: str
    fee_kopecks: int


@dataclass(frozen=True, slots=True)
class Glance:
    """An account in one line; ``asked_kopecks`` brings back what is off, else it is what is due by ``due_on``."""

    account_id: int
    state: str
    balance_kopecks: int
    asked_kopecks: int
    due_on: date | None
    as_of: date
    plans: tuple[GlancePlan, ...]

    @property
    def fee_kopecks(self) -> int:
        """What all of its services cost in a month."""
        return sum(plan.fee_kopecks for plan in self.plans)


@dataclass(frozen=True, slots=True)
class _Here:
    """What is known of the accounts asked about."""

    held: dict[int, list[Subscription]]
    ever: frozenset[int]
    needs: dict[int, list[Need]]
    suspended: frozenset[int]
    promised: frozenset[int]


def glances_of(account_ids: Sequence[int], *, now: datetime) -> list[Glance]:
    """Accounts at a glance, in the order asked for; five statements however many there are."""
    today = business_day(now, operator_zone())
    accounts = Account.objects.in_bulk(list(account_ids))
    here = _here(account_ids, accounts.values(), today=today, now=now)
    return [_glance(accounts[one], here, today) for one in account_ids if one in accounts]


def _here(account_ids: Sequence[int], accounts: Iterable[Account], *, today: date, now: datetime) -> _Here:
    prices = Price.objects.filter(from_on__lte=today).order_by("-from_on")
    plans = Prefetch("plan", Plan.objects.select_related("service").prefetch_related(Prefetch("prices", prices)))
    live = Subscription.objects.filter(account_id__in=account_ids).order_by("plan__kind", "connected_at", "number")
    held: dict[int, list[Subscription]] = defaultdict(list)
    ever = set()
    for subscription in live.prefetch_related(plans):
        ever.add(subscription.account_id)
        if subscription.status != Status.ENDED:
            held[subscription.account_id].append(subscription)
    off = [one for one, mine in held.items() if any(each.status == Status.BLOCKED for each in mine)]
    open_today = {account.id for account in accounts if account.open_through_on == today}
    running = Suspension.objects.filter(account_id__in=account_ids, state=SuspensionState.RUNNING)
    promises = Promise.objects.filter(account_id__in=account_ids, lapsed=False)
    return _Here(
        held=held,
        ever=frozenset(ever),
        needs=_needs([one for one in off if one in open_today], held, today=today, now=now),
        suspended=frozenset(running.values_list("account_id", flat=True)),
        promised=frozenset(promises.values_list("account_id", flat=True)),
    )


def _needs(
    account_ids: list[int], held: dict[int, list[Subscription]], *, today: date, now: datetime
) -> dict[int, list[Need]]:
    """What each service of accounts with something off asks for today, in rule 5's order."""
    found: dict[int, list[Need]] = defaultdict(list)
    for row in decide(account_ids, day=today, at=now, every=True) if account_ids else []:
        mine = held[row["id"]]
        bases = {one.plan.service_id for one in mine if one.plan.kind == Kind.BASE}
        found[row["id"]].append(
            Need(
                need_kopecks=row["need"],
                cost_kopecks=row["cost"] if row["prepaid"] else 0,
                blocked=any(one.number == row["number"] and one.status == Status.BLOCKED for one in mine),
                out_of_reach=row["package"] and row["service_id"] not in bases,
                prepaid=row["prepaid"],
            )
        )
    return found


def _glance(account: Account, here: _Here, today: date) -> Glance:
    held = here.held.get(account.id, [])
    figures = Figures(account.balance_kopecks, account.accrued_kopecks, account.unpaid_kopecks, account.last_number)
    back = to_be_back(figures, here.needs.get(account.id, [])) or 0
    asked = back or max(0, -figures.balance)
    return Glance(
        account_id=account.id,
        state=_state(account.id, held, here),
        balance_kopecks=figures.balance,
        asked_kopecks=asked,
        due_on=(today if back or figures.overdue else month_end(today)) if asked else None,
        as_of=account.open_through_on,
        plans=tuple(
            GlancePlan(one.plan.name, one.plan.service.name, Status(one.status).label, _fee(one.plan)) for one in held
        ),
    )


def _state(account_id: int, held: list[Subscription], here: _Here) -> str:
    """One word, the most urgent first, as an account's own page has it but for "low"."""
    if not held:
        return "closed" if account_id in here.ever else "waiting"
    if account_id in here.suspended:
        return "suspended"
    if account_id in here.promised:
        return "promise"
    return "blocked" if any(one.status == Status.BLOCKED for one in held) else "working"


def _fee(plan: Plan) -> int:
    return next((price.fee_kopecks for price in plan.prices.all()), 0)

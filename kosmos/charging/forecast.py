"""Previews and forecasts: the engine itself plays what would happen, and everything is undone.

Nothing here is computed a second way. The account stays locked while its future is played, and no longer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import Planned, Status, Subscription, Suspension, SuspensionState
from kosmos.charging.rules import Need, to_be_back
from kosmos.charging.services.moment import begin
from kosmos.charging.services.opening import open_accounts
from kosmos.charging.services.settle import decide
from kosmos.kernel.days import ONE_DAY, each_day
from kosmos.ledger.models import Account, Posting
from kosmos.ledger.rules import Figures


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A posting that would be made: on which day, for which subscription, what ``balance`` would gain."""

    day: date
    kind: int
    amount_kopecks: int
    subscription: int | None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: at once, and when what it plans takes effect (None if nothing waits)."""

    postings: tuple[Foreseen, ...]
    balance_kopecks: int
    statuses: dict[int, int]
    takes_effect_on: date | None
    postings_then: tuple[Foreseen, ...]
    balance_then_kopecks: int
    statuses_then: dict[int, int]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What lies ahead of an account if nothing else happens.

    ``lasts_until`` is the last day on which all that runs today runs still, None if no end is in sight;
    ``next_charges`` are the next posting of each subscription; ``to_be_back_kopecks`` brings all that is
    blocked back if it is paid today, None if nothing that money could bring back is blocked.
    """

    day: date
    figures: Figures
    lasts_until: date | None
    next_charges: tuple[Foreseen, ...]
    to_be_back_kopecks: int | None


def preview(account_id: int, act: Callable[[], object], *, now: datetime) -> Preview:
    """Play a wish on an account and undo it; what refuses the wish refuses the preview."""
    zone = operator_zone()
    with imagined():
        before = begin(account_id, now=now)
        act()
        at_once = _posted_since(account_id, before.figures.last_number)
        balance, statuses = _standing(account_id)
        effect_on = _next_effect(account_id, before.day)
        last = Account.objects.get(id=account_id).last_number
        if effect_on is not None:
            for day in each_day(before.tomorrow, effect_on):
                last = Account.objects.get(id=account_id).last_number
                open_accounts([account_id], day=day, zone=zone)
        balance_then, statuses_then = _standing(account_id)
        then = _posted_since(account_id, last)
    return Preview(at_once, balance, statuses, effect_on, then, balance_then, statuses_then)


def forecast(account_id: int, *, now: datetime, horizon_days: int = HORIZON_DAYS) -> Forecast:
    """Play the coming days of an account until something blocks, and undo them."""
    zone = operator_zone()
    with imagined():
        moment = begin(account_id, now=now)
        back = _to_be_back(account_id, moment.figures, day=moment.day, at=now)
        running = {held.number for held in moment.subscriptions if held.status == Status.RUNNING}
        charges: dict[int, Foreseen] = {}
        lasts_until = None
        last = moment.figures.last_number
        for day in each_day(moment.tomorrow, moment.day + timedelta(days=horizon_days)):
            open_accounts([account_id], day=day, zone=zone)
            for posting in _posted_since(account_id, last):
                last += 1
                if posting.subscription and posting.amount_kopecks < 0:
                    charges.setdefault(posting.subscription, posting)
            blocked = Subscription.objects.filter(
                account_id=account_id, number__in=running, status=Status.BLOCKED
            ).exists()
            if blocked:
                lasts_until = day - ONE_DAY
                break
    ahead = sorted(charges.values(), key=lambda posting: (posting.day, posting.subscription))
    return Forecast(moment.day, moment.figures, lasts_until, tuple(ahead), back)


def needs_of(account_id: int, *, day: date, at: datetime) -> dict[int, Need]:
    """What each subscription needs to run today, by its number, in rule 5's order."""
    decisions = decide([account_id], day=day, at=at, every=True)
    live = {
        held.number: held
        for held in Subscription.objects.filter(account_id=account_id).select_related("plan")
        if held.status != Status.ENDED
    }
    bases = {held.plan.service_id for held in live.values() if held.plan.kind == 1}
    return {
        row["number"]: Need(
            need_kopecks=row["need"],
            cost_kopecks=row["cost"] if row["prepaid"] else 0,
            blocked=live[row["number"]].status == Status.BLOCKED,
            out_of_reach=row["package"] and row["service_id"] not in bases,
            prepaid=row["prepaid"],
        )
        for row in decisions
    }


def _to_be_back(account_id: int, figures: Figures, *, day: date, at: datetime) -> int | None:
    return to_be_back(figures, list(needs_of(account_id, day=day, at=at).values()))


def _posted_since(account_id: int, number: int) -> tuple[Foreseen, ...]:
    lines = Posting.objects.filter(account_id=account_id, number__gt=number).order_by("number")
    return tuple(Foreseen(*line) for line in lines.values_list("posted_on", "kind", "amount_kopecks", "subscription"))


def _standing(account_id: int) -> tuple[int, dict[int, int]]:
    statuses = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    balance = Account.objects.get(id=account_id).balance_kopecks
    return balance, dict(statuses.values_list("number", "status"))


def _next_effect(account_id: int, day: date) -> date | None:
    """The next day on which something planned takes effect, within the horizon."""
    planned = Subscription.objects.filter(
        account_id=account_id, planned__in=Planned.values, planned_on__gt=day
    ).values_list("planned_on", flat=True)
    paused = Suspension.objects.filter(
        account_id=account_id, state=SuspensionState.PLANNED, first_on__gt=day
    ).values_list("first_on", flat=True)
    within = [on for on in [*planned, *paused] if on and on <= day + timedelta(days=HORIZON_DAYS)]
    return min(within) if within else None

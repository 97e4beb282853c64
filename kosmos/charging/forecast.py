"""Previews and forecasts: the engine itself plays what would happen, and everything is undone.

Nothing here is computed a second way. The account stays locked while its future is played, and no longer.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kosmos.catalogue.models import Kind
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import Leaving, LeavingState, Status, Subscription, Suspension, SuspensionState
from kosmos.charging.passing import pass_days
from kosmos.charging.rules import Need, to_be_back
from kosmos.charging.services.moment import Moment, begin
from kosmos.charging.services.opening import open_accounts
from kosmos.charging.services.settle import decide
from kosmos.kernel.days import ONE_DAY, each_day, next_month, start_of
from kosmos.ledger.models import Account, Posting
from kosmos.ledger.rules import Figures


@dataclass(frozen=True, slots=True)
class Foreseen:
    """A posting that would be made: on which day, for which subscription and price, what ``balance`` would gain."""

    day: date
    kind: int
    amount_kopecks: int
    subscription: int | None
    price_id: int | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: at once, and when what it plans takes effect (None if it plans nothing)."""

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


@dataclass(frozen=True, slots=True)
class Ahead:
    """A forecast with all postings that were played for it.

    ``needs_on_first`` is what the subscriptions ask for on the next 1st, None if the play ended before;
    ``pause_fails_on`` the day on which a suspension's end finds something blocked, None if none does.
    """

    forecast: Forecast
    postings: tuple[Foreseen, ...]
    needs_on_first: tuple[Need, ...] | None
    pause_fails_on: date | None


def preview(account_id: int, act: Callable[[], object], *, now: datetime) -> Preview:
    """Play a wish on an account and undo it; what refuses the wish refuses the preview."""
    zone = operator_zone()
    with imagined():
        before = begin(account_id, now=now)
        waited = _waiting(account_id, before.day)
        act()
        at_once = posted_since(account_id, before.figures.last_number)
        balance, statuses = _standing(account_id)
        effect_on = min((on for on, *_ in _waiting(account_id, before.day) - waited), default=None)
        last = Account.objects.get(id=account_id).last_number
        if effect_on is not None:
            for day in each_day(before.tomorrow, effect_on):
                last = Account.objects.get(id=account_id).last_number
                open_accounts([account_id], day=day, zone=zone)
        balance_then, statuses_then = _standing(account_id)
        then = posted_since(account_id, last)
    return Preview(at_once, balance, statuses, effect_on, then, balance_then, statuses_then)


def forecast(account_id: int, *, now: datetime, horizon_days: int = HORIZON_DAYS) -> Forecast:
    """Play the coming days of an account until something blocks, and undo them."""
    with imagined():
        return look_ahead(begin(account_id, now=now), horizon_days=horizon_days).forecast


def look_ahead(moment: Moment, *, horizon_days: int = HORIZON_DAYS) -> Ahead:
    """Play and undo the coming days of an account that was brought to an instant, until something blocks."""
    account_id, figures = moment.account_id, moment.figures
    back = to_be_back(figures, list(needs_of(account_id, day=moment.day, at=moment.at).values()))
    with imagined():
        play = _Play(moment, horizon_days)
        needs_on_first = play.through_first()
        postings = posted_since(account_id, figures.last_number, after=moment.day)
    charges: dict[int, Foreseen] = {}
    for posting in postings:
        if posting.subscription and posting.amount_kopecks < 0:
            charges.setdefault(posting.subscription, posting)
    ahead = sorted(charges.values(), key=lambda posting: (posting.day, posting.subscription))
    told = Forecast(moment.day, figures, play.lasts_until, tuple(ahead), back)
    return Ahead(told, postings, needs_on_first, play.pause_fails_on)


class _Play:
    """An account's coming days, until something that runs today blocks."""

    def __init__(self, moment: Moment, horizon_days: int) -> None:
        self.moment = moment
        self.last = moment.day + timedelta(days=horizon_days)
        self.running = {held.number for held in moment.subscriptions if held.status == Status.RUNNING}
        self.paused = {held.number for held in moment.subscriptions if held.status == Status.SUSPENDED}
        self.lasts_until: date | None = None
        self.pause_fails_on: date | None = None

    def through_first(self) -> tuple[Need, ...] | None:
        """Play all; what is needed on the next 1st if it was reached."""
        if not self.moment.subscriptions:
            return ()
        account_id, first = self.moment.account_id, next_month(self.moment.day)
        zone = operator_zone()
        reached = pass_days(
            account_id, after=self.moment.day, until=min(self.last, first), zone=zone, stop=self._something_blocked
        )
        if reached != first:
            return None
        needs = tuple(needs_of(account_id, day=first, at=start_of(first, zone)).values())
        if self.lasts_until is None:
            pass_days(account_id, after=first, until=self.last, zone=zone, stop=self._something_blocked)
        return needs

    def _something_blocked(self, day: date) -> bool:
        blocked = Subscription.objects.filter(account_id=self.moment.account_id, status=Status.BLOCKED)
        numbers = set(blocked.values_list("number", flat=True))
        if self.pause_fails_on is None and numbers & self.paused:
            self.pause_fails_on = day
        if numbers & self.running:
            self.lasts_until = day - ONE_DAY
        return self.lasts_until is not None


def needs_of(account_id: int, *, day: date, at: datetime) -> dict[int, Need]:
    """What each subscription needs to run today, by its number, in rule 5's order."""
    held = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED).select_related("plan")
    return needs_among(list(held), day=day, at=at)


def needs_among(held: Sequence[Subscription], *, day: date, at: datetime) -> dict[int, Need]:
    """The same of the subscriptions of one account that are not over, by whoever has them with their plans."""
    live = {one.number: one for one in held}
    bases = {one.plan.service_id for one in held if one.plan.kind == Kind.BASE}
    return {
        row["number"]: Need(
            need_kopecks=row["need"],
            cost_kopecks=row["cost"] if row["prepaid"] else 0,
            blocked=live[row["number"]].status == Status.BLOCKED,
            out_of_reach=row["package"] and row["service_id"] not in bases,
            prepaid=row["prepaid"],
        )
        for row in decide([one.account_id for one in held][:1], day=day, at=at, every=True)
    }


def posted_since(account_id: int, number: int, *, after: date | None = None) -> tuple[Foreseen, ...]:
    """An account's postings after one, in order; all of them after a day, if the caller knows one."""
    lines = Posting.objects.filter(account_id=account_id, number__gt=number).order_by("number")
    if after is not None:
        lines = lines.filter(posted_on__gt=after)
    columns = ("posted_on", "kind", "amount_kopecks", "subscription", "price_id")
    return tuple(Foreseen(*line) for line in lines.values_list(*columns))


def _standing(account_id: int) -> tuple[int, dict[int, int]]:
    statuses = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    balance = Account.objects.get(id=account_id).balance_kopecks
    return balance, dict(statuses.values_list("number", "status"))


def _waiting(account_id: int, day: date) -> set[tuple[date, str]]:
    """What waits for a day to come, within the horizon: the day, and what it is."""
    held = list(Subscription.objects.filter(account_id=account_id).select_related("plan"))
    ends = [one for one in held if one.status != Status.ENDED or _leaves_packages(one, held)]
    found = [(one.planned_on, f"plan {one.number} {one.planned} {one.planned_plan_id}") for one in ends]
    pauses = Suspension.objects.filter(account_id=account_id, state=SuspensionState.PLANNED)
    found += [(one.first_on, f"pause {one.number}") for one in pauses]
    leavings = Leaving.objects.filter(account_id=account_id, state=LeavingState.PLANNED)
    found += [(one.ends_on, f"leaving {one.number}") for one in leavings]
    last = day + timedelta(days=HORIZON_DAYS)
    return {(on, what) for on, what in found if on and day < on <= last}


def _leaves_packages(ended: Subscription, held: list[Subscription]) -> bool:
    """Whether a base plan that ended at once leaves packages without one: they end when tomorrow opens (rule 11)."""
    beside = [one for one in held if one.status != Status.ENDED and one.plan.service_id == ended.plan.service_id]
    return bool(beside) and all(one.plan.kind == Kind.PACKAGE for one in beside)

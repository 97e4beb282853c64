"""Counts of traffic, one or a hundred thousand of them, taken from what is left: one implementation (rulebook 9)."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Plan
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import NotConnected
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import Moment
from kosmos.charging.services.opening import catch_up
from kosmos.kernel.days import business_day, month_start
from kosmos.kernel.outbox import tell
from kosmos.kernel.sql import array, execute, rows, statement
from kosmos.ledger.models import Cause
from kosmos.ledger.rules import Figures
from kosmos.usage.errors import PlanWithoutVolume
from kosmos.usage.months import Key, Known, Written, known_of, write_months
from kosmos.usage.rules import Month, Terms, counted, left, reached

ACCOUNTS_AT_ONCE = 2_000
TOLD = {80: "traffic_warning", 100: "traffic_used_up"}
"""What is told when so many percents are used."""


@dataclass(frozen=True, slots=True)
class Count:
    """Traffic as its source told it: counted once for each source's reference on an account."""

    account_id: int
    plan: Plan
    volume_bytes: int
    counted_at: datetime
    source: str
    reference: str


def count_all(counts: Sequence[Count], *, now: datetime) -> int:
    """Count traffic to the month of the business day, in the current transaction; how many were new.

    Accounts are locked in their order, some thousands at once. A count seen before changes nothing; the others are
    as if told one after the other, but that a subscription's charged megabytes are posted in one line.
    Errors, in this order: NotConnected, PlanWithoutVolume.
    """
    zone = operator_zone()
    by_account: dict[int, list[Count]] = defaultdict(list)
    for count in counts:
        by_account[count.account_id].append(count)
    ids = iter(sorted(by_account))
    new = 0
    while chunk := list(islice(ids, ACCOUNTS_AT_ONCE)):
        figures = catch_up(chunk, now=now, zone=zone)
        fresh = list(_fresh([count for account_id in chunk for count in by_account[account_id]]))
        if fresh:
            _Counting(fresh, figures, now=now, zone=zone).run()
        new += len(fresh)
    return new


def _fresh(counts: Sequence[Count]) -> Iterator[Count]:
    """Those that were not told before, each once."""
    scope = {
        "accounts": array(count.account_id for count in counts),
        "sources": [count.source for count in counts],
        "references": [count.reference for count in counts],
    }
    seen = set(rows(statement("usage", "known_counts"), scope))
    for count in counts:
        key = (count.account_id, count.source, count.reference)
        if key not in seen:
            seen.add(key)
            yield count


class _Counting:
    """New counts of some accounts, which are locked and open for the day."""

    def __init__(self, counts: Sequence[Count], figures: dict[int, Figures], *, now: datetime, zone: ZoneInfo) -> None:
        self.counts, self.figures, self.now, self.zone = counts, figures, now, zone
        self.day: date = business_day(now, zone)
        self.month_on = month_start(self.day)

    def run(self) -> None:
        """Write the months, the counts and the hours; charge; tell whom a threshold concerns."""
        live = Subscription.objects.filter(account_id__in={count.account_id for count in self.counts})
        held = {(one.account_id, one.plan_id): one for one in live.exclude(status=Status.ENDED).select_related("plan")}
        volumes: dict[Key, int] = defaultdict(int)
        subscriptions: dict[Key, Subscription] = {}
        for count in self.counts:
            one = _limited(held.get((count.account_id, count.plan.id)), count.plan)
            subscriptions[one.account_id, one.number] = one
            volumes[one.account_id, one.number] += count.volume_bytes
        known = known_of(volumes, self.month_on)
        changes = [_Change(subscriptions[key], known[key], volumes[key], self.day) for key in volumes]
        write_months([change.written() for change in changes], month_on=self.month_on)
        self._record({(one.account_id, one.plan_id): one.number for one in subscriptions.values()})
        self._charge([change for change in changes if change.cost_kopecks])
        for change in changes:
            change.tell(self.month_on, self.now)

    def _record(self, numbers: dict[tuple[int, int], int]) -> None:
        """The counts themselves, and the hours they add up to."""
        scope = {
            "accounts": array(count.account_id for count in self.counts),
            "subscriptions": array(numbers[count.account_id, count.plan.id] for count in self.counts),
            "volumes": array(count.volume_bytes for count in self.counts),
        }
        told = {
            "sources": [count.source for count in self.counts],
            "references": [count.reference for count in self.counts],
            "months": array(self.month_on for _ in self.counts),
            "ats": array(count.counted_at.isoformat() for count in self.counts),
        }
        execute(statement("usage", "record_counts"), {**scope, **told})
        hours = array(_hour(count.counted_at, self.zone).isoformat() for count in self.counts)
        execute(statement("usage", "add_hours"), {**scope, "hours": hours})

    def _charge(self, changes: "Sequence[_Change]") -> None:
        """Post what was charged, and settle each account once."""
        moments: dict[int, Moment] = {}
        for change in changes:
            account_id = change.held.account_id
            if account_id not in moments:
                moments[account_id] = Moment(account_id, self.now, self.day, self.figures[account_id])
            moments[account_id].charge_once(change.cost_kopecks, note=f"traffic:{change.held.plan.code}")
        for moment in moments.values():
            moment.settle(Cause.CHARGED_ONCE)


class _Change:
    """A subscription's month before and after new traffic."""

    def __init__(self, held: Subscription, known: Known, volume_bytes: int, day: date) -> None:
        terms = known.terms_of(held.plan)
        assert terms is not None
        self.held, self.terms = held, terms
        self.before, self.refilled_on = known.month_of(held, day)
        self.after: Month = counted(self.before, terms, volume_bytes)

    @property
    def cost_kopecks(self) -> int:
        """What the new traffic costs."""
        return self.after.charged_kopecks - self.before.charged_kopecks

    def written(self) -> Written:
        """The month as it is to be written."""
        key = (self.held.account_id, self.held.number)
        return Written(key, self.after, self.refilled_on, self.terms.volume_bytes)

    def tell(self, month_on: date, now: datetime) -> None:
        """Tell that 80 or 100 percent are used: once a month, and again when more was bought since."""
        mark = reached(self.before, self.after, self.terms)
        if mark is None:
            return
        tell(
            TOLD[mark],
            account_id=self.held.account_id,
            key=f"{self.held.number} {month_on:%Y-%m} {mark} {self.after.bought_bytes}",
            at=now,
            about=_about(self.held, self.after, self.terms, month_on),
        )


def _about(held: Subscription, month: Month, terms: Terms, month_on: date) -> dict[str, object]:
    return {
        "subscription": held.number,
        "plan": held.plan.code,
        "month_on": month_on,
        "volume_bytes": terms.volume_bytes + month.bought_bytes,
        "left_bytes": left(month, terms),
        "then": str(terms.then),
    }


def _limited(held: Subscription | None, plan: Plan) -> Subscription:
    """The subscription to a plan with a volume."""
    if held is None:
        raise NotConnected(f"{plan.code} is not connected", plan=plan.code)
    if held.plan.volume_bytes is None:
        raise PlanWithoutVolume(f"{plan.code} has no monthly volume", plan=plan.code)
    return held


def _hour(at: datetime, zone: ZoneInfo) -> datetime:
    """The first instant of an instant's hour, as the operator's clock counts hours."""
    return at.astimezone(zone).replace(minute=0, second=0, microsecond=0)

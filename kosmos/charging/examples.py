"""The rulebook's two stories told with a plan of the operator's own: played by the engine, and undone.

Nothing in them is computed a second way, and nothing of them stays. The account that they are about has an id that
no account of the operator's ever has, so that no other work waits for its counter.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kosmos.catalogue.models import Plan, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.forecast import needs_of
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.rules import to_be_back
from kosmos.charging.services import NewPayment, connect, post_payments, take_promise
from kosmos.charging.services.moment import Moment, begin, fee_of
from kosmos.kernel.days import ONE_DAY, month_end, next_month
from kosmos.ledger.models import Account, AccountKind, Posting
from kosmos.ledger.services.postings import open_months

ACCOUNT_ID = 2**53
"""Beyond every id that the counter gives out."""
INSTANT = timedelta(microseconds=1)
ROUND = 100
"""A payment that is not enough is a whole number of roubles."""


@dataclass(frozen=True, slots=True)
class Told:
    """What happened at an instant: an event's name, what it posted, the balance after it, and whether it then runs.

    ``to_be_back_kopecks`` is what brings the service back, None if it runs; ``sum_kopecks`` what was paid.
    """

    event: str
    at: datetime
    posted: tuple[int, ...]
    balance_kopecks: int
    running: bool
    to_be_back_kopecks: int | None
    sum_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A plan's story from the first day of a month, and the fee of that month."""

    settlement: str
    first: date
    fee_kopecks: int
    connection_fee_kopecks: int
    told: tuple[Told, ...]


def story_of(plan: Plan, *, first: date) -> Story:
    """What becomes of an account that connects a plan on the first of a month, through the beginning of the next.

    PlanHasNoPrice before the plan has a price; the month, and the next, are not over yet.
    """
    prepaid = plan.settlement == Settlement.PREPAID
    with imagined():
        teller = _Teller(plan, first)
        told = tuple(teller.prepaid() if prepaid else teller.postpaid())
        fee = fee_of(plan, first)
    return Story("prepaid" if prepaid else "postpaid", first, fee, plan.connection_fee_kopecks, told)


class _Teller:
    """Makes an account live through a story, and notes what came of each step."""

    def __init__(self, plan: Plan, first: date) -> None:
        self.plan, self.first, self.zone = plan, first, operator_zone()
        self.last_number = 0
        eve = first - ONE_DAY
        open_months(eve, eve)
        Account.objects.create(id=ACCOUNT_ID, kind=AccountKind.SUBSCRIBER, created_on=eve, open_through_on=eve)

    def prepaid(self) -> Iterator[Told]:
        """Paid ahead for a month; the next one stops it until all of its fee is there."""
        fee, then = fee_of(self.plan, self.first), next_month(self.first)
        yield self._pay(self.first, 9, fee + self.plan.connection_fee_kopecks)
        yield self._tell("connected", self._at(self.first, 9, 5), self._connect)
        for day in (self.first + ONE_DAY, self.first + 2 * ONE_DAY, month_end(self.first), then):
            yield self._tell("opened", self._at(day))
        part = fee_of(self.plan, then) * 4 // 5 // ROUND * ROUND
        yield self._pay(then + 2 * ONE_DAY, 14, part)
        missing = self._missing(self._at(then + 3 * ONE_DAY, 10))
        if missing:
            yield self._pay(then + 3 * ONE_DAY, 10, missing)

    def postpaid(self) -> Iterator[Told]:
        """Not paid in its month: stopped, on trust for some days, stopped again, and paid."""
        then = next_month(self.first)
        yield self._tell("connected", self._at(self.first, 0), self._connect)
        yield self._tell("opened", self._at(month_end(self.first)))
        yield self._tell("opened", self._at(then))
        taken = self._at(then + ONE_DAY, 10)
        lapses = taken + timedelta(days=begin(ACCOUNT_ID, now=taken).policies.promise_days)
        yield self._tell("promised", taken, lambda at: take_promise(account_id=ACCOUNT_ID, now=at))
        yield self._tell("lapsed", lapses)
        paid_at = self._at(lapses.astimezone(self.zone).date() + ONE_DAY, 12)
        missing = self._missing(paid_at)
        if missing:
            yield self._pay(paid_at.date(), 12, missing)

    def _at(self, day: date, hour: int = 0, minute: int = 0) -> datetime:
        return datetime.combine(day, time(hour, minute), self.zone)

    def _connect(self, at: datetime) -> None:
        connect(account_id=ACCOUNT_ID, plan=self.plan, now=at)

    def _pay(self, day: date, hour: int, amount_kopecks: int) -> Told:
        payment = NewPayment(ACCOUNT_ID, amount_kopecks, f"example {day}", provider="example")
        return self._tell(
            "paid", self._at(day, hour), lambda at: post_payments([payment], now=at), sum_kopecks=amount_kopecks
        )

    def _missing(self, at: datetime) -> int | None:
        return _to_be_back(begin(ACCOUNT_ID, now=at))

    def _tell(
        self, event: str, at: datetime, act: Callable[[datetime], object] | None = None, *, sum_kopecks: int = 0
    ) -> Told:
        before = begin(ACCOUNT_ID, now=at if act else at - INSTANT).figures.last_number
        if act:
            act(at)
        moment = begin(ACCOUNT_ID, now=at)
        lines = Posting.objects.filter(account_id=ACCOUNT_ID, number__gt=before).order_by("number")
        running = Subscription.objects.filter(account_id=ACCOUNT_ID, status=Status.RUNNING).exists()
        return Told(
            event=event,
            at=at,
            posted=tuple(lines.values_list("amount_kopecks", flat=True)),
            balance_kopecks=moment.figures.balance,
            running=running,
            to_be_back_kopecks=_to_be_back(moment),
            sum_kopecks=sum_kopecks,
        )


def _to_be_back(moment: Moment) -> int | None:
    return to_be_back(moment.figures, list(needs_of(ACCOUNT_ID, day=moment.day, at=moment.at).values()))

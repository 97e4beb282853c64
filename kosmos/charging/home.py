"""All that the first page of a cabinet says of an account, played by the engine once and kept as data."""

from collections.abc import Callable
from dataclasses import dataclass, field, fields
from datetime import date

from kosmos.catalogue.models import Needs, Plan, Price, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.forecast import Ahead, Foreseen, needs_of, posted_since
from kosmos.charging.imagining import imagined
from kosmos.charging.passing import pass_days
from kosmos.charging.rules import Need, least_to_run
from kosmos.charging.services import NewPayment, post_payments, take_promise
from kosmos.charging.services.moment import Moment
from kosmos.charging.standing import AccountView, Held, view_at
from kosmos.charging.statement import last_rows
from kosmos.charging.why import StatementRow
from kosmos.kernel.days import ONE_DAY, each_day, month_end, month_start, next_month, start_of
from kosmos.ledger.models import Account, Posting, PostingKind

LAST_ROWS = 5
PLENTY_KOPECKS = 10**12


@dataclass(frozen=True, slots=True)
class NextCharge:
    """The next posting of a subscription that costs something; ``name`` is its plan's on that day."""

    day: date
    subscription: int
    kind: str
    plan: str
    name: dict[str, str]
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class MonthAhead:
    """What the rest of a month costs if all that is connected runs, and what the next 1st asks for.

    ``charges_kopecks`` is what will be taken after now, through ``last_on``; ``needed_kopecks`` has to be there when
    ``first_on`` opens for everything to run on it, ``missing_kopecks`` is what to pay before it for that.
    """

    last_on: date
    charges_kopecks: int
    first_on: date
    needed_kopecks: int
    missing_kopecks: int


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of this month: past (it was served), missed (it was not), covered, uncovered, or paused."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Shortage:
    """Why a blocked subscription does not run though there may be money; ``rule`` names what stops it.

    overdue (something is due), full_fee or next_share (more is needed than can be spent), negative (a plan that
    runs until the balance is below zero), base (a package without its base plan). ``balance_then_kopecks`` was there
    when the day began on which it stopped, ``moved_kopecks`` has come and gone since.
    """

    subscription: int
    plan: str
    name: dict[str, str]
    rule: str
    needs_kopecks: int
    spendable_kopecks: int
    overdue_kopecks: int
    missing_kopecks: int | None
    since: date
    balance_then_kopecks: int
    moved_kopecks: int


@dataclass(frozen=True, slots=True)
class PromiseTerms:
    """What a promise would be: its hours and fee, what refuses it, and the balance after taking it."""

    hours: int
    fee_kopecks: int
    refused: str | None
    balance_after_kopecks: int | None


@dataclass(frozen=True)
class Home(AccountView):
    """An account's view, and what its first page says besides; ``last`` are its newest lines, the newest first.

    ``digest`` is of all that the engine read for it: as long as that is the same, so is the rest.
    """

    today: date
    next_charges: tuple[NextCharge, ...]
    month: MonthAhead
    days: tuple[MonthDay, ...]
    last: tuple[StatementRow, ...]
    short: Shortage | None
    promise: PromiseTerms
    digest: str = field(default="", compare=False)

    @property
    def blocked_with_money(self) -> bool:
        """Whether something is off although the balance is above zero."""
        return self.short is not None and self.ahead.figures.balance > 0


def play_home(number: str, moment: Moment) -> Home:
    """Play what a home page says of an account that was brought to an instant; the caller undoes it."""
    view, ahead = view_at(number, moment)
    figures = moment.figures
    last = last_rows(
        view.account_id,
        count=LAST_ROWS,
        day=moment.day,
        balance_kopecks=figures.balance,
        last_number=figures.last_number,
    )
    return Home(
        **{one.name: getattr(view, one.name) for one in fields(AccountView)},
        today=moment.day,
        next_charges=_next_charges(ahead),
        month=_month_ahead(moment, ahead),
        days=_days(moment, view, ahead),
        last=tuple(reversed(last)),
        short=shortage_of(moment, view, lambda since: _moved(view.account_id, since)),
        promise=_promise_terms(moment, view.promise_refused),
    )


def _next_charges(ahead: Ahead) -> tuple[NextCharge, ...]:
    found = ahead.forecast.next_charges
    wanted = {posting.price_id for posting in found if posting.price_id}
    plans = {price.id: price.plan for price in Price.objects.filter(id__in=wanted).select_related("plan")}
    return tuple(_next_charge(posting, plans[posting.price_id or 0]) for posting in found)


def _next_charge(posting: Foreseen, plan: Plan) -> NextCharge:
    kind = PostingKind(posting.kind).label
    return NextCharge(posting.day, posting.subscription or 0, kind, plan.code, plan.name, -posting.amount_kopecks)


def _month_ahead(moment: Moment, ahead: Ahead) -> MonthAhead:
    """As it comes if all that is connected runs through; else as it would with plenty of money paid now."""
    last_on, first_on = month_end(moment.day), next_month(moment.day)
    stays = ahead.forecast.to_be_back_kopecks is None and ahead.needs_on_first is not None
    stays = stays and (ahead.forecast.lasts_until is None or ahead.forecast.lasts_until >= last_on)
    if stays:
        charges, needs = _sum_through(ahead.postings, last_on), ahead.needs_on_first or ()
    else:
        charges, needs = _month_if_paid(moment)
    needed = least_to_run(needs)
    missing = max(0, needed - (moment.figures.balance - charges)) if needs else 0
    return MonthAhead(last_on, charges, first_on, needed, missing)


def _month_if_paid(moment: Moment) -> tuple[int, tuple[Need, ...]]:
    first_on, account_id, zone = next_month(moment.day), moment.account_id, operator_zone()
    with imagined():
        post_payments([NewPayment(account_id, PLENTY_KOPECKS, "all that is needed")], now=moment.at)
        pass_days(account_id, after=moment.day, until=first_on, zone=zone)
        postings = posted_since(account_id, moment.figures.last_number + 1, after=month_start(moment.day) - ONE_DAY)
        needs = tuple(needs_of(account_id, day=first_on, at=start_of(first_on, zone)).values())
    return _sum_through(postings, first_on - ONE_DAY), needs


def _sum_through(postings: tuple[Foreseen, ...], last_on: date) -> int:
    return -sum(posting.amount_kopecks for posting in postings if posting.day <= last_on)


def _days(moment: Moment, view: AccountView, ahead: Ahead) -> tuple[MonthDay, ...]:
    first, last = month_start(moment.day), month_end(moment.day)
    served = _served(moment, view)
    paused = (view.suspended_from or date.max, view.suspended_until or date.min)
    runs = any(held.status in ("running", "suspended") for held in view.held)
    ends = [view.ahead.lasts_until, ahead.pause_fails_on - ONE_DAY if ahead.pause_fails_on else None]
    until = min((day for day in ends if day), default=date.max) if runs else date.min
    return tuple(
        MonthDay(day, _day_state(day, moment.day, served=day in served, paused=paused, until=until))
        for day in each_day(first, last)
    )


def _day_state(day: date, today: date, *, served: bool, paused: tuple[date, date], until: date) -> str:
    if paused[0] <= day <= paused[1]:
        return "paused"
    if day < today:
        return "past" if served else "missed"
    return "covered" if day <= until else "uncovered"


def _served(moment: Moment, view: AccountView) -> set[date]:
    """The days of this month on which something ran, as far as money tells; for what is free, since it runs."""
    first, last = month_start(moment.day), month_end(moment.day)
    lines = Posting.objects.filter(account_id=moment.account_id, posted_on__range=(first, moment.day))
    lines = lines.filter(kind__in=(PostingKind.SHARE, PostingKind.ACCRUAL, PostingKind.GIVE_BACK)).order_by("number")
    by_subscription: dict[int, set[date]] = {}
    for number, kind, from_on in lines.values_list("subscription", "kind", "from_on"):
        if number is None or from_on is None:
            continue
        days = by_subscription.setdefault(number, set())
        concerned = {from_on} if kind == PostingKind.SHARE else set(each_day(from_on, last))
        by_subscription[number] = days - concerned if kind == PostingKind.GIVE_BACK else days | concerned
    running = [held.status_on for held in view.held if held.status == "running"]
    since = set(each_day(max(first, min(running)), moment.day)) if running else set()
    return since.union(*by_subscription.values())


def shortage_of(moment: Moment, view: AccountView, moved_since: Callable[[date], int]) -> Shortage | None:
    """Of the first blocked one that asks for money of its own, else of the first blocked one; None if none is.

    ``moved_since`` says what has come and gone since a day began.
    """
    blocked = [held for held in view.held if held.status == "blocked"]
    if not blocked:
        return None
    held = next((one for one in blocked if one.needs_kopecks), blocked[0])
    figures = moment.figures
    moved = moved_since(held.status_on)
    return Shortage(
        subscription=held.number,
        plan=held.plan,
        name=held.name,
        rule=_rule_of(moment, view, held),
        needs_kopecks=held.needs_kopecks or 0,
        spendable_kopecks=figures.spendable,
        overdue_kopecks=figures.overdue,
        missing_kopecks=view.ahead.to_be_back_kopecks,
        since=held.status_on,
        balance_then_kopecks=figures.balance - moved,
        moved_kopecks=moved,
    )


def _moved(account_id: int, since: date) -> int:
    then = Posting.objects.filter(account_id=account_id, posted_on__gte=since)
    return sum(then.values_list("amount_kopecks", flat=True))


def _rule_of(moment: Moment, view: AccountView, held: Held) -> str:
    bases = [one for one in view.held if one.service == held.service and not one.is_package]
    if held.is_package and all(base.status != "running" for base in bases):
        return "base"
    if held.settlement == Settlement.POSTPAID.label or (moment.figures.overdue and not held.needs_kopecks):
        return "overdue"
    plan = next(one.plan for one in moment.subscriptions if one.number == held.number)
    return Needs(plan.needs).label if held.needs_kopecks else "negative"


def _promise_terms(moment: Moment, refused: str | None) -> PromiseTerms:
    policies = moment.policies
    balance = None
    if refused is None:
        with imagined():
            take_promise(account_id=moment.account_id, now=moment.at)
            balance = Account.objects.values_list("balance_kopecks", flat=True).get(id=moment.account_id)
    return PromiseTerms(24 * policies.promise_days, policies.promise_fee_kopecks, refused, balance)

"""What promises, suspensions, orders and leaving would bring: the engine plays them to the end, and all is undone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.forecast import Foreseen, Preview, look_ahead, posted_since, preview
from kosmos.charging.imagining import HORIZON_DAYS, imagined
from kosmos.charging.models import (
    ExtraOrder,
    Leaving,
    LeavingState,
    Promise,
    Status,
    Subscription,
    Suspension,
    SuspensionState,
)
from kosmos.charging.passing import pass_days
from kosmos.charging.services import order_extra, suspend, take_promise, unblock
from kosmos.charging.services.moment import Moment, begin
from kosmos.kernel.days import ONE_DAY
from kosmos.ledger.models import Account
from kosmos.ledger.rules import Figures


@dataclass(frozen=True, slots=True)
class PromiseAhead:
    """A promise from the moment it is taken until it lapses, if nothing is paid.

    ``overdue_kopecks`` is what has to be paid at once to keep it, ``overdue_then_kopecks`` at its end; ``back`` is
    what it switches on, ``blocked_then`` what is off after it has lapsed; ``needed``: whether anything is off now.
    """

    until_at: datetime
    fee_kopecks: int
    balance_kopecks: int
    at_once: Preview
    overdue_kopecks: int
    overdue_then_kopecks: int
    back: tuple[int, ...]
    postings_then: tuple[Foreseen, ...]
    balance_then_kopecks: int
    blocked_then: tuple[int, ...]
    needed: bool


@dataclass(frozen=True, slots=True)
class PauseAhead:
    """A suspension from the day on which it is asked for to the day of return.

    ``before_kopecks`` is charged until it begins, ``given_back`` posted on its first day, ``back`` when it is over;
    ``saved_kopecks`` is what there is more then than without it. What the engine does not look so far for is None.
    """

    day: date
    first_on: date
    last_on: date
    balance_kopecks: int
    before_kopecks: int | None
    given_back: tuple[Foreseen, ...]
    balance_begin_kopecks: int | None
    balance_end_kopecks: int | None
    back: tuple[Foreseen, ...]
    balance_back_kopecks: int | None
    blocked_back: tuple[int, ...]
    saved_kopecks: int | None

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return (self.last_on - self.first_on).days + 1

    @property
    def back_on(self) -> date:
        """The day of return."""
        return self.last_on + ONE_DAY


@dataclass(frozen=True, slots=True)
class OrderAhead:
    """An order: the balance around it, what is due then, and until when the money lasts before and after it."""

    day: date
    code: str
    price_kopecks: int
    balance_kopecks: int
    at_once: Preview
    figures: Figures
    lasted_until: date | None
    lasts_until: date | None
    blocked: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A wish to leave that waits for its day, or was done."""

    asked_at: datetime
    ends_on: date
    reason: str
    payout: str
    done: bool


def promise_ahead(account_id: int, *, now: datetime) -> PromiseAhead:
    """Play a promise to its end. What refuses the promise refuses this."""
    return _trusted_ahead(account_id, partial(take_promise, account_id=account_id, now=now), now)


def unblock_ahead(account_id: int, *, until_at: datetime, now: datetime) -> PromiseAhead:
    """Play a temporary unblock to its end. What refuses it refuses this."""

    def act() -> datetime:
        unblock(account_id=account_id, until_at=until_at, now=now)
        return until_at

    return replace(_trusted_ahead(account_id, act, now), fee_kopecks=0)


def _trusted_ahead(account_id: int, act: Callable[[], datetime], now: datetime) -> PromiseAhead:
    with imagined():
        moment = begin(account_id, now=now)
        off = _blocked(account_id)
        at_once = preview(account_id, act, now=now)
        until_at = act()
        still_off, taken = _blocked(account_id), begin(account_id, now=now).figures
        then = begin(account_id, now=until_at).figures
        return PromiseAhead(
            until_at=until_at,
            fee_kopecks=moment.policies.promise_fee_kopecks,
            balance_kopecks=moment.figures.balance,
            at_once=at_once,
            overdue_kopecks=taken.overdue,
            overdue_then_kopecks=then.overdue,
            back=tuple(number for number in off if number not in still_off),
            postings_then=posted_since(account_id, taken.last_number),
            balance_then_kopecks=then.balance,
            blocked_then=_blocked(account_id),
            needed=bool(off),
        )


def promises_of(account_id: int) -> list[Promise]:
    """The promises that were taken, the newest first."""
    return list(Promise.objects.filter(account_id=account_id).order_by("-number"))


def pause_ahead(account_id: int, *, first_on: date, last_on: date, now: datetime) -> PauseAhead:
    """Play a suspension to the day of return, as far as the engine looks. What refuses it refuses this."""
    back_on, days = last_on + ONE_DAY, (last_on - first_on).days + 1
    with imagined():
        moment = begin(account_id, now=now)
        suspend(account_id=account_id, first_on=first_on, days=days, now=now)
        horizon = moment.day + timedelta(days=HORIZON_DAYS)
        eve, begun, end, back = _balances(moment, [min(day, horizon) for day in _days(first_on, last_on)])
        posted = posted_since(account_id, moment.figures.last_number)
        blocked = _blocked(account_id) if back_on <= horizon else ()
    without = _balance_without(account_id, back_on, now) if back_on <= horizon else None
    near = first_on <= horizon
    return PauseAhead(
        day=moment.day,
        first_on=first_on,
        last_on=last_on,
        balance_kopecks=moment.figures.balance,
        before_kopecks=moment.figures.balance - eve if near else None,
        given_back=tuple(posting for posting in posted if posting.day == first_on),
        balance_begin_kopecks=begun if near else None,
        balance_end_kopecks=end if near else None,
        back=tuple(posting for posting in posted if posting.day == back_on),
        balance_back_kopecks=back if without is not None else None,
        blocked_back=blocked,
        saved_kopecks=None if without is None else back - without,
    )


def suspension_of(account_id: int, *, now: datetime) -> Suspension | None:
    """The suspension that is planned or running at an instant."""
    with imagined():
        begin(account_id, now=now)
        open_states = (SuspensionState.PLANNED, SuspensionState.RUNNING)
        return Suspension.objects.filter(account_id=account_id, state__in=open_states).first()


def order_ahead(account_id: int, *, code: str, price_kopecks: int, key: UUID, now: datetime) -> OrderAhead:
    """Play a subscriber's order and the days after it. What refuses the order refuses this."""
    act = partial(order_extra, account_id=account_id, code=code, key=key, now=now, by_subscriber=True)
    with imagined():
        moment = begin(account_id, now=now)
        lasted = look_ahead(moment).forecast.lasts_until
        at_once = preview(account_id, act, now=now)
        act()
        after = begin(account_id, now=now)
        return OrderAhead(
            day=moment.day,
            code=code,
            price_kopecks=price_kopecks,
            balance_kopecks=moment.figures.balance,
            at_once=at_once,
            figures=after.figures,
            lasted_until=lasted,
            lasts_until=look_ahead(after).forecast.lasts_until,
            blocked=_blocked(account_id),
        )


def orders_of(account_id: int) -> list[ExtraOrder]:
    """What was ordered, the newest first."""
    return list(ExtraOrder.objects.select_related("extra").filter(account_id=account_id).order_by("-number"))


def leaving_of(account_id: int, *, now: datetime) -> Left | None:
    """The wish to leave that waits at an instant, or by which nothing is connected any more."""
    with imagined():
        moment = begin(account_id, now=now)
        waiting = moment.leaving
        wishes = Leaving.objects.filter(account_id=account_id).exclude(state=LeavingState.CANCELLED)
        wish = waiting if moment.subscriptions else wishes.order_by("-number").first()
    if wish is None:
        return None
    return Left(wish.asked_at, wish.ends_on, wish.reason, wish.payout, done=waiting is None)


def _days(first_on: date, last_on: date) -> tuple[date, date, date, date]:
    """The days after which a suspension's balances are told: the eve, the first, the last, that of return."""
    return first_on - ONE_DAY, first_on, last_on, last_on + ONE_DAY


def _balances(moment: Moment, days: list[date]) -> list[int]:
    """The balance after the opening of each day, in order; they stay open until the caller undoes them."""
    zone, opened, balances = operator_zone(), moment.day, []
    for day in days:
        opened = pass_days(moment.account_id, after=opened, until=day, zone=zone)
        balances.append(Account.objects.values_list("balance_kopecks", flat=True).get(id=moment.account_id))
    return balances


def _balance_without(account_id: int, day: date, now: datetime) -> int:
    with imagined():
        return _balances(begin(account_id, now=now), [day])[0]


def _blocked(account_id: int) -> tuple[int, ...]:
    """The numbers of what is off."""
    off = Subscription.objects.filter(account_id=account_id, status=Status.BLOCKED).order_by("number")
    return tuple(off.values_list("number", flat=True))

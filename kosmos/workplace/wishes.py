"""An act on an account as a value: what it does through the engine, and what it would do, played and undone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from kosmos.catalogue.queries import plan_by_code
from kosmos.charging import services
from kosmos.charging.choices import held_by_number
from kosmos.charging.pauses import PauseAhead, PromiseAhead, pause_ahead, promise_ahead, unblock_ahead
from kosmos.charging.prospects import Prospect, prospect
from kosmos.charging.services.moment import begin
from kosmos.kernel.errors import DomainError
from kosmos.ledger.services import lock_accounts
from kosmos.payments.services.suspense import hold_money
from kosmos.support.services import ask_back, withdraw_asking
from kosmos.workplace.acting import Doing
from kosmos.workplace.paying import (
    ask_bill,
    ask_refund,
    assign_money,
    bill_ahead,
    charge_back,
    order_of,
    refund_ahead,
    return_ahead,
    send_money_back,
)

BY = "staff"
"""What a posting by staff is noted with, before the reason's code."""

Ahead = Prospect | PromiseAhead | PauseAhead


@dataclass(frozen=True, slots=True)
class Wish:
    """An act on an account with all that it needs; what does not concern it is left empty.

    ``number`` is a subscription's, ``plan`` a plan's code, ``line`` a posting's number. An adjustment's amount is what
    the balance gains, a charge's what is charged. ``rail`` and ``operation`` name a payment as its provider does;
    ``comment`` is what a bill is for.
    """

    doing: Doing
    account_id: int
    amount_kopecks: int = 0
    until_at: datetime | None = None
    number: int = 0
    plan: str = ""
    line: int = 0
    first_on: date | None = None
    last_on: date | None = None
    rail: str = ""
    operation: str = ""
    comment: str = ""

    def as_dict(self) -> dict[str, Any]:
        """What it consists of, as data: days and instants in ISO's notation."""
        told = {one.name: getattr(self, one.name) for one in fields(self) if one.name not in {"doing", "account_id"}}
        return {
            name: value if isinstance(value, int | str) else value.isoformat() for name, value in told.items() if value
        }

    @classmethod
    def of(cls, doing: str, account_id: int, told: Mapping[str, Any]) -> "Wish":
        """An act from its data."""
        values = dict(told)
        for name in ("first_on", "last_on"):
            values |= {name: date.fromisoformat(values[name])} if name in values else {}
        values |= {"until_at": datetime.fromisoformat(values["until_at"])} if "until_at" in values else {}
        return cls(Doing(doing), account_id, **values)


def hold_beside(wish: Wish) -> None:
    """Hold what an act concerns besides its account, so that no two wait for each other in a ring."""
    if wish.doing == Doing.ASSIGN:
        hold_money(wish.rail, wish.operation, beside=wish.account_id)
    if wish.doing == Doing.REFUND:
        lock_accounts({wish.account_id, order_of(wish.account_id, wish.rail, wish.operation).account_id})


def do(wish: Wish, *, key: UUID, reason: str, now: datetime) -> int | None:
    """Do it; the number of the line that it put on the account. What refuses it is the engine's."""
    return _DO[wish.doing](wish, key, f"{BY}:{reason}", now)


def foresee(wish: Wish, *, now: datetime) -> Ahead:
    """What it would do, as the subscriber's own pages show it; what refuses the act refuses this."""
    account_id = wish.account_id
    if wish.doing == Doing.PROMISE:
        return promise_ahead(account_id, now=now)
    if wish.doing == Doing.UNBLOCK and wish.until_at:
        return unblock_ahead(account_id, until_at=wish.until_at, now=now)
    if wish.doing == Doing.SUSPEND and wish.first_on and wish.last_on:
        return pause_ahead(account_id, first_on=wish.first_on, last_on=wish.last_on, now=now)
    return prospect(account_id, played(wish, now=now), now=now)


def played(wish: Wish, *, now: datetime) -> Callable[[], object]:
    """The act as a preview plays it: what goes beyond the engine is left out."""
    if wish.doing == Doing.CLOSE:
        return lambda: services.leave(account_id=wish.account_id, now=now)
    if wish.doing == Doing.STAY:
        return lambda: services.cancel_leaving(account_id=wish.account_id, now=now)
    if wish.doing == Doing.REFUND:
        return lambda: refund_ahead(wish, now=now)
    if wish.doing == Doing.SEND_BACK:
        return lambda: return_ahead(wish, now=now)
    if wish.doing == Doing.BILL:
        return lambda: bill_ahead(wish, now=now)
    return lambda: do(wish, key=UUID(int=0), reason="", now=now)


def steady(ahead: Ahead) -> object:
    """What somebody was shown, but for the minute to which a promise lasts: that moves on until it is confirmed."""
    if isinstance(ahead, PromiseAhead):
        shown = {one.name: getattr(ahead, one.name) for one in fields(ahead)}
        return {**shown, "until_at": ahead.until_at.date().isoformat()}
    return ahead


def _promise(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.take_promise(account_id=wish.account_id, now=now)


def _unblock(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.unblock(account_id=wish.account_id, until_at=wish.until_at or now, now=now)


def _end_unblock(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.end_unblock(account_id=wish.account_id, now=now)


def _charge(wish: Wish, _key: UUID, note: str, now: datetime) -> int:
    return services.charge_once(account_id=wish.account_id, amount_kopecks=wish.amount_kopecks, now=now, note=note)


def _adjust(wish: Wish, key: UUID, note: str, now: datetime) -> int:
    return services.correct(account_id=wish.account_id, amount_kopecks=wish.amount_kopecks, key=key, now=now, note=note)


def _reverse(wish: Wish, key: UUID, note: str, now: datetime) -> int:
    return services.reverse_posting(account_id=wish.account_id, number=wish.line, key=key, now=now, note=note)


def _change(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    held = held_by_number(begin(wish.account_id, now=now), wish.number)
    to = plan_by_code(wish.plan)
    services.change_plan(account_id=wish.account_id, plan=held.plan, to=to, now=now, by_staff=True)


def _on(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.connect(account_id=wish.account_id, plan=plan_by_code(wish.plan), now=now, by_staff=True)


def _off(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    held = held_by_number(begin(wish.account_id, now=now), wish.number)
    services.disconnect(account_id=wish.account_id, plan=held.plan, now=now)


def _cancel(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    held = held_by_number(begin(wish.account_id, now=now), wish.number)
    services.cancel_planned(account_id=wish.account_id, plan=held.plan, now=now)


def _suspend(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    first_on, last_on = wish.first_on or now.date(), wish.last_on or now.date()
    days = (last_on - first_on + timedelta(days=1)).days
    services.suspend(account_id=wish.account_id, first_on=first_on, days=days, now=now)


def _resume(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.resume(account_id=wish.account_id, now=now)


def _close(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    """End everything, and ask for what is left to be paid back, as the subscriber's own page does."""
    found = prospect(wish.account_id, played(wish, now=now), now=now)
    final = found.preview.balance_then_kopecks if found.waits else found.preview.balance_kopecks
    ends_on = services.leave(account_id=wish.account_id, now=now)
    if final > 0:
        try:
            ask_back(account_id=wish.account_id, ends_on=ends_on, kopecks=final, payout="", now=now)
        except DomainError:
            return  # the wish and its balance are found without a request too


def _stay(wish: Wish, _key: UUID, _note: str, now: datetime) -> None:
    services.cancel_leaving(account_id=wish.account_id, now=now)
    withdraw_asking(account_id=wish.account_id, now=now)


_DO: Mapping[Doing, Callable[[Wish, UUID, str, datetime], int | None]] = {
    Doing.PROMISE: _promise,
    Doing.UNBLOCK: _unblock,
    Doing.END_UNBLOCK: _end_unblock,
    Doing.CHARGE: _charge,
    Doing.ADJUST: _adjust,
    Doing.REVERSE: _reverse,
    Doing.CHANGE: _change,
    Doing.ON: _on,
    Doing.OFF: _off,
    Doing.CANCEL: _cancel,
    Doing.SUSPEND: _suspend,
    Doing.RESUME: _resume,
    Doing.CLOSE: _close,
    Doing.STAY: _stay,
    Doing.ASSIGN: assign_money,
    Doing.SEND_BACK: send_money_back,
    Doing.REFUND: ask_refund,
    Doing.CHARGEBACK: charge_back,
    Doing.BILL: ask_bill,
}

"""What makes a story deep: the events that follow one that was granted, chosen for the state it left.

A plot names later moments and the events to try then; what an event leaves open is drawn when it happens.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from .book import Account, Plan, byn

Event = dict[str, Any]
Later = list[tuple[datetime, Event]]
Plans = dict[str, Plan]

MINUTE = timedelta(minutes=1)
QUIET = ("pay", "disconnect", "cancel", "change_plan", "suspend", "resume", "promise")
"""What steps 4 and 5 do not follow, at least when refused, planned or repeated."""


def follow(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """The later events of a granted one."""
    plot = PLOTS.get(event["do"])
    return plot(rng, account, plans, event, moment) if plot else []


def do(*names: str) -> list[Event]:
    """Events of which only the kind is given."""
    return [{"do": name} for name in names]


def next_midnight(moment: datetime, days: int = 1) -> datetime:
    """The opening of a day to come."""
    return datetime.combine(moment.date() + timedelta(days=days), time())


def after_pay(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """A reversal, in the payment's minute, month or a later month; or a use for the money."""
    kind = rng.random()
    if kind < 0.2:
        days = rng.choice((0, 0, 1, 3, 10, 31))
        return [(moment + timedelta(days=days, minutes=rng.choice((0, 1, 60))), {"do": "reverse"})]
    return [(moment, rng.choice(do("connect", "change_plan")))] if kind < 0.5 else []


def after_promise(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """Something during the promise, and something in the minute of its lapse or next to it."""
    during = moment + timedelta(minutes=rng.randint(0, 72 * 60))
    later = [(during, rng.choice(do("pay", "pay", "charge", "promise", "")))]
    lapse = moment + timedelta(hours=72) + rng.choice((timedelta(), timedelta(), -MINUTE, MINUTE))
    at_lapse = rng.choice(do("pay", "pay", "promise", "charge", "connect", "change_plan", "reverse"))
    return later + ([(lapse, at_lapse)] if rng.random() < 0.85 else [])


def after_connect(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """A package, another plan or a charge that takes the money away."""
    kind, soon = rng.random(), moment + rng.choice((timedelta(), MINUTE))
    return [(soon, {"do": "connect" if kind < 0.4 else "charge"})] if kind < 0.6 else []


def after_disconnect(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """What tests an end at once and its packages, or a planned end and a change of mind."""
    soon = moment + rng.choice((timedelta(), MINUTE))
    one, plan = account.subscription_of(event["plan"]), plans[event["plan"]]
    if one is None:
        return [(soon, then) for then in after_end_at_once(rng, account, plans, plan)]
    if not plan.is_prepaid and rng.random() < 0.5:
        return [(soon, {"do": "reverse"}), (soon, {"do": "disconnect", "plan": plan.code})]
    return [(soon, rng.choice(do("cancel", "change_plan", "suspend", "disconnect", "charge", "")))]


def after_end_at_once(rng: Random, account: Account, plans: Plans, plan: Plan) -> list[Event]:
    """A promise for packages left without a base plan, another base plan for them, or reconnecting."""
    lost = [one for one in account.subscriptions if one.plan.base == plan.service]
    bases = [base for base in plans.values() if base.base is None and base.service == plan.service]
    if plan.base is None and lost and rng.random() < 0.6:
        charge = [{"do": "charge", "amount": byn(account.balance + rng.randint(1, 500))}]
        return (charge if account.balance >= 0 else []) + do("promise", "")
    base = rng.choice(bases) if bases and plan.base is None and lost else plan
    missing = (base.fee if base.is_prepaid else 0) - account.spendable + rng.choice((0, 0, 1, base.fee))
    pay = [{"do": "pay", "amount": byn(missing)}] if missing > 0 else []
    return [*pay, {"do": "connect", "plan": base.code, "by_staff": True}]


def after_change(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """A later wish, a change of mind, a suspension or a block while the change is pending."""
    kinds = do("change_plan", "cancel", "suspend", "charge", "reverse", "disconnect", "connect", "")
    return [(moment + rng.choice((timedelta(), MINUTE)), rng.choice(kinds))]


def after_suspend(rng: Random, account: Account, plans: Plans, event: Event, moment: datetime) -> Later:
    """Something pending when it starts, a block before it, something while it lasts, an early resume."""
    start = datetime.combine(date.fromisoformat(event["first"]), time())
    wish = rng.choice(do("change_plan", "disconnect", "connect", "charge", "resume"))
    later = [(max(moment, start - MINUTE), wish)]
    shares = [one.plan.share(moment.date()) for one in account.subscriptions if one.plan.is_prepaid]
    if start >= next_midnight(moment, 2) and shares and account.spendable > 0 and rng.random() < 0.7:
        later = [(moment, {"do": "charge", "amount": byn(account.spendable)})]
        later.append((start + MINUTE, {"do": "pay", "amount": byn(3 * sum(shares) + 1)}))
    if rng.random() < 0.6:
        later.append((start + rng.choice((MINUTE, timedelta(hours=5))), rng.choice(do("disconnect", "charge", ""))))
    if rng.random() < 0.5:
        days = rng.randint(0, max(1, event["days"]))
        later.append((start + timedelta(days=days, hours=rng.choice((0, 9))), {"do": "resume"}))
    return later


def running_out(rng: Random, account: Account, moment: datetime) -> Later:
    """Quiet wishes on the day whose share takes an account with a running postpaid plan below zero."""
    running = [one for one in account.subscriptions if one.status == "running"]
    prepaid = [one for one in running if one.plan.is_prepaid]
    shares = sum(one.plan.share(moment.date()) for one in prepaid)
    if not shares or len(prepaid) == len(running) or not any(one.plan.blocks_negative for one in prepaid):
        return []
    days = account.spendable // shares + 1
    if not 1 <= days <= 25:
        return []
    out = next_midnight(moment, days)
    later = [(out + rng.choice((timedelta(), timedelta(hours=7))), rng.choice(do(*QUIET)))]
    if days > 3 and account.balance < 0:
        later.append((out - timedelta(hours=72), {"do": "promise"}))
    return later


PLOTS: dict[str, Callable[[Random, Account, Plans, Event, datetime], Later]] = {
    "pay": after_pay,
    "promise": after_promise,
    "connect": after_connect,
    "disconnect": after_disconnect,
    "change_plan": after_change,
    "suspend": after_suspend,
}

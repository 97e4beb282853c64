"""What may be asked for or happen on an account (rules 8 and 9).

Each function takes an event and returns why it is refused, or None. Those that rule 7 lists end with its
steps 4 and 5.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from .book import Account, Correction, Payment, Plan, Subscription, Suspension, kopecks
from .steps import change, end_suspension, settle

Event = dict[str, Any]
Plans = dict[str, Plan]

PROMISE_HOURS = 72
LONGEST_SUSPENSION_DAYS = 60
LONGEST_UNBLOCK_DAYS = 30
TAKEN_BACK = ("share", "one_off", "correction")
"""The kinds of postings that a correction can take back."""


def pay(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Post a payment once per reference (rules 4 and 9); it may keep a promise (rule 8)."""
    if event["ref"] in account.payments:
        return None
    amount = kopecks(event["amount"])
    part = min(account.unpaid, max(0, amount - account.overdue))
    account.post(moment, "payment", amount)
    account.unpaid -= part
    account.payments[event["ref"]] = Payment(amount, moment.date(), part)
    if not account.overdue:
        account.is_promise_kept = True
    settle(account, moment)
    return None


def reverse(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Take a payment back; in its own month what it paid early is not due at once (rule 4)."""
    payment = account.payments.get(event["ref"])
    if payment is None:
        return "unknown_payment"
    if payment.is_reversed:
        return "already_reversed"
    payment.is_reversed = True
    account.post(moment, "reversal", -payment.amount)
    if payment.on.replace(day=1) == moment.date().replace(day=1):
        account.unpaid = min(account.accrued, account.unpaid + payment.part)
    settle(account, moment)
    return None


def charge(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Post a one-off charge; a running postpaid subscription draws it into `unpaid` (rule 9)."""
    amount = kopecks(event["amount"])
    account.post(moment, "one_off", -amount)
    if any(one.status == "running" and not one.plan.is_prepaid for one in account.subscriptions):
        account.accrued += amount
        account.unpaid += amount
    settle(account, moment)
    return None


def connect(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Connect a plan or put a package on (rules 5, 6 and 8)."""
    plan = plans[event["plan"]]
    if account.is_suspended:
        return "suspended"
    if plan.is_archived and not event.get("by_staff"):
        return "plan_archived"
    if is_taken(account, plan):
        return "already_connected"
    if plan.base is not None and not account.has_base(plan.base, running=True):
        return "base_missing"
    if account.spendable < money_to_connect(plan):
        return "insufficient_funds"
    account.connected_count += 1
    account.subscriptions.append(Subscription(plan, account.connected_count))
    settle(account, moment)
    return None


def money_to_connect(plan: Plan) -> int:
    """What `spendable` must be: the whole fee (rule 5), or nothing overdue (rule 6)."""
    return plan.fee if plan.is_prepaid else 0


def is_taken(account: Account, plan: Plan, asking: Subscription | None = None) -> bool:
    """Whether the account has the plan, or another of its subscriptions is planned to change to it."""
    others = (one for one in account.subscriptions if one is not asking)
    return account.subscription_of(plan.code) is not None or any(one.changes_to == plan for one in others)


def disconnect(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Plan an end for tomorrow's opening, or end a blocked one at once (rule 8)."""
    one = account.subscription_of(event["plan"])
    if one is None:
        return "not_connected"
    if one.status == "blocked":
        account.give_back(moment, one, moment.date() + timedelta(days=1))
        account.subscriptions.remove(one)
    else:
        one.ends, one.changes_to = True, None
    return None


def cancel(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Withdraw a planned change or end (rule 8)."""
    one = account.subscription_of(event["plan"])
    if one is None:
        return "not_connected"
    if not one.ends and one.changes_to is None:
        return "nothing_planned"
    one.ends, one.changes_to = False, None
    return None


def change_plan(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Plan a change for tomorrow's opening, or change at once what is blocked (rule 8)."""
    one = account.subscription_of(event["plan"])
    if account.is_suspended:
        return "suspended"
    if one is None:
        return "not_connected"
    plan = plans[event["to"]]
    why = why_not_change(account, one, plan, moment, by_staff=bool(event.get("by_staff")))
    if why is None:
        one.changes_to = plan
        if is_changed_at_once(one, moment.date()):
            change(account, moment, one)
            settle(account, moment)
    return why


def why_not_change(account: Account, one: Subscription, plan: Plan, moment: datetime, *, by_staff: bool) -> str | None:
    """The rest of the tests of a plan change, in the order of the table of scenarios."""
    if one.ends:
        return "ending"
    if plan.is_archived and not by_staff:
        return "plan_archived"
    if (plan.service, plan.base) != (one.plan.service, one.plan.base):
        return "other_service"
    if is_taken(account, plan, one):
        return "already_connected"
    if money_for_change(account, one, moment) < money_to_connect(plan):
        return "insufficient_funds"
    return None


def is_changed_at_once(one: Subscription, today: date) -> bool:
    """Whether today is neither charged nor accrued for it, so that a change need not wait (rule 8)."""
    return one.charged_on != today if one.plan.is_prepaid else not one.is_accrued(today)


def money_for_change(account: Account, one: Subscription, moment: datetime) -> int:
    """`spendable` as a plan change sees it: the rest given back, or `unpaid` due on a 1st (rule 8)."""
    tomorrow = moment.date() + timedelta(days=1)
    if tomorrow.day == 1:
        return account.spendable if is_changed_at_once(one, moment.date()) else account.balance
    returned = one.accrued_from(tomorrow)
    return account.spendable + returned - min(account.unpaid, returned)


def promise(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Take 72 hours of service on trust (rule 8)."""
    if account.is_suspended:
        return "suspended"
    if account.is_promised(moment):
        return "promise_in_force"
    if account.balance >= 0:
        return "balance_not_negative"
    if not account.is_promise_kept:
        return "promise_not_kept"
    account.promise_until = moment + timedelta(hours=PROMISE_HOURS)
    account.is_promise_kept, account.is_unblocked = False, False
    settle(account, moment)
    return None


def unblock(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Lift the blocks until a moment, whatever is owed (rule 8)."""
    until = datetime.fromisoformat(event["until"])
    if account.is_suspended:
        return "suspended"
    if account.is_promised(moment):
        return "promise_in_force"
    if until <= moment:
        return "unblock_past"
    if until > moment + timedelta(days=LONGEST_UNBLOCK_DAYS):
        return "unblock_too_long"
    account.promise_until, account.is_unblocked = until, True
    settle(account, moment)
    return None


def end_unblock(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """End at once what staff lifted (rule 8)."""
    if not account.is_promised(moment) or not account.is_unblocked:
        return "not_unblocked"
    account.promise_until = None
    settle(account, moment)
    return None


def correct(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Add money as a payment does, or take it as a one-off charge does (rule 9)."""
    amount = kopecks(event["amount"])
    before = next((one for one in account.corrections.values() if one.ref == event["ref"]), None)
    if before is not None:
        return None if (before.amount, before.line) == (amount, None) else "correction_key_used"
    put_right(account, moment, Correction(event["ref"], amount, moment.date(), 0))
    return None


def take_back(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Take a line back whole, by one that names it; what an addition paid early is not due at once (rule 9)."""
    line = event["line"]
    if not 1 <= line <= len(account.postings):
        return "unknown_posting"
    before = next((one for one in account.corrections.values() if one.ref == event["ref"]), None)
    if before is not None:
        return None if before.line == line else "correction_key_used"
    posting, own = account.postings[line - 1], account.corrections.get(line)
    if posting["kind"] not in TAKEN_BACK or (own and own.line):
        return "not_correctable"
    if any(one.line == line for one in account.corrections.values()):
        return "already_reversed"
    put_right(account, moment, Correction(event["ref"], -kopecks(posting["amount"]), moment.date(), 0, line))
    return None


def put_right(account: Account, moment: datetime, one: Correction) -> None:
    """Post a correction; what it does to `accrued` and `unpaid` depends on where its money goes (rule 9)."""
    if one.amount > 0:
        one.part = min(account.unpaid, max(0, one.amount - account.overdue))
        account.unpaid -= one.part
    elif one.line is None:
        if any(held.status == "running" and not held.plan.is_prepaid for held in account.subscriptions):
            account.accrued -= one.amount
            account.unpaid -= one.amount
    else:
        own = account.corrections.get(one.line)
        if own and own.on.replace(day=1) == moment.date().replace(day=1):
            account.unpaid = min(account.accrued, account.unpaid + own.part)
    account.post(moment, "correction", one.amount)
    account.corrections[len(account.postings)] = one
    if one.amount > 0 and not account.overdue:
        account.is_promise_kept = True
    settle(account, moment)


def suspend(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """Plan a suspension of 1 to 60 whole days (rule 8)."""
    first = date.fromisoformat(event["first"])
    if first <= moment.date():
        return "suspension_too_early"
    if not 1 <= event["days"] <= LONGEST_SUSPENSION_DAYS:
        return "suspension_length"
    if account.suspension is not None:
        return "suspension_exists"
    if account.overdue or any(one.status == "blocked" for one in account.subscriptions):
        return "blocked"
    account.suspension = Suspension(first, first + timedelta(days=event["days"] - 1))
    return None


def resume(account: Account, plans: Plans, moment: datetime, event: Event) -> str | None:
    """End a running suspension, with service from today, or cancel a planned one (rule 8)."""
    if account.suspension is None:
        return "not_suspended"
    if account.is_suspended:
        end_suspension(account)
        settle(account, moment)
    else:
        account.suspension = None
    return None


WISHES: dict[str, Callable[[Account, Plans, datetime, Event], str | None]] = {
    "pay": pay,
    "reverse": reverse,
    "charge": charge,
    "connect": connect,
    "disconnect": disconnect,
    "cancel": cancel,
    "change_plan": change_plan,
    "promise": promise,
    "suspend": suspend,
    "resume": resume,
    "correct": correct,
    "take_back": take_back,
    "unblock": unblock,
    "end_unblock": end_unblock,
}

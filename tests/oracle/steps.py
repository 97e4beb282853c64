"""Opening a business day, and the steps 4 and 5 that follow every event (rules 5 to 7)."""

from datetime import date, datetime, time, timedelta

from .book import Account, Subscription


def open_day(account: Account, day: date) -> None:
    """Take the five steps of rule 7 for one account."""
    moment = datetime.combine(day, time())
    if day.day == 1:
        account.accrued = account.unpaid = 0
    move_suspension(account, moment)
    take_planned_effects(account, moment)
    settle(account, moment, is_opening=True)


def move_suspension(account: Account, moment: datetime) -> None:
    """Step 2 of rule 7: end or begin a suspension; one that begins gives accruals back (rule 8)."""
    today, suspension = moment.date(), account.suspension
    if suspension is None:
        return
    if suspension.last < today:
        end_suspension(account)
    elif suspension.first == today:
        suspension.is_running = True
        for one in account.ordered():
            account.give_back(moment, one, today)
            one.status = "suspended"


def end_suspension(account: Account) -> None:
    """Leave every subscription to the steps 4 and 5 that follow."""
    account.suspension = None
    for one in account.subscriptions:
        one.status = "new"


def take_planned_effects(account: Account, moment: datetime) -> None:
    """Step 3 of rule 7: plan changes and ends, then packages that lost their base plan."""
    for one in account.ordered():
        if one.ends:
            account.give_back(moment, one, moment.date())
            account.subscriptions.remove(one)
        elif one.changes_to is not None:
            change(account, moment, one)
    for one in account.ordered():
        if one.plan.base is not None and not account.has_base(one.plan.base, running=False):
            account.subscriptions.remove(one)


def change(account: Account, moment: datetime, one: Subscription) -> None:
    """Put a planned change into effect; what the old plan accrued from today on is given back (rule 8)."""
    assert one.changes_to is not None
    account.give_back(moment, one, moment.date())
    one.plan, one.changes_to = one.changes_to, None


def settle(account: Account, moment: datetime, *, is_opening: bool = False) -> None:
    """Steps 4 and 5 of rule 7, once each; a suspended account skips them."""
    if not account.is_suspended:
        settle_postpaid(account, moment, is_opening=is_opening)
        settle_prepaid(account, moment)


def settle_postpaid(account: Account, moment: datetime, *, is_opening: bool) -> None:
    """Step 4 of rule 7: run or block all postpaid subscriptions together (rule 6)."""
    postpaid = [one for one in account.ordered() if not one.plan.is_prepaid]
    can_run = account.is_promised(moment) or not account.overdue
    if not can_run:
        rest_from = moment.date() if is_opening else moment.date() + timedelta(days=1)
        for one in postpaid:
            account.give_back(moment, one, rest_from)
        can_run = not account.overdue
    for one in postpaid:
        if not can_run:
            one.block()
            continue
        one.status = "running"
        if not one.is_accrued(moment.date()):
            account.accrue(moment, one)


def settle_prepaid(account: Account, moment: datetime) -> None:
    """Step 5 of rule 7: try in order each prepaid subscription not charged for today (rule 5)."""
    today = moment.date()
    for one in account.ordered():
        if not one.plan.is_prepaid or one.charged_on == today:
            continue
        if can_run_prepaid(account, one, moment):
            one.status = "running"
            one.charged_on, one.blocked_since_charged = today, False
            account.post(moment, "share", -one.plan.share(today), one.plan)
        else:
            one.block()


def can_run_prepaid(account: Account, one: Subscription, moment: datetime) -> bool:
    """Rule 5's tests: the base plan of a package, and the money, which a promise stands in for."""
    if one.plan.base is not None and not account.has_base(one.plan.base, running=True):
        return False
    return account.is_promised(moment) or account.spendable >= need(one, moment.date())


def need(one: Subscription, today: date) -> int:
    """What `spendable` has to cover for a prepaid subscription to run today (rule 5)."""
    if one.plan.blocks_negative:
        return 0
    if one.plan.needs_full_fee and (one.blocked_since_charged or not is_charged_in_month(one, today)):
        return one.plan.fee
    return one.plan.share(today)


def is_charged_in_month(one: Subscription, today: date) -> bool:
    """Whether a share was charged for a day of this month, whichever plan it was on."""
    return one.charged_on is not None and one.charged_on.replace(day=1) == today.replace(day=1)

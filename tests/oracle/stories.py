"""Random stories that reach deep states: each event is chosen with the oracle's figures in sight.

`story(seed)` is deterministic. The oracle only helps to choose; a story is a plain scenario for any engine.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from random import Random
from typing import Any

from . import offers
from .book import Account, Plan, Subscription, byn, month_days
from .model import Play
from .plots import MINUTE, follow, next_midnight, running_out
from .steps import need
from .wishes import money_for_change, money_to_connect

Event = dict[str, Any]

STARTS = ("2016-11-01", "2023-02-10", "2023-12-15", "2024-01-20", "2024-02-01", "2024-12-15")
MORE_STARTS = ("2025-12-20", "2026-01-31", "2026-04-28", "2027-12-30", "2028-01-29")
SUSPENSION_DAYS = (1, 1, 1, 2, 2, 3, 5, 8, 13, 30, 60)


def story(seed: int) -> Event:
    """A scenario of up to 4 accounts, 30 to 110 events and 35 to 110 days."""
    return Teller(seed).tell()


class Teller:
    """Draws a story event by event, playing it along."""

    def __init__(self, seed: int) -> None:
        """Set the stage: dates, plans, accounts and moments at which something will happen."""
        self.rng = Random(seed)
        self.first = date.fromisoformat(self.rng.choice(STARTS + MORE_STARTS))
        self.last = self.first + timedelta(days=self.rng.randint(34, 109))
        self.scenario: Event = {
            "name": f"story {seed}",
            "from": self.first.isoformat(),
            "to": self.last.isoformat(),
            "plans": offers.plans(self.rng),
            "accounts": [{"number": str(700000 + index)} for index in range(self.rng.randint(1, 4))],
            "events": [],
        }
        self.play = Play(self.scenario)
        self.queue: list[tuple[datetime, int, str, Event]] = []
        self.queued_count = 0
        count = self.rng.randint(38, 110)
        for _ in range(max(30, count // 2)):
            self.plan_event(self.some_moment())
        self.spare_count = self.spare_at_first = count - len(self.queue)

    def tell(self) -> Event:
        """Draw every event in the order of time."""
        while self.queue:
            moment, _, number, given = heappop(self.queue)
            life = self.play.lives[number]
            life.move_to(moment)
            do = given.get("do") or self.some_wish(life.account, moment)
            event = {"at": moment.isoformat(timespec="minutes"), "account": number, "do": do}
            event |= DETAILS[do](self, life.account, moment) | given | {"do": do}
            self.scenario["events"].append(event)
            why = self.play.act(event)
            self.follow_up(life.account, event, moment, why)
        return self.scenario

    def plan_event(self, moment: datetime, number: str = "", given: Event | None = None) -> None:
        """Queue an event of one account; what it is may be left open until then."""
        number = number or self.rng.choice(self.scenario["accounts"])["number"]
        if moment.date() <= self.last:
            self.queued_count += 1
            heappush(self.queue, (moment, self.queued_count, number, given or {}))

    def some_moment(self) -> datetime:
        """A minute of any day, sooner of one at a month's end; midnight and the last minute are frequent."""
        days = [self.first + timedelta(days=index) for index in range((self.last - self.first).days + 1)]
        edges = [day for day in days if day.day in (1, 2) or day.day >= month_days(day) - 1]
        kind, day = self.rng.random(), self.rng.choice(days)
        if kind < 0.15:
            day = self.rng.choice(days[:4])
        elif kind < 0.45 and edges:
            day = self.rng.choice(edges)
        hours = self.rng.choice([time(), time(0, 1), time(23, 59), time(12)] + 6 * [self.some_time()])
        return datetime.combine(day, hours)

    def some_time(self) -> time:
        """Any minute of a day."""
        return time(self.rng.randrange(24), self.rng.randrange(60))

    def some_wish(self, account: Account, moment: datetime) -> str:
        """What happens next: what the account's state makes interesting weighs more."""
        subscriptions = account.subscriptions
        is_short = account.balance < 0 and not account.is_promised(moment)
        is_blocked = any(one.status == "blocked" for one in subscriptions)
        is_planned = any(one.ends or one.changes_to for one in subscriptions)
        based = {one.plan.base for one in subscriptions if one.plan.base}
        is_base_blocked = any(one.status == "blocked" and one.plan.service in based for one in subscriptions)
        is_month_end = (moment + timedelta(days=1)).day == 1
        weights = {
            "pay": 6.0 + 4 * is_blocked,
            "promise": 0.4 + 4 * is_short + 2 * (is_short and moment.hour == 0),
            "charge": 1.0 + 1.5 * (account.spendable > 0),
            "reverse": 0.3 + 1.2 * bool(account.payments),
            "connect": 1.0 + 5 * (account.spendable >= 0 and len(subscriptions) < 4),
            "disconnect": 0.2 + 0.8 * bool(subscriptions) + 4 * is_base_blocked,
            "change_plan": 0.2 + 2.3 * bool(subscriptions) + 2 * is_month_end,
            "cancel": 0.1 + 2 * is_planned,
            "suspend": 0.2 + 1.5 * (not is_blocked and account.suspension is None),
            "resume": 0.1 + 1.5 * (account.suspension is not None),
        }
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def follow_up(self, account: Account, event: Event, moment: datetime, why: str | None) -> None:
        """Queue what makes an event deep: another in its minute, a lapse's minute, a later reversal."""
        is_rare = why is None and event["do"] == "disconnect"
        if self.spare_count <= 0 or (self.is_ahead(moment) and not is_rare):
            return
        later = follow(self.rng, account, self.play.plans, event, moment) if why is None else []
        if not later and self.rng.random() < 0.35:
            soon = self.rng.choice((timedelta(), MINUTE, timedelta(hours=3), timedelta(days=1)))
            later = [(moment + soon, {})]
        if account.balance < 0 and self.rng.random() < 0.1:
            later.append((next_midnight(moment), {"do": "promise"}))
        if self.rng.random() < 0.3:
            later += running_out(self.rng, account, moment)
        for then, given in later[: self.spare_count]:
            self.spare_count -= 1
            self.plan_event(then, account.number, given)

    def is_ahead(self, moment: datetime) -> bool:
        """Whether so many events followed others already that none would be left for the story's end."""
        elapsed = (moment.date() - self.first) / (self.last - self.first)
        return self.spare_at_first - self.spare_count > self.spare_at_first * (0.1 + 0.8 * elapsed)

    def amount_to_pay(self, account: Account, moment: datetime) -> int:
        """What just suffices for something, or a kopeck more or less; seldom any amount."""
        exact = [account.overdue, account.overdue + account.unpaid, account.unpaid, -account.balance]
        for one in account.subscriptions:
            exact += [need(one, moment.date()) - account.spendable, one.plan.share(moment.date())]
            exact += [plan_of(self, account).fee - money_for_change(account, one, moment)]
        exact += [plan.fee - account.spendable for plan in self.play.plans.values()]
        exact += [self.rng.randint(1, 9000), plan_of(self, account).fee]
        return max(1, self.rng.choice([amount for amount in exact if amount > 0]) + self.nudge())

    def amount_to_charge(self, account: Account, moment: datetime) -> int:
        """What just leaves too little for something, or a kopeck more or less."""
        shares = [one.plan.share(moment.date()) for one in account.subscriptions]
        exact = [account.spendable, account.spendable - plan_of(self, account).fee, account.balance, *shares]
        exact += [self.rng.randint(1, 4000)]
        return max(1, self.rng.choice([amount for amount in exact if amount > 0]) + self.nudge())

    def nudge(self) -> int:
        """Mostly nothing, at times a kopeck."""
        return self.rng.choice((0, 0, 0, 0, -1, 1))

    def some_subscription(self, account: Account) -> Subscription | None:
        """One of the account's subscriptions; blocked ones and bases under packages come up more often."""
        ones = account.subscriptions
        if not ones or self.rng.random() < 0.08:
            return None
        based = {one.plan.base for one in ones}
        weights = [1 + 2 * (one.status == "blocked") + 3 * (one.plan.service in based) for one in ones]
        return self.rng.choices(ones, weights)[0]


def plan_of(teller: Teller, account: Account) -> Plan:
    """Any plan, sooner one that the account does not have."""
    every = list(teller.play.plans.values())
    free = [plan for plan in every if account.subscription_of(plan.code) is None]
    return teller.rng.choice(free if free and teller.rng.random() < 0.9 else every)


def pay_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A payment, at times one repeated."""
    amount = byn(teller.amount_to_pay(account, moment))
    is_unsettled = account.overdue and any(one.status == "running" for one in account.subscriptions)
    if account.payments and teller.rng.random() < (0.3 if is_unsettled else 0.06):
        return {"amount": amount, "ref": teller.rng.choice(list(account.payments))}
    return {"amount": amount, "ref": f"{account.number}-{len(account.payments)}"}


def reverse_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A reversal: mostly of one of the last payments, seldom of an unknown one."""
    refs = list(account.payments)[-4:]
    if not refs or teller.rng.random() < 0.06:
        return {"ref": f"{account.number}-unknown"}
    return {"ref": teller.rng.choice(refs)}


def charge_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A one-off charge."""
    return {"amount": byn(teller.amount_to_charge(account, moment))}


def connect_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A connection, mostly of a plan that the money suffices for; archived ones mostly by staff."""
    drawn = [plan_of(teller, account) for _ in range(6)]
    fitting = [plan for plan in drawn if money_to_connect(plan) <= account.spendable]
    fitting = [plan for plan in fitting if plan.base is None or account.has_base(plan.base, running=True)]
    packages = [plan for plan in fitting if plan.base is not None]
    plan = (packages or fitting)[0] if fitting and teller.rng.random() < 0.85 else drawn[0]
    return {"plan": plan.code, "by_staff": teller.rng.random() < (0.85 if plan.is_archived else 0.3)}


def subscription_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A plan to disconnect."""
    one = teller.some_subscription(account)
    return {"plan": (one.plan if one else plan_of(teller, account)).code}


def cancel_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A plan whose planned change or end is withdrawn, if there is one."""
    planned = [one.plan.code for one in account.subscriptions if one.ends or one.changes_to]
    return {"plan": teller.rng.choice(planned)} if planned else subscription_details(teller, account, moment)


def change_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A plan change, mostly to another plan of the same service and kind."""
    one = teller.some_subscription(account)
    plan = one.plan if one else plan_of(teller, account)
    every = [to for to in teller.play.plans.values() if account.subscription_of(to.code) is None]
    alike = [to for to in every if (to.service, to.base) == (plan.service, plan.base)]
    money = money_for_change(account, one, moment) if one else 0
    fitting = [to for to in alike if money_to_connect(to) <= money]
    pool = fitting if fitting and teller.rng.random() < 0.8 else alike
    to = teller.rng.choice(pool) if pool and teller.rng.random() < 0.92 else plan_of(teller, account)
    return {
        "plan": plan.code,
        "to": to.code,
        "by_staff": teller.rng.random() < (0.8 if to.is_archived else 0.3),
    }


def suspend_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A suspension, mostly from tomorrow or a 1st on, or up to a month's end."""
    rng, today = teller.rng, moment.date()
    tomorrow = today + timedelta(days=1)
    next_first = today.replace(day=month_days(today)) + timedelta(days=1)
    first = rng.choice((tomorrow, tomorrow, today + timedelta(days=rng.randint(0, 6)), next_first))
    days = rng.choice((*SUSPENSION_DAYS, month_days(first) - first.day + 1))
    if rng.random() < 0.06:
        days = rng.choice((0, 61, -1))
    return {"first": first.isoformat(), "days": days}


def no_details(teller: Teller, account: Account, moment: datetime) -> Event:
    """A wish that needs no words."""
    return {}


Details = Callable[[Teller, Account, datetime], Event]
DETAILS: dict[str, Details] = {
    "pay": pay_details,
    "reverse": reverse_details,
    "charge": charge_details,
    "connect": connect_details,
    "disconnect": subscription_details,
    "cancel": cancel_details,
    "change_plan": change_details,
    "promise": no_details,
    "suspend": suspend_details,
    "resume": no_details,
}

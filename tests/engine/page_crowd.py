"""Many random accounts before the cabinet's pages, and whether what happens to them is what they were shown.

Each gets a past of payments, plans and mishaps, and on a random day does what a page lets it do, through the functions
that the pages call: shown by `prospect` or `preview`, done by `confirm`. What came is compared with what was shown: at
once, and when it has taken effect.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from kosmos.catalogue.models import Extra, ExtraKind, Kind, Plan, PlanStatus, Price, UsedUp
from kosmos.charging import services
from kosmos.charging.choices import Refused, changes_of, refusal_of
from kosmos.charging.forecast import Preview, posted_since, preview
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.prospects import Prospect, confirm, prospect
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import NewPayment, post_payments
from kosmos.charging.services.bulk import connect_more
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import each_day, start_of
from kosmos.kernel.errors import DomainError
from kosmos.usage.rules import GIGABYTE
from tests.engine.page_actions import ACTIONS, Act, Person, drawn
from tests.engine.worlds import last_number, standing
from tests.engine.worlds import refusal_of as code_of
from tests.oracle import offers
from tests.oracle.stories import MORE_STARTS, STARTS

DAYS = 45
TRIES = 4
SEEN_WHOLE = 10
"""Of so many wishes one is looked at with all that a page shows around its preview."""
HELPED = 4
"""Of so many wishes that lack money one is tried with the sum that the page says would help."""
PLANNED_BEFORE = 0.15
"""How often something was planned a moment before a page is opened."""
MISHAPS = ("one_off", "one_off", "pay", "promise", "suspend", "change_plan", "plan_off", "connect", "package_on")


@dataclass
class Arrival:
    """An account's beginning: what it has, and the payment that comes with it."""

    account_id: int
    plans: list[Plan]
    amount: int


@dataclass
class Waiting:
    """Something that was confirmed and takes effect on a day to come."""

    what: str
    shown: Preview
    whole: Prospect | None


@dataclass
class Runs:
    """What was said to run through a day, and is looked at when the day after opens."""

    what: str
    lasts_until: date
    running: set[int]


class Crowd:
    """The accounts of a seed, from their first day to the last."""

    def __init__(self, seed: int, accounts: int) -> None:
        """Set the stage; no day is open yet."""
        self.dice = Random(f"crowd {seed}")
        self.first = date.fromisoformat(self.dice.choice(STARTS + MORE_STARTS))
        self.days = list(each_day(self.first, self.first + timedelta(days=DAYS)))
        self.seed = seed
        told = {"from": self.first.isoformat(), "to": self.days[-1].isoformat(), "plans": offers.plans(self.dice)}
        told |= {"accounts": [{"number": str(700000 + index)} for index in range(accounts)], "events": []}
        stage = _set_up(scenario_of(told))
        Plan.objects.update(audiences=["home"])
        self.accounts = list(stage.accounts.values())
        self.plans = [plan for plan in stage.plans.values() if plan.status == PlanStatus.OPEN]
        self.fees = dict(Price.objects.order_by("-from_on").values_list("plan_id", "fee_kopecks"))
        for code, price in (("router", 59_00), ("visit", 12_00)):
            Extra.objects.create(code=code, name={"ru": code}, kind=ExtraKind.EQUIPMENT, price_kopecks=price)
        self._sell_traffic()
        self.arrivals: dict[date, list[Arrival]] = defaultdict(list)
        self.diary: dict[date, list[tuple[time, int, str]]] = defaultdict(list)
        for account_id in self.accounts:
            self._plan(account_id)
        self.seen: Counter[str] = Counter()
        self.broken: list[str] = []
        self.waiting: dict[int, Waiting] = {}
        self.runs: dict[int, Runs] = {}

    def _sell_traffic(self) -> None:
        """Every second plan has a monthly volume, and more of it for sale."""
        bundles = [
            {"volume_bytes": GIGABYTE, "price_kopecks": 1_00},
            {"volume_bytes": 5 * GIGABYTE, "price_kopecks": 4_20},
        ]
        for plan in self.plans[::2]:
            Plan.objects.filter(id=plan.id).update(volume_bytes=GIGABYTE, used_up=UsedUp.STOP, bundles=bundles)

    def live(self) -> None:
        """Let all days pass."""
        for day in self.days:
            before = {id_: last_number(id_) for id_, one in self.waiting.items() if one.shown.takes_effect_on == day}
            services.open_days(now=start_of(day, ZONE))
            for account_id, last in before.items():
                self._took_effect(account_id, last, day)
            self._ran(day)
            self._arrive(day)
            for at, account_id, what in sorted(self.diary[day]):
                self._happen(account_id, what, datetime.combine(day, at, ZONE))

    def _plan(self, account_id: int) -> None:
        """When an account comes, with what, and when it comes to the pages."""
        dice = self.dice
        start = dice.randint(0, 12)
        self.arrivals[self.days[start]].append(self._arrival(account_id))
        visit = start + dice.randint(1, 30)
        if dice.random() < 0.5:
            at = time(dice.randint(0, 23), 30)
            self.diary[self.days[dice.randint(start + 1, visit)]].append((at, account_id, dice.choice(MISHAPS)))
        again = visit + dice.choice((0, 1, 2, 3))
        for on in {visit, again} if dice.random() < 0.25 else {visit}:
            at = dice.choice((time(0, 0), time(23, 59), time(dice.randrange(24), dice.randrange(60))))
            self.diary[self.days[on]].append((at, account_id, "visit"))

    def _arrival(self, account_id: int) -> Arrival:
        """Plans of different services and some of their packages, and money that is enough, or not."""
        dice = self.dice
        bases = [plan for plan in self.plans if plan.kind == Kind.BASE]
        dice.shuffle(bases)
        chosen = list({plan.service_id: plan for plan in bases[: dice.choice((0, 1, 1, 2, 3))]}.values())
        served = {plan.service_id for plan in chosen}
        packages = [plan for plan in self.plans if plan.kind == Kind.PACKAGE and plan.service_id in served]
        chosen += dice.sample(packages, dice.randint(0, min(2, len(packages))))
        fees = sum(self.fees[plan.id] for plan in chosen)
        other = self.fees[dice.choice(self.plans).id]
        amount = dice.choice((fees, fees - 1, fees + 1, fees + other, 2 * fees, 3 * fees + other, fees // 3, 0))
        return Arrival(account_id, chosen, amount)

    def _arrive(self, day: date) -> None:
        """All who come on a day, at once: they pay, and what they have is tried when the next day opens."""
        now = datetime.combine(day, time(7), ZONE)
        comers = self.arrivals[day]
        payments = [NewPayment(one.account_id, one.amount, "first") for one in comers if one.amount > 0]
        post_payments(payments, now=now)
        with transaction.atomic():
            wanted = [(one.account_id, plan.id, now) for one in comers for plan in one.plans]
            connect_more(wanted, day=day)

    def _happen(self, account_id: int, what: str, now: datetime) -> None:
        person = Person(account_id, now, self.dice, self.plans)
        if what == "visit":
            self._visit(person)
            return
        self.waiting.pop(account_id, None)
        self.runs.pop(account_id, None)
        if what == "pay":
            post_payments([NewPayment(account_id, self.fees[self.dice.choice(self.plans).id] + 1, "more")], now=now)
        elif what == "one_off":
            amount = self.dice.choice((1, 5_00, 12_00, max(1, standing(account_id)[0]), 25_00))
            services.charge_once(account_id=account_id, amount_kopecks=amount, now=now)
        elif (act := ACTIONS[what](person)) is not None:
            code_of(act)

    def _visit(self, person: Person) -> None:
        """Draw wishes until one is granted: show it, confirm it, compare."""
        self.waiting.pop(person.account_id, None)
        self.runs.pop(person.account_id, None)
        self.seen["visits"] += 1
        if self.dice.random() < PLANNED_BEFORE:
            before = ACTIONS[self.dice.choice(("change_plan", "plan_off", "package_off"))](person)
            code_of(before or (lambda: None))
            person = Person(person.account_id, person.now, self.dice, self.plans)
        for _ in range(TRIES):
            wish = drawn(person)
            if wish is None:
                break
            if self._granted(person, *wish):
                return

    def _granted(self, person: Person, name: str, act: Act) -> bool:
        account_id, now = person.account_id, person.now
        what = f"crowd {self.seed}, account {account_id}, {now}: {name}"
        whole: Prospect | None = None
        try:
            if self.dice.randrange(SEEN_WHOLE) == 0:
                whole = prospect(account_id, act, now=now)
            shown = whole.preview if whole else preview(account_id, act, now=now)
        except DomainError as refusal:
            self._refused(person, act, what, refusal)
            return False
        with imagined():
            begin(account_id, now=now)
            last = last_number(account_id)
        later = now + timedelta(seconds=self.dice.choice((0, 0, 20)))
        confirm(account_id, act, agreed=lambda: preview(account_id, act, now=now) == shown, now=later)
        self.seen[name] += 1
        self.seen["confirmed"] += 1
        self._same(what, "postings", shown.postings, posted_since(account_id, last))
        self._same(what, "standing", (shown.balance_kopecks, shown.statuses), standing(account_id))
        if shown.takes_effect_on:
            self.waiting[account_id] = Waiting(what, shown, whole)
        elif whole:
            self._same(what, "what is connected", parts_of(whole), connected(account_id))
        if whole and whole.lasts_until:
            running = {number for number, status in shown.statuses.items() if status == Status.RUNNING}
            self.runs[account_id] = Runs(what, whole.lasts_until, running)
        return True

    def _refused(self, person: Person, act: Act, what: str, refusal: DomainError) -> None:
        """The refusal of a preview is the refusal of the wish; the sum that helps helps, and a kopeck less does not."""
        account_id, now = person.account_id, person.now
        self.seen["refused"] += 1
        with imagined():
            self._same(what, "refused", refusal.code, code_of(act))
        if refusal.code != "insufficient_funds" or self.dice.randrange(HELPED):
            return
        told = _told(account_id, act, now)
        if told is None or told.top_up_kopecks is None:
            self.seen["nothing helps"] += 1
            return
        self.seen["helped"] += 1
        for amount, wanted in ((told.top_up_kopecks, None), (told.top_up_kopecks - 1, "insufficient_funds")):
            with imagined():
                if amount:
                    post_payments([NewPayment(account_id, amount, "helps")], now=now)
                self._same(what, f"after paying {amount}", wanted, code_of(act))

    def _took_effect(self, account_id: int, last: int, day: date) -> None:
        one = self.waiting.pop(account_id)
        self.seen["taken effect"] += 1
        self._same(one.what, f"postings of {day}", one.shown.postings_then, posted_since(account_id, last))
        then = one.shown.balance_then_kopecks, one.shown.statuses_then
        self._same(one.what, f"standing of {day}", then, standing(account_id))
        if one.whole:
            self._same(one.what, f"what is connected on {day}", parts_of(one.whole), connected(account_id))

    def _ran(self, day: date) -> None:
        """What was said to last ran through its last day, and not longer."""
        for account_id, one in list(self.runs.items()):
            if day > one.lasts_until + timedelta(days=1):
                continue
            blocked = {number for number, status in standing(account_id)[1].items() if status == Status.BLOCKED}
            stopped = bool(blocked & one.running)
            if stopped or day > one.lasts_until:
                self.seen["lasted"] += 1
                self._same(one.what, f"lasts until {one.lasts_until}, on {day}", day > one.lasts_until, stopped)
                del self.runs[account_id]

    def _same(self, what: str, of: str, shown: object, came: object) -> None:
        if shown != came:
            self.broken.append(f"{what}: {of} shown {shown}, came {came}")


def _told(account_id: int, act: Act, now: datetime) -> Refused | None:
    """What the wish's own page says of its refusal: for a change, the page of all plans."""
    wanted = getattr(act, "keywords", {})
    if "to" not in wanted:
        return refusal_of(account_id, act, now=now)
    held = Subscription.objects.exclude(status=Status.ENDED).get(account_id=account_id, plan=wanted["plan"])
    choices = changes_of(account_id, held.number, now=now).choices
    return next((one.refused for one in choices if one.offer.code == wanted["to"].code), None)


def parts_of(whole: Prospect) -> set[tuple[int, str, str]]:
    """What a page said would be connected."""
    return {(part.number, part.plan, part.status) for part in whole.after}


def connected(account_id: int) -> set[tuple[int, str, str]]:
    """What is."""
    live = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    return {
        (number, code, Status(status).label)
        for number, code, status in live.values_list("number", "plan__code", "status")
    }

"""What the pages of the cabinet let a subscriber do: a table that each page's test adds its actions to.

An action draws a wish of one account as its page would make it: the call that the page previews and confirms. It
draws None where the page would not offer it; what the rules refuse may be drawn too.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, partial
from random import Random
from uuid import UUID

from kosmos.catalogue.models import Extra, Kind, Plan
from kosmos.charging import services
from kosmos.charging.models import Promise, Status, Subscription, Suspension, SuspensionState
from kosmos.charging.scenario.player import ZONE
from kosmos.ledger.models import Account
from kosmos.usage.purchases import bundles_of, buy

Act = Callable[[], object]


@dataclass
class Person:
    """Whoever sits before a page: one account at an instant, and the dice that choose for him."""

    account_id: int
    now: datetime
    dice: Random
    plans: Sequence[Plan]

    @cached_property
    def live(self) -> list[Subscription]:
        """What is connected, with its plan."""
        held = Subscription.objects.filter(account_id=self.account_id).exclude(status=Status.ENDED)
        return list(held.select_related("plan").order_by("number"))

    @cached_property
    def free(self) -> list[Plan]:
        """The plans that he does not have."""
        taken = {held.plan_id for held in self.live}
        return [plan for plan in self.plans if plan.id not in taken]

    @cached_property
    def pause(self) -> Suspension | None:
        """The suspension that is planned or running."""
        states = (SuspensionState.PLANNED, SuspensionState.RUNNING)
        return Suspension.objects.filter(account_id=self.account_id, state__in=states).first()

    def one_of(self, plans: Sequence[Plan]) -> Plan | None:
        """Any of these plans; None of none."""
        return self.dice.choice(plans) if plans else None

    def call(self, service: Callable[..., object], **wanted: object) -> Act:
        """A service's call for this account at this instant."""
        return partial(service, account_id=self.account_id, now=self.now, **wanted)


Draw = Callable[[Person], Act | None]


def change_plan(person: Person) -> Act | None:
    """Another plan of the same service and kind; seldom one of any other."""
    if not person.live:
        return None
    held = person.dice.choice(person.live)
    alike = [one for one in person.free if (one.service_id, one.kind) == (held.plan.service_id, held.plan.kind)]
    to = person.one_of(alike if person.dice.random() < 0.95 else person.free)
    return person.call(services.change_plan, plan=held.plan, to=to) if to else None


def connect(person: Person) -> Act | None:
    """A plan of a service that has none."""
    based = {held.plan.service_id for held in person.live if held.plan.kind == Kind.BASE}
    plan = person.one_of([one for one in person.free if one.kind == Kind.BASE and one.service_id not in based])
    return person.call(services.connect, plan=plan) if plan else None


def package_on(person: Person) -> Act | None:
    """A package, whether or not its base plan runs."""
    plan = person.one_of([one for one in person.free if one.kind == Kind.PACKAGE])
    return person.call(services.connect, plan=plan) if plan else None


def package_off(person: Person) -> Act | None:
    """The end of a package."""
    plan = person.one_of([held.plan for held in person.live if held.plan.kind == Kind.PACKAGE])
    return person.call(services.disconnect, plan=plan) if plan else None


def plan_off(person: Person) -> Act | None:
    """The end of a base plan, with the packages that it leaves without one."""
    plan = person.one_of([held.plan for held in person.live if held.plan.kind == Kind.BASE])
    return person.call(services.disconnect, plan=plan) if plan else None


def cancel(person: Person) -> Act | None:
    """Second thoughts about a change or an end."""
    plan = person.one_of([held.plan for held in person.live if held.planned is not None])
    return person.call(services.cancel_planned, plan=plan) if plan else None


def promise(person: Person) -> Act | None:
    """A promised payment, where there is a debt and none was taken."""
    owes = Account.objects.filter(id=person.account_id, balance_kopecks__lt=0).exists()
    taken = Promise.objects.filter(account_id=person.account_id).exists()
    return person.call(services.take_promise) if owes and not taken else None


def suspend(person: Person) -> Act | None:
    """A suspension from one of the coming days on."""
    if person.pause or any(held.status == Status.BLOCKED for held in person.live):
        return None
    first_on = person.now.astimezone(ZONE).date() + timedelta(days=person.dice.choice((1, 1, 2, 3, 5)))
    return person.call(services.suspend, first_on=first_on, days=person.dice.randint(1, 60))


def resume(person: Person) -> Act | None:
    """The end of a suspension, or its withdrawal."""
    return person.call(services.resume) if person.pause else None


def order(person: Person) -> Act | None:
    """Equipment or a visit."""
    code = person.dice.choice(Extra.objects.order_by("code").values_list("code", flat=True))
    key = UUID(int=person.dice.getrandbits(128))
    return person.call(services.order_extra, code=code, key=key, by_subscriber=True)


def buy_traffic(person: Person) -> Act | None:
    """More traffic for a plan with a monthly volume, whether or not it runs."""
    plan = person.one_of([held.plan for held in person.live if bundles_of(held.plan)])
    if plan is None:
        return None
    bundle = person.dice.choice(bundles_of(plan))
    reference = f"cabinet {person.dice.getrandbits(128):032x}"
    return partial(buy, person.account_id, plan, bundle, now=person.now, reference=reference)


def leave(person: Person) -> Act | None:
    """Leaving the operator."""
    return person.call(services.leave) if person.live else None


ACTIONS: dict[str, Draw] = {
    "change_plan": change_plan,
    "connect": connect,
    "package_on": package_on,
    "package_off": package_off,
    "plan_off": plan_off,
    "cancel": cancel,
    "promise": promise,
    "suspend": suspend,
    "resume": resume,
    "order": order,
    "buy_traffic": buy_traffic,
    "leave": leave,
}
"""Every action of the pages that has a preview, by its name in what the test counts."""

WEIGHTS: dict[str, float] = {
    "change_plan": 5,
    "package_on": 2,
    "promise": 6,
    "resume": 4,
    "cancel": 4,
    "order": 1,
    "buy_traffic": 2,
    "leave": 0.5,
}
"""How often an action is drawn among others; 1 where it is not said."""


def drawn(person: Person) -> tuple[str, Act] | None:
    """One wish that a page of this person's offers; None if none does."""
    names = list(ACTIONS)
    weights = [WEIGHTS.get(name, 1.0) for name in names]
    while any(weights):
        name = person.dice.choices(names, weights)[0]
        act = ACTIONS[name](person)
        if act is not None:
            return name, act
        weights[names.index(name)] = 0
    return None

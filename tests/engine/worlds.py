"""Many random stories lived at once by the engine, under watchers, with the oracle beside it to aim wishes.

The stories of a world begin on one day and share one catalogue, so that opening a day serves all their accounts.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date, datetime
from itertools import count, islice
from random import Random
from typing import Any

from kosmos.charging import services
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.scenario.player import ACTS, ZONE, _set_up
from kosmos.charging.scenario.reading import EVENTS, scenario_of
from kosmos.kernel.days import each_day, start_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, Posting
from tests.oracle.book import Account as Book
from tests.oracle.model import Play
from tests.oracle.stories import DETAILS, Teller, story
from tests.oracle.wishes import WISHES

Wish = dict[str, Any]
Line = tuple[Any, ...]

STORIES = 4
ENOUGH = 275
"""A watcher that looked at so many moments of a world rests."""
FORESEEN = ("posted_on", "kind", "amount_kopecks", "subscription")
POSTED = (*FORESEEN, "number", "posted_at", "price_id", "from_on", "code", "cause", "reverses", "note")


class World:
    """The operator and the accounts of some stories in the database, and the oracle's books of them."""

    def __init__(self, seed: int, stories: int = STORIES) -> None:
        """Set the stage: no day of the stories is open yet."""
        self.seed = seed
        told = merged(seed, stories)
        self.days = list(each_day(date.fromisoformat(told["from"]), date.fromisoformat(told["to"])))
        stage = _set_up(scenario_of(told))
        self.accounts, self.plans = stage.accounts, stage.plans
        self.told = told
        self.begin_again()
        self.events: dict[date, list[Wish]] = {day: [] for day in self.days}
        for event in told["events"]:
            self.events[datetime.fromisoformat(event["at"]).date()].append(event)

    def begin_again(self) -> None:
        """Give the oracle new books; the caller has undone what came into the database."""
        self.teller = Teller(self.seed)
        self.teller.play = self.oracle = Play(self.told)
        self.rng = self.teller.rng = Random(f"wishes of {self.seed}")

    def reach(self, at: datetime) -> None:
        """Let the oracle's time pass."""
        for life in self.oracle.lives.values():
            life.move_to(at.replace(tzinfo=None))

    def happen(self, wish: Wish, at: datetime) -> str | None:
        """Do it, in the engine and in the oracle's books; what refuses it, which is the same in both."""
        refusal = refusal_of(self.act(wish, at))
        assert refusal == self.oracle.act(wish), (self.seed, wish, refusal)
        return refusal

    def wish(self, number: str, at: datetime, do: str | None = None) -> Wish:
        """A wish that the account's state makes interesting: the sum that just suffices, the plan in question."""
        book, moment = self.book(number), at.replace(tzinfo=None)
        do = do or self.teller.some_wish(book, moment)
        details = DETAILS[do](self.teller, book, moment)
        return {"at": moment.isoformat(timespec="minutes"), "account": number, "do": do, **details}

    def act(self, wish: Wish, at: datetime) -> Callable[[], object]:
        """The engine's call that a wish is."""
        needed, optional = EVENTS[wish["do"]]
        fields = {key: read(wish[key]) for key, read in {**needed, **optional}.items() if key in wish}
        return lambda: ACTS[wish["do"]](self.accounts[wish["account"]], fields, self.plans, at)

    def book(self, number: str) -> Book:
        """The oracle's book of an account."""
        return self.oracle.lives[number].account

    def foretold(self, wishes: list[Wish], at: datetime) -> tuple[Book, list[str | None]]:
        """What the oracle says of an account's wishes in one minute: its book after them, what refuses each."""
        book, moment = deepcopy(self.book(wishes[0]["account"])), at.replace(tzinfo=None)
        return book, [WISHES[wish["do"]](book, self.oracle.plans, moment, wish) for wish in wishes]


class Watcher:
    """Looks at a world as it lives; counts what it looked at, and notes what does not hold."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self.broken: list[str] = []

    @property
    def enough(self) -> bool:
        """Whether it may rest: looking costs time."""
        return self.seen["moments"] >= ENOUGH

    def expect(self, world: World, what: str, expected: object, actual: object) -> None:
        """Note a difference."""
        if expected != actual:
            self.broken.append(f"world {world.seed}, {what}: expected {expected}, got {actual}")

    def begin(self, world: World) -> None:
        """The world stands before its first day."""

    def before_day(self, world: World, day: date) -> None:
        """A day is about to open for all accounts."""

    def after_day(self, world: World, day: date) -> None:
        """It is open, and nothing else happened yet."""

    def before(self, world: World, wish: Wish, at: datetime) -> None:
        """Something is about to happen."""

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """It happened, or was refused."""


def live(seed: int, watchers: list[Watcher]) -> None:
    """Let a world live from its first day to its last under watchers; it is gone afterwards."""
    with imagined():
        world = World(seed)
        for watcher in watchers:
            watcher.begin(world)
        for day in world.days:
            for watcher in watchers:
                watcher.before_day(world, day)
            services.open_days(now=start_of(day, ZONE))
            for watcher in watchers:
                watcher.after_day(world, day)
            for wish in world.events[day]:
                at = instant_of(wish)
                world.reach(at)
                for watcher in watchers:
                    watcher.before(world, wish, at)
                refusal = world.happen(wish, at)
                for watcher in watchers:
                    watcher.after(world, wish, at, refusal)


def merged(seed: int, stories: int) -> dict[str, Any]:
    """Stories that begin on one day as one scenario: their plans and accounts get names of their own."""
    first = Teller(seed).first
    alike = (one for one in count(seed) if Teller(one).first == first)
    told = [_named(story(one), f"{place}-") for place, one in enumerate(islice(alike, stories))]
    events = [event for one in told for event in one["events"]]
    return {
        "from": first.isoformat(),
        "to": max(one["to"] for one in told),
        "plans": [plan for one in told for plan in one["plans"]],
        "accounts": [account for one in told for account in one["accounts"]],
        "events": sorted(events, key=lambda event: str(event["at"])),
    }


def _named(told: dict[str, Any], prefix: str) -> dict[str, Any]:
    for row in told["plans"]:
        row["code"] = prefix + row["code"]
    for row in told["accounts"]:
        row["number"] = prefix + row["number"]
    for row in told["events"]:
        row |= {key: prefix + row[key] for key in ("account", "plan", "to") if key in row}
    return told


def instant_of(wish: Wish) -> datetime:
    """When a wish is uttered."""
    return datetime.fromisoformat(wish["at"]).replace(tzinfo=ZONE)


def refusal_of(act: Callable[[], object]) -> str | None:
    """Do something; the code of what refuses it."""
    try:
        act()
    except DomainError as refusal:
        return refusal.code
    return None


def lines_since(account_id: int, number: int, fields: tuple[str, ...] = FORESEEN) -> list[Line]:
    """An account's postings after one, in order."""
    return list(
        Posting.objects.filter(account_id=account_id, number__gt=number).order_by("number").values_list(*fields)
    )


def last_number(account_id: int) -> int:
    """The number of an account's last posting."""
    return Account.objects.values_list("last_number", flat=True).get(id=account_id)


def standing(account_id: int) -> tuple[int, dict[int, int]]:
    """An account's balance, and the status of each live subscription by its number."""
    live_ones = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    balance = Account.objects.values_list("balance_kopecks", flat=True).get(id=account_id)
    return balance, dict(live_ones.values_list("number", "status"))


def held_by(account_id: int) -> Iterator[Line]:
    """Number, plan, service, whether a package, status and the rest of each live subscription."""
    live_ones = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
    yield from live_ones.order_by("number").values_list(
        "number", "plan__code", "plan__service_id", "plan__kind", "plan__settlement", "status"
    )

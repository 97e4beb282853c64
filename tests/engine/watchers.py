"""What is watched while random stories live: previews, "to be back", forecasts, and crowded minutes."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kosmos.catalogue.models import Kind
from kosmos.charging.forecast import Forecast, Preview, forecast, preview
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services import NewPayment, post_payments
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, Posting, PostingKind
from tests.engine.worlds import (
    Line,
    Watcher,
    Wish,
    World,
    held_by,
    last_number,
    lines_since,
    refusal_of,
    standing,
)
from tests.oracle.book import Account as Book


class Previews(Watcher):
    """What a preview showed is what happens: at once, and when what it plans takes effect."""

    def begin(self, world: World) -> None:
        """Nothing was shown yet."""
        self.shown: Preview | str = ""
        self.last = 0
        self.waiting: dict[int, Preview] = {}
        self.last_of: dict[int, int] = {}

    def before(self, world: World, wish: Wish, at: datetime) -> None:
        """Show the wish."""
        account_id = world.accounts[wish["account"]]
        self.waiting.pop(account_id, None)
        self.last = len(world.book(wish["account"]).postings)
        try:
            self.shown = preview(account_id, world.act(wish, at), now=at)
        except DomainError as refusal:
            self.shown = refusal.code

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """Compare with what came at once."""
        account_id = world.accounts[wish["account"]]
        self.seen["moments"] += 1
        self.seen[wish["do"] if refusal is None else "refused"] += 1
        if refusal or isinstance(self.shown, str):
            self.expect(world, f"{wish}: refused", refusal, self.shown)
            return
        shown = self.shown
        self.expect(world, f"{wish}: postings", lines_since(account_id, self.last), seen_as(shown.postings))
        self.expect(world, f"{wish}: standing", standing(account_id), (shown.balance_kopecks, shown.statuses))
        if shown.takes_effect_on:
            self.waiting[account_id] = shown
        else:
            then = shown.postings_then, shown.balance_then_kopecks, shown.statuses_then
            self.expect(world, f"{wish}: nothing waits", ((), shown.balance_kopecks, shown.statuses), then)
        self._try_second_thoughts(world, wish, at, account_id)

    def _try_second_thoughts(self, world: World, wish: Wish, at: datetime, account_id: int) -> None:
        """What was planned just now is withdrawn, and that is undone again."""
        withdrawal = {"change_plan": "cancel", "disconnect": "cancel", "suspend": "resume"}.get(wish["do"])
        if withdrawal is None:
            return
        wish = {"account": wish["account"], "do": withdrawal, "plan": wish.get("plan")}
        with imagined():
            last = last_number(account_id)
            try:
                shown = preview(account_id, world.act(wish, at), now=at)
            except DomainError as refusal:
                self.expect(world, f"{wish}: refused", refusal_of(world.act(wish, at)), refusal.code)
                return
            self.expect(world, f"{wish}: refused", None, refusal_of(world.act(wish, at)))
            self.seen[withdrawal] += 1
            self.expect(world, f"{wish}: postings", lines_since(account_id, last), seen_as(shown.postings))
            self.expect(world, f"{wish}: standing", standing(account_id), (shown.balance_kopecks, shown.statuses))

    def before_day(self, world: World, day: date) -> None:
        """Note where the passbooks of those stand for whom something takes effect."""
        self.last_of = {id_: last_number(id_) for id_, one in self.waiting.items() if one.takes_effect_on == day}

    def after_day(self, world: World, day: date) -> None:
        """Compare with what took effect, where nothing else came between."""
        for account_id, last in self.last_of.items():
            shown = self.waiting.pop(account_id)
            self.seen["taken effect"] += 1
            what = f"account {account_id}, shown for {day}"
            self.expect(world, f"{what}: postings", lines_since(account_id, last), seen_as(shown.postings_then))
            then = (shown.balance_then_kopecks, shown.statuses_then)
            self.expect(world, f"{what}: standing", standing(account_id), then)


@dataclass
class Ahead:
    """A forecast that waits for its days to open."""

    shown: Forecast
    until: date
    last: int
    running: set[int]
    lasts_until: date | None = None


class Forecasts(Watcher):
    """``lasts_until`` and ``next_charges`` are what the coming days bring when nothing else happens."""

    def begin(self, world: World) -> None:
        """Nothing was foretold yet; know when each account's next event is."""
        self.ahead: dict[int, Ahead] = {}
        self.coming: dict[str, list[date]] = defaultdict(list)
        for day, wishes in world.events.items():
            for wish in wishes:
                self.coming[wish["account"]].append(day)

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """Foretell the days up to the account's next event; if that is today, another account's."""
        self.coming[wish["account"]].pop(0)
        if self.enough:
            return
        foretold = 0
        for number in (wish["account"], *world.rng.sample(list(world.accounts), 4)):
            days = world.rng.choice((1, 2, 3, 4, 5, 12))
            until = min([*self.coming[number][:1], world.days[-1], at.date() + timedelta(days=days)])
            if until > at.date() and world.accounts[number] not in self.ahead and foretold < AT_AN_EVENT:
                foretold += 1
                self._foretell(world.accounts[number], at, until)

    def _foretell(self, account_id: int, at: datetime, until: date) -> None:
        begin(account_id, now=at)
        shown = forecast(account_id, now=at, horizon_days=(until - at.date()).days)
        running = {number for number, status in standing(account_id)[1].items() if status == Status.RUNNING}
        self.ahead[account_id] = Ahead(shown, until, shown.figures.last_number, running)

    def after_day(self, world: World, day: date) -> None:
        """Note what blocked, and compare forecasts whose last day this is."""
        blocked: dict[int, set[int]] = defaultdict(set)
        for account_id, number in Subscription.objects.filter(status=Status.BLOCKED).values_list(
            "account_id", "number"
        ):
            blocked[account_id].add(number)
        for account_id, ahead in list(self.ahead.items()):
            if ahead.lasts_until is None and ahead.running & blocked[account_id]:
                ahead.lasts_until = day - ONE_DAY
            if ahead.lasts_until or day >= ahead.until:
                self._compare(world, account_id, self.ahead.pop(account_id))

    def _compare(self, world: World, account_id: int, ahead: Ahead) -> None:
        self.seen["moments"] += 1
        self.seen["blocks"] += ahead.lasts_until is not None
        what = f"account {account_id}, forecast of {ahead.shown.day} to {ahead.until}"
        self.expect(world, f"{what}: lasts until", ahead.lasts_until, ahead.shown.lasts_until)
        first: dict[int, Line] = {}
        for line in lines_since(account_id, ahead.last):
            if line[3] is not None and line[2] < 0:
                first.setdefault(line[3], line)
        self.expect(
            world, f"{what}: next charges", sorted(first.values(), key=by_day), seen_as(ahead.shown.next_charges)
        )


class Returns(Watcher):
    """Paying exactly what brings an account back brings all of it back on that day, one kopeck less does not."""

    def before(self, world: World, wish: Wish, at: datetime) -> None:
        """Try an account on which something is blocked, now and some days later."""
        blocked = set(Subscription.objects.filter(status=Status.BLOCKED).values_list("account_id", flat=True))
        account_id = world.accounts[wish["account"]]
        if blocked and not self.enough:
            chosen = account_id if account_id in blocked else world.rng.choice(sorted(blocked))
            for offset in (0, 1, world.rng.choice((2, 3, 5))):
                self._try(world, chosen, at + timedelta(days=offset))

    def _try(self, world: World, account_id: int, at: datetime) -> None:
        with imagined():
            begin(account_id, now=at)
            back = forecast(account_id, now=at, horizon_days=0).to_be_back_kopecks
            blocked = reachable(account_id)
            self.expect(world, f"account {account_id} at {at}: whether there is a sum", bool(blocked), back is not None)
            if back is None:
                return
            self.seen["moments"] += 1
            self.seen["nothing" if back == 0 else "several" if len(blocked) > 1 else "one"] += 1
            later = min(
                at + timedelta(minutes=world.rng.choice((0, 1, 300))), start_of(at.date() + ONE_DAY, ZONE) - ONE_MINUTE
            )
            what = f"account {account_id} at {at}, {back} to be back"
            self.expect(
                world, f"{what}: back when paid", True, self._all_back(account_id, max(back, 1), blocked, later)
            )
            if back > 1:
                self.expect(world, f"{what}: less", False, self._all_back(account_id, back - 1, blocked, later))

    def _all_back(self, account_id: int, amount: int, blocked: set[int], at: datetime) -> bool:
        with imagined():
            post_payments([NewPayment(account_id, amount, "to be back")], now=at)
            statuses = standing(account_id)[1]
            return all(statuses[number] == Status.RUNNING for number in blocked)


class Crowds(Watcher):
    """Any order of events within a minute keeps the invariants, and is what the oracle says of that order."""

    def before(self, world: World, wish: Wish, at: datetime) -> None:
        """Try the wish and one or two more of its minute in an order drawn at random."""
        if self.enough:
            return
        wishes = [wish, *(world.wish(wish["account"], at) for _ in range(world.rng.choice((1, 1, 2))))]
        for place, one in enumerate(wishes):
            if place and one["do"] == "pay":
                one["ref"] = f"crowd-{place}"
        world.rng.shuffle(wishes)
        account_id = world.accounts[wish["account"]]
        with imagined():
            refusals = [refusal_of(world.act(one, at)) for one in wishes]
            begin(account_id, now=at)
            book, foretold = world.foretold(wishes, at)
            what = f"{wishes}"
            self.seen["moments"] += 1
            self.seen["granted"] += refusals.count(None)
            self.expect(world, f"{what}: refused", foretold, refusals)
            account = Account.objects.get(id=account_id)
            ours = account.balance_kopecks, account.accrued_kopecks, account.unpaid_kopecks
            self.expect(world, f"{what}: figures", (book.balance, book.accrued, book.unpaid), ours)
            statuses = {one.plan.code: one.status for one in book.subscriptions}
            held = {plan: Status(status).label for _, plan, *_, status in held_by(account_id)}
            self.expect(world, f"{what}: statuses", statuses, held)
            self.expect(world, f"{what}: invariants", [], broken_invariants(account, book, at.date()))
            self._replay(world, wishes, at, account)

    def _replay(self, world: World, wishes: list[Wish], at: datetime, account: Account) -> None:
        for one in wishes:
            if one["do"] == "pay":
                world.act(one, at)()
                self.seen["replays"] += 1
        again = Account.objects.get(id=account.id)
        self.expect(world, f"{wishes}: paid again", figures_of(account), figures_of(again))


ONE_MINUTE = timedelta(minutes=1)
AT_AN_EVENT = 3
"""So many accounts are foretold the days ahead, at most."""


def seen_as(foreseen: tuple[object, ...]) -> list[Line]:
    """Foreseen postings as the lines that they become."""
    return [(one.day, one.kind, one.amount_kopecks, one.subscription) for one in foreseen]  # type: ignore[attr-defined]


def by_day(line: Line) -> tuple[date, int]:
    """A forecast's order of charges."""
    return line[0], line[3]


def reachable(account_id: int) -> set[int]:
    """The blocked subscriptions that money can bring back: no package whose base plan is gone."""
    held = list(held_by(account_id))
    bases = {service for _, _, service, kind, _, _ in held if kind == Kind.BASE}
    return {
        number
        for number, _, service, kind, _, status in held
        if status == Status.BLOCKED and (kind == Kind.BASE or service in bases)
    }


def broken_invariants(account: Account, book: Book, today: date) -> list[str]:
    """The invariants of quality.md that an account breaks; the oracle's book says what runs and has a share today."""
    lines = Posting.objects.filter(account_id=account.id).order_by("number")
    held = list(lines.values_list("number", "amount_kopecks", "kind", "subscription", "posted_on"))
    shares = [(number, day) for _, _, kind, number, day in held if kind == PostingKind.SHARE]
    running = [one for one in book.subscriptions if one.status == "running" and one.plan.is_prepaid]
    costing = [one for one in running if one.plan.share(today)]
    found = {
        "balance is not the sum of postings": account.balance_kopecks != sum(line[1] for line in held),
        "numbers have gaps": [line[0] for line in held] != list(range(1, account.last_number + 1)),
        "charged twice for a day": len(shares) != len(set(shares)),
        "unpaid is not within accrued": not 0 <= account.unpaid_kopecks <= account.accrued_kopecks,
        "today is not open": account.open_through_on != today,
        "running and not charged": len(costing) > sum(day == today for _, day in shares),
    }
    return [what for what, is_so in found.items() if is_so]


def figures_of(account: Account) -> tuple[int, ...]:
    """An account's figures and last number."""
    return account.balance_kopecks, account.accrued_kopecks, account.unpaid_kopecks, account.last_number

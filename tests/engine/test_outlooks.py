"""What is remembered of an account is what the engine would say afresh, whatever has happened in between."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from kosmos.charging.home import Home, play_home
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.outlook import home_of
from kosmos.charging.packing import pack
from kosmos.charging.present import Present, present_of
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services.moment import begin
from kosmos.charging.statement import statement_month
from kosmos.charging.why import StatementRow, statement_of
from kosmos.kernel.days import month_start, start_of
from kosmos.ledger.models import Account
from tests.engine.worlds import Watcher, Wish, World, live
from tests.statements import counted_statements

SEEDS = (5, 8)
MOMENTS = 60
FEW = 3
"""More statements than this and the engine was asked."""


def fresh(number: str, account_id: int, at: datetime) -> Home:
    """A home page as the engine plays it now."""
    with imagined():
        return play_home(number, begin(account_id, now=at))


class Outlooks(Watcher):
    """Home pages are looked at now and then, and each time they are what the engine says."""

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """Look at the account of the event, or at one on which something is blocked, or at any."""
        stuck = set(Subscription.objects.filter(status=Status.BLOCKED).values_list("account_id", flat=True))
        blocked = sorted(number for number, account_id in world.accounts.items() if account_id in stuck)
        other = world.rng.choice(blocked or sorted(world.accounts))
        for number in (wish["account"], other, world.rng.choice(sorted(world.accounts))):
            if self.seen["moments"] < MOMENTS and world.rng.random() < 0.04:
                self._look(world, number, at + timedelta(minutes=world.rng.choice((0, 0, 1))))

    def before_day(self, world: World, day: date) -> None:
        """Look while the day is not open yet."""
        if world.days[0] < day and self.seen["moments"] < MOMENTS and world.rng.random() < 0.1:
            self._look(world, world.rng.choice(sorted(world.accounts)), start_of(day, ZONE))

    def _look(self, world: World, number: str, at: datetime) -> None:
        account_id = world.accounts[number]
        self.seen["moments"] += 1
        expected = fresh(number, account_id, at)
        account = Account.objects.get(id=account_id)
        present = present_of(account, number, day=expected.today, now=at)
        self.seen["present"] += present is not None
        if present is not None:
            self.expect(world, f"account {number} at {at}: without playing", _unplayed(expected), _unplayed(present))
        with counted_statements() as first:
            shown = home_of(account_id, now=at)
        with counted_statements() as second:
            again = home_of(account_id, now=at)
        self.seen["played" if len(first) > FEW else "remembered"] += 1
        what = f"account {number} at {at}"
        self.expect(world, f"{what}: shown", expected, shown)
        self.expect(world, f"{what}: again", expected, again)
        self.expect(world, f"{what}: statements for it again", 1, len(second))
        self.expect(world, f"{what}: as data", pack(expected), pack(replace(again, digest="")))
        self.seen["blocked"] += shown.short is not None


def _unplayed(view: Home | Present) -> tuple[object, ...]:
    """What is known of an account without playing it, however it is known."""
    waits = view.awaited and replace(view.awaited, refused="", top_up_kopecks=None)
    return (
        {"low": "working"}.get(view.state, view.state),
        tuple(replace(held, ran_from=None) for held in view.held),
        replace(view.ahead, lasts_until=None, next_charges=()),
        (view.due_kopecks, view.due_on, view.promise_until, view.promise_by_staff),
        (view.suspended_from, view.suspended_until, waits, view.today, view.short),
    )


class Statements(Watcher):
    """Every month's equation holds and joins the one before, and the rows are the passbook's."""

    def after(self, world: World, wish: Wish, at: datetime, refusal: str | None) -> None:
        """Look at all months of the account of an event."""
        if self.seen["moments"] >= MOMENTS or world.rng.random() < 0.95:
            return
        account_id = world.accounts[wish["account"]]
        self.seen["moments"] += 1
        begin(account_id, now=at)
        whole = statement_of(account_id)
        closing = 0
        rows: list[StatementRow] = []
        for month in statement_month(account_id, at.date()).months:
            shown = statement_month(account_id, month)
            self.seen["months"] += 1
            brought = sum(row.amount_kopecks for row in shown.rows if row.kind == "opening")
            equation = shown.opening_kopecks - shown.charges_kopecks + shown.payments_kopecks
            self.expect(world, f"{wish}, {month}: equation", shown.closing_kopecks, equation)
            self.expect(world, f"{wish}, {month}: opening", closing + brought, shown.opening_kopecks)
            grouped = sorted(row.number for group in shown.groups for row in group.rows)
            self.expect(world, f"{wish}, {month}: groups", [row.number for row in shown.rows], grouped)
            closing, rows = shown.closing_kopecks, rows + list(shown.rows)
            later = month_start(month) + timedelta(days=10)
            part = statement_of(account_id, first=later)
            self.expect(world, f"{wish}, from {later}", [row for row in whole if row.day >= later], part)
        self.expect(world, f"{wish}: rows", whole, rows)
        self.expect(world, f"{wish}: balance", Account.objects.get(id=account_id).balance_kopecks, closing)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_remembered_home_is_what_the_engine_says(seed: int) -> None:
    outlooks, statements = Outlooks(), Statements()
    live(seed, [outlooks, statements])
    assert outlooks.broken == []
    assert statements.broken == []
    assert outlooks.seen["moments"] > FEW
    assert (
        min(outlooks.seen["played"], outlooks.seen["remembered"], outlooks.seen["blocked"], outlooks.seen["present"])
        > 0
    ), outlooks.seen
    assert statements.seen["months"] > statements.seen["moments"]

"""What the pages of promises, suspensions and orders showed through to the end is what came, to the kopeck."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from kosmos.catalogue.models import Extra, Policy
from kosmos.charging import services
from kosmos.charging.models import Status
from kosmos.charging.pauses import order_ahead, pause_ahead, promise_ahead
from kosmos.charging.scenario.player import ZONE
from kosmos.kernel.days import start_of
from kosmos.kernel.errors import DomainError
from tests.engine.page_actions import Person
from tests.engine.page_crowd import Crowd, Runs
from tests.engine.worlds import standing

ACCOUNTS = 80
LONGEST = 25


class Wishers(Crowd):
    """A crowd of whom each has one such wish, and then lets time pass."""

    def __init__(self, seed: int, accounts: int) -> None:
        """Nobody has wished yet."""
        super().__init__(seed, accounts)
        Policy.objects.create(code="extras_credit_kopecks", from_on=self.first, value="6000")
        self.wished: set[int] = set()
        self.balances: dict[date, list[tuple[str, int, int]]] = defaultdict(list)
        self.lapses: dict[date, list[tuple[datetime, str, int, int, set[int]]]] = defaultdict(list)

    def live(self) -> None:
        """Let all days pass, and look at each balance that was told."""
        for day in self.days:
            services.open_days(now=start_of(day, ZONE))
            for what, account_id, shown in self.balances.pop(day, []):
                self.seen["balances"] += 1
                self._same(what, f"balance of {day}", shown, standing(account_id)[0])
            self._ran(day)
            self._arrive(day)
            for at, account_id, what in sorted(self.diary[day]):
                if account_id not in self.wished:
                    self._happen(account_id, what, datetime.combine(day, at, ZONE))
            self._lapse(day)

    def _lapse(self, day: date) -> None:
        for until_at, what, account_id, balance, blocked in sorted(self.lapses.pop(day, []), key=lambda one: one[0]):
            services.lapse_due_promises(now=until_at)
            came, statuses = standing(account_id)
            off = {number for number, status in statuses.items() if status == Status.BLOCKED}
            self.seen["lapsed"] += 1
            self._same(what, f"at {until_at}", (balance, blocked), (came, off))

    def _visit(self, person: Person) -> None:
        for wish in self.dice.sample((self._promise, self._pause, self._order), 3):
            try:
                wish(person)
            except DomainError:
                continue
            self.wished.add(person.account_id)
            return

    def _promise(self, person: Person) -> None:
        account_id, now = person.account_id, person.now
        shown = promise_ahead(account_id, now=now)
        until_at = services.take_promise(account_id=account_id, now=now)
        what = f"crowd {self.seed}, account {account_id}, {now}: promise"
        self._same(what, "instant", shown.until_at, until_at)
        self._same(what, "at once", shown.at_once.balance_kopecks, standing(account_id)[0])
        on = until_at.astimezone(ZONE).date()
        told = (until_at, what, account_id, shown.balance_then_kopecks, set(shown.blocked_then))
        self.lapses[on].append(told)

    def _pause(self, person: Person) -> None:
        account_id, now, dice = person.account_id, person.now, self.dice
        first_on = now.astimezone(ZONE).date() + timedelta(days=dice.choice((1, 1, 2, 4, 9)))
        last_on = first_on + timedelta(days=dice.randrange(LONGEST))
        shown = pause_ahead(account_id, first_on=first_on, last_on=last_on, now=now)
        services.suspend(account_id=account_id, first_on=first_on, days=shown.days, now=now)
        what = f"crowd {self.seed}, account {account_id}, {now}: suspension {first_on} to {last_on}"
        for day, balance in (
            (first_on, shown.balance_begin_kopecks),
            (last_on, shown.balance_end_kopecks),
            (shown.back_on, shown.balance_back_kopecks),
        ):
            assert balance is not None
            self.balances[day].append((what, account_id, balance))

    def _order(self, person: Person) -> None:
        account_id, now, key = person.account_id, person.now, UUID(int=self.dice.getrandbits(128))
        extra = Extra.objects.order_by("code")[self.dice.randrange(2)]
        shown = order_ahead(account_id, code=extra.code, price_kopecks=extra.price_kopecks, key=key, now=now)
        services.order_extra(account_id=account_id, code=extra.code, key=key, now=now)
        what = f"crowd {self.seed}, account {account_id}, {now}: order {extra.code}"
        came = standing(account_id)
        self._same(what, "at once", (shown.at_once.balance_kopecks, shown.at_once.statuses), came)
        self.seen["ordered"] += 1
        if shown.lasts_until:
            running = {number for number, status in came[1].items() if status == Status.RUNNING}
            self.runs[account_id] = Runs(what, shown.lasts_until, running)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [21, 22])
def test_what_was_shown_to_the_end_is_what_came(seed: int) -> None:
    crowd = Wishers(seed, ACCOUNTS)
    crowd.live()
    assert crowd.broken == []
    assert crowd.seen["balances"] > ACCOUNTS // 3
    assert crowd.seen["ordered"] > ACCOUNTS // 10
    assert crowd.seen["lapsed"] > 0

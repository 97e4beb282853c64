"""Whatever staff may do on whatever account: what its page showed is what came, to the kopeck, and it is done once.

On each account some acts are tried with wishes drawn at random, rubbish among them; one of those that were
granted is kept and looked at again when it has taken effect, or is over.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from kosmos.charging import services
from kosmos.charging.audit import check_ledger
from kosmos.charging.forecast import posted_since
from kosmos.charging.imagining import imagined
from kosmos.charging.pauses import PauseAhead, PromiseAhead
from kosmos.charging.prospects import Prospect
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import start_of
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.models import StaffMember
from kosmos.workplace.acting import WITH_PAYMENTS, Doing
from kosmos.workplace.acts import Agreed, Form, perform
from kosmos.workplace.approvals import approve
from kosmos.workplace.reasons import OF
from kosmos.workplace.tests.acting import member
from kosmos.workplace.wishes import Ahead, Wish, foresee, steady
from tests.engine.page_actions import Person
from tests.engine.page_crowd import Waiting
from tests.engine.test_pauses_come_true import Wishers
from tests.engine.worlds import last_number, standing

ACCOUNTS = 24
OFFERED = 5
"""So many acts are tried on an account each time."""


class Served(Wishers):
    """A crowd on whose accounts staff act."""

    def __init__(self, seed: int, accounts: int) -> None:
        """Nobody acted yet."""
        super().__init__(seed, accounts)
        self.agent: StaffMember = member("vera")
        self.chief: StaffMember = member("olga", "finance")

    def live(self) -> None:
        """Let all days pass, every second idle one opened late, and look at what was told of them."""
        for day in self.days:
            concerned = day in self.balances or day in self.lapses or day in self.arrivals or day in self.diary
            if not concerned and not self._takes_effect(day):
                self.seen["idle"] += 1
                if self.seen["idle"] % 2:
                    self.seen["late"] += 1
                    continue
            before = {id_: last_number(id_) for id_ in self._takes_effect(day)}
            services.open_days(now=start_of(day, ZONE))
            for account_id, last in before.items():
                self._took_effect(account_id, last, day)
            for what, account_id, shown in self.balances.pop(day, []):
                self.seen["balances"] += 1
                self._same(what, f"balance of {day}", shown, standing(account_id)[0])
            self._arrive(day)
            for at, account_id, what in sorted(self.diary[day]):
                if account_id not in self.wished:
                    self._happen(account_id, what, datetime.combine(day, at, ZONE))
            self._lapse(day)

    def _takes_effect(self, day: object) -> list[int]:
        return [id_ for id_, one in self.waiting.items() if one.shown.takes_effect_on == day]

    def _visit(self, person: Person) -> None:
        """Try some acts, and keep one of those that are granted."""
        granted = []
        for doing in self.dice.sample([one for one in Doing if one not in WITH_PAYMENTS], OFFERED):
            wish = self._drawn(doing, person)
            try:
                shown = foresee(wish, now=person.now)
            except DomainError as refusal:
                self._refused_alike(wish, person.now, refusal)
                continue
            with imagined():
                self._act(wish, shown, person.now)
            self.seen[doing.value] += 1
            granted.append((wish, shown))
        if granted:
            self.wished.add(person.account_id)
            self._keep(*self.dice.choice(granted), person.now)

    def _refused_alike(self, wish: Wish, now: datetime, refusal: DomainError) -> None:
        self.seen["refused"] += 1
        with imagined():
            try:
                perform(wish, self._form(wish, now, lambda _ahead: True))
            except DomainError as again:
                self._same(str(wish), "refused", refusal.code, again.code)
            else:
                self.broken.append(f"{wish}: refused when it was shown ({refusal.code}), and done")

    def _act(self, wish: Wish, shown: Ahead, now: datetime) -> None:
        """Do it, by another's word if it is past the limit; what came is what was shown, and it comes once."""
        with imagined():
            begin(wish.account_id, now=now)
            last = last_number(wish.account_id)

        def same(ahead: Ahead) -> bool:
            return steady(ahead) == steady(shown)

        form = self._form(wish, now, same)
        done = perform(wish, form)
        if done.asked:
            self.seen["asked"] += 1
            self._same(str(wish), "asked for, and moved", last, last_number(wish.account_id))
            approve(done.asked.id, by=self.chief, agreed=same, now=now)
        came = standing(wish.account_id)
        self._compare(wish, shown, last, came)
        self._same(str(wish), "sent again", False, perform(wish, form).fresh)
        self._same(str(wish), "after it was sent again", came, standing(wish.account_id))

    def _compare(self, wish: Wish, shown: Ahead, last: int, came: tuple[int, dict[int, int]]) -> None:
        if isinstance(shown, PauseAhead):
            self._same(str(wish), "balance", shown.balance_kopecks, came[0])
            return
        at_once = shown.preview if isinstance(shown, Prospect) else shown.at_once
        self._same(str(wish), "postings", at_once.postings, posted_since(wish.account_id, last))
        self._same(str(wish), "standing", (at_once.balance_kopecks, at_once.statuses), came)

    def _keep(self, wish: Wish, shown: Ahead, now: datetime) -> None:
        """Do it to stay, and remember what was told of days to come."""
        self._act(wish, shown, now)
        self.seen["kept"] += 1
        what, account_id = f"crowd {self.seed}, {now}: {wish}", wish.account_id
        if isinstance(shown, PromiseAhead):
            until = shown.until_at.astimezone(ZONE)
            blocked = set(shown.blocked_then)
            self.lapses[until.date()].append((until, what, account_id, shown.balance_then_kopecks, blocked))
        elif isinstance(shown, PauseAhead):
            for day, balance in (
                (shown.first_on, shown.balance_begin_kopecks),
                (shown.back_on, shown.balance_back_kopecks),
            ):
                self.balances[day].extend([(what, account_id, balance)] if balance is not None else [])
        elif shown.waits:
            self.waiting[account_id] = Waiting(what, shown.preview, shown)

    def _form(self, wish: Wish, now: datetime, agreed: Agreed) -> Form:
        reason = self.dice.choice(OF[wish.doing])
        return Form(self.agent, UUID(int=self.dice.getrandbits(128)), reason, "По звонку", now, agreed)

    def _drawn(self, doing: Doing, person: Person) -> Wish:
        empty = Wish(doing, person.account_id)
        return _DRAWN[doing](self, person, empty) if doing in _DRAWN else empty

    def amount(self) -> int:
        """Kopecks, from one to more than an agent moves alone."""
        return self.dice.choice((1, 87, 5_00, 19_99, 25_90, 300_00))

    def number(self, person: Person) -> int:
        """A subscription's number, seldom one that is not there."""
        return self.dice.choice([*(held.number for held in person.live), 1])


def _until(crowd: Served, person: Person, wish: Wish) -> Wish:
    midnight = start_of(person.now.astimezone(ZONE).date(), ZONE)
    later = (person.now + timedelta(minutes=1), midnight + timedelta(days=crowd.dice.choice((0, 1, 2, 4, 12, 31, 40))))
    return replace(wish, until_at=crowd.dice.choice(later))


def _pause(crowd: Served, person: Person, wish: Wish) -> Wish:
    first = person.now.astimezone(ZONE).date() + timedelta(days=crowd.dice.choice((0, 1, 1, 2, 5)))
    return replace(wish, first_on=first, last_on=first + timedelta(days=crowd.dice.choice((-1, 0, 3, 20, 70))))


_DRAWN: dict[Doing, Callable[[Served, Person, Wish], Wish]] = {
    Doing.UNBLOCK: _until,
    Doing.CHARGE: lambda crowd, _, wish: replace(wish, amount_kopecks=crowd.amount()),
    Doing.ADJUST: lambda crowd, _, wish: replace(wish, amount_kopecks=crowd.dice.choice((-1, 1)) * crowd.amount()),
    Doing.REVERSE: lambda crowd, who, wish: replace(wish, line=crowd.dice.randint(1, 1 + last_number(who.account_id))),
    Doing.CHANGE: lambda crowd, who, wish: replace(
        wish, number=crowd.number(who), plan=crowd.dice.choice(who.plans).code
    ),
    Doing.ON: lambda crowd, who, wish: replace(wish, plan=crowd.dice.choice(who.plans).code),
    Doing.OFF: lambda crowd, who, wish: replace(wish, number=crowd.number(who)),
    Doing.CANCEL: lambda crowd, who, wish: replace(wish, number=crowd.number(who)),
    Doing.SUSPEND: _pause,
}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", [31])
def test_what_staff_were_shown_is_what_came(seed: int) -> None:
    crowd = Served(seed, ACCOUNTS)
    crowd.live()
    assert crowd.broken == []
    assert crowd.seen["kept"] > ACCOUNTS // 2
    assert crowd.seen["asked"] > 0
    assert crowd.seen["late"] > 0
    assert crowd.seen["taken effect"] > 0
    often = (Doing.CHARGE, Doing.ADJUST, Doing.OFF, Doing.CLOSE)
    assert {doing for doing in often if not crowd.seen[doing.value]} == set()
    assert [finding.message for finding in check_ledger().findings] == []

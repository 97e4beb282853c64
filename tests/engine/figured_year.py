"""A random year of an operator: accounts of random stories, his own moves of money, a till, and what staff put right.

What the year's figures should be is added up line by line from the ledger, or read from the oracle's books.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zlib import crc32

from kosmos.cashdesk.services import Counted, Hand, close_shift, open_shift
from kosmos.catalogue.models import Price
from kosmos.charging import services
from kosmos.charging.models import Status, Subscription
from kosmos.charging.scenario.player import ZONE
from kosmos.kernel.days import ONE_DAY, each_day, start_of
from kosmos.ledger.models import Account, AccountKind, LedgerCode, Posting, PostingKind
from kosmos.ledger.services import Entry, Line, Move, open_account, post_move, write_postings
from kosmos.reports.services import remember_moves
from kosmos.subscribers.models import SignIn, StaffMember
from tests.engine.worlds import Wish, World
from tests.oracle.book import byn, kopecks

DAYS = 366
FEES = {PostingKind.SHARE, PostingKind.ACCRUAL, PostingKind.GIVE_BACK}
COVERING = {PostingKind.PAYMENT, PostingKind.OPENING, PostingKind.CORRECTION}
CHANNELS = [
    LedgerCode.CASH_DESK,
    LedgerCode.CARD_CLEARING,
    LedgerCode.ERIP_CLEARING,
    LedgerCode.BANK,
    LedgerCode.POST,
    LedgerCode.AGENTS,
]
BROUGHT_KOPECKS = 4_321
SILENT_FROM = (40, 160, 290)
"""From which day of the year on nothing is heard of some accounts, which are charged every month and owe in the end."""
AGES = (0, 1, 2, 5, 11, 10_000)
"""How many months ago a debt of each age was charged, at most."""


class _World(World):
    """One where money comes by every way."""

    def act(self, wish: Wish, at: datetime) -> Callable[[], object]:
        """The engine's call that a wish is."""
        if wish["do"] != "pay":
            return super().act(wish, at)
        code = CHANNELS[crc32(wish["ref"].encode()) % len(CHANNELS)]
        account_id, amount = self.accounts[wish["account"]], kopecks(wish["amount"])
        payment = services.NewPayment(account_id, amount, wish["ref"], code=code)
        return lambda: services.post_payments([payment], now=at)


class Year:
    """A year of a world's accounts, some operator's postings and money that is nobody's; what was so as days ended."""

    def __init__(self, seed: int) -> None:
        """Live it."""
        self.world = _World(seed, stories=3)
        first = self.world.days[0]
        self.days = list(each_day(first, first + (DAYS - 1) * ONE_DAY))
        self.world.told["to"] = self.days[-1].isoformat()
        self.world.begin_again()
        self.rng = self.world.rng
        self.suspense = open_account(number="suspense", day=first - ONE_DAY, kind=AccountKind.SUSPENSE)
        sign_in = SignIn.objects.create(id=9_001, login="till", password="!", must_change_password=False)
        self.cashier = StaffMember.objects.create(sign_in=sign_in, name="Cashier", role="cashier")
        self.held: dict[date, set[int]] = {first - ONE_DAY: set()}
        for place, day in enumerate(self.days):
            self._live(day)
            if place == 0:
                self._bring()
            if place == 200:
                remember_moves()
        self.postings = list(Posting.objects.order_by("account_id", "number"))
        self.service_of = dict(Price.objects.values_list("id", "plan__service_id"))
        self.now = start_of(self.days[-1], ZONE) + timedelta(hours=23)

    def _live(self, day: date) -> None:
        services.open_days(now=start_of(day, ZONE))
        wishes = self.rng.choices((0, 1, 2, 4), (3, 4, 2, 1))[0]
        for at in sorted(self._moment(day) for _ in range(wishes)):
            self.world.reach(at)
            number = self.rng.choice(sorted(self.world.accounts.keys() - self._silent(day)))
            self.world.happen(self.world.wish(number, at, self._often()), at)
        evening = datetime.combine(day, time(23, 59), ZONE)
        self.world.reach(evening)
        if self.rng.random() < 0.1:
            self._operators_own(day, evening)
        if self.rng.random() < 0.1:
            self._put_right(day, evening)
        if day.day == 5:
            for number in sorted(self._silent(day)):
                amount = byn(max(0, self.world.book(number).balance) + self.rng.randint(100, 6_000))
                self.world.happen({"at": _said(evening), "account": number, "do": "charge", "amount": amount}, evening)
        services.lapse_due_promises(now=evening)
        live = Subscription.objects.exclude(status=Status.ENDED)
        self.held[day] = set(live.values_list("account_id", flat=True))

    def _often(self) -> str | None:
        """What makes many come and leave; mostly what the account's state makes interesting."""
        return self.rng.choices(("disconnect", "connect", None), (0.12, 0.12, 0.76))[0]

    def _silent(self, day: date) -> set[str]:
        """The accounts of which nothing is heard any more; one at least goes on."""
        known = sorted(self.world.accounts)[1:]
        return {one for one, place in zip(known, SILENT_FROM, strict=False) if day >= self.days[place]}

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(self.rng.randrange(23), self.rng.randrange(60)), ZONE)

    def _bring(self) -> None:
        """What an account brought along when it was loaded."""
        brought = Line(PostingKind.OPENING, BROUGHT_KOPECKS, code=LedgerCode.OPENING_BALANCES)
        last = Account.objects.get(id=self.suspense).last_number
        write_postings([Entry(self.suspense, last, [brought])], day=self.days[0], at=start_of(self.days[0], ZONE))

    def _operators_own(self, day: date, at: datetime) -> None:
        """A shift of the till that does not add up, a move between codes, a payment that is nobody's yet."""
        hand = Hand(self.cashier, at, key=f"open {day}")
        count = self.rng.randint(0, 90_000)
        there = self.rng.choice((0, 20_000, 50_000))
        open_shift(there, hand)
        close_shift(Counted(count, there, "so it is"), Hand(self.cashier, at, key=f"close {day}"))
        origin, target = self.rng.sample([*CHANNELS, LedgerCode.PROVIDER_FEES], 2)
        post_move(Move(origin, target, self.rng.randint(1, 90_000), f"move {day}"), day=day, at=at)
        services.post_payments([services.NewPayment(self.suspense, self.rng.randint(1, 9_000), f"lost {day}")], now=at)

    def _put_right(self, day: date, at: datetime) -> None:
        """Staff add money to an account, take it, or take a line of it back."""
        number = self.rng.choice(sorted(self.world.accounts.keys() - self._silent(day)))
        lines = len(self.world.book(number).postings)
        amount = byn(self.rng.choice((-1, 1)) * self.rng.randint(1, 9_000))
        what = self.rng.choice(({"do": "correct", "amount": amount}, {"do": "take_back", "line": lines - 2}))
        wish = {"at": _said(at), "account": number, "ref": str(day)}
        self.world.happen({**wish, **what}, at)

    def closed(self) -> Iterator[Posting]:
        """What was posted on closed days."""
        return (line for line in self.postings if line.posted_on < self.days[-1])

    def held_on(self, day: date) -> set[int]:
        """The accounts to which something was connected as a day ended."""
        return self.held.get(day, set())

    def ended_or_begun(self, first: date, last: date) -> tuple[set[tuple[date, int]], set[tuple[date, int]]]:
        """Who came and who left, with the day, from what was held as days ended."""
        came, went = set(), set()
        for before, day in pairwise(sorted(self.held)):
            if first <= day <= last:
                came |= {(day, one) for one in self.held[day] - self.held[before]}
                went |= {(day, one) for one in self.held[before] - self.held[day]}
        return came, went


def _said(at: datetime) -> str:
    """A moment as a story says it."""
    return at.replace(tzinfo=None).isoformat(timespec="minutes")


def what(line: Posting) -> str:
    """Whether a line came in, was charged, or was brought along, as the statement counts it."""
    if line.kind == PostingKind.OPENING:
        return "brought"
    if line.kind in {PostingKind.PAYMENT, PostingKind.REVERSAL}:
        return "came"
    return "came" if line.kind == PostingKind.CORRECTION and line.amount_kopecks > 0 else "charged"


def aged(account: Account, today: date) -> list[int]:
    """What an account owes by the age of its charges: payments cover the oldest months first."""
    charged: Counter[date] = Counter()
    paid = 0
    for line in Posting.objects.filter(account_id=account.id):
        if line.amount_kopecks > 0 and line.kind in COVERING:
            paid += line.amount_kopecks
        else:
            charged[line.posted_on.replace(day=1)] -= line.amount_kopecks
    owed, parts = {}, [0] * len(AGES)
    for month in sorted(charged):
        covered = min(paid, charged[month])
        paid, owed[month] = paid - covered, charged[month] - covered
    not_due = account.unpaid_kopecks
    for month in sorted(owed, reverse=True):
        later = min(not_due, owed[month])
        not_due, owed[month] = not_due - later, owed[month] - later
        ago = (today.year - month.year) * 12 + today.month - month.month
        place = next(place for place, most in enumerate(AGES) if ago <= most)
        parts[place] += owed[month]
    return parts

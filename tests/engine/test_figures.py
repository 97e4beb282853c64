"""Every figure of a random year against sums that are added up line by line from the ledger."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest

from kosmos.catalogue.models import Price
from kosmos.charging import services
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.scenario.player import ZONE
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import ONE_DAY, each_day, month_end, month_start, start_of
from kosmos.ledger.models import Account, AccountKind, LedgerCode, OperatorPosting, Posting, PostingKind
from kosmos.ledger.queries import last_closed_day
from kosmos.ledger.services import open_account
from kosmos.ledger.services.seals import seal_days
from kosmos.reports.debts import debts_of, remembered_ages
from kosmos.reports.figures import charged_by, figures_of, held_before, remembered, spans_of
from kosmos.reports.moves import held_on, moved_accounts, moves_by_day, moves_by_month
from kosmos.reports.payers import averages_by_service, averages_of
from kosmos.reports.plans import accounts_by_service, connections_by_plan, holders_of
from kosmos.reports.rules import AGES, Months, average, months_back
from kosmos.reports.services import remember_debts, remember_figures
from kosmos.reports.today import blocked_accounts, blocked_now, debtors, posted_on, standing
from kosmos.reports.trial import SUBSCRIBERS, SUSPENSE, trial_of
from tests.engine.worlds import World

DAYS = 366
FEES = {PostingKind.SHARE, PostingKind.ACCRUAL, PostingKind.GIVE_BACK}
COVERING = {PostingKind.PAYMENT, PostingKind.OPENING, PostingKind.CORRECTION}
CODES = [LedgerCode.CASH_DESK, LedgerCode.CARD_CLEARING, LedgerCode.BANK, LedgerCode.SHORTAGES, LedgerCode.POST]


class Year:
    """A year of a world's accounts, some operator's postings and money that is nobody's; what was so as days ended."""

    def __init__(self, seed: int) -> None:
        """Live it."""
        self.world = World(seed, stories=3)
        first = self.world.days[0]
        self.days = list(each_day(first, first + (DAYS - 1) * ONE_DAY))
        self.world.told["to"] = self.days[-1].isoformat()
        self.world.begin_again()
        self.rng = self.world.rng
        self.suspense = open_account(number="suspense", day=first - ONE_DAY, kind=AccountKind.SUSPENSE)
        self.held: dict[date, set[int]] = {first - ONE_DAY: set()}
        for day in self.days:
            self._live(day)
        self.postings = list(Posting.objects.order_by("account_id", "number"))
        self.service_of = dict(Price.objects.values_list("id", "plan__service_id"))
        self.now = start_of(self.days[-1], ZONE) + timedelta(hours=23)

    def _live(self, day: date) -> None:
        services.open_days(now=start_of(day, ZONE))
        wishes = self.rng.choices((0, 1, 2, 4), (3, 4, 2, 1))[0]
        for at in sorted(self._moment(day) for _ in range(wishes)):
            self.world.reach(at)
            number = self.rng.choice(list(self.world.accounts))
            self.world.happen(self.world.wish(number, at, self._often(day)), at)
        evening = datetime.combine(day, time(23, 59), ZONE)
        self.world.reach(evening)
        if self.rng.random() < 0.1:
            self._operators_own(day, evening)
        services.lapse_due_promises(now=evening)
        live = Subscription.objects.exclude(status=Status.ENDED)
        self.held[day] = set(live.values_list("account_id", flat=True))

    def _often(self, day: date) -> str | None:
        """What makes many come and leave, and owe in the end; mostly what the account's state makes interesting."""
        owing = 0.2 if (self.days[-1] - day).days < 150 else 0
        return self.rng.choices(("disconnect", "connect", "charge", None), (0.12, 0.12, owing, 0.76 - owing))[0]

    def _moment(self, day: date) -> datetime:
        return datetime.combine(day, time(self.rng.randrange(23), self.rng.randrange(60)), ZONE)

    def _operators_own(self, day: date, at: datetime) -> None:
        """A move between codes, and a payment that is nobody's yet."""
        origin, target = self.rng.sample(CODES, 2)
        number = OperatorPosting.objects.count() + 1
        OperatorPosting.objects.create(
            number=number,
            posted_on=day,
            posted_at=at,
            from_code=origin,
            to_code=target,
            amount_kopecks=self.rng.randint(1, 90_000),
            reference=f"move {number}",
            note="",
        )
        services.post_payments([services.NewPayment(self.suspense, self.rng.randint(1, 9_000), f"lost {day}")], now=at)

    def closed(self) -> Iterator[Posting]:
        """What was posted on closed days."""
        return (line for line in self.postings if line.posted_on < self.days[-1])

    def ended_or_begun(self, first: date, last: date) -> tuple[set[tuple[date, int]], set[tuple[date, int]]]:
        """Who came and who left, with the day, from what was held as days ended."""
        came, went = set(), set()
        for before, day in pairwise(sorted(self.held)):
            if first <= day <= last:
                came |= {(day, one) for one in self.held[day] - self.held[before]}
                went |= {(day, one) for one in self.held[before] - self.held[day]}
        return came, went


def came(line: Posting) -> bool:
    """Whether the statement counts a line to the payments."""
    if line.kind in {PostingKind.PAYMENT, PostingKind.REVERSAL}:
        return True
    return line.kind == PostingKind.CORRECTION and line.amount_kopecks > 0


@pytest.fixture(scope="module")
def year(django_db_blocker: pytest.FixtureRequest) -> Iterator[Year]:
    """A year that is over, sealed and remembered; it is gone afterwards."""
    with django_db_blocker.unblock(), imagined():  # type: ignore[attr-defined]
        lived = Year(20)
        seal_days()
        assert remember_figures(now=lived.now) != []
        assert remember_figures(now=lived.now) == []
        yield lived


def months_of(year: Year) -> Months:
    return Months(month_start(year.days[0]), month_end(year.days[-1]))


def test_all_closed_days_are_remembered(year: Year) -> None:
    assert remembered() == (min(line.posted_on for line in year.postings), last_closed_day())
    assert last_closed_day() == year.days[-1] - ONE_DAY
    assert {line.kind for line in year.closed()} >= {*FEES, PostingKind.PAYMENT, PostingKind.REVERSAL}


@pytest.mark.parametrize("by", ["day", "month"])
def test_money_by_day_and_month(year: Year, by: str) -> None:
    months = months_of(year)
    first_of = (lambda day: day) if by == "day" else month_start
    firsts = list(months.each()) if by == "month" else year.days[:-1]
    figures = figures_of(months.first, months.last, by=by)  # type: ignore[arg-type]
    expected: dict[date, Counter[str]] = defaultdict(Counter)
    for line in year.closed():
        expected[first_of(line.posted_on)]["came" if came(line) else "charged"] += line.amount_kopecks
    balance = 0
    for span in spans_of(figures, firsts, held_before(months.first)):
        sums = expected[span.first]
        assert (span.opening_kopecks, span.came_kopecks, span.charged_kopecks) == (
            balance,
            sums["came"],
            -sums["charged"],
        )
        balance += sums["came"] + sums["charged"]
        assert span.closing_kopecks == balance
        assert sum(span.came_by.values()) == span.came_kopecks
        assert sum(span.charged_by.values()) == span.charged_kopecks
    assert balance == sum(line.amount_kopecks for line in year.closed())


def test_money_by_channel_and_service(year: Year) -> None:
    months = months_of(year)
    by_code: Counter[int] = Counter()
    by_service: Counter[tuple[int, int]] = Counter()
    for line in year.closed():
        if came(line):
            by_code[0 if line.kind == PostingKind.CORRECTION else line.code] += line.amount_kopecks
        else:
            service = year.service_of[line.price_id] if line.price_id else 0
            by_service[service, 0 if service else line.kind] -= line.amount_kopecks
    figures = figures_of(months.first, months.last, by="month")
    whole = sum((span.came_by for span in spans_of(figures, months.each(), 0)), Counter())
    assert whole == +by_code
    assert charged_by(figures) == by_service


def test_the_average_of_a_month(year: Year) -> None:
    fees: dict[tuple[date, int], Counter[int]] = defaultdict(Counter)
    for line in year.closed():
        if line.kind in FEES:
            month = month_start(line.posted_on)
            assert line.price_id is not None
            for service in (0, year.service_of[line.price_id]):
                fees[month, service][line.account_id] -= line.amount_kopecks
    by_service = {0: averages_of(months_of(year)), **averages_by_service(months_of(year))}
    assert {service for _, service in fees} <= set(by_service)
    for service, averages in by_service.items():
        for one in averages:
            paid = fees[one.month, service]
            accounts = sum(kopecks > 0 for kopecks in paid.values())
            assert (one.fees_kopecks, one.accounts) == (sum(paid.values()), accounts)
            assert one.each_kopecks == average(sum(paid.values()), accounts)
            assert one.through == min(month_end(one.month), year.days[-1] - ONE_DAY)


def test_who_came_and_who_left(year: Year) -> None:
    first, last = year.days[0], year.days[-1]
    arrived, departed = year.ended_or_begun(first, last)
    assert len(arrived) > 5 and len(departed) > 5
    by_day = moves_by_day(first, last)
    assert [(one.first, one.came, one.left) for one in by_day] == [
        (day, sum(on == day for on, _ in arrived), sum(on == day for on, _ in departed)) for day in year.days
    ]
    assert [one.closing for one in by_day] == [len(year.held[day]) for day in year.days]
    for month in moves_by_month(months_of(year), last):
        end = min(month_end(month.first), last)
        assert month.closing == len(year.held[end]) == held_on(end)
    for is_arrival, expected in ((True, arrived), (False, departed)):
        listed = moved_accounts(first, last, came=is_arrival, limit=10_000)
        assert [(one.day, one.account_id) for one in listed] == sorted(expected)
        later = moved_accounts(first, last, came=is_arrival, after=(listed[2].day, listed[2].account_id), limit=2)
        assert later == listed[3:5]


def test_the_trial_balance(year: Year) -> None:
    first, last = year.days[40], year.days[300]
    found = trial_of(first, last)
    assert found.is_zero
    turned: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in year.postings:
        account = SUSPENSE if line.account_id == year.suspense else SUBSCRIBERS
        _turn(turned[account], line.posted_on, first, last, -line.amount_kopecks)
        _turn(turned[line.code], line.posted_on, first, last, line.amount_kopecks)
    for move in OperatorPosting.objects.all():
        _turn(turned[move.from_code], move.posted_on, first, last, -move.amount_kopecks)
        _turn(turned[move.to_code], move.posted_on, first, last, move.amount_kopecks)
    stood = {code: tuple(sums) for code, sums in turned.items() if any(sums)}
    assert {one.code: (one.opening_kopecks, one.debit_kopecks, one.credit_kopecks) for one in found.lines} == stood
    whole = trial_of(year.days[0], year.days[-1] - ONE_DAY)
    assert whole.agrees and whole.accounts_kopecks == sum(line.amount_kopecks for line in year.closed())


def _turn(sums: list[int], day: date, first: date, last: date, debit_kopecks: int) -> None:
    if day < first:
        sums[0] += debit_kopecks
    elif day <= last:
        sums[1 if debit_kopecks > 0 else 2] += abs(debit_kopecks)


def test_debts_by_age(year: Year) -> None:
    for account in Account.objects.filter(kind=AccountKind.SUBSCRIBER):
        begin(account.id, now=year.now)
    today = year.days[-1]
    assert remember_debts(now=year.now, day=today) and not remember_debts(now=year.now, day=today)
    expected = {
        account.id: aged(account, today)
        for account in Account.objects.filter(kind=AccountKind.SUBSCRIBER)
        if account.balance_kopecks + account.unpaid_kopecks < 0
    }
    assert len(expected) > 2
    assert debts_of(None, today) == expected
    assert debts_of([min(expected)], today) == {min(expected): expected[min(expected)]}
    ages = remembered_ages()
    assert [age.kopecks for age in ages.ages] == [sum(parts) for parts in zip(*expected.values(), strict=True)]
    assert (ages.accounts, ages.kopecks) == (standing().debtors, standing().debt_kopecks)
    listed = debtors(limit=1_000)
    assert [one.overdue_kopecks for one in listed] == sorted(map(sum, expected.values()), reverse=True)
    assert debtors(after=(listed[0].overdue_kopecks, listed[0].account_id), limit=1) == listed[1:2]


def aged(account: Account, today: date) -> list[int]:
    """What an account owes by the age of its charges: payments cover the oldest months first."""
    charged: Counter[date] = Counter()
    paid = 0
    for line in Posting.objects.filter(account_id=account.id):
        if line.amount_kopecks > 0 and line.kind in COVERING:
            paid += line.amount_kopecks
        else:
            charged[month_start(line.posted_on)] -= line.amount_kopecks
    owed, parts = {}, [0] * len(AGES)
    for month in sorted(charged):
        covered = min(paid, charged[month])
        paid, owed[month] = paid - covered, charged[month] - covered
    not_due = account.unpaid_kopecks
    for month in sorted(owed, reverse=True):
        later = min(not_due, owed[month])
        not_due, owed[month] = not_due - later, owed[month] - later
        place = next(place for place, age in enumerate(AGES) if age is None or month >= months_back(today, age))
        parts[place] += owed[month]
    return parts


def test_what_is_connected_and_blocked(year: Year) -> None:
    live = list(Subscription.objects.exclude(status=Status.ENDED).select_related("plan"))
    found = connections_by_plan(year.days[-1])
    assert {one.plan: (one.running, one.blocked, one.suspended) for one in found} == {
        plan: tuple(sum(held.plan_id == plan and held.status == status for held in live) for status in (1, 2, 3))
        for plan in {held.plan_id for held in live}
    }
    services_held = {(held.account_id, held.plan.service_id) for held in live}
    expected = {one: sum(service == one for _, service in services_held) for one in set(year.service_of.values())}
    assert accounts_by_service() == {**expected, 0: len({held.account_id for held in live})}
    blocked = sorted({held.account_id for held in live if held.status == Status.BLOCKED})
    assert blocked_now() == len(blocked) == len(blocked_accounts(limit=10_000))
    assert [one.account_id for one in blocked_accounts(limit=10_000)] == blocked
    biggest = max(found, key=lambda one: one.connections)
    assert len(holders_of(biggest.plan, limit=10_000)) == biggest.connections


def test_a_day_that_is_open(year: Year) -> None:
    today = year.days[-1]
    lines = [line for line in year.postings if line.posted_on == today]
    found = posted_on(today)
    assert sum(one.came_kopecks for one in found) == sum(line.amount_kopecks for line in lines if came(line))
    assert sum(one.charged_kopecks for one in found) == -sum(line.amount_kopecks for line in lines if not came(line))

"""Every figure of a random year against sums that are added up line by line from the ledger: queries and pages."""

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO

import pytest
from django.db.models import F
from django.test import Client

from kosmos.backoffice.tests.conftest import at_work
from kosmos.catalogue.models import Service
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription
from kosmos.charging.services.moment import begin
from kosmos.kernel import clock
from kosmos.kernel.days import ONE_DAY, month_end, month_start
from kosmos.kernel.models import DemoClock
from kosmos.ledger.models import Account, AccountKind, OperatorPosting, PostingKind
from kosmos.ledger.queries import last_closed_day, trial_balance
from kosmos.ledger.services.seals import seal_days
from kosmos.reports.debts import debts_of, remembered_ages
from kosmos.reports.figures import remembered
from kosmos.reports.models import DayMoves
from kosmos.reports.moves import held_on, moved_accounts, moves_by_day, moves_by_month
from kosmos.reports.plans import accounts_by_service, connections_by_plan, holders_of
from kosmos.reports.rules import Months
from kosmos.reports.services import remember_debts, remember_figures, remember_moves
from kosmos.reports.today import blocked_accounts, blocked_now, debtors, standing
from kosmos.reports.trial import SUBSCRIBERS, SUSPENSE, trial_of
from kosmos.subscribers.models import SignIn, StaffMember
from tests.engine.figured_year import FEES, Year, aged, what

CHANNELS = {
    0: "Исправления",
    10: "Касса",
    11: "Банковская карта",
    12: "ЕРИП",
    13: "Банковский перевод",
    14: "Почта",
    15: "Пункт приёма платежей",
}
WITHOUT_PLAN: dict[int, str] = {PostingKind.ONE_OFF: "Разовое списание", PostingKind.CORRECTION: "Исправление"}
LEDGER = {
    1: "Выручка за услуги",
    2: "Разовые продажи",
    3: "Начальные остатки",
    10: "Касса",
    11: "Расчёты по картам",
    12: "Расчёты с ЕРИП",
    13: "Банк",
    14: "Почта",
    15: "Агенты",
    20: "Комиссия",
    21: "Недостачи",
    22: "Излишки",
    SUBSCRIBERS: "Счета абонентов",
    SUSPENSE: "Невыясненные платежи",
}
Rows = list[list[str]]


@pytest.fixture(scope="module")
def year(django_db_blocker: pytest.FixtureRequest) -> Iterator[Year]:
    """A year that is over, sealed and remembered; it is gone afterwards."""
    with django_db_blocker.unblock(), imagined():  # type: ignore[attr-defined]
        lived = Year(20)
        seal_days()
        assert remember_figures(now=lived.now) != []
        assert remember_figures(now=lived.now) == []
        assert DayMoves.objects.count() > 0 and remember_moves() > 0
        assert remember_moves() == 0
        yield lived


@pytest.fixture(scope="module")
def finance(year: Year) -> Client:
    """Finance at the end of the year's last evening."""
    sign_in = SignIn.objects.create(id=9_000, login="finance", password="!", must_change_password=False)
    StaffMember.objects.create(sign_in=sign_in, name="Finance", role="finance")
    DemoClock.objects.create(ahead=ONE_DAY)
    clock.move(year.now)
    return at_work(sign_in)


def table(finance: Client, page: str, name: str, first: date | None = None, last: date | None = None) -> Rows:
    """A table of a page as its file has it, without the heading, for some months or the usual ones."""
    months = {"from": f"{first:%Y-%m}", "to": f"{last or first:%Y-%m}"} if first else {}
    answer = finance.get(f"/staff/figures/{page}", {**months, "table": name, "as": "csv"})
    assert answer.status_code == 200, (page, name, first)
    return list(csv.reader(StringIO(answer.content.decode()), delimiter=";"))[1:]


def byn(amount_kopecks: int) -> str:
    return f"{Decimal(amount_kopecks) / 100:.2f}".replace(".", ",")


def months_of(year: Year) -> Months:
    return Months(month_start(year.days[0]), month_end(year.days[-1]))


def test_all_closed_days_are_remembered(year: Year) -> None:
    assert remembered() == (min(line.posted_on for line in year.postings), last_closed_day())
    assert last_closed_day() == year.days[-1] - ONE_DAY
    assert {line.kind for line in year.closed()} == {kind.value for kind in PostingKind}
    assert {move.to_code for move in OperatorPosting.objects.all()} >= {10, 13, 21}


def money(year: Year, firsts: list[date], first_of: Callable[[date], date]) -> Rows:
    """What a page of money says of days or months, the newest first: opening, brought, came, charged, closing."""
    sums: dict[date, Counter[str]] = defaultdict(Counter)
    for line in year.closed():
        sums[first_of(line.posted_on)][what(line)] += line.amount_kopecks
    held = sum(line.amount_kopecks for line in year.closed() if line.posted_on < firsts[0])
    rows = []
    for one in (sums[first] for first in firsts):
        opening, held = held, held + sum(one.values())
        rows.append([opening, one["brought"], one["came"], -one["charged"], held])
    is_brought = any(row[1] for row in rows)
    return [[byn(amount) for place, amount in enumerate(row) if place != 1 or is_brought] for row in reversed(rows)]


def test_money_by_month_and_day(year: Year, finance: Client) -> None:
    months = list(months_of(year).each())
    by_month = table(finance, "money/", "by-month", months[0], months[-1])
    assert [row[1:] for row in by_month[:-1]] == money(year, months, lambda day: day.replace(day=1))
    assert len(by_month) == len(months) + 1
    for month in months:
        days = [day for day in year.days[:-1] if month <= day <= month_end(month)]
        by_day = table(finance, "money/", "by-day", month)
        days = [month + ONE_DAY * place for place in range(len(by_day) - 1)]
        assert [row[1:] for row in by_day[:-1]] == money(year, days, lambda day: day)
        assert days[-1] == min(month_end(month), year.days[-1] - ONE_DAY)


def test_money_by_channel_and_service(year: Year, finance: Client) -> None:
    names = dict(Service.objects.values_list("id", "name__ru"))
    months = list(months_of(year).each())
    for first, last in [(months[0], months[-1]), *((month, month) for month in months)]:
        counted: Counter[str] = Counter()
        came: Counter[str] = Counter()
        charged: Counter[str] = Counter()
        for line in year.closed():
            if not first <= line.posted_on <= month_end(last) or what(line) == "brought":
                continue
            if what(line) == "came":
                channel = CHANNELS[0 if line.kind == PostingKind.CORRECTION else line.code]
                came[channel] += line.amount_kopecks
                counted[channel] += 1
            else:
                service = names[year.service_of[line.price_id]] if line.price_id else WITHOUT_PLAN[line.kind]
                charged[service] -= line.amount_kopecks
        whole = ["Всего", str(counted.total()), byn(came.total())]
        by_channel = [[name, str(counted[name]), byn(came[name])] for name in counted]
        assert sorted(table(finance, "money/", "by-channel", first, last)) == sorted([*by_channel, whole])
        by_service = [[name, byn(amount)] for name, amount in charged.items() if amount]
        told = table(finance, "money/", "by-service", first, last)
        assert sorted(told) == sorted([*by_service, ["Всего", byn(charged.total())]])


def test_the_average_of_a_month(year: Year, finance: Client) -> None:
    names = {0: "", **dict(Service.objects.values_list("id", "name__ru"))}
    fees: dict[tuple[date, str], Counter[int]] = defaultdict(Counter)
    for line in year.closed():
        if line.kind in FEES:
            assert line.price_id is not None
            for service in (0, year.service_of[line.price_id]):
                fees[line.posted_on.replace(day=1), names[service]][line.account_id] -= line.amount_kopecks
    months = list(months_of(year).each())
    told = table(finance, "average/", "average", months[0], months[-1])
    assert [row[1:] for row in told] == [average_row(fees[month, ""]) for month in reversed(months)]
    for month in months:
        expected = [[name, *average_row(fees[month, name])] for name in names.values() if name]
        by_service = table(finance, "average/", "average-by-service", month)
        assert sorted(by_service) == sorted(row for row in expected if row[2] != "0")


def average_row(paid: Counter[int]) -> list[str]:
    """Fees, accounts that they were taken from, and what is each one's part."""
    accounts = sum(kopecks > 0 for kopecks in paid.values())
    each = (Decimal(paid.total()) / accounts).quantize(Decimal(1), ROUND_HALF_UP) if accounts else 0
    return [byn(paid.total()), str(accounts), byn(int(each))]


def test_arrivals_and_departures_on_the_page(year: Year, finance: Client) -> None:
    begun = min(day for day, held in year.held.items() if held)
    months = [month for month in months_of(year).each() if month >= month_start(begun)]
    by_month = table(finance, "moves/", "moves", months[0], months[-1])
    assert [row[1:] for row in by_month[:-1]] == [
        moved(year, month, min(month_end(month), year.days[-1])) for month in reversed(months)
    ]
    for month in months:
        by_day = table(finance, "moves/", "moves", month)
        last = min(month_end(month), year.days[-1])
        days = [month + ONE_DAY * place for place in range((last - month).days + 1)]
        assert [row[1:] for row in by_day[:-1]] == [moved(year, day, day) for day in reversed(days)]
        assert by_day[-1] == ["Всего", *moved(year, month, last)]


def moved(year: Year, first: date, last: date) -> list[str]:
    """Subscribers as a period began, those who came and left in it, and as it ended."""
    came, left = year.ended_or_begun(first, last)
    return [
        str(number) for number in (len(year.held_on(first - ONE_DAY)), len(came), len(left), len(year.held_on(last)))
    ]


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


def test_moves_of_the_past_that_are_no_longer_so_are_counted_anew(year: Year, finance: Client) -> None:
    kept = list(DayMoves.objects.order_by("day").values_list("day", "came", "left", "held"))
    DayMoves.objects.filter(day__gt=year.days[-20]).delete()
    DayMoves.objects.filter(day=year.days[-20]).update(held=F("held") + 1)
    assert remember_moves() == len(kept)
    assert list(DayMoves.objects.order_by("day").values_list("day", "came", "left", "held")) == kept


def test_the_trial_balance(year: Year, finance: Client) -> None:
    first, last = year.days[40], year.days[300]
    found = trial_of(first, last)
    assert found.is_zero
    expected = turned(year, first, last)
    assert {one.code: (one.opening_kopecks, one.debit_kopecks, one.credit_kopecks) for one in found.lines} == expected
    whole = trial_of(year.days[0], year.days[-1] - ONE_DAY)
    assert whole.agrees and whole.accounts_kopecks == sum(line.amount_kopecks for line in year.closed())
    gained = {one.code: -one.gained_kopecks for one in trial_balance()}
    assert {one.code: one.closing_kopecks for one in whole.lines if one.code > 0} == gained


def test_the_trial_balance_on_the_page(year: Year, finance: Client) -> None:
    months = list(months_of(year).each())
    for first, last in ((months[0], months[-1]), (months[3], months[5]), (months[7], months[7])):
        closed = min(month_end(last), year.days[-1] - ONE_DAY)
        rows = {LEDGER[code]: sides(*sums) for code, sums in turned(year, first, closed).items()}
        told = table(finance, "trial-balance/", "trial-balance", first, last)
        assert {row[0]: row[1:] for row in told[:-1]} == {name: [*map(byn, row)] for name, row in rows.items()}
        total = [sum(column) for column in zip(*rows.values(), strict=True)]
        assert told[-1] == ["Всего", *map(byn, total)]
        assert all(total[place] == total[place + 1] for place in (0, 2, 4))
        page = finance.get("/staff/figures/trial-balance/", {"from": f"{first:%Y-%m}", "to": f"{last:%Y-%m}"})
        assert "дебет равен кредиту" in page.content.decode()


def turned(year: Year, first: date, last: date) -> dict[int, tuple[int, ...]]:
    """How each account of the ledger stood (a debit above zero), and what was debited and credited to it."""
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    for line in year.postings:
        account = SUSPENSE if line.account_id == year.suspense else SUBSCRIBERS
        _turn(sums[account], line.posted_on, first, last, -line.amount_kopecks)
        _turn(sums[line.code], line.posted_on, first, last, line.amount_kopecks)
    for move in OperatorPosting.objects.all():
        _turn(sums[move.from_code], move.posted_on, first, last, -move.amount_kopecks)
        _turn(sums[move.to_code], move.posted_on, first, last, move.amount_kopecks)
    return {code: tuple(moved) for code, moved in sums.items() if any(moved)}


def _turn(sums: list[int], day: date, first: date, last: date, debit_kopecks: int) -> None:
    if day < first:
        sums[0] += debit_kopecks
    elif day <= last:
        sums[1 if debit_kopecks > 0 else 2] += abs(debit_kopecks)


def sides(opening: int, debit: int, credit: int) -> list[int]:
    """As a trial balance says it: debit and credit of the opening balance, of what moved, of the closing balance."""
    closing = opening + debit - credit
    return [max(opening, 0), max(-opening, 0), debit, credit, max(closing, 0), max(-closing, 0)]


def test_debts_by_age(year: Year, finance: Client) -> None:
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
    oldest = Counter(max(place for place, part in enumerate(parts) if part) for parts in expected.values())
    told = table(finance, "debt/", "debt-by-age")
    assert [row[1:] for row in told[:-1]] == [
        [str(oldest[place]), byn(sum(parts))] for place, parts in enumerate(zip(*expected.values(), strict=True))
    ]
    assert told[-1] == ["Всего", str(len(expected)), byn(sum(map(sum, expected.values())))]


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


def test_plans_and_services_are_those_of_the_oracle(year: Year, finance: Client) -> None:
    states = ("running", "blocked", "suspended")
    plans: dict[str, Counter[str]] = defaultdict(Counter)
    holders: dict[str, set[str]] = defaultdict(set)
    known = {}
    for number, life in year.world.oracle.lives.items():
        for held in life.account.subscriptions:
            known[held.plan.code] = held.plan
            plans[held.plan.code][held.status] += 1
            holders[held.plan.service].add(number)
    counts = {code: [statuses.total(), *(statuses[state] for state in states)] for code, statuses in plans.items()}
    total = [str(sum(column)) for column in zip(*counts.values(), strict=True)]
    told = table(finance, "plans/", "plans")
    assert {row[0].strip("«»"): row[1:] for row in told[:-1]} == {
        code: [known[code].service, *map(str, counted), byn(known[code].fee)] for code, counted in counts.items()
    }
    assert told[-1][2:6] == total

    def of(service: str) -> list[list[int]]:
        return [counted for code, counted in counts.items() if known[code].service == service]

    by_service = table(finance, "plans/", "services")
    assert {row[0]: row[1:] for row in by_service[:-1]} == {
        service: [
            str(len(numbers)),
            *(str(sum(column)) for column in zip(*of(service), strict=True)),
        ]
        for service, numbers in holders.items()
    }
    assert by_service[-1][1:] == [str(len(set().union(*holders.values()))), *total]


def test_today_on_its_page(year: Year, finance: Client) -> None:
    today = year.days[-1]
    lines = [line for line in year.postings if line.posted_on == today]
    context = finance.get("/staff/figures/").context
    assert context["came"] == sum(line.amount_kopecks for line in lines if what(line) == "came")
    assert context["charged"] == -sum(line.amount_kopecks for line in lines if what(line) == "charged")
    books = [life.account for life in year.world.oracle.lives.values()]
    stands = context["standing"]
    assert (stands.debtors, stands.debt_kopecks) == (
        sum(book.overdue > 0 for book in books),
        sum(book.overdue for book in books),
    )
    assert stands.held_kopecks == sum(max(0, book.balance) for book in books)
    assert stands.unpaid_kopecks == sum(book.unpaid for book in books)
    assert context["blocked"] == sum(any(one.status == "blocked" for one in book.subscriptions) for book in books)
    began = [held.connected_at.astimezone(year.now.tzinfo).date() for held in Subscription.objects.all()]
    assert context["connected"] == began.count(today)
    for told, day in zip(table(finance, "", "fortnight"), reversed(year.days[-15:-1]), strict=True):
        posted = [line for line in year.postings if line.posted_on == day]
        assert told[1:] == [
            byn(sum(line.amount_kopecks for line in posted if what(line) == "came")),
            byn(-sum(line.amount_kopecks for line in posted if what(line) == "charged")),
        ]
    came: Counter[str] = Counter()
    for line in lines:
        if what(line) == "came":
            came[CHANNELS[0 if line.kind == PostingKind.CORRECTION else line.code]] += line.amount_kopecks
    by_channel = table(finance, "", "today-by-channel")
    assert came == Counter({row[0]: int(row[2].replace(",", "")) for row in by_channel[:-1]})
    assert by_channel[-1][2] == byn(came.total())

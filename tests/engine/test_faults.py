"""Faults and races on committed data: whatever happens at once, the books are those of one clean run."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment, Subscription
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, BusinessDay, Posting, PostingKind
from kosmos.ledger.services import lock_accounts

ROOT = Path(__file__).parents[2]
SMALL = 6_000
PLANS = [
    {"code": "small", "settlement": "prepaid", "fee": "12.00"},
    {"code": "middle", "settlement": "prepaid", "fee": "20.00"},
    {"code": "large", "settlement": "prepaid", "fee": "30.00"},
    {"code": "month", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def pay(account_id: int, kopecks: int, reference: str, now: datetime) -> bool:
    return services.post_payments([services.NewPayment(account_id, kopecks, reference)], now=now)[0]


@pytest.fixture
def account(committed: None) -> int:
    """An account that is not paid up and has nothing yet; 1 November is open."""
    told = {"from": "2016-11-01", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    services.open_days(now=at("2016-11-01T00:00"))
    return account_id


def plan(code: str) -> Plan:
    return Plan.objects.get(code=code)


def books(account_id: int) -> list[Any]:
    """All that is kept of an account, apart from what the test's database numbered itself."""
    held = Account.objects.filter(id=account_id)
    return [
        *Posting.objects.filter(account_id=account_id)
        .order_by("number")
        .values_list("number", "kind", "amount_kopecks"),
        *held.values_list("balance_kopecks", "accrued_kopecks", "unpaid_kopecks", "last_number", "open_through_on"),
        *Subscription.objects.filter(account_id=account_id).order_by("number").values_list("plan__code", "status"),
        *Subscription.objects.filter(account_id=account_id).order_by("number").values_list("planned_plan__code"),
    ]


def in_turn(account_id: int, acts: Sequence[Callable[[], object]]) -> tuple[list[object], list[Any]]:
    """What comes of acts one after another, undone again."""
    with transaction.atomic():
        answers = [answer_of(act) for act in acts]
        found = books(account_id)
        transaction.set_rollback(True)
    return answers, found


def answer_of(act: Callable[[], object]) -> object:
    try:
        return act()
    except DomainError as refusal:
        return refusal.code


def at_once(account_id: int, acts: Sequence[Callable[[], object]]) -> list[object]:
    """Do everything at once, each on a connection of its own: all wait for the account before the first goes on."""

    def on_its_own(act: Callable[[], object]) -> object:
        try:
            return answer_of(act)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        with transaction.atomic():
            lock_accounts([account_id])
            answers = [pool.submit(on_its_own, act) for act in acts]
            until_waiting(len(acts))
        return [answer.result(60) for answer in answers]


def until_waiting(count: int) -> None:
    """Look until so many connections of this database wait for a lock."""
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    until = time.monotonic() + 60
    with connection.cursor() as cursor:
        found = 0
        while found < count:
            assert time.monotonic() < until, f"only {found} of {count} came to wait"
            cursor.execute(waiting)
            found = cursor.fetchone()[0]
            cursor.execute("SELECT pg_stat_clear_snapshot()")


def sound() -> bool:
    """Whether the auditor finds nothing."""
    report = check_ledger()
    assert [finding.message for finding in report.findings] == []
    return report.postings > 0


def test_same_payment_twenty_times_at_once_is_credited_once(account: int) -> None:
    now = at("2016-11-01T09:00")
    fresh = at_once(account, [lambda: pay(account, 1234, "r", now)] * 20)
    assert sorted(fresh, key=str) == [False] * 19 + [True]
    assert Account.objects.get(id=account).balance_kopecks == 1234
    assert Payment.objects.count() == 1
    assert sound()


def test_promise_in_the_second_of_a_payment_comes_before_or_after_it(account: int) -> None:
    services.connect(account_id=account, plan=plan("month"), now=at("2016-11-01T09:00"))
    services.open_days(now=at("2016-12-01T00:00"))
    now = at("2016-12-01T10:00:01")
    acts = [
        lambda: services.take_promise(account_id=account, now=now),
        lambda: pay(account, 1800, "r", now),
    ]
    promised_first, promised_books = in_turn(account, acts)
    paid_first, paid_books = in_turn(account, acts[::-1])
    assert promised_books != paid_books
    answers = at_once(account, acts)
    assert (answers, books(account)) in [(promised_first, promised_books), (paid_first[::-1], paid_books)]
    assert sound()


def test_two_plan_changes_at_once_one_of_them_stays(account: int) -> None:
    pay(account, 10000, "r", at("2016-11-01T09:00"))
    services.connect(account_id=account, plan=plan("small"), now=at("2016-11-01T09:00"))
    now = at("2016-11-01T10:00")
    acts = [
        partial(services.change_plan, account_id=account, plan=plan("small"), to=plan(to), now=now)
        for to in ("middle", "large")
    ]
    outcomes = [in_turn(account, acts)[1], in_turn(account, acts[::-1])[1]]
    assert at_once(account, acts) == [False, False]
    assert books(account) in outcomes
    services.open_days(now=at("2016-11-02T00:00"))
    assert Subscription.objects.get(account_id=account).plan.code in ("middle", "large")
    assert sound()


def test_two_plan_changes_of_a_blocked_one_at_once_only_one_is_done(account: int) -> None:
    pay(account, 1200, "r", at("2016-11-01T09:00"))
    services.connect(account_id=account, plan=plan("small"), now=at("2016-11-01T09:00"))
    services.open_days(now=at("2016-12-01T00:00"))
    now = at("2016-12-01T10:00")
    services.charge_once(account_id=account, amount_kopecks=5000, now=now)
    pay(account, 9000, "s", now)
    acts = [
        partial(services.change_plan, account_id=account, plan=plan("small"), to=plan(to), now=now)
        for to in ("middle", "large")
    ]
    outcomes = [in_turn(account, acts), in_turn(account, acts[::-1])]
    answers = at_once(account, acts)
    assert (answers, books(account)) in [outcomes[0], (outcomes[1][0][::-1], outcomes[1][1])]
    assert sound()


def test_reversal_twice_at_once_is_one_reversal(account: int) -> None:
    pay(account, 1234, "r", at("2016-11-01T09:00"))
    now = at("2016-11-01T10:00")
    answers = at_once(account, [lambda: services.reverse_payment(account_id=account, reference="r", now=now)] * 2)
    assert sorted(answers, key=str) == [None, "already_reversed"]
    assert Account.objects.get(id=account).balance_kopecks == 0
    assert Posting.objects.filter(kind=PostingKind.REVERSAL).count() == 1
    assert sound()


def test_connecting_twice_at_once_is_charged_once(account: int) -> None:
    pay(account, 9000, "r", at("2016-11-01T09:00"))
    now = at("2016-11-01T10:00")
    acts = [lambda: services.connect(account_id=account, plan=plan("small"), now=now)] * 2
    assert sorted(at_once(account, acts), key=str) == [1, "already_connected"]
    assert Posting.objects.filter(kind=PostingKind.SHARE).count() == 1
    assert sound()


def test_clock_that_went_back_is_refused_and_nothing_is_done(account: int) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    before = books(account)
    assert answer_of(lambda: pay(account, 100, "r", at("2016-11-01T23:59"))) == "clock_went_back"
    assert answer_of(lambda: services.open_days(now=at("2016-11-01T23:59"))) == []
    with pytest.raises(DomainError) as refused:
        services.open_days(now=at("2016-11-02T00:00"), through=at("2016-11-03T00:00").date())
    assert refused.value.code == "day_ahead_of_clock"
    assert books(account) == before
    assert pay(account, 100, "r", at("2016-11-02T00:00"))


def test_clock_that_went_back_within_the_day_keeps_the_order_of_numbers(account: int) -> None:
    pay(account, 100, "r", at("2016-11-01T12:00"))
    pay(account, 100, "s", at("2016-11-01T11:00"))
    assert [line[0] for line in books(account)[:2]] == [1, 2]
    assert sound()


def test_event_before_the_global_opening_opens_its_account_only(account: int) -> None:
    pay(account, 1200, "r", at("2016-11-01T09:00"))
    services.connect(account_id=account, plan=plan("small"), now=at("2016-11-01T09:00"))
    pay(account, 100, "s", at("2016-11-04T00:00"))
    early = books(account)
    assert services.open_days(now=at("2016-11-04T00:01")) == [at(f"2016-11-0{day}T00:00").date() for day in (2, 3, 4)]
    assert books(account) == early
    shares = Posting.objects.filter(kind=PostingKind.SHARE).order_by("number").values_list("posted_on", flat=True)
    assert [day.day for day in shares] == [1, 2, 3, 4]
    assert sound()


@contextmanager
def opening_held_up(account_id: int, now: datetime) -> Iterator[None]:
    """While a day opens on another connection and waits for the account."""

    def on_its_own() -> object:
        try:
            return services.open_days(now=now)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            lock_accounts([account_id])
            opening = pool.submit(on_its_own)
            until_waiting(1)
            yield
        assert opening.result(60) == [now.date()]


def test_payment_while_the_day_is_opening_opens_the_day_itself(account: int) -> None:
    pay(account, 1200, "r", at("2016-11-01T09:00"))
    services.connect(account_id=account, plan=plan("small"), now=at("2016-11-01T09:00"))
    with opening_held_up(account, at("2016-11-02T00:00")):
        pay(account, 100, "s", at("2016-11-02T00:00"))
        during = books(account)
    assert books(account) == during
    assert BusinessDay.objects.filter(finished_at=None).count() == 0
    assert sound()


def test_opening_killed_doubled_and_late_under_payments_is_as_one_clean_run() -> None:
    # An opening of so few accounts is over before a speed can be told; `bench.faults` tells it at full size.
    run = subprocess.run(
        [sys.executable, "-m", "bench.faults", "--accounts", str(SMALL), "--keep", "0", "--json"],
        cwd=ROOT,
        env=os.environ,
        capture_output=True,
        text=True,
        check=False,
    )
    result = json.loads(run.stdout)
    assert result["errors"] == [], run.stderr
    assert result["findings"] == {}, result["messages"]
    assert set(result["different"].values()) == {0}, result["different"]
    assert result["kills"] == 3
    assert result["payments"] > 0
    assert run.returncode == 0

"""Laws of the engine, each looked at on at least two thousand random accounts and moments.

A world is a seed (`python -m tests.engine.lives SEED` lives it again); each lives in a process and a database of its
own, so that both cores of a small machine help.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kosmos.catalogue.models import Plan, Price, Service, Settlement
from kosmos.charging import rules, services
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Subscription
from kosmos.charging.scenario.player import ZONE
from kosmos.kernel.days import each_day, month_end, start_of
from kosmos.kernel.sql import rows
from kosmos.ledger.models import Account
from tests.engine.worlds import POSTED, World, instant_of, lines_since
from tests.oracle.stories import DETAILS

ROOT = Path(__file__).parents[2]
MOMENTS = 2_000
SEEDS = range(1, 9)
LATE_SEED = 7
AT_ONCE = 2
AT_LEAST_OF_EACH = 10


@dataclass
class Seen:
    """What a watcher saw in all worlds."""

    counts: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def watched() -> dict[str, Seen]:
    """Every world, lived once under all watchers."""
    found = {name: Seen() for name in ("Previews", "Forecasts", "Returns", "Crowds")}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for told in pool.map(lived, SEEDS):
            for name, seen in found.items():
                seen.counts.update(told[name]["seen"])
                seen.broken += told[name]["broken"]
    return found


def lived(seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.engine.lives", str(seed)]
    run = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    told: dict[str, Any] = json.loads(run.stdout)
    return told


def test_what_a_preview_showed_is_what_happens(watched: dict[str, Seen]) -> None:
    seen = watched["Previews"]
    assert seen.broken == []
    assert seen.counts["moments"] >= MOMENTS
    assert seen.counts["taken effect"] >= 50
    rare = {kind: seen.counts[kind] for kind in DETAILS if seen.counts[kind] < AT_LEAST_OF_EACH}
    assert rare == {}
    assert seen.counts["refused"] >= 100


def test_paying_to_be_back_brings_all_back_and_one_kopeck_less_does_not(watched: dict[str, Seen]) -> None:
    seen = watched["Returns"]
    assert seen.broken == []
    assert seen.counts["moments"] >= MOMENTS
    assert seen.counts["several"] >= 200


def test_any_order_of_events_within_a_minute_keeps_the_invariants(watched: dict[str, Seen]) -> None:
    seen = watched["Crowds"]
    assert seen.broken == []
    assert seen.counts["moments"] >= MOMENTS
    assert seen.counts["replays"] >= 500


def test_forecast_is_what_the_days_bring(watched: dict[str, Seen]) -> None:
    seen = watched["Forecasts"]
    assert seen.broken == []
    assert seen.counts["moments"] >= MOMENTS
    assert seen.counts["blocks"] >= 50


fees = st.one_of(st.integers(0, 10**7), st.integers(0, 100), st.just(10**12))
days = st.dates(date(2000, 1, 1), date(2400, 12, 31))


@settings(max_examples=MOMENTS, derandomize=True, database=None, deadline=None)
@given(fees, days)
@example(2590, date(2016, 11, 1))
@example(1, date(2028, 2, 29))
def test_shares_of_a_month_add_up(fee: int, day: date) -> None:
    month = list(each_day(day.replace(day=1), month_end(day)))
    shares = [rules.share(fee, one) for one in month]
    assert sum(shares) == fee
    assert max(shares) - min(shares) <= 1
    for index, one in enumerate(month):
        assert rules.rest_from(fee, one) == sum(shares[index:])
        assert rules.rest_after(fee, one) == sum(shares[index + 1 :])


@pytest.mark.django_db
def test_sql_tariff_gives_the_same_shares() -> None:
    service = Service.objects.create(code="net", name={"ru": "net"})
    held = {"service": service, "settlement": Settlement.PREPAID, "name": {"ru": "net"}}
    prices = {
        Price.objects.create(
            plan=Plan.objects.create(code=f"p{index}", **held), from_on=date(1999, 1, 1), fee_kopecks=0
        ).id: 0
        for index in range(40)
    }
    seen = Counter[str]()

    @settings(max_examples=MOMENTS // len(prices) + 1, derandomize=True, database=None, deadline=None)
    @given(st.lists(fees, min_size=len(prices), max_size=len(prices), unique=True), days)
    def agree(drawn: list[int], day: date) -> None:
        for price_id, fee in zip(prices, drawn, strict=True):
            Price.objects.filter(id=price_id).update(fee_kopecks=fee)
            prices[price_id] = fee
        for one, *found in rows(TARIFF, {"first": day.replace(day=1), "last": month_end(day)}):
            fee = prices[found[0]]
            wanted = [fee, rules.share(fee, one), rules.rest_from(fee, one), rules.rest_after(fee, one)]
            assert found[1:] == wanted, (one, fee)
            seen["days"] += 1
        seen["months"] += len(prices)

    agree()
    assert seen["months"] >= MOMENTS
    assert seen["days"] >= MOMENTS * 28


TARIFF = """
SELECT day::date, price_id, fee, share, rest, rest_after
  FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS day, charging_tariff(day::date)
"""


def books(world: World) -> dict[str, list[Any]]:
    """All that is kept of each account of a world."""
    fields = [one.attname for one in Subscription._meta.concrete_fields]
    return {
        number: [
            *lines_since(account_id, 0, POSTED),
            *Account.objects.filter(id=account_id).values_list(),
            *Subscription.objects.filter(account_id=account_id).order_by("number").values_list(*fields),
        ]
        for number, account_id in world.accounts.items()
    }


def lives_on(world: World, opens: set[date], noted: set[date]) -> dict[date, dict[str, list[Any]]]:
    """Let a world live from the beginning, its days opened for all on some only; its books on the evenings noted."""
    world.begin_again()
    dice = Random(world.seed)
    found = {}
    for day in world.days:
        if day in opens:
            services.open_days(now=start_of(day, ZONE) + timedelta(hours=dice.choice((0, 0, 7, 23))))
        for wish in world.events[day]:
            world.reach(instant_of(wish))
            world.happen(wish, instant_of(wish))
        if day in noted:
            services.lapse_due_promises(now=datetime.combine(day, time(23, 59), ZONE))
            found[day] = books(world)
    return found


@pytest.mark.django_db
def test_late_opening_and_events_on_days_not_open_yet_post_what_timely_opening_does() -> None:
    with imagined():
        world = World(LATE_SEED, stories=8)
        every = set(world.days)
        late = {*world.days[3::4], world.days[-1]}
        with imagined():
            timely_books = lives_on(world, opens=every, noted=late)
        with imagined():
            late_books = lives_on(world, opens=late, noted=late)
    assert len(world.accounts) * len(every) >= MOMENTS
    assert timely_books.keys() == late
    for day in sorted(late):
        for number, kept in late_books[day].items():
            assert kept == timely_books[day][number], (day, number)

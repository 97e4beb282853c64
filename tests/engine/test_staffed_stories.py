"""Random stories into which staff step: corrections, lines taken back and unblocks, by engine, oracle and auditor."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from kosmos.charging.audit import check_ledger
from kosmos.charging.scenario import play
from kosmos.charging.scenario.player import _perform, _set_up
from kosmos.charging.scenario.reading import scenario_of
from tests.oracle.book import byn
from tests.oracle.compare import differences
from tests.oracle.model import play as play_in_memory
from tests.oracle.stories import story

Event = dict[str, Any]
SEEDS = range(12)
STAFF = {"correct", "take_back", "unblock", "end_unblock"}


def staffed(seed: int) -> Event:
    """A story with acts of staff's before, after and in the minutes of its events, for the seed always the same."""
    told, rng = story(seed), Random(f"staff of {seed}")
    events = []
    for index, event in enumerate(told["events"]):
        events.append(event)
        while rng.random() < 0.4:
            events.append(_act(rng, f"{seed}-{index}", event))
    return told | {"events": sorted(events, key=lambda one: str(one["at"]))}


def _act(rng: Random, ref: str, event: Event) -> Event:
    at = datetime.fromisoformat(event["at"]) + timedelta(minutes=rng.choice((0, 0, 1, 60)))
    if at.date() != datetime.fromisoformat(event["at"]).date():
        at = datetime.fromisoformat(event["at"])
    own = rng.choice(
        (
            {"do": "correct", "amount": byn(_amount(rng)), "ref": rng.choice((ref, f"{ref}-again"))},
            {"do": "take_back", "line": rng.randint(1, 60), "ref": rng.choice((ref, f"{ref}-again"))},
            {"do": "unblock", "until": _until(rng, at)},
            {"do": "end_unblock"},
        )
    )
    return {"at": at.isoformat(timespec="minutes"), "account": event["account"], **own}


def _amount(rng: Random) -> int:
    return rng.choice((-1, 1, 1)) * rng.choice((1, 86, 500, 1800, 2590, rng.randint(1, 9000)))


def _until(rng: Random, at: datetime) -> str:
    later = at + rng.choice((timedelta(minutes=1), timedelta(hours=5), timedelta(days=2), timedelta(days=31)))
    return rng.choice((later, later.replace(hour=0, minute=0))).isoformat(timespec="minutes")


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_oracle_agree_and_the_auditor_finds_nothing(seed: int) -> None:
    told = staffed(seed)
    assert differences(play_in_memory(told), play(scenario_of(told))) == []
    with transaction.atomic():
        scenario = scenario_of(told)
        _perform(scenario, _set_up(scenario))
        assert [finding.message for finding in check_ledger().findings] == []


def test_staff_do_everything_and_are_not_always_refused() -> None:
    done: set[str] = set()
    for seed in SEEDS:
        told = staffed(seed)
        refused = {one["event"] for one in play_in_memory(told)["refused"]}
        done |= {event["do"] for index, event in enumerate(told["events"]) if index not in refused}
    assert done >= STAFF

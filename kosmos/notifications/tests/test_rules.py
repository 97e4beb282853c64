"""Rules of telling: what turns into which event, quiet hours, waits, choices."""

from datetime import timedelta
from typing import Any

import pytest

from kosmos.charging.scenario.player import ZONE
from kosmos.notifications.rules import BY_DEFAULT, TOPIC_OF, TOPICS, House, is_wanted, out_of_quiet, told_of, wait_after
from kosmos.notifications.tests.world import at

HOUSE = House()


@pytest.mark.parametrize(
    ("before", "after", "events"),
    [
        pytest.param({"1": 1}, {"1": 2}, {"blocked": [1]}, id="blocked"),
        pytest.param({"1": 2}, {"1": 1}, {"running": [1]}, id="running again"),
        pytest.param({"1": 1, "2": 1}, {"1": 2, "2": 2}, {"blocked": [1, 2]}, id="two blocked are one message"),
        pytest.param({"1": 1, "2": 2}, {"1": 2, "2": 1}, {"blocked": [1], "running": [2]}, id="one of each"),
        pytest.param({"1": 1}, {"1": 1}, {}, id="back where it was"),
        pytest.param({"1": 1}, {"1": 3}, {}, id="a suspension says so itself"),
        pytest.param({"1": 3}, {"1": 1}, {}, id="so does its end"),
        pytest.param({"1": 3}, {"1": 2}, {"blocked": [1]}, id="blocked after a suspension"),
        pytest.param({"1": 1}, {"1": 4}, {"ended": [1]}, id="ended"),
    ],
)
def test_turns_are_told_by_event(before: dict[str, int], after: dict[str, int], events: dict[str, list[int]]) -> None:
    told = told_of("services_turned", "k", {"before": before, "after": after, "on": "2016-11-01"})
    assert {one.event: one.about["subscriptions"] for one in told} == events


def test_an_unknown_event_tells_nobody() -> None:
    assert told_of("something_else", "k", {}) == []


@pytest.mark.parametrize(
    ("when", "until"),
    [
        ("2016-11-02T00:01", "2016-11-02T09:00"),
        ("2016-11-02T08:59", "2016-11-02T09:00"),
        ("2016-11-02T09:00", "2016-11-02T09:00"),
        ("2016-11-02T20:59", "2016-11-02T20:59"),
        ("2016-11-02T21:00", "2016-11-03T09:00"),
    ],
)
def test_nobody_is_woken(when: str, until: str) -> None:
    assert out_of_quiet(at(when), ZONE, HOUSE) == at(until)


def test_waits_grow_up_to_an_hour() -> None:
    waits = [wait_after(tries) for tries in range(1, 12)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)


def test_the_cabinet_has_everything_and_security_cannot_be_silenced() -> None:
    nothing: dict[Any, bool] = {(topic, channel): False for topic in TOPICS for channel in BY_DEFAULT}
    assert all(is_wanted(topic, "cabinet", nothing) for topic in TOPICS)
    assert [topic for topic in TOPICS if is_wanted(topic, "email", nothing)] == ["security"]
    assert set(TOPIC_OF.values()) == set(TOPICS)

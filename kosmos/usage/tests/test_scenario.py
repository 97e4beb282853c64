import json
from typing import Any

import pytest

from kosmos.charging.scenario import play
from kosmos.charging.scenario.reading import scenario_of

PLAN = {"code": "p", "settlement": "prepaid", "fee": "30.00", "blocks": "negative"}
SLOW = {"volume_gb": 1, "then": "throttle", "throttle_mbps": "0.512"}
PAY = {"at": "2016-11-01T09:00", "account": "1", "do": "pay", "amount": "50.00", "ref": "r"}
CONNECT = {"at": "2016-11-01T09:00", "account": "1", "do": "connect", "plan": "p"}
COUNT = {"at": "2016-11-01T10:00", "account": "1", "do": "traffic", "plan": "p", "megabytes": 1}


def told(*events: dict[str, Any], **others: Any) -> dict[str, Any]:
    """A story of one account and one day."""
    story = {"from": "2016-11-01", "to": "2016-11-01", "plans": [PLAN], "accounts": [{"number": "1"}]}
    return {**story, "events": list(events), **others}


@pytest.mark.parametrize(
    "traffic",
    [
        pytest.param(SLOW, id="throttle"),
        pytest.param({**SLOW, "throttle_mbps": 1}, id="throttle to a whole number"),
        pytest.param({**SLOW, "throttle_mbps": json.loads("0.5")}, id="throttle to a JSON number"),
        pytest.param({"volume_gb": 1, "then": "stop"}, id="stop"),
        pytest.param({"volume_gb": 1, "then": "charge", "per_mb": "0.0100"}, id="charge"),
    ],
)
def test_a_plan_with_traffic(traffic: dict[str, Any]) -> None:
    (plan,) = scenario_of(told(plans=[{**PLAN, "traffic": traffic}])).plans
    assert plan.columns["volume_bytes"] == 1024**3


@pytest.mark.parametrize(
    ("traffic", "says"),
    [
        pytest.param("60", "an object expected", id="not an object"),
        pytest.param({"then": "stop"}, "volume_gb: missing", id="no volume"),
        pytest.param({"volume_gb": 0, "then": "stop"}, "from 1 to", id="a volume of nothing"),
        pytest.param({"volume_gb": 10**12, "then": "stop"}, "from 1 to", id="a volume beyond measure"),
        pytest.param({"volume_gb": "1", "then": "stop"}, "a whole number", id="a volume in words"),
        pytest.param({"volume_gb": 1, "then": "wait"}, "throttle, stop, charge", id="an unknown way"),
        pytest.param({"volume_gb": 1, "then": "throttle"}, "goes with then: throttle", id="throttle without a speed"),
        pytest.param({**SLOW, "then": "stop"}, "goes with then: throttle", id="a speed without throttle"),
        pytest.param({**SLOW, "throttle_mbps": "0"}, "a speed", id="no speed"),
        pytest.param({**SLOW, "throttle_mbps": True}, "a speed", id="a speed of yes"),
        pytest.param({"volume_gb": 1, "then": "charge"}, "goes with then: charge", id="charge without a price"),
        pytest.param({"volume_gb": 1, "then": "charge", "per_mb": "0.01"}, "four decimals", id="two decimals"),
        pytest.param({"volume_gb": 1, "then": "charge", "per_mb": "0.0000"}, "four decimals", id="no price"),
        pytest.param({**SLOW, "speed": "1"}, "unknown", id="an unknown key"),
    ],
)
def test_a_plan_that_cannot_be_read(traffic: object, says: str) -> None:
    with pytest.raises(ValueError, match=rf"plans\[0\]\.traffic.*{says}"):
        scenario_of(told(plans=[{**PLAN, "traffic": traffic}]))


@pytest.mark.parametrize(
    ("event", "says"),
    [
        pytest.param({"megabytes": 0}, "megabytes: a whole number from 1", id="no megabytes"),
        pytest.param({"megabytes": "1"}, "megabytes: a whole number", id="megabytes in words"),
        pytest.param({"plan": "q"}, "plan: there is no 'q'", id="an unknown plan"),
        pytest.param({"do": "buy_traffic"}, "amount: missing", id="bought for nothing"),
    ],
)
def test_an_event_that_cannot_be_read(event: dict[str, Any], says: str) -> None:
    with pytest.raises(ValueError, match=says):
        scenario_of(told({**COUNT, **event}))


@pytest.mark.django_db
def test_a_story_without_traffic_prints_what_it_always_did() -> None:
    outcome = play(scenario_of(told(PAY, CONNECT)))
    assert outcome["accounts"]["1"]["days"] == [
        {"date": "2016-11-01", "balance": "49.00", "overdue": "0.00", "subscriptions": {"p": "running"}}
    ]


@pytest.mark.django_db
def test_a_story_with_traffic_says_what_is_left() -> None:
    plans = [{**PLAN, "traffic": SLOW}]
    expect = [
        {"on": "2016-11-01", "account": "1", "traffic": {"p": "1022"}},
        {"on": "2016-11-01", "account": "1", "traffic": {"p": "1023"}},
        {"on": "2016-11-01", "account": "1", "traffic": {}},
    ]
    outcome = play(scenario_of(told(PAY, CONNECT, COUNT, COUNT, plans=plans, expect=expect)))
    assert [day["traffic"] for day in outcome["accounts"]["1"]["days"]] == [{"p": "1022"}]
    assert len(outcome["failures"]) == 2


@pytest.mark.django_db
def test_expecting_traffic_where_there_is_none_fails() -> None:
    expect = [{"on": "2016-11-01", "account": "1", "traffic": {"p": "1024"}}]
    outcome = play(scenario_of(told(PAY, CONNECT, expect=expect)))
    assert outcome["failures"] == ["2016-11-01 account 1: traffic is None, expected {'p': '1024'}"]

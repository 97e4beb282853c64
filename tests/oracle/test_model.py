"""The oracle answers the sample stories as an independent reading of the rulebook did."""

import json
from pathlib import Path
from typing import Any

import pytest

from .compare import differences
from .model import play
from .stories import story

SAMPLES = Path(__file__).parents[1] / "scenarios" / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("sample-???.json"))


def test_samples_are_there() -> None:
    """A missing folder must not pass for agreement."""
    assert len(NAMES) == 12


@pytest.mark.parametrize("name", NAMES)
def test_model_answers_sample(name: str) -> None:
    """`refused` and `accounts` come out equal."""
    scenario = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    expected = json.loads((SAMPLES / f"{name}.expected.json").read_text(encoding="utf-8"))
    actual = play(scenario)
    assert differences(expected, actual) == []
    assert actual == expected


PREPAID = {"code": "p", "settlement": "prepaid", "fee": "25.90", "blocks": "short", "needs": "full_fee"}
CONNECT = {"at": "2016-11-01T00:00", "do": "connect", "plan": "p"}
POSTPAID = {"code": "p", "settlement": "postpaid", "fee": "18.00"}


def answer(plan: dict[str, str], last: str, *events: dict[str, str]) -> dict[str, Any]:
    """One account's answer to events from 1 November 2016 on."""
    rows = [event | {"account": "1"} for event in events]
    story = {"from": "2016-11-01", "to": last, "plans": [plan], "accounts": [{"number": "1"}], "events": rows}
    account: dict[str, Any] = play(story)["accounts"]["1"]
    return account


def test_prepaid_worked_example() -> None:
    """The first table of rule 10."""
    account = answer(
        PREPAID,
        "2016-12-04",
        {"at": "2016-11-01T09:00", "do": "pay", "amount": "25.90", "ref": "1"},
        {"at": "2016-11-01T09:05", "do": "connect", "plan": "p"},
        {"at": "2016-12-03T14:00", "do": "pay", "amount": "20.00", "ref": "2"},
        {"at": "2016-12-04T10:00", "do": "pay", "amount": "5.90", "ref": "3"},
    )
    balances = {day["date"][5:]: day["balance"] for day in account["days"]}
    assert [balances[day] for day in ("11-01", "11-02", "11-03", "11-30", "12-01", "12-03", "12-04")] == [
        "25.04", "24.18", "23.31", "0.00", "0.00", "20.00", "25.06",
    ]  # fmt: skip
    assert account["days"][32]["subscriptions"] == {"p": "blocked"}
    assert account["days"][33]["subscriptions"] == {"p": "running"}


def test_postpaid_worked_example() -> None:
    """The second table of rule 10."""
    account = answer(
        POSTPAID,
        "2016-12-06",
        CONNECT,
        {"at": "2016-12-02T10:00", "do": "promise"},
        {"at": "2016-12-06T12:00", "do": "pay", "amount": "18.00", "ref": "1"},
    )
    days = [(day["date"][8:], day["balance"], day["overdue"]) for day in account["days"][30:]]
    assert [row["amount"] for row in account["postings"]] == ["-18.00", "-17.42", "15.10", "18.00", "-15.10"]
    assert days == [
        ("01", "-18.00", "18.00"),
        ("02", "-35.42", "18.00"),
        ("03", "-35.42", "18.00"),
        ("04", "-35.42", "18.00"),
        ("05", "-20.32", "18.00"),
        ("06", "-17.42", "0.00"),
    ]


@pytest.mark.parametrize("seed", range(20))
def test_story_is_a_scenario(seed: int) -> None:
    """A seed tells one story, in the order of time and within the announced bounds."""
    told = story(seed)
    moments = [event["at"] for event in told["events"]]
    assert told == story(seed)
    assert moments == sorted(moments)
    assert moments[0][:10] >= told["from"]
    assert moments[-1][:10] <= told["to"]
    assert 30 <= len(moments) <= 110
    assert play(told)["accounts"].keys() == {row["number"] for row in told["accounts"]}


def test_difference_is_named() -> None:
    """The earliest difference of an account is told, and equal answers tell none."""
    ours, theirs = (answer(plan, "2016-11-02", CONNECT) for plan in (POSTPAID, POSTPAID | {"fee": "9.00"}))
    lines = differences(*({"refused": [], "accounts": {"1": one}} for one in (ours, theirs)))
    assert len(lines) == 1
    assert lines[0].startswith("account 1: posting 0: expected at=2016-11-01T00:00, kind=accrual")

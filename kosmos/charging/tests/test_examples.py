"""The stories that the site tells: the rulebook's figures, the engine's own, and nothing kept of them."""

from datetime import date

import pytest

from kosmos.catalogue.models import Plan
from kosmos.charging.examples import ACCOUNT_ID, Story, story_of
from kosmos.charging.models import Subscription
from kosmos.charging.scenario.player import _perform, _set_up, play
from kosmos.charging.scenario.reading import Scenario, scenario_of
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account, Posting

pytestmark = pytest.mark.django_db

FIRST = date(2016, 11, 1)
PLANS = [
    {"code": "ahead", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "later", "settlement": "postpaid", "fee": "18.00"},
]
PREPAID = [
    {"at": "2016-11-01T09:00", "do": "pay", "amount": "25.90", "ref": "a"},
    {"at": "2016-11-01T09:05", "do": "connect", "plan": "ahead"},
    {"at": "2016-12-03T14:00", "do": "pay", "amount": "20.00", "ref": "b"},
    {"at": "2016-12-04T10:00", "do": "pay", "amount": "5.90", "ref": "c"},
]
POSTPAID = [
    {"at": "2016-11-01T00:00", "do": "connect", "plan": "later"},
    {"at": "2016-12-02T10:00", "do": "promise"},
    {"at": "2016-12-06T12:00", "do": "pay", "amount": "18.00", "ref": "a"},
]


def scenario(events: list[dict[str, str]], last: str) -> Scenario:
    every = [{"account": "1", **event} for event in events]
    return scenario_of(
        {"from": "2016-11-01", "to": last, "plans": PLANS, "accounts": [{"number": "1"}], "events": every}
    )


def told(code: str) -> Story:
    """A plan's story, told where the scenario's operator is."""
    stage = _set_up(scenario([], "2016-11-01"))
    _perform(scenario([], "2016-11-01"), stage)
    return story_of(stage.plans[code], first=FIRST)


def rows(story: Story) -> list[tuple[str, tuple[int, ...], int]]:
    return [(f"{one.at:%d.%m %H:%M} {one.event}", one.posted, one.balance_kopecks) for one in story.told]


def test_the_prepaid_story_is_the_rulebooks() -> None:
    story = told("ahead")
    assert rows(story) == [
        ("01.11 09:00 paid", (25_90,), 25_90),
        ("01.11 09:05 connected", (-86,), 25_04),
        ("02.11 00:00 opened", (-86,), 24_18),
        ("03.11 00:00 opened", (-87,), 23_31),
        ("30.11 00:00 opened", (-87,), 0),
        ("01.12 00:00 opened", (), 0),
        ("03.12 14:00 paid", (20_00,), 20_00),
        ("04.12 10:00 paid", (5_90, -84), 25_06),
    ]
    assert [one.running for one in story.told] == [False, True, True, True, True, False, False, True]
    assert [one.to_be_back_kopecks for one in story.told[-3:]] == [25_90, 5_90, None]


def test_the_postpaid_story_is_the_rulebooks() -> None:
    story = told("later")
    assert rows(story) == [
        ("01.11 00:00 connected", (-18_00,), -18_00),
        ("30.11 00:00 opened", (), -18_00),
        ("01.12 00:00 opened", (), -18_00),
        ("02.12 10:00 promised", (-17_42,), -35_42),
        ("05.12 10:00 lapsed", (15_10,), -20_32),
        ("06.12 12:00 paid", (18_00, -15_10), -17_42),
    ]
    assert [one.running for one in story.told] == [True, True, False, True, False, True]


@pytest.mark.parametrize(("code", "events"), [("ahead", PREPAID), ("later", POSTPAID)])
def test_a_scenario_of_the_same_events_ends_the_same(code: str, events: list[dict[str, str]]) -> None:
    played = play(scenario(events, "2016-12-06"))["accounts"]["1"]
    story = told(code)
    balances = {day["date"]: day["balance"] for day in played["days"]}
    for at, balance in {one.at.date(): one.balance_kopecks for one in story.told}.items():
        assert balances[at.isoformat()] == plain(balance)


def test_nothing_of_a_story_is_kept() -> None:
    story = told("ahead")
    assert story.told
    assert not Account.objects.filter(id=ACCOUNT_ID).exists()
    assert not Posting.objects.filter(account_id=ACCOUNT_ID).exists()
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("today", [date(2016, 11, 1), date(2016, 11, 15), date(2016, 11, 30)])
def test_the_next_month_can_be_told_on_any_day_of_this_one(today: date) -> None:
    stage = _set_up(scenario([], "2016-11-01"))
    _perform(scenario([], today.isoformat()), stage)
    story = story_of(stage.plans["ahead"], first=date(2016, 12, 1))
    assert [one.balance_kopecks for one in story.told][:2] == [25_90, 25_90 - 83]


def test_a_connection_fee_is_part_of_the_story() -> None:
    stage = _set_up(scenario([], "2016-11-01"))
    _perform(scenario([], "2016-11-01"), stage)
    Plan.objects.filter(code="ahead").update(connection_fee_kopecks=10_00)
    story = story_of(Plan.objects.get(code="ahead"), first=FIRST)
    assert rows(story)[:2] == [
        ("01.11 09:00 paid", (35_90,), 35_90),
        ("01.11 09:05 connected", (-10_00, -86), 25_04),
    ]

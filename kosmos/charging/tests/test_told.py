"""What the engine tells the outbox: each change of a subscription's state, and what a subscriber wished, once."""

from datetime import date, datetime
from typing import Any

import pytest

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.imagining import imagined
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.kernel.models import Outbox

PLANS: list[dict[str, Any]] = [
    {"code": "net", "settlement": "prepaid", "fee": "30.00"},
    {"code": "fast", "settlement": "prepaid", "fee": "30.00"},
    {"code": "post", "settlement": "postpaid", "fee": "18.00"},
]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def plan(code: str) -> Plan:
    return Plan.objects.get(code=code)


def pay(account_id: int, kopecks: int, reference: str, when: str) -> None:
    services.post_payments([services.NewPayment(account_id, kopecks, reference)], now=at(when))


def turned(*, day: str | None = None) -> list[tuple[dict[str, int], dict[str, int]]]:
    found = Outbox.objects.filter(kind="services_turned").order_by("at")
    chosen = found.filter(about__on=day) if day else found
    return [(one.about["before"], one.about["after"]) for one in chosen]


def kinds() -> list[str]:
    return list(Outbox.objects.order_by("at", "kind").values_list("kind", flat=True))


@pytest.fixture
def account(db: None) -> int:
    """An account that connected a plan on the 1st, with money for thirty days."""
    told = {"from": "2016-11-01", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    services.open_days(now=at("2016-11-01T00:00"))
    pay(account_id, 3000, "first", "2016-11-01T09:00")
    services.connect(account_id=account_id, plan=plan("net"), now=at("2016-11-01T09:05"))
    return account_id


def test_connecting_is_told_once_and_is_no_turn(account: int) -> None:
    assert kinds() == ["payment_received", "plan_connected"]
    assert Outbox.objects.get(kind="payment_received").about == {"kopecks": 3000, "posting": 1}


def test_days_without_a_change_tell_nothing(account: int) -> None:
    services.open_days(now=at("2016-11-30T00:00"))
    assert turned() == []


def test_blocking_by_an_opening_and_running_by_a_payment(account: int) -> None:
    services.open_days(now=at("2016-12-01T00:00"))
    pay(account, 5000, "second", "2016-12-01T12:00")
    assert turned() == [({"1": 1}, {"1": 2}), ({"1": 2}, {"1": 1})]
    assert Outbox.objects.filter(about__on="2016-12-01").first().about["cause"] == "day_opened"  # type: ignore[union-attr]


def test_what_is_only_imagined_is_not_told(account: int) -> None:
    before = kinds()
    with imagined():
        services.open_days(now=at("2016-12-05T00:00"))
    assert kinds() == before


def test_a_suspension_from_plan_to_end(account: int) -> None:
    services.suspend(account_id=account, first_on=date(2016, 11, 5), days=2, now=at("2016-11-03T12:00"))
    services.open_days(now=at("2016-11-07T00:00"))
    assert kinds()[2:] == [
        "suspension_planned",
        "services_turned",
        "suspension_began",
        "services_turned",
        "suspension_ended",
    ]
    assert turned() == [({"1": 1}, {"1": 3}), ({"1": 3}, {"1": 1})]


@pytest.mark.parametrize(("when", "kind"), [("04", "suspension_cancelled"), ("06", "suspension_resumed")])
def test_a_suspension_withdrawn_or_ended_early(account: int, when: str, kind: str) -> None:
    services.suspend(account_id=account, first_on=date(2016, 11, 5), days=20, now=at("2016-11-03T12:00"))
    services.open_days(now=at(f"2016-11-{when}T00:00"))
    services.resume(account_id=account, now=at(f"2016-11-{when}T12:00"))
    assert Outbox.objects.get(kind=kind).about == {"number": 1, "first_on": "2016-11-05", "last_on": "2016-11-24"}


def test_a_plan_change_planned_and_in_effect(account: int) -> None:
    services.open_days(now=at("2016-11-02T00:00"))
    pay(account, 9000, "more", "2016-11-02T09:00")
    services.change_plan(account_id=account, plan=plan("net"), to=plan("fast"), now=at("2016-11-02T12:00"))
    services.open_days(now=at("2016-11-03T00:00"))
    planned, changed = (Outbox.objects.get(kind=kind) for kind in ("plan_change_planned", "plan_changed"))
    assert planned.about == changed.about == {"subscription": 1, "from": "net", "to": "fast", "on": "2016-11-03"}
    assert turned() == []


def test_a_change_of_settlement_ends_where_it_began(account: int) -> None:
    pay(account, 9000, "more", "2016-11-01T10:00")
    services.change_plan(account_id=account, plan=plan("net"), to=plan("post"), now=at("2016-11-01T12:00"))
    services.open_days(now=at("2016-11-02T00:00"))
    services.change_plan(account_id=account, plan=plan("post"), to=plan("net"), now=at("2016-11-02T12:00"))
    services.open_days(now=at("2016-11-03T00:00"))
    assert all(before == after for before, after in turned())


def test_an_end_planned_and_come(account: int) -> None:
    services.disconnect(account_id=account, plan=plan("net"), now=at("2016-11-02T12:00"))
    services.open_days(now=at("2016-11-03T00:00"))
    assert Outbox.objects.filter(kind="end_planned").count() == 1
    assert turned() == [({"1": 1}, {"1": 4})]


def test_a_promise_taken_and_lapsed(account: int) -> None:
    services.open_days(now=at("2016-12-01T00:00"))
    services.charge_once(account_id=account, amount_kopecks=500, now=at("2016-12-01T10:00"))
    services.take_promise(account_id=account, now=at("2016-12-01T12:00"))
    services.open_days(now=at("2016-12-04T00:00"))
    services.lapse_due_promises(now=at("2016-12-04T12:00"))
    services.open_days(now=at("2016-12-05T00:00"))
    assert [kind for kind in kinds() if "promise" in kind] == ["promise_taken", "promise_lapsed"]
    assert turned() == [({"1": 1}, {"1": 2}), ({"1": 2}, {"1": 1}), ({"1": 1}, {"1": 2})]


def test_a_payment_taken_back(account: int) -> None:
    services.reverse_payment(account_id=account, reference="first", now=at("2016-11-02T12:00"))
    assert Outbox.objects.get(kind="payment_reversed").about["kopecks"] == 3000

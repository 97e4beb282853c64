"""A home page is remembered until something changes that the engine reads; each kind of change is noticed."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from kosmos.catalogue.models import Plan, Policy, Price
from kosmos.charging import services
from kosmos.charging.forecast import preview
from kosmos.charging.home import Home, play_home
from kosmos.charging.imagining import imagined
from kosmos.charging.jobs import remember_outlooks
from kosmos.charging.models import Outlook
from kosmos.charging.outlook import home_of
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services.moment import begin
from kosmos.ledger.errors import UnknownAccount
from tests.statements import counted_statements

PLANS: list[dict[str, Any]] = [
    {"code": "net", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "fast", "settlement": "prepaid", "fee": "35.00", "needs": "full_fee"},
    {"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
    {"code": "sport", "settlement": "prepaid", "fee": "6.00", "kind": "package", "base": "internet"},
]
NOON = "2016-11-18T12:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def plan(code: str) -> Plan:
    return Plan.objects.get(code=code)


@pytest.fixture
def account(db: None) -> int:
    """An account that paid 25.90 and runs a prepaid plan since the 1st, on the 18th."""
    told = {"from": "2016-11-01", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    services.open_days(now=at("2016-11-01T00:00"))
    pay(account_id, 2590, "first", "2016-11-01T09:00")
    services.connect(account_id=account_id, plan=plan("net"), now=at("2016-11-01T09:05"))
    services.open_days(now=at("2016-11-18T00:00"))
    return account_id


def pay(account_id: int, kopecks: int, reference: str, when: str = NOON) -> None:
    services.post_payments([services.NewPayment(account_id, kopecks, reference)], now=at(when))


def fresh(account_id: int, when: str) -> Home:
    with imagined():
        return play_home("1", begin(account_id, now=at(when)))


def suspend(account_id: int) -> None:
    services.suspend(account_id=account_id, first_on=date(2016, 11, 20), days=5, now=at(NOON))


CHANGES: dict[str, Callable[[int], object]] = {
    "payment": lambda one: pay(one, 100, "second"),
    "reversal": lambda one: services.reverse_payment(account_id=one, reference="first", now=at(NOON)),
    "one-off charge": lambda one: services.charge_once(account_id=one, amount_kopecks=5, now=at(NOON)),
    "connection": lambda one: services.connect(account_id=one, plan=plan("tv"), now=at(NOON)),
    "planned end": lambda one: services.disconnect(account_id=one, plan=plan("net"), now=at(NOON)),
    "suspension": suspend,
    "price": lambda one: Price.objects.create(plan=plan("net"), from_on=date(2016, 12, 1), fee_kopecks=9900),
    "name": lambda one: Plan.objects.filter(code="net").update(name={"ru": "Орбита"}),
    "policy": lambda one: Policy.objects.create(code="promise_days", from_on=date(2016, 11, 1), value="5"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_noticed(account: int, change: str) -> None:
    before = home_of(account, now=at(NOON))
    CHANGES[change](account)
    after = home_of(account, now=at(NOON))
    assert after != before
    assert after == fresh(account, NOON) == home_of(account, now=at(NOON))


def test_remembered_home_is_one_statement_and_writes_nothing(account: int) -> None:
    first = home_of(account, now=at(NOON))
    made = Outlook.objects.get(account_id=account)
    with counted_statements() as sent:
        assert home_of(account, now=at("2016-11-18T18:00")) == first
    assert len(sent) == 1
    again = Outlook.objects.get(account_id=account)
    assert (again.made_at, again.seen_on) == (made.made_at, made.seen_on)


def test_next_day_is_played_before_it_opens_and_looked_at_again_when_it_has(account: int) -> None:
    home_of(account, now=at(NOON))
    early = home_of(account, now=at("2016-11-19T00:01"))
    assert early.ahead.figures.balance == home_of(account, now=at(NOON)).ahead.figures.balance - 86
    services.open_days(now=at("2016-11-19T00:05"))
    assert home_of(account, now=at("2016-11-19T00:06")) == fresh(account, "2016-11-19T00:06") == early


def test_promise_and_its_lapse_within_the_day_are_noticed(account: int) -> None:
    services.charge_once(account_id=account, amount_kopecks=5000, now=at(NOON))
    services.open_days(now=at("2016-11-19T00:00"))
    blocked = home_of(account, now=at("2016-11-19T09:00"))
    assert (blocked.state, blocked.promise_refused, blocked.promise.hours) == ("blocked", None, 72)
    assert blocked.short is not None
    assert (blocked.short.rule, blocked.blocked_with_money) == ("full_fee", False)
    services.take_promise(account_id=account, now=at("2016-11-19T10:00"))
    trusted = home_of(account, now=at("2016-11-19T10:00"))
    assert (trusted.state, trusted.promise_refused) == ("promise", "promise_in_force")
    services.open_days(now=at("2016-11-22T00:00"))
    assert home_of(account, now=at("2016-11-22T09:59")).state == "promise"
    lapsed = home_of(account, now=at("2016-11-22T10:00"))
    assert (lapsed.state, lapsed) == ("low", fresh(account, "2016-11-22T10:00"))


def test_month_ahead_of_the_rulebooks_first_example(account: int) -> None:
    home = home_of(account, now=at(NOON))
    assert home.month.charges_kopecks == home.ahead.figures.balance == 1036
    assert (home.month.needed_kopecks, home.month.missing_kopecks) == (2590, 2590)
    assert [day.state for day in home.days] == ["past"] * 17 + ["covered"] * 13
    assert [(one.name["ru"], one.amount_kopecks, one.day.day) for one in home.next_charges] == [("net", 86, 19)]
    assert [row.day.day for row in home.last] == [18, 17, 16, 15, 14]


def test_blocked_with_money_says_what_stopped_it_and_what_brings_it_back(account: int) -> None:
    services.open_days(now=at("2016-12-03T00:00"))
    pay(account, 2000, "part", "2016-12-03T14:00")
    home = home_of(account, now=at("2016-12-03T14:00"))
    assert home.blocked_with_money
    assert home.short is not None
    assert (home.short.rule, home.short.needs_kopecks, home.short.missing_kopecks) == ("full_fee", 2590, 590)
    assert (home.short.since, home.short.balance_then_kopecks, home.short.moved_kopecks) == (date(2016, 12, 1), 0, 2000)
    assert [day.state for day in home.days] == ["missed"] * 2 + ["uncovered"] * 29
    assert home.month.missing_kopecks == home.month.charges_kopecks + 2590 - 2000


def test_pause_is_drawn_and_the_days_after_it(account: int) -> None:
    suspend(account)
    services.open_days(now=at("2016-11-21T00:00"))
    home = home_of(account, now=at("2016-11-21T09:00"))
    assert home.state == "suspended"
    assert [day.state for day in home.days] == ["past"] * 19 + ["paused"] * 5 + ["covered"] * 6


def test_outlooks_of_those_who_looked_are_played_once_their_day_is_open(account: int) -> None:
    home_of(account, now=at(NOON))
    morning = at("2016-11-19T00:30")
    assert remember_outlooks(morning) == 0
    services.open_days(now=at("2016-11-19T00:30"))
    assert (remember_outlooks(morning), remember_outlooks(morning)) == (1, 0)
    with counted_statements() as sent:
        home_of(account, now=morning)
    assert len(sent) == 1
    services.open_days(now=at("2016-12-20T00:30"))
    assert remember_outlooks(at("2016-12-20T01:00")) == 0


def test_ending_a_blocked_base_plan_shows_that_its_packages_end_tomorrow(account: int) -> None:
    pay(account, 600, "sport")
    services.connect(account_id=account, plan=plan("sport"), now=at(NOON))
    services.open_days(now=at("2016-12-01T00:00"))
    now = at("2016-12-01T10:00")
    shown = preview(account, lambda: services.disconnect(account_id=account, plan=plan("net"), now=now), now=now)
    assert shown.takes_effect_on == date(2016, 12, 2)
    assert (set(shown.statuses), set(shown.statuses_then)) == ({2}, set())


def test_unknown_account_has_no_home(db: None) -> None:
    with pytest.raises(UnknownAccount):
        home_of(404, now=datetime(2016, 11, 18, tzinfo=UTC))

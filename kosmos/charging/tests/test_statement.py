"""A month of the statement: its equation, its groups, its days, and months that nobody moved anything in."""

from datetime import date, datetime

import pytest

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.queries import months_of, statement_month
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import MonthEnd
from tests.statements import counted_statements

OCTOBER, NOVEMBER, DECEMBER, JANUARY = date(2016, 10, 1), date(2016, 11, 1), date(2016, 12, 1), date(2017, 1, 1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.fixture
def account(db: None) -> int:
    """The rulebook's first example, through the 2nd of January: 25.90 for November, back on the 4th of December."""
    plans = [{"code": "net", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"}]
    told = {"from": "2016-11-01", "to": "2017-01-02", "plans": plans, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    services.open_days(now=at("2016-11-01T00:00"))
    for kopecks, when in ((2590, "2016-11-01T09:00"), (2000, "2016-12-03T14:00"), (590, "2016-12-04T10:00")):
        services.open_days(now=at(when))
        services.post_payments([services.NewPayment(account_id, kopecks, when)], now=at(when))
        if when.startswith("2016-11"):
            services.connect(account_id=account_id, plan=Plan.objects.get(code="net"), now=at("2016-11-01T09:05"))
    services.open_days(now=at("2017-01-02T00:00"))
    return account_id


def equation(account_id: int, month: date, **days: date) -> tuple[int, int, int, int]:
    shown = statement_month(account_id, month, **days)
    return shown.opening_kopecks, shown.charges_kopecks, shown.payments_kopecks, shown.closing_kopecks


def test_a_month_is_an_equation_and_begins_where_the_last_one_ended(account: int) -> None:
    assert equation(account, NOVEMBER) == (0, 2590, 2590, 0)
    assert equation(account, DECEMBER) == (0, 2340, 2590, 250)
    assert equation(account, JANUARY) == (250, 0, 0, 250)


def test_shares_of_a_month_are_one_group_and_payments_stand_alone(account: int) -> None:
    november = statement_month(account, date(2016, 11, 17))
    assert [(group.kind, group.days, group.amount_kopecks) for group in november.groups] == [
        ("payment", 1, 2590),
        ("share", 30, -2590),
    ]
    share = november.groups[-1]
    assert (share.name, share.first_on.day, share.last_on.day, share.is_money_in) == ({"ru": "net"}, 1, 30, False)
    assert [row.balance_kopecks for row in share.rows[-2:]] == [87, 0]
    assert len(statement_month(account, DECEMBER).groups) == 3


def test_days_of_a_month_have_their_own_equation(account: int) -> None:
    assert equation(account, DECEMBER, first=date(2016, 12, 4), last=date(2016, 12, 4)) == (2000, 84, 590, 2506)
    assert equation(account, DECEMBER, last=date(2016, 12, 3)) == (0, 0, 2000, 2000)
    assert equation(account, NOVEMBER, first=date(2016, 11, 2)) == (2504, 2504, 0, 0)


def test_months_that_can_be_asked_for_and_those_beyond_them(account: int) -> None:
    assert months_of(account) == (NOVEMBER, DECEMBER, JANUARY)
    assert equation(account, OCTOBER) == (0, 0, 0, 0)
    assert equation(account, date(2017, 5, 1)) == (250, 0, 0, 250)


def test_an_earlier_month_is_remembered_and_then_costs_as_little_as_the_newest(account: int) -> None:
    statement_month(account, NOVEMBER)
    ends = MonthEnd.objects.filter(account_id=account).order_by("month_on")
    assert list(ends.values_list("month_on", "balance_kopecks", "last_number")) == [
        (NOVEMBER, 0, 31),
        (DECEMBER, 250, 61),
    ]
    with counted_statements() as sent:
        statement_month(account, NOVEMBER)
    assert len(sent) == 3


def test_unknown_account_has_no_statement(db: None) -> None:
    with pytest.raises(UnknownAccount):
        statement_month(404, NOVEMBER)

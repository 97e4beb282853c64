"""Payments taken back in parts: never more than came, each part once, early parts as if only the rest had come."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosmos.catalogue.models import Plan
from kosmos.charging.audit import check_ledger
from kosmos.charging.errors import AlreadyReversed, MoreThanLeft, ReversalKeyUsed
from kosmos.charging.models import PartReversal, Payment
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import (
    NewPayment,
    charge_once,
    connect,
    left_of,
    open_days,
    post_payments,
    reverse_part,
    reverse_payment,
)
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.ledger.rules import Figures, early_taken_back, part_paid_early

PLANS = [{"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"}]
NOW = datetime(2016, 11, 23, 10, 0, tzinfo=ZONE)


def set_up() -> int:
    """An operator with one account and the day open; the account's id."""
    told = {"from": "2016-11-23", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    open_days(now=NOW)
    return account_id


@pytest.fixture
def account_id(db: None) -> int:
    """An account to which 30.00 came by reference a."""
    account_id = set_up()
    post_payments([NewPayment(account_id, 3000, "a")], now=NOW)
    return account_id


def back(account_id: int, amount: int, key: str, *, days: int = 0) -> int:
    """Take a part back."""
    return reverse_part(
        account_id=account_id,
        provider="cash_desk",
        reference="a",
        amount_kopecks=amount,
        key=key,
        now=NOW + timedelta(days=days),
    )


def balance(account_id: int) -> int:
    """The account's balance."""
    return Account.objects.get(id=account_id).balance_kopecks


def test_parts_come_to_the_whole_and_no_further(account_id: int) -> None:
    first = back(account_id, 1000, "1")
    assert back(account_id, 1000, "1") == first
    with pytest.raises(ReversalKeyUsed):
        back(account_id, 1001, "1")
    with pytest.raises(MoreThanLeft) as refused:
        back(account_id, 2001, "2")
    assert refused.value.parameters["left_kopecks"] == 2000
    back(account_id, 2000, "2")
    with pytest.raises(AlreadyReversed):
        back(account_id, 1, "3")
    assert back(account_id, 1000, "1") == first
    assert balance(account_id) == 0
    assert left_of(Payment.objects.get()) == 0
    assert not check_ledger().findings


def test_the_rest_is_reversed_whole(account_id: int) -> None:
    back(account_id, 1000, "1")
    reverse_payment(account_id=account_id, reference="a", now=NOW)
    with pytest.raises(AlreadyReversed):
        reverse_payment(account_id=account_id, reference="a", now=NOW)
    assert balance(account_id) == 0
    assert Posting.objects.filter(kind=PostingKind.REVERSAL).count() == 2
    assert not check_ledger().findings


def test_spent_money_goes_below_zero(account_id: int) -> None:
    charge_once(account_id=account_id, amount_kopecks=2500, now=NOW)
    back(account_id, 2000, "1")
    assert balance(account_id) == -1500
    assert not check_ledger().findings


@pytest.mark.parametrize("change", [{"amount_kopecks": 999}, {"paid_early_kopecks": 1}, {"reference": "b"}])
def test_a_part_that_was_changed_is_found(account_id: int, change: dict[str, object]) -> None:
    back(account_id, 1000, "1")
    PartReversal.objects.update(**change)
    assert {found.code for found in check_ledger().findings} & {"reversal_in_parts", "part_without_posting"}


def test_a_reversal_without_its_part_is_found(account_id: int) -> None:
    back(account_id, 1000, "1")
    PartReversal.objects.all().delete()
    assert "reversal_of_nothing" in {found.code for found in check_ledger().findings}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.integers(0, 4000),
    paid=st.integers(1, 6000),
    parts=st.lists(st.integers(1, 3000), min_size=1, max_size=4),
    days=st.integers(0, 12),
)
def test_any_parts_on_a_postpaid_account_hold(db: None, before: int, paid: int, parts: list[int], days: int) -> None:
    """With arrears, an accrued month and a change of month between payment and refunds."""
    with transaction.atomic():
        account_id = set_up()
        connect(account_id=account_id, plan=Plan.objects.get(), now=NOW)
        if before:
            charge_once(account_id=account_id, amount_kopecks=before, now=NOW)
        post_payments([NewPayment(account_id, paid, "a")], now=NOW)
        open_days(now=NOW + timedelta(days=days))
        left = paid
        for number, part in enumerate(parts):
            if part <= left:
                back(account_id, part, str(number), days=days)
                left -= part
        assert left_of(Payment.objects.get()) == left
        assert not check_ledger().findings
        transaction.set_rollback(True)


@given(
    balance=st.integers(-5000, 5000), unpaid=st.integers(0, 5000), paid=st.integers(1, 9000), taken=st.integers(0, 9000)
)
def test_early_parts_are_those_of_the_rest(balance: int, unpaid: int, paid: int, taken: int) -> None:
    """What is undone is what the payment paid early less what only the rest would have."""
    figures = Figures(balance, unpaid, unpaid)
    taken = min(taken, paid)
    early = part_paid_early(figures, paid)
    rest = part_paid_early(figures, paid - taken)
    assert early_taken_back(paid, paid_early=early, balance_before=balance, taken=taken) == early - rest

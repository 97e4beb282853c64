"""Refunds: sent once, posted once the provider says so, in parts, never more than is left."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.charging.errors import MoreThanLeft
from kosmos.charging.services import charge_once
from kosmos.payments.errors import NotRefundable, OrderUnknown, RefundKeyUsed
from kosmos.payments.jobs import pursue_refunds
from kosmos.payments.models import Case, Order, Refund
from kosmos.payments.services import take_push
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.services.reversals import TakenBack, Why, take_reversal
from kosmos.payments.tests import world
from kosmos.payments.tests.world import BILL, LATER, NOW, Bank, balance, cases, fresh, push, wired

DAY = timedelta(days=1)


@pytest.fixture
def bank() -> Iterator[Bank]:
    """The provider, wired as the rail."""
    with wired(Bank()) as told:
        yield told


@pytest.fixture
def paid(order: Order) -> Order:
    """An order of 25.00 that is paid."""
    take_push(world.rail(), push(order.number), now=LATER)
    return fresh(order)


def refund(order: Order, amount: int, key: str = "a") -> Refund:
    return request_refund(order, amount_kopecks=amount, key=key, now=NOW)


def test_parts_are_given_back_until_nothing_is_left(paid: Order, bank: Bank) -> None:
    first = refund(paid, 1000)
    assert refund(paid, 1000).pk == first.pk
    with pytest.raises(RefundKeyUsed):
        refund(paid, 1001)
    with pytest.raises(MoreThanLeft):
        refund(paid, 1501, "b")
    assert balance(paid.account_id) == 2500
    assert pursue_refunds(NOW) == 1
    assert pursue_refunds(NOW) == 0
    assert (balance(paid.account_id), fresh(paid).state) == (1500, "paid")
    refund(paid, 1500, "b")
    with pytest.raises(NotRefundable):
        refund(paid, 1, "c")
    pursue_refunds(NOW)
    assert (balance(paid.account_id), fresh(paid).state, bank.sent) == (0, "refunded", 2)
    assert cases() == []
    assert not check_ledger().findings


def test_spent_money_is_given_back_all_the_same(paid: Order, bank: Bank) -> None:
    charge_once(account_id=paid.account_id, amount_kopecks=2000, now=LATER)
    refund(paid, 2500)
    pursue_refunds(LATER)
    assert balance(paid.account_id) == -2000
    assert not check_ledger().findings


def test_a_lost_answer_is_asked_for_not_sent_again(paid: Order, bank: Bank) -> None:
    bank.loses = True
    asked = refund(paid, 1000)
    assert pursue_refund(asked, NOW).state == "unknown"
    assert balance(paid.account_id) == 2500
    assert pursue_refunds(NOW + timedelta(minutes=4)) == 0
    assert pursue_refunds(LATER + timedelta(minutes=5)) == 1
    assert (balance(paid.account_id), bank.sent, sum(bank.given.values())) == (1500, 1, 1000)


@pytest.mark.parametrize(("safely", "state", "sent"), [(True, "done", 1), (False, "unknown", 0)])
def test_what_may_have_been_sent_is_sent_again_only_where_that_is_safe(
    paid: Order, bank: Bank, *, safely: bool, state: str, sent: int
) -> None:
    bank.repeats_safely, bank.down = safely, True
    asked = pursue_refund(refund(paid, 1000), NOW)
    bank.down = False
    assert pursue_refund(asked, NOW + timedelta(hours=1)).state == state
    assert bank.sent == sent


def test_at_the_end_a_person_finds_out(paid: Order, bank: Bank) -> None:
    bank.down = True
    refund(paid, 1000)
    at, asks = NOW, 0
    for _ in range(20):
        asks += pursue_refunds(at)
        following = Refund.objects.get().next_ask_at
        if following is None:
            break
        at = following
    assert (asks, cases()) == (10, ["refund_unknown"])
    with pytest.raises(MoreThanLeft):
        refund(paid, 1501, "b")


def test_a_refusal_sets_the_money_free(paid: Order, bank: Bank) -> None:
    bank.refuses = "limits"
    refund(paid, 2500)
    pursue_refunds(NOW)
    assert (Refund.objects.get().reason, cases()) == ("limits", ["refund_refused"])
    bank.refuses = ""
    refund(paid, 2500, "b")
    pursue_refunds(NOW)
    assert balance(paid.account_id) == 0


def test_the_providers_own_word_of_a_refund_takes_nothing_twice(paid: Order, bank: Bank) -> None:
    bank.loses = True
    refund(paid, 2500)
    pursue_refunds(NOW)
    take_push(world.rail(), push(paid.number, "Canceled", billnumber=f"{BILL}.2"), now=LATER)
    assert balance(paid.account_id) == 0
    pursue_refunds(NOW + DAY)
    assert (balance(paid.account_id), Refund.objects.get().state, cases()) == (0, "done", [])
    assert not check_ledger().findings


def test_an_unknown_order_is_asked_about_first(paid: Order, bank: Bank) -> None:
    Order.objects.filter(pk=paid.pk).update(state="unknown")
    with pytest.raises(OrderUnknown):
        refund(paid, 1000)
    assert not Refund.objects.exists()


def test_an_unpaid_order_has_nothing_to_give_back(order: Order, bank: Bank) -> None:
    with pytest.raises(NotRefundable):
        refund(order, 1)


def test_a_chargeback_is_posted_once_and_told(paid: Order) -> None:
    def take(key: str, amount: int | None) -> TakenBack:
        return take_reversal(
            account_id=paid.account_id,
            provider=paid.rail,
            reference=paid.operation,
            key=key,
            now=LATER,
            amount_kopecks=amount,
            why=Why.CHARGEBACK,
        )

    assert take("1", 1000) == take("1", 1000) == TakenBack(1000, 1500)
    assert take("2", 2000) == TakenBack(1500, 0)
    assert take("3", None) == TakenBack(0, 0)
    assert (balance(paid.account_id), fresh(paid).state) == (0, "refunded")
    assert sorted(Case.objects.values_list("kind", flat=True)) == ["chargeback"] * 3 + ["more_than_left"] * 2
    assert not check_ledger().findings

"""A card payment of nobody's is given back to its card: from suspense, or from the account that it was put on."""

import pytest

from kosmos.charging.audit import check_ledger
from kosmos.charging.services import charge_once
from kosmos.payments.errors import MoneyGoesBack, MoneySettled
from kosmos.payments.models import Order, Unidentified
from kosmos.payments.queries import returned_of
from kosmos.payments.services.refunds import order_to_refund, pursue_refund, request_refund
from kosmos.payments.services.reversals import Why, take_reversal
from kosmos.payments.services.suspense import send_back
from kosmos.payments.tests import test_taken_back, world
from kosmos.payments.tests.test_taken_back import BY_CARD, SUM, order_comes, order_goes, put, state_of, total
from kosmos.payments.tests.world import NOW, balance, cases

payer = test_taken_back.payer


def paid_to_nobody() -> Order:
    """An order for a number of nobody's, paid."""
    order_comes("1")
    return Order.objects.get(key="1")


def test_its_payer_is_told_of_nothing_given_back_while_it_lies_on_an_account(payer: int) -> None:
    order = paid_to_nobody()
    put(BY_CARD, "1", payer)
    assert returned_of(order) == 0
    said = {"provider": "assist", "reference": order.operation, "key": "1", "now": NOW}
    take_reversal(account_id=payer, amount_kopecks=700, why=Why.CHARGEBACK, **said)  # type: ignore[arg-type]
    assert returned_of(order) == 700


@pytest.mark.parametrize("lies", ["on suspense", "on an account"])
@pytest.mark.parametrize("push", ["before it is sent", "after it"])
def test_it_is_given_back_to_its_card_from_where_it_lies_and_the_banks_word_of_it_is_no_case(
    payer: int, lies: str, push: str
) -> None:
    order = paid_to_nobody()
    if lies == "on an account":
        put(BY_CARD, "1", payer)
    known = set(cases())
    with world.wired(world.Bank()):
        asked = request_refund(order, amount_kopecks=SUM, key="1", now=NOW)
        with pytest.raises(MoneyGoesBack):
            put(BY_CARD, "1", world.account("100483"))
        with pytest.raises((MoneyGoesBack, MoneySettled)):
            send_back(rail="assist", operation=order.operation, note="", now=NOW)
        if push == "before it is sent":
            order_goes("1")
        pursue_refund(asked, NOW)
    order_goes("1")
    order_goes("1")
    assert (balance(payer), total()) == (0, 0)
    assert state_of(BY_CARD) == ("returned" if lies == "on suspense" else "taken_back")
    assert Order.objects.get(pk=order.pk).state == "refunded"
    assert set(cases()) == known | ({"refund_refused"} if push == "before it is sent" else set())
    assert not check_ledger().findings


def test_a_refused_refund_leaves_the_money_where_it_was(payer: int) -> None:
    order = paid_to_nobody()
    held = Unidentified.objects.get()
    with world.wired(world.Bank(refuses="too_late")):
        assert order_to_refund(held) == order
        pursue_refund(request_refund(order, amount_kopecks=SUM, key="1", now=NOW), NOW)
        assert order_to_refund(held) is None
    put(BY_CARD, "1", payer)
    assert (balance(payer), total()) == (SUM, SUM)


def test_what_the_bank_takes_after_a_part_was_given_back_is_told(payer: int) -> None:
    order = paid_to_nobody()
    put(BY_CARD, "1", payer)
    charge_once(account_id=payer, amount_kopecks=2000, now=NOW)
    with world.wired(world.Bank()):
        pursue_refund(request_refund(order, amount_kopecks=700, key="1", now=NOW), NOW)
    order_goes("1")
    assert (balance(payer), state_of(BY_CARD)) == (-2000, "taken_back")
    assert "more_than_left" in cases()
    assert not check_ledger().findings

"""Orders: once for a form, for subscribers only, and an address that the provider believes."""

from urllib.parse import parse_qs, urlsplit

import pytest

from kosmos.ledger.models import AccountKind
from kosmos.ledger.services import open_account
from kosmos.payments.errors import AmountOutOfRange, KeyUsedOtherwise, NotPayable
from kosmos.payments.masking import mask_cards
from kosmos.payments.models import Order, Unidentified
from kosmos.payments.queries import order_by_number, order_by_token
from kosmos.payments.rails.assist.codec import check_value
from kosmos.payments.services import create_order, create_order_of_nobody, hosted_page_of, take_push
from kosmos.payments.tests import world


def test_the_same_form_gives_the_same_order(order: Order) -> None:
    again = world.order_of(order.account_id)
    assert again.pk == order.pk
    other = world.order_of(order.account_id, key="another form")
    assert {other.number, other.token}.isdisjoint({order.number, order.token})
    with pytest.raises(KeyUsedOtherwise):
        world.order_of(order.account_id, amount_kopecks=2600)


def test_it_is_found_by_token_and_number_alone(order: Order) -> None:
    assert order_by_token(order.token) == order == order_by_number(order.number)
    assert order_by_token("") is None
    assert order_by_token("x" * 32) is None
    assert order.number.startswith("100482-")
    assert order.number[-1].isalpha()


@pytest.mark.parametrize("amount", [0, -1, 500_001])
def test_amounts_have_bounds(order: Order, amount: int) -> None:
    with pytest.raises(AmountOutOfRange):
        world.order_of(order.account_id, amount_kopecks=amount, key="k")


def test_suspense_accounts_cannot_be_paid_to(order: Order) -> None:
    suspense = open_account(number="s", day=world.DAY, kind=AccountKind.SUSPENSE)
    for account_id in (suspense, 10**9):
        with pytest.raises(NotPayable):
            create_order(account_id=account_id, amount_kopecks=100, now=world.NOW, key="k")


def test_money_for_nobodys_number_waits_on_the_suspense_account(order: Order) -> None:
    nobodys = create_order_of_nobody(number="999999", amount_kopecks=2500, now=world.NOW, key="k")
    take_push(world.rail(), world.push(nobodys.number), now=world.LATER)
    held = Unidentified.objects.get()
    assert (held.reason, held.posted, held.account_id) == ("unknown_account", True, nobodys.account_id)
    assert world.balance(nobodys.account_id) == 2500
    assert world.fresh(nobodys).state == "paid"


def test_the_hosted_page_is_signed(order: Order) -> None:
    address = hosted_page_of(order, world.rail("https://test.example.by"), return_url="https://we.example.by/pay/t/")
    parts = urlsplit(address.url)
    sent = {name: values[0] for name, values in parse_qs(parts.query).items()}
    assert (parts.netloc, parts.path) == ("test.example.by", "/pay/order.cfm")
    assert sent["OrderAmount"] == "25.00"
    assert sent["URL_RETURN_OK"] == "https://we.example.by/pay/t/"
    assert sent["Checkvalue"] == check_value(f"{world.MERCHANT};{order.number};25.00;BYN", world.SALT)
    assert world.fresh(order).state == "waiting"


def test_what_looks_like_a_card_is_masked() -> None:
    assert mask_cards("my card 4111 1111 1111 1111 please") == "my card **** **** **** 1111 please"
    assert mask_cards("ordercomment=4111111111111111&x=1") == "ordercomment=************1111&x=1"
    assert mask_cards("4111+1111-1111+1111") == "****+****-****+1111"
    assert mask_cards("411111****1111") == "411111****1111"
    assert mask_cards("billnumber=4111111111111111.1") == "billnumber=4111111111111111.1"
    assert mask_cards("txn_date=20261123130000&x=1") == "txn_date=20261123130000&x=1"
    assert mask_cards("<DateTime>20261123130000</DateTime>") == "<DateTime>20261123130000</DateTime>"
    assert mask_cards("date=4111111111111111") == "date=************1111"
    assert mask_cards("4111111111111112 is no card") == "4111111111111112 is no card"


def test_how_a_number_is_written_does_not_tell_whether_it_is_somebodys(order: Order) -> None:
    held = open_account(number="77-1234", day=world.DAY)
    somebodys = world.order_of(held, key="dashed")
    nobodys = create_order_of_nobody(number="77-9999", amount_kopecks=2590, now=world.NOW, key="nobody's")
    assert [one.number.rpartition("-")[0] for one in (somebodys, nobodys)] == ["771234", "779999"]

"""Webpay: the published signatures, raw bytes both ways, and what is refused."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, steady, texts
from kosmos.payments.rails.webpay.codec import (
    NOTIFIED,
    order_signature,
    read_notification,
    read_order,
    read_question,
    read_transaction,
    signature,
    write_notification,
    write_order,
    write_question,
    write_transaction,
)
from kosmos.payments.rails.webpay.messages import Item, Notification, OrderForm, PaymentType, Transaction
from kosmos.payments.rails.webpay.tests.messages import (
    NOTIFICATION,
    NOTIFICATION_BODY,
    ORDER,
    ORDER_BODY,
    QUESTION,
    SECRET,
    TRANSACTION,
    TRANSACTION_BODY,
)
from kosmos.payments.rails.wire.errors import MessageError, Reply

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector for vector in json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
}


def test_the_published_signature_of_an_order() -> None:
    given = VECTORS["webpay-1"]
    names = {"currency": "currency_id"}
    fields = {f"wsb_{names.get(name, name)}": value for name, value in given["input"].items()}
    assert order_signature(fields, given["secret"]) == given["expected"]
    assert order_signature({**fields, "wsb_total": "101"}, given["secret"]) != given["expected"]
    assert len(order_signature(fields, given["secret"], version="")) == 32


def test_the_published_signature_of_a_notification() -> None:
    given = VECTORS["webpay-notify"]
    assert signature(NOTIFIED, given["input"], given["secret"]) == given["expected"]
    body = urlencode({**given["input"], "wsb_signature": given["expected"].upper()}).encode()
    assert read_notification(body, given["secret"]) == NOTIFICATION


def test_messages_are_read() -> None:
    assert read_notification(NOTIFICATION_BODY, SECRET) == NOTIFICATION
    assert read_order(ORDER_BODY, SECRET) == ORDER
    assert read_transaction(TRANSACTION_BODY, SECRET) == TRANSACTION
    assert read_question(QUESTION) == ("1", "shop", "5f4d")


def test_an_order_s_form_is_written_in_order() -> None:
    pairs = write_order(ORDER, SECRET)
    assert [name for name, _ in pairs][:4] == ["*scart", "wsb_version", "wsb_language_id", "wsb_storeid"]
    assert dict(pairs)["wsb_total"] == dict(pairs)["wsb_invoice_item_price[0]"] == "100.00"
    with pytest.raises(MessageError, match="wsb_total: wrong total"):
        write_order(replace(ORDER, total_kopecks=1), SECRET)


def test_a_question_is_written() -> None:
    assert read_question(write_question("7", login="shop & co", password_md5="5f4d")) == ("7", "shop & co", "5f4d")


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"amount=100", b"amount=1000", "wsb_signature: unsigned"),
        (b"site_order_id=item-1", b"site_order_id=item-2", "wsb_signature: unsigned"),
        (b"62a2", b"62a3", "wsb_signature: unsigned"),
        (b"&wsb_signature=62a2ab40e7ae1630883e1f8e2f284f8a", b"", "wsb_signature: unsigned"),
        (b"&rrn=01", b"&rrn=01&rrn=02", "rrn: repeated"),
    ],
)
def test_what_is_not_signed_is_refused(old: bytes, new: bytes, fault: str) -> None:
    assert old in NOTIFICATION_BODY
    with pytest.raises(MessageError) as caught:
        read_notification(NOTIFICATION_BODY.replace(old, new), SECRET)
    assert str(caught.value) == fault


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"amount": "1e2"}, "amount: not a sum"),
        ({"amount": "0"}, "amount: sum too small"),
        ({"payment_type": "77"}, "payment_type: unknown value"),
        ({"currency_id": "933"}, "currency_id: unknown value"),
        ({"site_order_id": ""}, "site_order_id: missing"),
    ],
)
def test_what_is_signed_and_wrong_is_refused(change: dict[str, str], fault: str) -> None:
    fields = {**VECTORS["webpay-notify"]["input"], **change}
    body = urlencode({**fields, "wsb_signature": signature(NOTIFIED, fields, SECRET)}).encode()
    with pytest.raises(MessageError) as caught:
        read_notification(body, SECRET)
    assert str(caught.value) == fault


def test_an_answer_is_believed_only_if_it_is_signed() -> None:
    for body in (b"", TRANSACTION_BODY.replace(b">100<", b">101<"), TRANSACTION_BODY.replace(b"success", b"")):
        with pytest.raises(MessageError) as caught:
            read_transaction(body, SECRET)
        assert caught.value.reply is Reply.LATER
    assert read_transaction(write_transaction(None, SECRET), SECRET) is None


def test_two_types_mean_that_the_money_is_taken() -> None:
    assert {kind.value for kind in PaymentType if kind.succeeded} == {1, 4}


@steady
@given(
    st.builds(
        Notification,
        transaction_id=TXN_IDS,
        order_id=TXN_IDS,
        order_number=texts(least=1),
        amount_kopecks=SUMS,
        currency=st.sampled_from(["BYN", "USD"]),
        payment_type=st.sampled_from(PaymentType),
        payment_method=texts(),
        batch_timestamp=TXN_IDS,
        rrn=TXN_IDS,
        card=st.just("411111****1111"),
    ),
    st.builds(
        Transaction,
        transaction_id=TXN_IDS,
        order_id=TXN_IDS,
        order_number=texts(),
        amount_kopecks=SUMS,
        currency=st.just("BYN"),
        payment_type=st.sampled_from(PaymentType),
        payment_method=texts(),
        batch_timestamp=TXN_IDS,
        rrn=TXN_IDS,
    ),
)
def test_messages_written_are_read_again(told: Notification, found: Transaction) -> None:
    assert read_notification(write_notification(told, "ключ"), "ключ") == told
    assert read_transaction(write_transaction(found, "ключ"), "ключ") == found


@steady
@given(
    st.builds(
        OrderForm,
        store_id=TXN_IDS,
        order_number=texts(least=1),
        seed=TXN_IDS,
        currency=st.just("BYN"),
        items=st.just((Item("a & b", 2, 150), Item("в", 1, 1))),
        total_kopecks=st.just(301),
        test=st.booleans(),
        customer_id=texts(),
        return_url=st.just("https://example.by/?a=1&b=2"),
        email=st.just("a@example.by"),
    )
)
def test_orders_written_are_read_again(form: OrderForm) -> None:
    assert read_order(urlencode(write_order(form, SECRET)).encode(), SECRET) == form

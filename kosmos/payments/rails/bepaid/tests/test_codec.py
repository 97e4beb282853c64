"""bePaid: raw bytes both ways, signatures, and what is refused."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.bepaid.codec import (
    read_answer,
    read_checkout,
    read_erip,
    read_page,
    read_transaction,
    write_checkout,
    write_erip,
    write_page,
    write_transaction,
)
from kosmos.payments.rails.bepaid.messages import Checkout, EripRequest, Status, Transaction
from kosmos.payments.rails.bepaid.signature import check, check_basic, public_key, sign
from kosmos.payments.rails.bepaid.tests.messages import (
    CHECKOUT,
    CHECKOUT_BODY,
    ERIP,
    ERIP_BODY,
    PAGE,
    PAGE_BODY,
    TRANSACTION,
    TRANSACTION_BODY,
)
from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply

KEY = rsa.generate_private_key(65537, 2048)
DER = KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def test_messages_are_read_and_written() -> None:
    assert read_checkout(CHECKOUT_BODY) == CHECKOUT
    assert write_checkout(CHECKOUT) == CHECKOUT_BODY
    assert read_page(PAGE_BODY) == PAGE
    assert write_page(PAGE) == PAGE_BODY
    assert read_erip(ERIP_BODY) == ERIP
    assert write_erip(ERIP) == ERIP_BODY
    assert read_transaction(TRANSACTION_BODY) == TRANSACTION
    assert write_transaction(TRANSACTION) == TRANSACTION_BODY


@steady
@given(
    st.builds(
        Transaction,
        uid=texts(least=1),
        number=texts(),
        status=st.sampled_from(Status),
        amount_kopecks=SUMS,
        currency=st.just("BYN"),
        message=texts(),
        test=st.booleans(),
        paid_at=st.none() | WHOLE_SECONDS,
        account=texts(),
    ),
    st.builds(Checkout, texts(least=1), SUMS, st.just("BYN"), texts(least=1), expires_at=st.none() | WHOLE_SECONDS),
    st.builds(
        EripRequest,
        *(texts(least=1), TXN_IDS, SUMS, st.just("BYN"), texts(least=1), TXN_IDS, TXN_IDS),
        info=st.lists(texts(), max_size=3).map(tuple),
    ),
)
def test_messages_written_are_read_again(told: Transaction, wish: Checkout, request: EripRequest) -> None:
    assert read_transaction(write_transaction(told)) == told
    assert read_checkout(write_checkout(wish)) == wish
    assert read_erip(write_erip(request)) == request


def altered(old: str, new: str) -> bytes:
    assert old.encode() in TRANSACTION_BODY
    return TRANSACTION_BODY.replace(old.encode(), new.encode())


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (b"", "unreadable (not JSON)"),
        (b"[]", "unreadable (not an object)"),
        (b"{}", "transaction: missing"),
        (b'{"transaction":[]}', "transaction: unknown value"),
        (b'{"transaction":{},"transaction":{}}', "repeated (a name in an object)"),
        (b'{"a":NaN}', "unreadable (not JSON)"),
        (b"[" * 100_000, "unreadable (not JSON)"),
        (altered("2590", "25.90"), "amount: not a sum"),
        (altered("2590", "true"), "amount: not a sum"),
        (altered("2590", '"2590"'), "amount: not a sum"),
        (altered("2590", "-1"), "amount: negative sum"),
        (altered("2590", "1e3"), "amount: not a sum"),
        (altered("2590", "9" * 30), "unreadable (not JSON)"),
        (altered("2590", "999999999999999"), "amount: sum too large"),
        (altered('"successful"', '"paid"'), "status: unknown value"),
        (altered('"BYN"', '"byn"'), "currency: unknown value"),
        (altered('"4107-31b0"', "null"), "uid: missing"),
        (altered('"4107-31b0"', "1.5"), "uid: not a text"),
        (altered("4107", "\\u0000"), "uid: control signs"),
        (altered("4107", "\\ud800"), "uid: control signs"),
        (altered("10:20:30Z", "10:20:30"), "paid_at: not a time"),
        (altered("2026", "9999"), "paid_at: not a time"),
    ],
)
def test_what_is_wrong_is_named(body: bytes, fault: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_transaction(body)
    assert str(caught.value) == fault
    with pytest.raises(MessageError) as later:
        read_answer(body)
    assert later.value.reply is Reply.LATER


def test_a_page_is_one_by_https() -> None:
    for url in (b"javascript:alert(1)", b"http://checkout.bepaid.by"):
        with pytest.raises(MessageError, match="redirect_url"):
            read_page(PAGE_BODY.replace(b"https://checkout.bepaid.by/v2/checkout?token=abc", url))


def test_a_webhook_is_signed_over_its_raw_bytes() -> None:
    given = sign(TRANSACTION_BODY, KEY)
    framed = KEY.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for key in (public_key(framed), public_key(base64.encodebytes(DER).decode())):
        check(TRANSACTION_BODY, given, key)
        with pytest.raises(MessageError, match="Content-Signature: unsigned"):
            check(TRANSACTION_BODY + b" ", given, key)
        for bad in ("", "?", "я", "AAAA", given[:-8], "A" * 10_000):
            with pytest.raises(MessageError, match="Content-Signature"):
                check(TRANSACTION_BODY, bad, key)


def test_a_key_is_an_rsa_key() -> None:
    other = ec.generate_private_key(ec.SECP256R1()).public_key()
    text = other.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
    for bad in (text, "", "AAAA", "-----BEGIN PUBLIC KEY-----", "я"):
        with pytest.raises(MessageError, match="public_key"):
            public_key(bad)


def test_a_webhook_may_come_by_name_and_secret() -> None:
    check_basic("Basic MzYxOnNlY3JldA==", shop_id="361", secret="secret")
    for bad in ("", "Basic", "Basic MzYxOnNlY3JldB==", "basic", "\ud800"):
        with pytest.raises(MessageError, match="Authorization"):
            check_basic(bad, shop_id="361", secret="secret")

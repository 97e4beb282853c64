"""Every signature of every rail against a second implementation, made from the facts alone, and against other programs.

The codecs' own vectors are published ones; these are of random messages. The literal values were computed by md5sum,
sha1sum and iconv.
"""

import base64
import hashlib
from string import ascii_uppercase, digits
from urllib.parse import urlencode

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from hypothesis import assume, given
from hypothesis import strategies as st

from kosmos.loading.errors import Wrong
from kosmos.loading.values import unp
from kosmos.payments.erip_qr import Payee, checked, payload
from kosmos.payments.rails.assist.codec import check_value, request_text, signed_amount, state_is_signed
from kosmos.payments.rails.bepaid.signature import check as check_bepaid
from kosmos.payments.rails.bepaid.signature import sign
from kosmos.payments.rails.erip.qr import is_checked, read_code
from kosmos.payments.rails.erip.signature import check as check_erip
from kosmos.payments.rails.erip.signature import header_of
from kosmos.payments.rails.tests.shapes import steady, texts
from kosmos.payments.rails.webpay.codec import ANSWERED, NOTIFIED, order_signature, read_notification, signature
from kosmos.payments.rails.wire.errors import MessageError

SALTS = st.text("abcXYZ019%&;:Сльў", min_size=1, max_size=30)
NUMBERS = st.text("0123456789-./ЛСab", min_size=1, max_size=30)
AMOUNTS = st.from_regex(r"[1-9][0-9]{0,6}(\.[0-9]{2})?", fullmatch=True)
CURRENCIES = st.sampled_from(["BYN", "RUB", "USD", "EUR"])
STATES = st.sampled_from(
    ["Approved", "PartialApproved", "Delayed", "Canceled", "PartialCanceled", "Declined", "Timeout"]
)


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def cv(text: str, salt: str) -> str:
    return md5((md5(salt) + md5(text)).upper()).upper()


def test_values_of_other_programs() -> None:
    assert check_value("987654;ЛС-7/2;0.01;USD", "Соль%&") == "DD39F0E04D9485B0A6BD8206536E459B"
    assert check_value("987654ЛС-7/20.01USD", "Соль%&") == "5C4720026138ACD41F36E23448865A30"
    push = {"merchant_id": "987654", "ordernumber": "A-1", "amount": "50.00", "currency": "BYN"}
    push |= {"orderstate": "PartialApproved", "checkvalue": "5F95714739D73D98AB6E1C700069AD70"}
    assert signed_amount(push, "Соль%&") == "amount"
    order = {"seed": "seed1", "storeid": "000000777", "customer_id": "cust7", "order_num": "order-9", "test": "0"}
    order |= {"currency_id": "BYN", "total": "12.50", "operation_type": "auth"}
    fields = {f"wsb_{name}": value for name, value in order.items()}
    assert order_signature(fields, "key") == "072cb00dc2afb72f63bacbf674db704d32b5e56f"
    assert order_signature(fields, "key", version="") == "055e5a83dff1907903d99ab4d98b00f3"
    told = {"batch_timestamp": "1700000000", "currency_id": "BYN", "amount": "12.50", "payment_method": "cc"}
    told |= {"order_id": "555", "site_order_id": "order-9", "transaction_id": "777666", "payment_type": "1"}
    told |= {"rrn": "123456"}
    assert signature(NOTIFIED, told, "key") == "79678a7ce44391e24a3b19c419b772e6"
    assert signature(ANSWERED, told, "key") == "9d085a5da96bbd6884a515f14e46cdc0"
    xml = '<?xml version="1.0" encoding="windows-1251"?><ServiceProvider_Request>Ў</ServiceProvider_Request>'
    assert header_of(xml.encode("cp1251"), "Соль") == "SALT+MD5: 8874D95EB897545924F1B534D4EB6314"


@steady
@given(NUMBERS, AMOUNTS, CURRENCIES | st.none(), SALTS, st.sampled_from([";", ""]))
def test_assist_requests(number: str, amount: str, currency: str | None, salt: str, delimiter: str) -> None:
    parts = ["732614", number, amount] + ([currency] if currency else [])
    text = request_text(merchant_id="732614", number=number, amount=amount, currency=currency, delimiter=delimiter)
    assert check_value(text, salt) == cv(delimiter.join(parts), salt)


@steady
@given(NUMBERS, AMOUNTS, AMOUNTS, CURRENCIES, STATES, SALTS, st.booleans())
def test_assist_pushes_and_states(
    number: str, amount: str, ordered: str, currency: str, state: str, salt: str, capitals: bool
) -> None:
    assume(amount != ordered)
    fields = {"merchant_id": "732614", "ordernumber": number, "orderstate": state}
    fields |= {"amount": amount, "currency": currency, "orderamount": ordered, "ordercurrency": currency}
    for value, name in ((amount, "amount"), (ordered, "orderamount")):
        given_value = cv(f"732614{number}{value}{currency}{state}", salt)
        signed = {**fields, "checkvalue": given_value if capitals else given_value.lower()}
        assert signed_amount(signed, salt) == name
        assert state_is_signed(signed, merchant_id="732614", salt=salt) is (name == "orderamount")
        assert signed_amount({**signed, "ordernumber": number + "0"}, salt) is None


@steady
@given(st.binary(max_size=300), SALTS, st.booleans())
def test_erip_salt_and_body(body: bytes, salt: str, drops: bool) -> None:
    signed = body.replace(b"\r", b"") if drops else body
    right = hashlib.md5(salt.encode("cp1251") + signed).hexdigest()
    for word in (f"SALT+MD5: {right.upper()}", f"salt+md5:{right}"):
        check_erip(body, word, salt, drops_returns=drops)
    for wrong in (right.upper(), f"SALT+MD5: {right[:-1]}{'0' if right[-1] != '0' else '1'}", "SALT+MD5: "):
        with pytest.raises(MessageError):
            check_erip(body, wrong, salt, drops_returns=drops)


@steady
@given(st.lists(texts(), min_size=8, max_size=8), st.lists(texts(), min_size=9, max_size=9), SALTS)
def test_webpay(order: list[str], told: list[str], secret: str) -> None:
    names = ["seed", "storeid", "customer_id", "order_num", "test", "currency_id", "total", "operation_type"]
    form = {f"wsb_{name}": value for name, value in zip(names, order, strict=True) if value}
    text = ("".join(order) + secret).encode()
    assert order_signature(form, secret) == hashlib.sha1(text).hexdigest()
    assert order_signature(form, secret, version="") == hashlib.md5(text).hexdigest()
    stamp, currency, amount, method, order_id, site, transaction, kind, rrn = told
    names = ["batch_timestamp", "currency_id", "amount", "payment_method", "order_id", "site_order_id"]
    fields = dict(zip(names, told, strict=False))
    fields |= {"transaction_id": transaction, "payment_type": kind, "rrn": rrn}
    assert signature(NOTIFIED, fields, secret) == md5("".join(told) + secret)
    answered = transaction + stamp + currency + amount + method + kind + order_id + rrn + secret
    assert signature(ANSWERED, fields, secret) == md5(answered)
    assert site == fields["site_order_id"]


@steady
@given(AMOUNTS, st.sampled_from([1, 4, 2, 7]), SALTS)
def test_webpay_notifications_by_raw_bytes(amount: str, kind: int, secret: str) -> None:
    values = ["1700000000", "BYN", amount, "cc", "55", "order-9", "77", str(kind), "123"]
    names = "batch_timestamp currency_id amount payment_method order_id site_order_id transaction_id payment_type rrn"
    body = urlencode(
        [*zip(names.split(), values, strict=True), ("wsb_signature", md5("".join(values) + secret))]
    ).encode()
    told = read_notification(body, secret)
    assert (told.order_number, told.transaction_id, told.payment_type.succeeded) == ("order-9", "77", kind in {1, 4})
    assert told.amount_kopecks == round(float(amount) * 100)
    for wrong in (body.replace(b"order-9", b"order-8"), body.replace(b"BYN", b"RUB"), body + b"0"):
        with pytest.raises(MessageError):
            read_notification(wrong, secret)


@pytest.fixture(scope="module")
def key() -> RSAPrivateKey:
    return generate_private_key(65537, 1024)


PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")
"""How PKCS #1 v1.5 says SHA-256."""


@pytest.mark.parametrize("body", [b"", b"{}", '{"transaction":{"message":"Успешно"}}'.encode(), b"\x00\xff" * 500])
def test_bepaid_by_bare_arithmetic(body: bytes, key: RSAPrivateKey) -> None:
    numbers = key.private_numbers()
    modulus, size = numbers.public_numbers.n, key.key_size // 8
    told = PREFIX + hashlib.sha256(body).digest()
    block = b"\x00\x01" + b"\xff" * (size - 3 - len(told)) + b"\x00" + told
    made = base64.b64encode(pow(int.from_bytes(block), numbers.d, modulus).to_bytes(size)).decode()
    check_bepaid(body, made, key.public_key())
    assert sign(body, key) == made
    for wrong in (made[:-8] + "AAAAAAA=", "", "@", base64.b64encode(b"\x00" * size).decode()):
        with pytest.raises(MessageError):
            check_bepaid(body, wrong, key.public_key())
    with pytest.raises(MessageError):
        check_bepaid(body + b" ", made, key.public_key())


def tlv(*pairs: tuple[str, str]) -> str:
    return "".join(f"{name}{len(value):02d}{value}" for name, value in pairs)


@steady
@given(
    st.text(digits, min_size=1, max_size=8),
    st.text(digits + ascii_uppercase, min_size=1, max_size=25),
    st.none() | st.integers(1, 10**9),
    st.booleans(),
    texts(40),
)
def test_erip_qr(service: str, account: str, amount: int | None, change: bool, payee: str) -> None:
    clean = "".join(sign for sign in payee if sign not in ' <>"#%{}|\\^~[]`')[:25]
    text = tlv(("00", "01"), ("01", "11" if amount is None else "12"))
    text += tlv(("32", tlv(("00", "by.raschet"), ("01", service), ("10", account), ("12", "11" if change else "12"))))
    text += tlv(("53", "933")) + ("" if amount is None else tlv(("54", f"{amount / 100:.2f}")))
    text += tlv(("58", "BY"), ("59", clean), ("60", "Minsk"))
    text += "6304" + hashlib.sha256(text.encode()).hexdigest()[-4:].upper()
    assert payload(Payee(service, payee, "Minsk"), account=account, amount_kopecks=amount, may_change=change) == text
    assert is_checked(text)
    code = read_code("https://pay.raschet.by#" + text)
    assert (code.service_code, code.account, code.amount_kopecks, code.may_change) == (service, account, amount, change)


def test_an_erip_qr_with_an_aggregator_is_read() -> None:
    text = tlv(
        ("00", "01"), ("01", "12"), ("32", tlv(("00", "by.raschet"), ("01", "77"), ("10", "100482"), ("12", "12")))
    )
    text += tlv(("33", tlv(("00", "by.epos.bepaid"), ("03", "5"))), ("52", "4899"), ("53", "933"), ("54", "0.10"))
    text += tlv(("58", "BY"), ("59", "ООО"), ("60", "Гродно"), ("62", "x"))
    assert read_code(checked(text)).amount_kopecks == 10


WEIGHTS = (29, 23, 19, 17, 13, 7, 5, 3)
LETTERS = "ABCEHKMOPT"


def unp_is_right(text: str) -> bool:
    """As the facts say it: values, weights, the remainder, and the first sign's region."""
    if text[0] not in "1234567ABCEHKM" or not text[2:].isdecimal():
        return False
    second = str(LETTERS.index(text[1])) if text[1] in LETTERS else text[1]
    if not second.isdecimal() or text[0].isdecimal() != text[1].isdecimal():
        return False
    values = [int(text[0], 36), *map(int, second + text[2:8])]
    rest = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True)) % 11
    return rest != 10 and rest == int(text[8])


@steady
@given(st.from_regex(r"([1-9][0-9]|[A-Z][ABCEHKMOPT])[0-9]{7}", fullmatch=True))
def test_payers_numbers(text: str) -> None:
    for last in digits:
        number = text[:8] + last
        try:
            assert unp(number) == number
        except Wrong:
            assert not unp_is_right(number)
        else:
            assert unp_is_right(number)


@pytest.mark.parametrize("number", ["200988541", "MA1953684"])
def test_published_payers_numbers(number: str) -> None:
    assert unp(number) == number
    assert unp_is_right(number)
    with pytest.raises(Wrong):
        unp(number[:8] + str((int(number[8]) + 1) % 10))

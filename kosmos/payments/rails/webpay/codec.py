"""Webpay: the order's form (SHA1), its notification and its answer about a transaction (MD5).

The signatures are over the texts as they are sent, one after another. Unconfirmed: the names of the form's optional
fields beyond those of the documentation, and the XML of the question about a transaction (by several merchants' code).
MD5 and SHA1 are used nowhere else in this rail.
"""

import hashlib
from collections.abc import Iterator, Mapping

from kosmos.kernel.money import plain
from kosmos.payments.rails.webpay.messages import Item, Notification, OrderForm, PaymentType, Transaction
from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.forms import read_form, write_form
from kosmos.payments.rails.wire.signing import same_hex
from kosmos.payments.rails.wire.texts import encode_answering
from kosmos.payments.rails.wire.xml import child_of, leaf, leaves, leaves_of, needed_child, read_xml, tag

MOST_ITEMS = 50
NOTIFIED = (
    *("batch_timestamp", "currency_id", "amount", "payment_method", "order_id", "site_order_id"),
    *("transaction_id", "payment_type", "rrn"),
)
"""What a notification's signature covers, in its order."""
ANSWERED = (
    *("transaction_id", "batch_timestamp", "currency_id", "amount", "payment_method", "payment_type"),
    *("order_id", "rrn"),
)
"""What the signature of an answer about a transaction covers; our own order number is not in it."""
SIGNATURE = "wsb_signature"
HEADER = '<?xml version="1.0" encoding="UTF-8"?>'


def order_signature(fields: Mapping[str, str], secret: str, *, version: str = "2") -> str:
    """The signature of an order's form: SHA1 in version 2, MD5 in a form without a version."""
    names = ("seed", "storeid", "customer_id", "order_num", "test", "currency_id", "total", "operation_type")
    text = "".join(fields.get(f"wsb_{name}", "") for name in names) + secret
    digest = hashlib.sha1 if version else hashlib.md5
    return digest(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def signature(names: tuple[str, ...], fields: Mapping[str, str], secret: str) -> str:
    """The MD5 of values one after another, and the secret."""
    text = "".join(fields.get(name, "") for name in names) + secret
    return hashlib.md5(text.encode("utf-8", "replace"), usedforsecurity=False).hexdigest()


def write_order(form: OrderForm, secret: str) -> list[tuple[str, str]]:
    """The fields of an order's form in their order, signed. MessageError for a total that is not the items'."""
    if sum(item.quantity * item.price_kopecks for item in form.items) != form.total_kopecks:
        raise MessageError("wrong_total", "wsb_total")
    pairs = [(name, value) for name, value in _order_pairs(form) if value]
    signed = ("wsb_signature", order_signature(dict(pairs), secret))
    return [("*scart", ""), *pairs, signed]


def _order_pairs(form: OrderForm) -> Iterator[tuple[str, str]]:
    yield from (("wsb_version", "2"), ("wsb_language_id", form.language), ("wsb_storeid", form.store_id))
    yield from (("wsb_order_num", form.order_number), ("wsb_test", "1" if form.test else "0"))
    yield from (("wsb_currency_id", form.currency), ("wsb_seed", form.seed), ("wsb_customer_id", form.customer_id))
    yield from (("wsb_operation_type", form.operation_type), ("wsb_return_url", form.return_url))
    yield from (("wsb_cancel_return_url", form.cancel_return_url), ("wsb_notify_url", form.notify_url))
    yield from (("wsb_email", form.email), ("wsb_phone", form.phone))
    for at, item in enumerate(form.items):
        yield from ((f"wsb_invoice_item_name[{at}]", item.name),)
        yield from ((f"wsb_invoice_item_quantity[{at}]", str(item.quantity)),)
        yield from ((f"wsb_invoice_item_price[{at}]", plain(item.price_kopecks)),)
    yield ("wsb_total", plain(form.total_kopecks))


def read_order(body: bytes, secret: str) -> OrderForm:
    """An order's form as Webpay reads it. MessageError: unsigned, missing, not_a_sum."""
    values = read_form(body)
    fields = Fields(values)
    right = order_signature(values, secret, version=fields.text("wsb_version"))
    if not same_hex(values.get(SIGNATURE, ""), right):
        raise MessageError("unsigned", SIGNATURE)
    return OrderForm(
        store_id=fields.needed("wsb_storeid"),
        order_number=fields.needed("wsb_order_num"),
        seed=fields.needed("wsb_seed"),
        currency=fields.needed("wsb_currency_id", most=3),
        items=tuple(_items(fields)),
        total_kopecks=fields.paid("wsb_total"),
        test=fields.text("wsb_test") == "1",
        language=fields.text("wsb_language_id"),
        customer_id=fields.text("wsb_customer_id"),
        operation_type=fields.text("wsb_operation_type"),
        return_url=fields.text("wsb_return_url", most=2_000),
        cancel_return_url=fields.text("wsb_cancel_return_url", most=2_000),
        notify_url=fields.text("wsb_notify_url", most=2_000),
        email=fields.text("wsb_email"),
        phone=fields.text("wsb_phone"),
    )


def _items(fields: Fields) -> Iterator[Item]:
    for at in range(MOST_ITEMS):
        if f"wsb_invoice_item_name[{at}]" not in fields.values:
            return
        yield Item(
            fields.needed(f"wsb_invoice_item_name[{at}]"),
            fields.whole(f"wsb_invoice_item_quantity[{at}]", least=1, most=1_000_000),
            fields.sum(f"wsb_invoice_item_price[{at}]"),
        )


def read_notification(body: bytes, secret: str) -> Notification:
    """A notification whose signature is right. MessageError: unsigned, missing, not_a_sum, unknown_value."""
    values = read_form(body)
    if not same_hex(values.get(SIGNATURE, ""), signature(NOTIFIED, values, secret)):
        raise MessageError("unsigned", SIGNATURE)
    fields = Fields(values)
    return Notification(
        transaction_id=fields.needed("transaction_id", most=60),
        order_id=fields.text("order_id", most=60),
        order_number=fields.needed("site_order_id", most=128),
        amount_kopecks=fields.paid("amount"),
        currency=_currency(fields),
        payment_type=_payment_type(fields),
        payment_method=fields.text("payment_method", most=60),
        batch_timestamp=fields.needed("batch_timestamp", most=60),
        rrn=fields.text("rrn", most=60),
        approval=fields.text("approval", most=60),
        card=fields.text("card", most=60),
    )


def write_notification(told: Notification, secret: str) -> bytes:
    """A notification as Webpay sends it."""
    values = {
        "batch_timestamp": told.batch_timestamp,
        "currency_id": told.currency,
        "amount": plain(told.amount_kopecks),
        "payment_method": told.payment_method,
        "order_id": told.order_id,
        "site_order_id": told.order_number,
        "transaction_id": told.transaction_id,
        "payment_type": str(told.payment_type.value),
        "rrn": told.rrn,
        "approval": told.approval,
        "card": told.card,
    }
    return write_form([*values.items(), (SIGNATURE, signature(NOTIFIED, values, secret))])


def write_question(transaction_id: str, *, login: str, password_md5: str) -> bytes:
    """The form that asks for a transaction; the password goes as its MD5, which the operator keeps in its stead."""
    login_xml = tag("authorization", leaves_of({"username": login, "password": password_md5}))
    asked = tag("fields", leaf("transaction_id", transaction_id))
    xml = HEADER + tag("wsb_api_request", leaf("command", "get_transaction") + login_xml + asked)
    return b"*API=&" + write_form([("API_XML_REQUEST", xml)])


def read_question(body: bytes) -> tuple[str, str, str]:
    """The transaction that is asked for, with login and password's MD5. MessageError."""
    xml = Fields(read_form(body)).needed("api_xml_request", most=20_000)
    root = read_xml(xml.encode("utf-8", "replace"), root="wsb_api_request")
    if leaves(root).text("command") != "get_transaction":
        raise MessageError("unknown_value", "command")
    by = leaves(needed_child(root, "authorization"))
    asked = leaves(needed_child(root, "fields"))
    return asked.needed("transaction_id", most=60), by.needed("username"), by.needed("password")


def read_transaction(body: bytes, secret: str) -> Transaction | None:
    """An answer about a transaction; None if Webpay knows none. MessageError, after which it is asked again."""
    with says_nothing():
        root = read_xml(body, root="wsb_api_response")
        block = child_of(root, "fields")
        if leaves(root).needed("status").lower() != "success":
            return None
        fields = leaves(root if block is None else block)
        if not same_hex(fields.values.get(SIGNATURE, ""), signature(ANSWERED, fields.values, secret)):
            raise MessageError("unsigned", SIGNATURE)
        return Transaction(
            transaction_id=fields.needed("transaction_id", most=60),
            order_id=fields.text("order_id", most=60),
            order_number=fields.text("order_num", most=128),
            amount_kopecks=fields.sum("amount"),
            currency=_currency(fields),
            payment_type=_payment_type(fields),
            payment_method=fields.text("payment_method", most=60),
            batch_timestamp=fields.needed("batch_timestamp", most=60),
            rrn=fields.text("rrn", most=60),
        )


def write_transaction(found: Transaction | None, secret: str) -> bytes:
    """An answer about a transaction as Webpay sends it."""
    if found is None:
        content = leaf("command", "get_transaction") + leaf("status", "failed")
        return encode_answering(HEADER + tag("wsb_api_response", content), "utf-8")
    values = {
        "transaction_id": found.transaction_id,
        "batch_timestamp": found.batch_timestamp,
        "currency_id": found.currency,
        "amount": plain(found.amount_kopecks),
        "payment_method": found.payment_method,
        "payment_type": str(found.payment_type.value),
        "order_id": found.order_id,
        "order_num": found.order_number,
        "rrn": found.rrn,
    }
    block = tag("fields", leaves_of({**values, SIGNATURE: signature(ANSWERED, values, secret)}))
    content = leaf("command", "get_transaction") + leaf("status", "success") + block
    return encode_answering(HEADER + tag("wsb_api_response", content), "utf-8")


def _currency(fields: Fields) -> str:
    text = fields.needed("currency_id", most=3)
    if len(text) != 3 or not (text.isascii() and text.isalpha()):
        raise MessageError("unknown_value", "currency_id")
    return text.upper()


def _payment_type(fields: Fields) -> PaymentType:
    number = fields.whole("payment_type", most=99)
    try:
        return PaymentType(number)
    except ValueError as error:
        raise MessageError("unknown_value", "payment_type") from error

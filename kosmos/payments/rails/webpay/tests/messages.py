"""Messages of Webpay as bytes, written by hand and signed as the published samples are."""

from kosmos.payments.rails.tests.fuzzing import FuzzTarget, signed_anew
from kosmos.payments.rails.webpay.codec import (
    NOTIFIED,
    SIGNATURE,
    order_signature,
    read_notification,
    read_order,
    read_question,
    read_transaction,
    signature,
)
from kosmos.payments.rails.webpay.messages import Item, Notification, OrderForm, PaymentType, Transaction

SECRET = "your_secret_key"

NOTIFICATION_BODY = (
    b"batch_timestamp=10.10.2019&currency_id=BYN&amount=100&payment_method=cc&order_id=1111&site_order_id=item-1"
    b"&transaction_id=1&payment_type=4&rrn=01&wsb_signature=62a2ab40e7ae1630883e1f8e2f284f8a"
)
NOTIFICATION = Notification("1", "1111", "item-1", 100_00, "BYN", PaymentType.AUTHORIZED, "cc", "10.10.2019", "01")
ORDER_BODY = (
    b"*scart=&wsb_version=2&wsb_language_id=russian&wsb_storeid=000000001&wsb_order_num=item-1&wsb_test=1"
    b"&wsb_currency_id=BYN&wsb_seed=12.12.2019&wsb_invoice_item_name%5B0%5D=TV&wsb_invoice_item_quantity%5B0%5D=1"
    b"&wsb_invoice_item_price%5B0%5D=100&wsb_total=100&wsb_signature=42fc5bd5f26360789488073d2d8e535f9e16e2f9"
)
ORDER = OrderForm("000000001", "item-1", "12.12.2019", "BYN", (Item("TV", 1, 100_00),), 100_00, test=True)
TRANSACTION_BODY = (
    b'<?xml version="1.0" encoding="UTF-8"?><wsb_api_response><version>1</version><command>get_transaction</command>'
    b"<status>success</status><fields><transaction_id>1</transaction_id><batch_timestamp>31231231</batch_timestamp>"
    b"<currency_id>BYN</currency_id><amount>100</amount><payment_method>cc</payment_method>"
    b"<payment_type>4</payment_type><order_id>item-1</order_id><order_num>1111</order_num><rrn>1</rrn>"
    b"<wsb_signature>7f0276873ce8e701c6fe36912fe5fb33</wsb_signature></fields></wsb_api_response>"
)
TRANSACTION = Transaction("1", "item-1", "1111", 100_00, "BYN", PaymentType.AUTHORIZED, "cc", "31231231", "1")
QUESTION = (
    b"*API=&API_XML_REQUEST=%3Cwsb_api_request%3E%3Ccommand%3Eget_transaction%3C%2Fcommand%3E%3Cauthorization%3E"
    b"%3Cusername%3Eshop%3C%2Fusername%3E%3Cpassword%3E5f4d%3C%2Fpassword%3E%3C%2Fauthorization%3E%3Cfields%3E"
    b"%3Ctransaction_id%3E1%3C%2Ftransaction_id%3E%3C%2Ffields%3E%3C%2Fwsb_api_request%3E"
)


def _notified(body: bytes) -> bytes:
    return signed_anew(body, SIGNATURE, lambda fields: signature(NOTIFIED, fields, SECRET))


def _ordered(body: bytes) -> bytes:
    return signed_anew(
        body, SIGNATURE, lambda fields: order_signature(fields, SECRET, version=fields.get("wsb_version", "").strip())
    )


TARGETS = (
    FuzzTarget("webpay", "notification", lambda body: read_notification(body, SECRET), (NOTIFICATION_BODY,)),
    FuzzTarget(
        "webpay", "signed notification", lambda body: read_notification(_notified(body), SECRET), (NOTIFICATION_BODY,)
    ),
    FuzzTarget("webpay", "signed order", lambda body: read_order(_ordered(body), SECRET), (ORDER_BODY,)),
    FuzzTarget("webpay", "order", lambda body: read_order(body, SECRET), (ORDER_BODY,)),
    FuzzTarget("webpay", "transaction", lambda body: read_transaction(body, SECRET), (TRANSACTION_BODY,)),
    FuzzTarget("webpay", "question", read_question, (QUESTION,)),
)

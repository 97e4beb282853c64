"""Messages of bePaid as bytes, written by hand."""

from datetime import UTC, datetime

from kosmos.payments.rails.bepaid.codec import read_answer, read_checkout, read_erip, read_page, read_transaction
from kosmos.payments.rails.bepaid.messages import Checkout, EripRequest, Page, Status, Transaction
from kosmos.payments.rails.tests.fuzzing import FuzzTarget

AT = datetime(2026, 11, 23, 10, 20, 30, tzinfo=UTC)

CHECKOUT_BODY = (
    '{"checkout":{"transaction_type":"payment","test":true,"order":{"amount":2590,"currency":"BYN",'
    '"description":"Интернет","tracking_id":"100482-A","expired_at":"2026-11-23T10:20:30Z"},"settings":'
    '{"notification_url":"https://example.by/n","success_url":"https://example.by/s",'
    '"decline_url":"https://example.by/d","fail_url":"https://example.by/f","cancel_url":"https://example.by/c",'
    '"language":"be"},"customer":{"email":"a@example.by"}}}'
).encode()
CHECKOUT = Checkout(
    *("100482-A", 2590, "BYN", "Интернет", "https://example.by/n", "https://example.by/s", "https://example.by/d"),
    *("https://example.by/f", "https://example.by/c", "be"),
    test=True,
    expires_at=AT,
    email="a@example.by",
)
PAGE_BODY = b'{"checkout":{"token":"abc","redirect_url":"https://checkout.bepaid.by/v2/checkout?token=abc"}}'
PAGE = Page("abc", "https://checkout.bepaid.by/v2/checkout?token=abc")
ERIP_BODY = (
    '{"request":{"amount":2590,"currency":"BYN","description":"Интернет","email":"a@example.by","ip":"127.0.0.1",'
    '"order_id":"17","tracking_id":"100482-A","notification_url":"https://example.by/n",'
    '"expired_at":"2026-11-23T10:20:30Z","payment_method":{"type":"erip","account_number":"100482",'
    '"service_no":"99999999","service_info":["К оплате"],"service_receipt":["Дзякуй","2"]}}}'
).encode()
ERIP = EripRequest(
    *("100482-A", "17", 2590, "BYN", "Интернет", "100482", "99999999", "a@example.by", "127.0.0.1"),
    *("https://example.by/n", AT, ("К оплате",), ("Дзякуй", "2")),
)
TRANSACTION_BODY = (
    b'{"transaction":{"uid":"4107-31b0","tracking_id":"100482-A","status":"successful","amount":2590,"currency":"BYN",'
    b'"type":"payment","message":"Successfully processed","test":false,"paid_at":"2026-11-23T10:20:30Z",'
    b'"erip":{"account_number":"100482"}}}'
)
TRANSACTION = Transaction(
    *("4107-31b0", "100482-A", Status.SUCCESSFUL, 2590, "BYN", "payment", "Successfully processed"),
    paid_at=AT,
    account="100482",
)

TARGETS = (
    FuzzTarget("bepaid", "checkout", read_checkout, (CHECKOUT_BODY,)),
    FuzzTarget("bepaid", "page", read_page, (PAGE_BODY,)),
    FuzzTarget("bepaid", "erip", read_erip, (ERIP_BODY,)),
    FuzzTarget("bepaid", "webhook", read_transaction, (TRANSACTION_BODY,)),
    FuzzTarget("bepaid", "answer", read_answer, (TRANSACTION_BODY,)),
)

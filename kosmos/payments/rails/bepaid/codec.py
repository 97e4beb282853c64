"""bePaid: requests and answers as JSON, sums in kopecks.

Unconfirmed: the shape of the webhook and of the answers to ERIP beyond status and amount (an object ``transaction``,
as merchants' modules read it).
"""

from collections.abc import Mapping, Sequence

from kosmos.payments.rails.bepaid.messages import Checkout, EripRequest, Page, RefundRequest, Status, Transaction
from kosmos.payments.rails.wire.errors import MessageError, says_nothing
from kosmos.payments.rails.wire.json_body import Members, read_json, write_instant, write_json
from kosmos.payments.rails.wire.sums import within_limit

VERSION = {"X-Api-Version": "2"}
"""The header of requests for a payment page."""
URL_SIGNS = 2_000


def write_checkout(wish: Checkout) -> bytes:
    """The request for a payment page. MessageError for a sum that none can bear."""
    order = {
        "amount": within_limit(wish.amount_kopecks, "amount"),
        "currency": wish.currency,
        "description": wish.description,
        "tracking_id": wish.number,
        "expired_at": write_instant(wish.expires_at),
    }
    settings = {
        "notification_url": wish.notification_url,
        "success_url": wish.success_url,
        "decline_url": wish.decline_url,
        "fail_url": wish.fail_url,
        "cancel_url": wish.cancel_url,
        "language": wish.language,
    }
    customer = {"email": wish.email} if wish.email else None
    checkout = {"transaction_type": wish.transaction_type, "test": wish.test, "order": order, "settings": settings}
    return write_json({"checkout": {**checkout, "customer": customer}})


def read_checkout(body: bytes) -> Checkout:
    """The request for a payment page as bePaid reads it. MessageError."""
    checkout = read_json(body).child("checkout")
    order, settings = checkout.child("order"), checkout.some_child("settings") or Members({})
    customer = checkout.some_child("customer") or Members({})
    urls = {f"{name}_url": settings.text(f"{name}_url", most=URL_SIGNS) for name in _URLS}
    return Checkout(
        number=order.needed("tracking_id"),
        amount_kopecks=order.paid("amount"),
        currency=_currency(order),
        description=order.needed("description"),
        language=settings.text("language"),
        transaction_type=checkout.needed("transaction_type"),
        test=checkout.flag("test"),
        expires_at=order.some_time("expired_at"),
        email=customer.text("email"),
        **urls,
    )


_URLS = ("notification", "success", "decline", "fail", "cancel")


def write_page(page: Page) -> bytes:
    """The answer that bePaid gives to a request for a page."""
    return write_json({"checkout": {"token": page.token, "redirect_url": page.redirect_url}})


def read_page(body: bytes, *, own: str = "") -> Page:
    """The page that was made. MessageError, after which nothing is known; the address is one by https, or ``own``."""
    with says_nothing():
        checkout = read_json(body).child("checkout")
        url = checkout.needed("redirect_url", most=URL_SIGNS)
        if not url.startswith(("https://", own) if own else "https://"):
            raise MessageError("unknown_value", "redirect_url")
        return Page(checkout.needed("token"), url)


def write_erip(request: EripRequest) -> bytes:
    """The request that puts a demand into ERIP. MessageError for a sum that none can bear."""
    method = {
        "type": "erip",
        "account_number": request.account,
        "service_no": request.service_number,
        "service_info": list(request.info) or None,
        "service_receipt": list(request.receipt) or None,
    }
    asked = {
        "amount": within_limit(request.amount_kopecks, "amount"),
        "currency": request.currency,
        "description": request.description,
        "email": request.email,
        "ip": request.ip,
        "order_id": request.order_id,
        "tracking_id": request.number,
        "notification_url": request.notification_url,
        "expired_at": write_instant(request.expires_at),
        "payment_method": method,
    }
    return write_json({"request": asked})


def read_erip(body: bytes) -> EripRequest:
    """The request that puts a demand into ERIP, as bePaid reads it. MessageError."""
    asked = read_json(body).child("request")
    method = asked.child("payment_method")
    if method.needed("type") != "erip":
        raise MessageError("unknown_value", "type")
    return EripRequest(
        number=asked.needed("tracking_id"),
        order_id=asked.needed("order_id", most=20),
        amount_kopecks=asked.paid("amount"),
        currency=_currency(asked),
        description=asked.needed("description"),
        account=method.needed("account_number", most=30),
        service_number=method.needed("service_no", most=20),
        email=asked.text("email"),
        ip=asked.text("ip", most=45),
        notification_url=asked.text("notification_url", most=URL_SIGNS),
        expires_at=asked.some_time("expired_at"),
        info=method.texts("service_info"),
        receipt=method.texts("service_receipt"),
    )


def write_transaction(told: Transaction) -> bytes:
    """A webhook's body, and the answer to a question about a payment."""
    return write_json({"transaction": _said(told)})


def _said(told: Transaction) -> Mapping[str, object]:
    return {
        "uid": told.uid,
        "tracking_id": told.number,
        "status": told.status.value,
        "amount": told.amount_kopecks,
        "currency": told.currency,
        "type": told.kind,
        "message": told.message,
        "test": told.test,
        "paid_at": write_instant(told.paid_at),
        "parent_uid": told.parent,
        "erip": {"account_number": told.account} if told.account else None,
    }


def read_transaction(body: bytes) -> Transaction:
    """A webhook whose signature was checked before. MessageError."""
    return _transaction(read_json(body).child("transaction"))


def _transaction(told: Members) -> Transaction:
    erip = told.some_child("erip") or Members({})
    return Transaction(
        uid=told.needed("uid", most=100),
        number=told.text("tracking_id"),
        status=_status(told),
        amount_kopecks=told.minor("amount"),
        currency=_currency(told),
        kind=told.text("type"),
        message=told.text("message", most=1_000),
        test=told.flag("test"),
        paid_at=told.some_time("paid_at"),
        account=erip.text("account_number", most=30),
        parent=told.text("parent_uid", most=100),
    )


def write_transactions(told: Sequence[Transaction]) -> bytes:
    """The answer to a question by our number: all transactions that bear it."""
    return write_json({"transactions": [_said(one) for one in told]})


def read_transactions(body: bytes) -> tuple[Transaction, ...]:
    """All transactions that bear a number of ours. MessageError, after which it is asked again."""
    with says_nothing():
        return tuple(_transaction(one) for one in read_json(body).children("transactions"))


def write_refund(request: RefundRequest) -> bytes:
    """The request to give money back. MessageError for a sum that none can bear."""
    amount = within_limit(request.amount_kopecks, "amount")
    asked = {"parent_uid": request.parent, "amount": amount, "reason": request.reason, "tracking_id": request.number}
    return write_json({"request": asked})


def read_refund(body: bytes) -> RefundRequest:
    """The request to give money back, as bePaid reads it. MessageError."""
    asked = read_json(body).child("request")
    number, reason = asked.text("tracking_id"), asked.needed("reason")
    return RefundRequest(asked.needed("parent_uid", most=100), asked.paid("amount"), number, reason)


def read_answer(body: bytes) -> Transaction:
    """The answer to a question about a payment. MessageError, after which it is asked again."""
    with says_nothing():
        return read_transaction(body)


def _status(told: Members) -> Status:
    try:
        return Status(told.needed("status"))
    except ValueError as error:
        raise MessageError("unknown_value", "status") from error


def _currency(members: Members) -> str:
    text = members.needed("currency", most=3)
    if len(text) != 3 or not (text.isascii() and text.isalpha() and text.isupper()):
        raise MessageError("unknown_value", "currency")
    return text

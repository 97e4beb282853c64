"""What each simulated provider says of an attempt: in its pushes, and in the answers to its merchant."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

from kosmos.config.wiring import BEPAID_ERIP_SIMULATOR, BEPAID_SIMULATOR, SIMULATOR, WEBPAY_SIMULATOR
from kosmos.gateway.models import SimulatedAttempt, SimulatedRefund
from kosmos.gateway.simulator.keys import private_key
from kosmos.kernel.money import plain
from kosmos.payments.rails.assist.codec import check_value
from kosmos.payments.rails.assist.messages import Attempt, Done, Operation, OrderState
from kosmos.payments.rails.bepaid import signature
from kosmos.payments.rails.bepaid.codec import write_transaction
from kosmos.payments.rails.bepaid.messages import Status, Transaction
from kosmos.payments.rails.webpay.codec import write_notification
from kosmos.payments.rails.webpay.messages import Notification, PaymentType
from kosmos.payments.rails.webpay.messages import Transaction as WebpayTransaction
from kosmos.payments.rails.wire.json_body import basic

BEPAID_STATES = {
    "In Process": Status.PENDING,
    "Delayed": Status.PENDING,
    "Approved": Status.SUCCESSFUL,
    "PartialApproved": Status.INCOMPLETE,
    "Declined": Status.FAILED,
    "Timeout": Status.EXPIRED,
    "Deleted": Status.DELETED,
    "Permanent": Status.PERMANENT,
}
WEBPAY_STATES = {
    "In Process": PaymentType.PENDING,
    "Delayed": PaymentType.PENDING,
    "Approved": PaymentType.COMPLETED,
    "PartialApproved": PaymentType.SYSTEM,
    "Declined": PaymentType.DECLINED,
    "Timeout": PaymentType.FAILED,
}
BEPAID_WORDS = {"AS102": "Insufficient funds", "AS104": "Card is expired", "AS110": "3-D Secure authentication failed"}


def push_of(attempt: SimulatedAttempt, *, altered: bool = False) -> tuple[bytes, dict[str, str]]:
    """The push of an attempt's last operation, body and headers; ``altered`` on its way to another sum."""
    body, headers = _PUSHES[attempt.rail](attempt)
    if altered:
        body = body.replace(*_OTHER_SUMS[attempt.rail](attempt))
    return body, headers


def refunds_of(attempt: SimulatedAttempt) -> list[SimulatedRefund]:
    """What of an attempt's money was given back, in its order."""
    return list(SimulatedRefund.objects.filter(bill=attempt.bill).order_by("at", "number"))


def assist_attempt(attempt: SimulatedAttempt) -> Attempt:
    """An attempt as Assist's answers tell of it."""
    taken = [Done(f"{attempt.bill}.1", Operation.APPROVE, "Approved", attempt.amount_kopecks, attempt.currency, "VISA")]
    back = [
        Done(one.number, Operation.CANCEL, "Approved", one.amount_kopecks, attempt.currency, "VISA")
        for one in refunds_of(attempt)
    ]
    return Attempt(
        number=attempt.order_number,
        bill=attempt.bill,
        state=OrderState(attempt.state),
        order_kopecks=attempt.amount_kopecks,
        order_currency=attempt.currency,
        response_code=attempt.response_code,
        card=attempt.masked_card,
        packet_at=attempt.changed_at.replace(microsecond=0),
        signs="orderamount",
        operations=(*taken, *back) if attempt.response_code == "AS000" else (),
    )


def _assist_push(attempt: SimulatedAttempt) -> tuple[bytes, dict[str, str]]:
    amount, currency, when = plain(attempt.amount_kopecks), attempt.currency, gmt(attempt.changed_at)
    approved = attempt.response_code == "AS000"
    text = f"{SIMULATOR['merchant_id']}{attempt.order_number}{amount}{currency}{attempt.state}"
    fields = {
        "merchant_id": SIMULATOR["merchant_id"],
        "ordernumber": attempt.order_number,
        "billnumber": f"{attempt.bill}.{attempt.operations}",
        "testmode": "1",
        "orderamount": amount,
        "ordercurrency": currency,
        "amount": amount,
        "currency": currency,
        "rate": "1",
        "meantype_id": "1",
        "meantypename": "VISA",
        "meannumber": attempt.masked_card,
        "issuebank": "Simulated Bank",
        "bankcountry": "Belarus",
        "orderdate": gmt(attempt.begun_at),
        "orderstate": attempt.state,
        "responsecode": attempt.response_code,
        "approvalcode": attempt.bill[-6:] if approved else "",
        "protocoltypename": "NET",
        "operationtype": "300" if attempt.operations > 1 else "100",
        "operationdate": when,
        "authresult": "Y" if approved else "N",
        "authrequired": "1",
        "packetdate": when,
        "checkvalue": check_value(text, SIMULATOR["salt"]),
        "version": "2.2.0",
    }
    return urlencode(fields).encode(), {"Content-Type": "application/x-www-form-urlencoded"}


def bepaid_transactions(attempt: SimulatedAttempt) -> list[Transaction]:
    """An attempt as bePaid tells of it: the payment, then each refund of it."""
    refunds = refunds_of(attempt)
    status = Status.SUCCESSFUL if refunds else BEPAID_STATES.get(attempt.state, Status.FAILED)
    payment = Transaction(
        uid=attempt.bill,
        number=attempt.order_number,
        status=status,
        amount_kopecks=attempt.amount_kopecks,
        currency=attempt.currency,
        kind="payment",
        message=BEPAID_WORDS.get(attempt.response_code, "Declined" if status is Status.FAILED else ""),
        test=True,
        paid_at=attempt.changed_at if status is Status.SUCCESSFUL else None,
        account=attempt.account,
    )
    return [payment, *(bepaid_refund(one, attempt) for one in refunds)]


def bepaid_refund(refund: SimulatedRefund, attempt: SimulatedAttempt) -> Transaction:
    """A refund as bePaid tells of it: by the merchant's number of it, or the order's if it was made in the cabinet."""
    return Transaction(
        uid=refund.number,
        number=refund.key if refund.key.startswith(attempt.order_number) else attempt.order_number,
        status=Status.SUCCESSFUL,
        amount_kopecks=refund.amount_kopecks,
        currency=attempt.currency,
        kind="refund",
        test=True,
        parent=attempt.bill,
    )


def _bepaid_push(attempt: SimulatedAttempt) -> tuple[bytes, dict[str, str]]:
    body = write_transaction(bepaid_transactions(attempt)[-1])
    return body, {"Content-Type": "application/json", signature.HEADER: signature.sign(body, private_key(attempt.rail))}


def by_name_and_secret(rail: str) -> dict[str, str]:
    """The headers of a webhook of bePaid's that is not signed."""
    shop = {"bepaid": BEPAID_SIMULATOR, "bepaid_erip": BEPAID_ERIP_SIMULATOR}[rail]
    return {"Content-Type": "application/json", "Authorization": basic(shop["shop_id"], shop["secret"])}


def _webpay_type(attempt: SimulatedAttempt) -> PaymentType:
    if attempt.operations > 1:
        whole = sum(one.amount_kopecks for one in refunds_of(attempt)) >= attempt.amount_kopecks
        return PaymentType.REFUNDED if whole else PaymentType.PART_VOIDED
    return WEBPAY_STATES.get(attempt.state, PaymentType.DECLINED)


def webpay_transaction(attempt: SimulatedAttempt) -> WebpayTransaction:
    """An attempt as Webpay's answer tells of it."""
    return WebpayTransaction(
        transaction_id=attempt.bill,
        order_id=attempt.bill[-6:],
        order_number=attempt.order_number,
        amount_kopecks=attempt.amount_kopecks,
        currency=attempt.currency,
        payment_type=_webpay_type(attempt),
        payment_method="cc",
        batch_timestamp=str(int(attempt.changed_at.timestamp())),
        rrn=attempt.bill[-8:],
    )


def _webpay_push(attempt: SimulatedAttempt) -> tuple[bytes, dict[str, str]]:
    told = webpay_transaction(attempt)
    values = {name: getattr(told, name) for name in WebpayTransaction.__slots__}
    body = write_notification(Notification(**values, card=attempt.masked_card), WEBPAY_SIMULATOR["secret"])
    return body, {"Content-Type": "application/x-www-form-urlencoded"}


def gmt(moment: datetime) -> str:
    """An instant as Assist writes it."""
    return moment.astimezone(UTC).strftime("%d.%m.%Y %H:%M:%S")


def _form_sums(attempt: SimulatedAttempt) -> tuple[bytes, bytes]:
    return f"amount={plain(attempt.amount_kopecks)}".encode(), f"amount={plain(attempt.amount_kopecks * 100)}".encode()


def _json_sums(attempt: SimulatedAttempt) -> tuple[bytes, bytes]:
    said = json.dumps(attempt.amount_kopecks)
    return f'"amount":{said}'.encode(), f'"amount":{said}00'.encode()


_PUSHES: dict[str, Callable[[SimulatedAttempt], tuple[bytes, dict[str, str]]]] = {
    "assist": _assist_push,
    "bepaid": _bepaid_push,
    "bepaid_erip": _bepaid_push,
    "webpay": _webpay_push,
}
_OTHER_SUMS = {"assist": _form_sums, "bepaid": _json_sums, "bepaid_erip": _json_sums, "webpay": _form_sums}

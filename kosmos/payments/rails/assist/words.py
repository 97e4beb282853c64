"""Assist's words for what became of an order, in ours."""

import re

from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.assist.messages import Attempt, OrderState

STATES = {
    OrderState.IN_PROCESS: Heard.WAITING,
    OrderState.DELAYED: Heard.HELD,
    OrderState.PART_DELAYED: Heard.WAITING,
    OrderState.APPROVED: Heard.APPROVED,
    OrderState.PART_APPROVED: Heard.PART_APPROVED,
    OrderState.CANCELED: Heard.CANCELLED,
    OrderState.PART_CANCELED: Heard.PART_CANCELLED,
    OrderState.DECLINED: Heard.DECLINED,
    OrderState.TIMEOUT: Heard.EXPIRED,
}
REASONS = {
    "AS100": "declined_by_bank",
    "AS101": "wrong_card",
    "AS102": "insufficient_funds",
    "AS104": "wrong_expiry",
    "AS105": "limit_exceeded",
    "AS107": "data_not_received",
    "AS108": "suspected_fraud",
    "AS109": "operations_limit",
    "AS110": "confirmation_failed",
    "AS200": "try_again",
    "AS998": "provider_fault",
}
"""Why an authorization was declined, by Assist's response code, as our codes."""

CURRENCY = re.compile(r"[A-Z]{3}")
BILL = re.compile(r"[0-9]{5,20}(\.[0-9]{1,4})?")


def state_of(word: str) -> OrderState | None:
    """The state that a word names, however its letters are written; None for one that Assist does not document."""
    return _BY_WORD.get(word.strip().lower())


_BY_WORD = {state.value.lower(): state for state in OrderState}


def operation_of(bill: str) -> str:
    """The operation that a bill number names; one without an operation means its first."""
    return bill if "." in bill else f"{bill}.1"


def news_of(attempt: Attempt, rail: str) -> News:
    """What an answer says of an attempt: the sum that its check value covers, less what was a discount."""
    if attempt.signs == "amount" and attempt.amount_kopecks is not None:
        amount, currency = attempt.amount_kopecks, attempt.currency
        discount = max(0, attempt.order_kopecks - amount)
    else:
        amount, currency = attempt.order_kopecks - attempt.discount_kopecks, attempt.order_currency
        discount = attempt.discount_kopecks
    return News(
        order_number=attempt.number,
        heard=STATES[attempt.state],
        amount_kopecks=amount,
        currency=currency,
        operation=operation_of(attempt.bill),
        attempt=attempt.bill.partition(".")[0],
        source=Source.QUERY,
        rail=rail,
        reason=REASONS.get(attempt.response_code, ""),
        discount_kopecks=discount,
        back=tuple((one.bill, one.amount_kopecks) for one in attempt.operations if one.gives_back),
    )

"""Assist's words for what became of an order, in ours."""

import re

from kosmos.payments.news import Heard

STATES = {
    "in process": Heard.WAITING,
    "delayed": Heard.WAITING,
    "partialdelayed": Heard.WAITING,
    "approved": Heard.APPROVED,
    "partialapproved": Heard.PART_APPROVED,
    "canceled": Heard.CANCELLED,
    "partialcanceled": Heard.PART_CANCELLED,
    "declined": Heard.DECLINED,
    "timeout": Heard.EXPIRED,
}
REASONS = {
    "AS100": "declined_by_bank",
    "AS101": "wrong_card",
    "AS102": "insufficient_funds",
    "AS104": "wrong_expiry",
    "AS105": "limit_exceeded",
    "AS107": "wrong_card",
    "AS108": "suspected_fraud",
    "AS109": "limit_exceeded",
    "AS110": "confirmation_failed",
    "AS200": "try_again",
    "AS998": "provider_fault",
}
"""Why an authorization was declined, by Assist's response code, as our codes."""

AMOUNT = re.compile(r"\d{1,12}\.\d{1,2}|\d{1,12}")
CURRENCY = re.compile(r"[A-Z]{3}")
BILL = re.compile(r"\d{5,20}(\.\d{1,4})?")


def heard_of(state: str) -> Heard | None:
    """What an orderstate says; None for a word that Assist does not document."""
    return STATES.get(state.strip().lower())


def operation_of(bill: str) -> str:
    """The operation that a bill number names; one without an operation means its first."""
    return bill if "." in bill else f"{bill}.1"

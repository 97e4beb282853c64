"""Writes about requests to support."""

from kosmos.support.services.answering import answer, close_for, note, take
from kosmos.support.services.asking import close, open_request, reopen, write
from kosmos.support.services.keeping import Written
from kosmos.support.services.leavings import ask_back, leaving_request, settle_leavings, withdraw_asking

__all__ = [
    "Written",
    "answer",
    "ask_back",
    "close",
    "close_for",
    "leaving_request",
    "note",
    "open_request",
    "reopen",
    "settle_leavings",
    "take",
    "withdraw_asking",
    "write",
]

"""Writes about requests to support."""

from kosmos.support.services.answering import answer, close_for, note
from kosmos.support.services.asking import close, open_request, reopen, write
from kosmos.support.services.keeping import Written
from kosmos.support.services.leavings import ask_back, leaving_request, settle_leavings, withdraw_asking
from kosmos.support.services.owning import give, merge, take

__all__ = [
    "Written",
    "answer",
    "ask_back",
    "close",
    "close_for",
    "give",
    "leaving_request",
    "merge",
    "note",
    "open_request",
    "reopen",
    "settle_leavings",
    "take",
    "withdraw_asking",
    "write",
]

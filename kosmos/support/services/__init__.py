"""Writes about requests to support."""

from kosmos.support.services.answering import answer, close_for, note, take
from kosmos.support.services.asking import close, open_request, reopen, write
from kosmos.support.services.keeping import Written

__all__ = ["Written", "answer", "close", "close_for", "note", "open_request", "reopen", "take", "write"]

"""Writes of the ledger: accounts, their locks and their postings."""

from kosmos.ledger.services.accounts import allocate_ids, bulk_open_accounts, open_account
from kosmos.ledger.services.moves import Move, post_move
from kosmos.ledger.services.postings import (
    Entry,
    Line,
    accounts_lock,
    accounts_locked,
    lock_accounts,
    open_months,
    write_postings,
)

__all__ = [
    "Entry",
    "Line",
    "Move",
    "accounts_lock",
    "accounts_locked",
    "allocate_ids",
    "bulk_open_accounts",
    "lock_accounts",
    "open_account",
    "open_months",
    "post_move",
    "write_postings",
]

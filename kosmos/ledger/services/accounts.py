"""Accounts come into being here, one by one or by the hundred thousand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kosmos.kernel.sql import copy, rows
from kosmos.ledger.errors import AccountExists
from kosmos.ledger.models import Account, AccountKind, AccountNumber, Cause, LedgerCode, PostingKind
from kosmos.ledger.services.postings import open_months

_ALLOCATE = """
INSERT INTO ledger_counter (name, next_value) VALUES (%(name)s, %(count)s + 1)
ON CONFLICT (name) DO UPDATE SET next_value = ledger_counter.next_value + %(count)s
RETURNING next_value - %(count)s
"""


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to open; the balance it brings is posted as its opening balance."""

    id: int
    number: str
    created_on: date
    balance_kopecks: int = 0


def allocate_ids(name: str, count: int) -> range:
    """Take a block of ids of a kind; they are this transaction's, and free again if it is rolled back."""
    first: int = rows(_ALLOCATE, {"name": name, "count": count})[0][0]
    return range(first, first + count)


@transaction.atomic
def open_account(
    *, number: str, day: date, kind: AccountKind = AccountKind.SUBSCRIBER, open_through_on: date | None = None
) -> int:
    """Open an account with nothing on it; its id. AccountExists if the number is taken."""
    if AccountNumber.objects.filter(number=number).exists():
        raise AccountExists(f"account {number} exists already", number=number)
    open_months(day, day)
    account_id = allocate_ids("account", 1)[0]
    Account.objects.create(id=account_id, kind=kind, created_on=day, open_through_on=open_through_on or day)
    AccountNumber.objects.create(number=number, account_id=account_id)
    return account_id


def bulk_open_accounts(accounts: Iterable[NewAccount], *, day: date, at: datetime) -> None:
    """Open many accounts by COPY, each open through ``day``, with its opening balance posted on that day."""
    open_months(day, day)
    batch = list(accounts)
    copy(
        "ledger_account (id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on,"
        " created_on, kind)",
        ((new.id, new.balance_kopecks, 0, 0, int(new.balance_kopecks != 0), day, new.created_on, 1) for new in batch),
    )
    copy("ledger_accountnumber (number, account_id)", ((new.number, new.id) for new in batch))
    opening = (int(PostingKind.OPENING), int(LedgerCode.OPENING_BALANCES), int(Cause.ASKED))
    copy(
        "ledger_posting (account_id, number, amount_kopecks, kind, code, cause, posted_on, posted_at)",
        ((new.id, 1, new.balance_kopecks, *opening, day, at) for new in batch if new.balance_kopecks),
    )

"""How a transaction of ERIP's is found, held, changed and turned into money: the same online and from a file."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, LiteralString

from kosmos.charging.services import NewPayment
from kosmos.kernel.sql import Statement, rows_of_each, statement, texts
from kosmos.ledger.models import AccountKind, AccountNumber, LedgerCode
from kosmos.payments.erip_models import EripState, EripTransaction
from kosmos.payments.erip_rules import Known
from kosmos.payments.models import Unidentified
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.reversals import reverse_rest
from kosmos.payments.services.suspense import take_back_nobodys

RAIL = "erip"
_HOLD: LiteralString = """
SELECT pg_advisory_xact_lock(key)
  FROM (SELECT DISTINCT hashtextextended('erip ' || name, 0) AS key
          FROM unnest(%(names)s::text[]) AS name ORDER BY key) AS held
"""


def hold(transaction_ids: Iterable[str]) -> None:
    """Keep others off these transactions until the caller's own is over: one of a number may name two accounts.

    Before any account is locked, so that no two writers wait for each other in a ring.
    """
    rows_of_each(holding(transaction_ids))


def holding(transaction_ids: Iterable[str]) -> Statement:
    """What holds transactions, for those who ask for other things with it."""
    return _HOLD, {"names": texts(transaction_ids)}


def known_transactions(transaction_ids: Sequence[str]) -> dict[str, EripTransaction]:
    """Transactions by their ids; of several of one id the one that is not cancelled."""
    return transactions_in(*rows_of_each(transactions_asked(transaction_ids)))


def transactions_asked(transaction_ids: Sequence[str]) -> Statement:
    """What asks for transactions, for those who ask for other things with it."""
    return statement("payments", "erip_transactions"), {"ids": texts(transaction_ids)}


def transactions_in(found: Sequence[tuple[Any, ...]]) -> dict[str, EripTransaction]:
    """The transactions in what `transactions_asked` found, as `known_transactions` says it."""
    by_id: dict[str, EripTransaction] = {}
    names = [field.attname for field in EripTransaction._meta.concrete_fields]
    for row in found:
        one = EripTransaction.from_db("default", names, row)
        if one.transaction_id not in by_id or one.state != EripState.CANCELLED:
            by_id[one.transaction_id] = one
    return by_id


def known_of(found: EripTransaction | None) -> Known | None:
    """A transaction as the rules see it."""
    return Known(found.account_id, found.state, found.amount_kopecks, found.number) if found else None


def subscriber_accounts(numbers: Iterable[str]) -> dict[str, int]:
    """The subscribers' accounts that have these numbers."""
    found = AccountNumber.objects.filter(number__in=list(numbers), account__kind=AccountKind.SUBSCRIBER)
    return dict(found.values_list("number", "account_id"))


def new_number() -> str:
    """A number of ours for a transaction: digits that nobody can guess."""
    return str(10**14 + secrets.randbelow(9 * 10**14))


def payment_of(account_id: int, transaction_id: str, amount_kopecks: int) -> NewPayment:
    """The payment that a transaction becomes."""
    return NewPayment(account_id, amount_kopecks, transaction_id, provider=RAIL, code=LedgerCode.ERIP_CLEARING)


def take_back(found: EripTransaction, *, now: datetime) -> None:
    """Take a transaction's money back, as much of it as still stands; a case says if that was not all.

    Money that was nobody's is taken from where it lies by now.
    """
    account_id, operation = found.account_id, found.transaction_id
    if take_back_nobodys(account_id=account_id, rail=RAIL, operation=operation, now=now) is not None:
        return
    taken = reverse_rest(account_id=account_id, provider=RAIL, reference=operation, now=now)
    if taken != found.amount_kopecks:
        case_of(found.account_id, found.transaction_id, "erip_storn_in_part", f"taken back: {taken} kopecks", now=now)


def nobodys_account(found: EripTransaction | None, account: str) -> int | None:
    """The suspense account that a transaction's money came to, if ERIP said that it was for ``account``."""
    if found is None:
        return None
    said = Unidentified.objects.filter(
        account_id=found.account_id, rail=RAIL, operation=found.transaction_id, order_number=account.strip()
    )
    return found.account_id if said.exists() else None


def case_of(account_id: int, transaction_id: str, kind: str, details: str, *, now: datetime) -> None:
    """Open a case about a transaction, once for each kind."""
    open_case(
        account_id=account_id,
        order_number=transaction_id,
        kind=kind,
        operation=transaction_id,
        details=details,
        now=now,
    )

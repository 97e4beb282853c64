"""What the records of ERIP's files do: payments made (206), money transferred (210), payments taken back (216)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kosmos.charging.services import post_payments
from kosmos.kernel.cards import without_cards
from kosmos.kernel.money import plain
from kosmos.ledger.services import lock_accounts
from kosmos.payments.agents import number_in
from kosmos.payments.erip_models import EripState, EripTransaction
from kosmos.payments.erip_rules import Move, Terms, on_reversal, on_transfer
from kosmos.payments.models import Unidentified
from kosmos.payments.queries import lies_on
from kosmos.payments.rails.erip.file_messages import (
    Header,
    PaymentRecord,
    ReceiptHeader,
    ReceiptRecord,
    Record,
    ReversalRecord,
    TransferRecord,
)
from kosmos.payments.rails.erip.messages import BYN
from kosmos.payments.services.cases import suspense_account
from kosmos.payments.services.erip.demands import take_receipt
from kosmos.payments.services.erip.keeping import (
    RAIL,
    case_of,
    hold,
    known_of,
    known_transactions,
    new_number,
    nobodys_account,
    payment_of,
    subscriber_accounts,
    take_back,
)

Paid = PaymentRecord | TransferRecord | ReversalRecord
LEDGER_CURRENCIES = {"BYN", str(BYN)}


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of a file that could be read."""

    file: str
    kind: int
    read: Sequence[Header | Record]


@dataclass(frozen=True, slots=True)
class _File:
    """What every record of a file needs to be known of it."""

    name: str
    terms: Terms
    suspense: int
    accounts: dict[str, int]
    now: datetime

    def account_of(self, record: Paid) -> int:
        """The account that a record is for; the suspense account if there is no such one."""
        return self.accounts.get(number_in(record.account), self.suspense)


def take_lines(lines: Lines, *, now: datetime, terms: Terms) -> None:
    """Do what lines of a file say, in the caller's transaction; lines that were done before change nothing."""
    for header in lines.read:
        if isinstance(header, ReceiptHeader):
            take_receipt(header, [one for one in lines.read if isinstance(one, ReceiptRecord)], now=now)
    records = [one for one in lines.read if isinstance(one, PaymentRecord | TransferRecord | ReversalRecord)]
    if not records:
        return
    suspense = suspense_account(RAIL, now=now)
    numbers = {number_in(record.account) for record in records} - {""}
    file = _File(lines.file, terms, suspense, subscriber_accounts(numbers), now)
    hold(record.operation for record in records)
    found = known_transactions([record.operation for record in records])
    lying = lies_on(suspense, RAIL, found) if any(isinstance(record, ReversalRecord) for record in records) else set()
    lock_accounts({suspense, *file.accounts.values(), *(one.account_id for one in found.values()), *lying})
    found = known_transactions([record.operation for record in records])
    for record in records:
        _take(record, file, found)


def _take(record: Paid, file: _File, found: dict[str, EripTransaction]) -> None:
    known, account_id = found.get(record.operation), file.account_of(record)
    if isinstance(record, ReversalRecord):
        account_id = nobodys_account(known, record.account) or account_id
        move = on_reversal(known_of(known), account_id=account_id, amount_kopecks=record.amount_kopecks)
    else:
        final = isinstance(record, TransferRecord)
        if not final and (known is None or known.state == EripState.STARTED) and not file.terms.credits_operational:
            return
        move = on_transfer(known_of(known), account_id=account_id, amount_kopecks=record.amount_kopecks, final=final)
    if move.case:
        said = f"{file.name}: {plain(record.amount_kopecks)} for {record.account}"
        case_of(account_id, record.operation, move.case, said, now=file.now)
    _do(record, file, known, move, found)


def _do(
    record: Paid, file: _File, known: EripTransaction | None, move: Move, found: dict[str, EripTransaction]
) -> None:
    """Keep the state that follows and move the money."""
    if known is None or (move.post and move.no):
        if move.post:
            if known is not None:
                _change(known, move.state, now=file.now)
            where = file.suspense if move.no else file.account_of(record)
            found[record.operation] = _credit_new(record, file, where)
        return
    if move.take_back:
        take_back(known, now=file.now)
    if move.post:
        known.amount_kopecks, known.paid_at = record.amount_kopecks, record.paid_at
        post_payments([payment_of(known.account_id, known.transaction_id, record.amount_kopecks)], now=file.now)
    if isinstance(record, TransferRecord) and not known.transfer_file and not move.no:
        known.transfer_file, known.transfer_kopecks = file.name, record.transfer_kopecks
    _change(known, move.state, now=file.now)


def _change(known: EripTransaction, state: str, *, now: datetime) -> None:
    if known.state != state:
        known.state, known.changed_at, known.locked_until = state, now, None
    known.save()


def _credit_new(record: Paid, file: _File, account_id: int) -> EripTransaction:
    """Credit what was never heard of online; nobody's money waits on the suspense account."""
    post_payments([payment_of(account_id, record.operation, record.amount_kopecks)], now=file.now)
    if account_id == file.suspense:
        _note(record, file)
    is_transfer = isinstance(record, TransferRecord)
    return EripTransaction.objects.create(
        account_id=account_id,
        transaction_id=record.operation,
        number=new_number(),
        state=EripState.COMMITTED,
        amount_kopecks=record.amount_kopecks,
        terminal=record.device_type or record.device,
        begun_at=file.now,
        changed_at=file.now,
        paid_at=record.paid_at,
        transfer_file=file.name if is_transfer else "",
        transfer_kopecks=record.transfer_kopecks if isinstance(record, TransferRecord) else None,
    )


def _note(record: Paid, file: _File) -> None:
    row = Unidentified(
        account_id=file.suspense,
        rail=RAIL,
        operation=record.operation,
        order_number=record.account,
        amount_kopecks=record.amount_kopecks,
        currency="BYN",
        reason="unknown_account",
        posted=True,
        came_at=file.now,
        payer=without_cards(record.full_name),
        purpose=without_cards(record.address),
    )
    Unidentified.objects.bulk_create([row], ignore_conflicts=True)
    said = f"{plain(record.amount_kopecks)} BYN for {record.account}"
    case_of(file.suspense, record.operation, "unknown_account", said, now=file.now)

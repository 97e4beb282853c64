"""ERIP as it speaks: requests about an account, records of files, and what they did."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from kosmos.payments.erip_models import EripTransaction
from kosmos.payments.erip_rules import Terms
from kosmos.payments.rails.erip.file_kinds import KINDS
from kosmos.payments.rails.erip.file_messages import (
    PaymentRecord,
    PaymentsHeader,
    ReversalRecord,
    TransferHeader,
    TransferRecord,
)
from kosmos.payments.rails.erip.files import total_of, write_file
from kosmos.payments.rails.erip.messages import (
    Answer,
    Head,
    Request,
    ServiceInfo,
    Started,
    StornResult,
    StornStart,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.services.erip import take_request
from kosmos.payments.tests.world import NOW

NUMBER = "100482"
TERMS = Terms()
_ids = count(1)


def head(account: str = NUMBER, request_id: str = "", currency: int = 933) -> Head:
    """What every request says; a RequestId of its own if none is said."""
    return Head(NOW, account, request_id or f"r{next(_ids)}", currency)


def info(account: str = NUMBER) -> ServiceInfo:
    return ServiceInfo(head(account))


def start(transaction: str = "T1", amount: int = 2500, *, account: str = NUMBER, request: str = "") -> TransactionStart:
    return TransactionStart(head(account, request), transaction, amount)


def result(
    transaction: str = "T1", error: str = "", *, number: str = "", account: str = NUMBER, request: str = ""
) -> TransactionResult:
    return TransactionResult(head(account, request), transaction, number, error)


def storn(transaction: str = "T1", amount: int = 2500, *, account: str = NUMBER, request: str = "") -> StornStart:
    return StornStart(head(account, request), transaction, number_of(transaction), amount)


def storned(transaction: str = "T1", *, yes: bool = True, account: str = NUMBER, request: str = "") -> StornResult:
    return StornResult(head(account, request), transaction, number_of(transaction), yes)


def say(request: Request, at: datetime = NOW) -> Answer:
    """Let ERIP ask; the answer."""
    return take_request(request, now=at, terms=TERMS)


def number_of(transaction: str) -> str:
    """Our number of a transaction; something else if there is none."""
    found = EripTransaction.objects.filter(transaction_id=transaction).first()
    return found.number if found else "0"


def state_of(transaction: str = "T1") -> str:
    """The state of the one transaction of an id."""
    return EripTransaction.objects.get(transaction_id=transaction).state


def begun(transaction: str = "T1", at: datetime = NOW) -> str:
    """Begin a transaction; our number of it."""
    answer = say(start(transaction), at)
    assert isinstance(answer, Started)
    return answer.number


def paid_record(operation: str = "T1", amount: int = 2500, account: str = NUMBER) -> PaymentRecord:
    return PaymentRecord(
        "1", "e1", account, "", "", "", amount, 0, NOW, "", None, operation, "", "", "", "", "", "", "", "5"
    )


def transfer_record(operation: str = "T1", amount: int = 2500, account: str = NUMBER) -> TransferRecord:
    return TransferRecord(
        "1", "e1", account, "", "", "", amount, 0, amount - 10, NOW, "", None, operation, "", "", "", "", "", "", "5"
    )


def reversal_record(operation: str = "T1", amount: int = 2500, account: str = NUMBER) -> ReversalRecord:
    later = NOW + timedelta(hours=1)
    return ReversalRecord(
        "1", "e1", account, "", "", "", amount, 0, NOW, later, "", None, operation, "", "", "", "", "", "", "", "5"
    )


def file_of(
    kind: int,
    *records: PaymentRecord | TransferRecord | ReversalRecord,
    currency: str = "933",
    count: int | None = None,
) -> bytes:
    """The bytes of a file 206, 210 or 216."""
    total, many = total_of(records), len(records) if count is None else count
    head = PaymentsHeader("5", "sub", "1", NOW, many, "ag", "191234567", currency, total)
    if kind == 210:
        transfer = TransferHeader(
            "5", "sub", "1", NOW, many, "ag", "191234567", "b", "a", "77", NOW, currency, total, 0, total, "b", "a"
        )
        return b"".join(write_file(KINDS[kind], transfer, records))
    return b"".join(write_file(KINDS[kind], replace(head), records))

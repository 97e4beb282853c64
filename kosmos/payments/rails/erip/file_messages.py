"""What ERIP's files say: demands (202) and their receipt (204), payments (206), transfers (210), reversals (216).

The types rest on one or two implementations (210: two). Records of 206, 210 and 216 name a payment by ERIP's number
``operation``; that it is the TransactionId of the online protocol is unconfirmed.
"""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DemandsHeader:
    """Line 1 of a file 202; ``personal`` is its last field, PS."""

    version: str
    subscriber_code: str
    message_number: str
    sent_at: datetime
    count: int
    unp: str
    bank_code: str
    bank_account: str
    service: str
    currency: str
    personal: str = ""


@dataclass(frozen=True, slots=True)
class DemandRecord:
    """What an account owes, as the terminals are to show it."""

    account: str
    full_name: str
    address: str
    period: str
    amount_kopecks: int
    penalty_kopecks: int
    made_at: datetime
    info: str = ""
    data: str = ""


@dataclass(frozen=True, slots=True)
class ReceiptHeader:
    """Line 1 of a file 204; ``result`` 0 says that the demands were taken."""

    version: str
    sender_code: str
    response_number: str
    answered_at: datetime
    demands_number: str
    demands_sent_at: datetime
    result: int
    error: str = ""
    errors: int | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """A line of ours that was not taken, and why."""

    entry: str
    error: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class PaymentsHeader:
    """Line 1 of a file 206 or 216."""

    version: str
    subscriber_code: str
    message_number: str
    sent_at: datetime
    count: int
    agent_code: str
    unp: str
    currency: str
    total_kopecks: int
    fine_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class PaymentRecord:
    """A payment that was made; it becomes final by a file 210."""

    entry: str
    erip_id: str
    account: str
    full_name: str
    address: str
    period: str
    amount_kopecks: int
    fine_kopecks: int
    paid_at: datetime
    meters: str
    billed_at: datetime | None
    operation: str
    agent_operation: str
    device: str
    authorization: str
    info: str
    agent_bank_code: str
    data: str
    authorization_id: str
    device_type: str = ""


@dataclass(frozen=True, slots=True)
class ReversalRecord:
    """A payment that was taken back."""

    entry: str
    erip_id: str
    account: str
    full_name: str
    address: str
    period: str
    amount_kopecks: int
    fine_kopecks: int
    paid_at: datetime
    reversed_at: datetime
    meters: str
    billed_at: datetime | None
    operation: str
    agent_operation: str
    device: str
    authorization: str
    info: str
    agent_bank_code: str
    data: str
    authorization_id: str
    device_type: str = ""


@dataclass(frozen=True, slots=True)
class TransferHeader:
    """Line 1 of a file 210: the payment order by which the bank transferred the money."""

    version: str
    subscriber_code: str
    message_number: str
    sent_at: datetime
    count: int
    agent_code: str
    unp: str
    bank_code: str
    bank_account: str
    pay_document: str
    transferred_at: datetime
    currency: str
    total_kopecks: int
    fine_kopecks: int
    transfer_kopecks: int
    agent_bank_code: str
    agent_bank_account: str
    budget_code: str = ""

    @property
    def commission_kopecks(self) -> int:
        """What was kept on the way."""
        return self.total_kopecks - self.transfer_kopecks


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """A payment whose money was transferred: final."""

    entry: str
    erip_id: str
    account: str
    full_name: str
    address: str
    period: str
    amount_kopecks: int
    fine_kopecks: int
    transfer_kopecks: int
    paid_at: datetime
    meters: str
    billed_at: datetime | None
    operation: str
    agent_operation: str
    device: str
    authorization: str
    info: str
    data: str
    authorization_id: str
    device_type: str = ""


Header = DemandsHeader | ReceiptHeader | PaymentsHeader | TransferHeader
Record = DemandRecord | ReceiptRecord | PaymentRecord | ReversalRecord | TransferRecord

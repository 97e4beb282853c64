"""What bePaid is sent, and what it tells: cards by its payment page, and ERIP."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """What became of a payment."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    ERROR = "error"
    INCOMPLETE = "incomplete"
    PENDING = "pending"
    START = "start"
    AUTO_CREATED = "auto_created"
    PERMANENT = "permanent"
    EXPIRED = "expired"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Checkout:
    """A wish for a payment page; addresses to come back to by what became of it."""

    number: str
    amount_kopecks: int
    currency: str
    description: str
    notification_url: str = ""
    success_url: str = ""
    decline_url: str = ""
    fail_url: str = ""
    cancel_url: str = ""
    language: str = "ru"
    transaction_type: str = "payment"
    test: bool = False
    expires_at: datetime | None = None
    email: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """The payment page that was made."""

    token: str
    redirect_url: str


@dataclass(frozen=True, slots=True)
class EripRequest:
    """A demand that bePaid puts into ERIP; ``order_id`` is a number of ours, and lines are for the payer."""

    number: str
    order_id: str
    amount_kopecks: int
    currency: str
    description: str
    account: str
    service_number: str
    email: str = ""
    ip: str = ""
    notification_url: str = ""
    expires_at: datetime | None = None
    info: tuple[str, ...] = ()
    receipt: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """What a webhook or an answer tells of a payment; ``number`` is ours (tracking_id).

    ``parent`` is the payment that one of another ``kind`` (refund …) belongs to.
    """

    uid: str
    number: str
    status: Status
    amount_kopecks: int
    currency: str
    kind: str = ""
    message: str = ""
    test: bool = False
    paid_at: datetime | None = None
    account: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Money to give back of a payment; ``number`` is ours of the refund."""

    parent: str
    amount_kopecks: int
    number: str
    reason: str

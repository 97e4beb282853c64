"""What Webpay is sent, and what it tells."""

from dataclasses import dataclass
from enum import IntEnum


class PaymentType(IntEnum):
    """What became of a payment; 1 and 4 are documented as success, the other names come from merchants' code."""

    COMPLETED = 1
    DECLINED = 2
    PENDING = 3
    AUTHORIZED = 4
    REFUNDED = 5
    SYSTEM = 6
    VOIDED = 7
    FAILED = 8
    PART_VOIDED = 9
    RECURRENT = 10

    @property
    def succeeded(self) -> bool:
        """Whether the money is taken."""
        return self in {PaymentType.COMPLETED, PaymentType.AUTHORIZED}


@dataclass(frozen=True, slots=True)
class Item:
    """A line of the order."""

    name: str
    quantity: int
    price_kopecks: int


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The form that opens the payment page; ``seed`` is any text that no other form of the order has."""

    store_id: str
    order_number: str
    seed: str
    currency: str
    items: tuple[Item, ...]
    total_kopecks: int
    test: bool = False
    language: str = "russian"
    customer_id: str = ""
    operation_type: str = ""
    return_url: str = ""
    cancel_return_url: str = ""
    notify_url: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Notification:
    """A payment that Webpay tells of, and that its signature proves; ``order_number`` is ours."""

    transaction_id: str
    order_id: str
    order_number: str
    amount_kopecks: int
    currency: str
    payment_type: PaymentType
    payment_method: str
    batch_timestamp: str
    rrn: str
    approval: str = ""
    card: str = ""


@dataclass(frozen=True, slots=True)
class Transaction:
    """The answer about a payment: what the status query says decides."""

    transaction_id: str
    order_id: str
    order_number: str
    amount_kopecks: int
    currency: str
    payment_type: PaymentType
    payment_method: str
    batch_timestamp: str
    rrn: str

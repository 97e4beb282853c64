"""What Assist is asked, and what it answers."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum

DISCOUNT = "Discount"
"""The means of an operation that is a discount: no money comes by it."""


class CancelReason(IntEnum):
    """Why a payment is cancelled."""

    SHOP = 1
    CUSTOMER = 2
    FRAUD = 3


class Operation(IntEnum):
    """What was done with an order's money."""

    APPROVE = 100
    CHARGE = 200
    CANCEL = 300
    ACCRUAL = 500


class OrderState(StrEnum):
    """What became of an order, in Assist's words."""

    IN_PROCESS = "In Process"
    DELAYED = "Delayed"
    APPROVED = "Approved"
    PART_APPROVED = "PartialApproved"
    PART_DELAYED = "PartialDelayed"
    CANCELED = "Canceled"
    PART_CANCELED = "PartialCanceled"
    DECLINED = "Declined"
    TIMEOUT = "Timeout"


GIVEN_BACK = {OrderState.CANCELED, OrderState.PART_CANCELED}


@dataclass(frozen=True, slots=True)
class Access:
    """Who asks."""

    merchant_id: str
    login: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Recurring:
    """Leave to take later payments without the payer: of sums within bounds, no more often than a number of days."""

    least_kopecks: int
    most_kopecks: int
    period_days: int
    until: date


@dataclass(frozen=True, slots=True)
class Customer:
    """The payer, as far as the page is told of him."""

    lastname: str = ""
    firstname: str = ""
    middlename: str = ""
    email: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class OrderForm:
    """The form that opens the payment page; ``delay`` makes it a payment of two stages, charged later."""

    number: str
    amount_kopecks: int
    currency: str
    language: str = "RU"
    delay: bool = False
    comment: str = ""
    customer: Customer = Customer()
    return_url: str = ""
    return_ok_url: str = ""
    return_no_url: str = ""
    recurring: Recurring | None = None


@dataclass(frozen=True, slots=True)
class PayPage:
    """The page that was made for an order by a request of ours."""

    url: str
    state: OrderState | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskState:
    """What became of an order, of attempts made between two instants (by default of the last three days)?"""

    number: str
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AskResult:
    """What became of an order, with its operations?"""

    number: str
    since: datetime | None = None
    until: datetime | None = None
    language: str = "RU"


@dataclass(frozen=True, slots=True)
class AskByDate:
    """What became of all orders of at most one day?"""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Charge:
    """The second stage of a payment: take the money, all of it unless a sum is said."""

    bill: str
    amount_kopecks: int | None = None
    currency: str = ""
    language: str = "RU"
    client_ip: str = ""


@dataclass(frozen=True, slots=True)
class Cancel:
    """Cancel a payment, or give a part of it back; the same call before and after it is settled."""

    bill: str
    amount_kopecks: int | None = None
    currency: str = ""
    reason: CancelReason = CancelReason.SHOP
    language: str = "RU"
    client_ip: str = ""


@dataclass(frozen=True, slots=True)
class Recurrent:
    """Take a payment without the payer, by the leave that he gave in the payment ``bill``."""

    bill: str
    number: str
    amount_kopecks: int
    currency: str
    comment: str = ""
    language: str = "RU"


@dataclass(frozen=True, slots=True)
class CreateBill:
    """Make a bill that the payer pays when he likes, until an instant (by default a day), by ERIP too."""

    number: str
    amount_kopecks: int
    currency: str
    comment: str = ""
    customer: Customer = Customer()
    language: str = "RU"
    pay_until: datetime | None = None
    delay: bool = False
    send_notification: bool = False


Request = AskState | AskResult | AskByDate | Charge | Cancel | Recurrent | CreateBill


@dataclass(frozen=True, slots=True)
class Done:
    """An operation of an order; ``bill`` is the extended number."""

    bill: str
    operation: Operation
    state: str
    amount_kopecks: int
    currency: str
    means: str = ""

    @property
    def gives_back(self) -> bool:
        """Whether money of it went back."""
        return self.operation is Operation.CANCEL and self.state in {"", "Approved", *GIVEN_BACK}


@dataclass(frozen=True, slots=True)
class Attempt:
    """An attempt to pay an order, or what was done with it.

    ``signs`` names the amount that its check value covers: amount, orderamount, or nothing where it is not signed.
    """

    number: str
    bill: str
    state: OrderState
    order_kopecks: int
    order_currency: str
    amount_kopecks: int | None = None
    currency: str = ""
    response_code: str = ""
    customer_message: str = ""
    card: str = ""
    approval: str = ""
    packet_at: datetime | None = None
    signs: str = ""
    test: bool = False
    operations: tuple[Done, ...] = ()

    @property
    def discount_kopecks(self) -> int:
        """What of the order was a discount of Assist's, and is not money that comes."""
        came = (one for one in self.operations if one.operation is not Operation.CANCEL and one.state != "Declined")
        return sum(one.amount_kopecks for one in came if one.means == DISCOUNT)


@dataclass(frozen=True, slots=True)
class Result:
    """An answer: its two codes, and the attempts in their order if it is no error.

    ``bill_id`` is what a bill that was made is opened by.
    """

    first: int
    second: int
    attempts: tuple[Attempt, ...] = ()
    bill_id: str = ""

    @property
    def ok(self) -> bool:
        """Whether what was asked was done."""
        return self.first == 0

    @property
    def decisive(self) -> Attempt | None:
        """Of several attempts at one order any approved one, else the last."""
        approved = [one for one in self.attempts if one.state is OrderState.APPROVED]
        return next(iter(approved), self.attempts[-1] if self.attempts else None)

"""What ERIP asks a service provider online, and what it is answered."""

from dataclasses import dataclass
from datetime import datetime

ACCOUNT_SIGNS = 30
BYN, BYR = 933, 974
"""The currency of today, and the one until July 2016: a provider that is asked in another refuses."""


@dataclass(frozen=True, slots=True)
class Head:
    """What every request says of itself: who asks about which account, when, from what terminal."""

    asked_at: datetime
    account: str
    request_id: str
    currency: int = BYN
    version: str = "1"
    service_number: str = ""
    terminal: str = ""
    terminal_type: str = ""
    language: str = ""
    check_width: int | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A payer's name; the answer says by ``editable`` whether he may change it."""

    surname: str = ""
    first_name: str = ""
    patronymic: str = ""
    editable: bool | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A payer's address."""

    city: str = ""
    street: str = ""
    house: str = ""
    building: str = ""
    apartment: str = ""
    editable: bool | None = None


@dataclass(frozen=True, slots=True)
class ServiceInfo:
    """What is owed on this account? ``debt_kopecks`` and ``devices`` are what the terminal has from before."""

    head: Head
    agent: str = ""
    terminal_type: str = ""
    amount_precision: int | None = None
    debt_kopecks: int | None = None
    penalty_kopecks: int | None = None
    devices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TransactionStart:
    """A payment begins: the account is held for it. The same transaction may be sent again."""

    head: Head
    transaction_id: str
    amount_kopecks: int
    agent: str = ""
    authorization: str = ""
    authorization_ident: str = ""
    name: Person | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class TransactionResult:
    """A payment ends: with ``error_text`` it failed, without one the money is ours.

    ``number`` is empty where ERIP never heard it, because our answer to the start was lost.
    """

    head: Head
    transaction_id: str
    number: str
    error_text: str = ""


@dataclass(frozen=True, slots=True)
class StornStart:
    """A payment is to be taken back."""

    head: Head
    transaction_id: str
    number: str
    amount_kopecks: int


@dataclass(frozen=True, slots=True)
class StornResult:
    """Whether it was taken back."""

    head: Head
    transaction_id: str
    number: str
    storned: bool
    amount_kopecks: int | None = None
    error_text: str = ""


Request = ServiceInfo | TransactionStart | TransactionResult | StornStart | StornResult


@dataclass(frozen=True, slots=True)
class Demand:
    """What is to be paid, and what the payer may make of it."""

    debt_kopecks: int
    penalty_kopecks: int | None = None
    editable: bool = True
    least_kopecks: int | None = None
    most_kopecks: int | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """The answer to ServiceInfo; ``lines`` are shown to the payer."""

    demand: Demand
    name: Person | None = None
    address: Address | None = None
    lines: tuple[str, ...] = ()
    next_request: str = ""


@dataclass(frozen=True, slots=True)
class Started:
    """The answer to TransactionStart: our number of the payment."""

    number: str
    lines: tuple[str, ...] = ()
    next_request: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """The answer to TransactionResult: lines for the payer's receipt."""

    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Noted:
    """The answer to StornStart and StornResult, which has nothing in it."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The answer to anything that cannot be done, in words for the payer."""

    lines: tuple[str, ...]


Answer = Info | Started | Finished | Noted | Refused

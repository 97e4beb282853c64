"""What agents say by check and pay, and what they are answered: OSMP, CyberPlat and Sberbank alike."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

TXN_ID_DIGITS = 20
ACCOUNT_SIGNS = 200


class Result(IntEnum):
    """What became of a request, by OSMP's numbers.

    That a payment is not known, or was cancelled, is CyberPlat's own answer: OSMP hears another fault.
    """

    PAYMENT_CANCELLED = -7
    PAYMENT_UNKNOWN = -6
    OK = 0
    TEMPORARY = 1
    ACCOUNT_FORMAT = 4
    ACCOUNT_UNKNOWN = 5
    FORBIDDEN = 7
    FORBIDDEN_TECHNICAL = 8
    ACCOUNT_INACTIVE = 79
    NOT_FINISHED = 90
    SUM_TOO_SMALL = 241
    SUM_TOO_LARGE = 242
    STATE_UNKNOWN = 243
    CANCEL_IMPOSSIBLE = 251
    OTHER = 300

    @property
    def number(self) -> int:
        """What OSMP is told."""
        return Result.OTHER.value if self < Result.OK else self.value

    @property
    def fatal(self) -> bool:
        """Whether the agent gives up; a result that is not fatal is asked for again."""
        return self not in {Result.OK, Result.TEMPORARY, Result.NOT_FINISHED}


@dataclass(frozen=True, slots=True)
class Extra:
    """What agents may add: their terminal, kind of payment, service, currency, and data1 to dataN in order."""

    terminal: str = ""
    pay_type: str = ""
    service: str = ""
    currency: str = ""
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """May this account be paid? ``amount_kopecks`` is None where the agent does not say it."""

    txn_id: str
    account: str
    amount_kopecks: int | None = None
    extra: Extra = Extra()


@dataclass(frozen=True, slots=True)
class Pay:
    """The money was taken: credit it, by ``paid_at``. The agent's number of it is the same whenever it is repeated."""

    txn_id: str
    account: str
    amount_kopecks: int
    paid_at: datetime
    extra: Extra = Extra()


@dataclass(frozen=True, slots=True)
class Cancel:
    """Take a payment back: named by our number of it, or by the agent's."""

    txn_id: str
    payment_number: str = ""
    payment_txn_id: str = ""
    paid_at: datetime | None = None
    account: str = ""
    amount_kopecks: int | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """What became of a payment?"""

    txn_id: str


Request = Check | Pay | Cancel | Status


@dataclass(frozen=True, slots=True)
class Answer:
    """What the agent hears; ``number`` is our number of the payment, digits only, the same in every repetition.

    ``named`` are lines for the payer: a name of the field and its value.
    """

    result: Result
    txn_id: str = ""
    number: str = ""
    amount_kopecks: int | None = None
    comment: str = ""
    named: tuple[tuple[str, str], ...] = ()
    answered_at: datetime | None = None

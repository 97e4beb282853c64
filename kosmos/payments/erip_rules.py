"""What ERIP's messages do to a transaction: the one state machine of the online protocol and of the files. Pure.

Names and states are those of one implementation seen; what contradicts what is known changes nothing, is refused and
has a case: the file of transferred money (210) decides in the end.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from kosmos.payments.rules import MOST_KOPECKS

LOCK_FOR = timedelta(minutes=30)
STARTED, COMMITTED, CANCELLED = "started", "committed", "cancelled"
STORN_STARTED, STORN_COMMITTED = "storn_started", "storn_committed"
PAID = frozenset({COMMITTED, STORN_STARTED})


class No(StrEnum):
    """Why something is refused."""

    LOCKED = "locked"
    AMOUNT = "amount"
    CURRENCY = "currency"
    ACCOUNT = "account"
    CLOSED = "closed"
    UNKNOWN = "unknown"
    CONTRADICTS = "contradicts"
    NOT_PAID = "not_paid"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class Terms:
    """What the operator agreed with ERIP.

    ``credits_operational``: a file 206 credits what online was never heard of, before the money is transferred.
    ``services`` are the numbers of ours that may be asked for; any, if none is named.
    """

    least_kopecks: int = 1
    most_kopecks: int = MOST_KOPECKS
    next_request: str = ""
    credits_operational: bool = False
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a transaction before a message."""

    account_id: int
    state: str
    amount_kopecks: int
    number: str


@dataclass(frozen=True, slots=True)
class Move:
    """What a message does: the state that follows, why it is refused, what a person must know, how money moves."""

    state: str
    no: No | None = None
    case: str = ""
    post: bool = False
    take_back: bool = False


def _refuse(known: Known, no: No = No.CONTRADICTS, case: str = "erip_contradiction") -> Move:
    return Move(known.state, no, case)


def is_other(known: Known, *, account_id: int, number: str = "", amount_kopecks: int | None = None) -> bool:
    """Whether a message is not of the transaction that it names."""
    other_number = bool(number) and number != known.number
    other_amount = amount_kopecks is not None and amount_kopecks != known.amount_kopecks
    return account_id != known.account_id or other_number or other_amount


def on_start(known: Known | None, *, account_id: int, amount_kopecks: int, locked: bool, terms: Terms) -> Move:
    """A payment begins, or its beginning is heard again."""
    if known is None:
        if locked:
            return Move("", No.LOCKED)
        within = terms.least_kopecks <= amount_kopecks <= terms.most_kopecks
        return Move(STARTED) if within else Move("", No.AMOUNT)
    if is_other(known, account_id=account_id, amount_kopecks=amount_kopecks):
        return _refuse(known)
    return Move(known.state)


def on_result(known: Known | None, *, account_id: int, number: str, failed: bool) -> Move:
    """A payment ends. A success after a failure is refused, and so is a failure after a success."""
    if known is None:
        return Move("") if failed else Move("", No.UNKNOWN, "erip_result_of_nothing")
    if is_other(known, account_id=account_id, number=number):
        return _refuse(known)
    if known.state == STARTED:
        return Move(CANCELLED) if failed else Move(COMMITTED, post=True)
    return Move(known.state) if failed == (known.state == CANCELLED) else _refuse(known)


def on_storn_start(known: Known | None, *, account_id: int, number: str, amount_kopecks: int) -> Move:
    """A payment is to be taken back, which ERIP does whole."""
    if known is None:
        return Move("", No.UNKNOWN, "erip_storn_of_nothing")
    if is_other(known, account_id=account_id, number=number, amount_kopecks=amount_kopecks):
        return _refuse(known)
    if known.state in {STARTED, CANCELLED}:
        return _refuse(known, No.NOT_PAID, "erip_storn_of_unpaid")
    return Move(STORN_STARTED if known.state == COMMITTED else known.state)


def on_storn_result(
    known: Known | None, *, account_id: int, number: str, amount_kopecks: int | None, storned: bool
) -> Move:
    """A payment was taken back, or stays."""
    if known is None:
        return Move("", No.UNKNOWN, "erip_storn_of_nothing")
    if is_other(known, account_id=account_id, number=number, amount_kopecks=amount_kopecks):
        return _refuse(known)
    if known.state == STORN_STARTED:
        return Move(STORN_COMMITTED, take_back=True) if storned else Move(COMMITTED)
    done = STORN_COMMITTED if storned else COMMITTED
    return Move(known.state) if known.state == done else _refuse(known)


def on_transfer(known: Known | None, *, account_id: int, amount_kopecks: int, final: bool = True) -> Move:
    """A file's record of a payment; ``final`` (210) is authoritative, another credits only what is not contradicted.

    Of another account than the transaction online it cancels that one: the money waits for a person, once.
    """
    if known is None:
        return Move(COMMITTED, post=True)
    if known.account_id != account_id:
        state = CANCELLED if known.state == STARTED else known.state
        return Move(state, No.CONTRADICTS, "erip_file_other_account", post=state == CANCELLED and final)
    other = "erip_file_other_amount" if known.amount_kopecks != amount_kopecks else ""
    if known.state == CANCELLED:
        return Move(COMMITTED, case="erip_paid_after_cancelled", post=True) if final else _refuse(known)
    if known.state == STORN_COMMITTED:
        return Move(known.state, case="erip_paid_after_storn" if final else "")
    return Move(COMMITTED, case=other, post=True) if known.state == STARTED else Move(known.state, case=other)


def on_reversal(known: Known | None, *, account_id: int, amount_kopecks: int) -> Move:
    """A file's record (216) of a payment taken back, which is ERIP's last word on it."""
    if known is None:
        return Move("", No.UNKNOWN, "erip_storn_of_nothing")
    if is_other(known, account_id=account_id, amount_kopecks=amount_kopecks):
        return _refuse(known)
    if known.state in PAID:
        return Move(STORN_COMMITTED, take_back=True)
    return Move(CANCELLED if known.state == STARTED else known.state)

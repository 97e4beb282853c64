"""Moves between two of the operator's codes: a float, cash handed over, a till's shortage."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString

from kosmos.kernel.sql import rows
from kosmos.ledger.errors import ClockWentBack
from kosmos.ledger.models import LedgerCode, OperatorPosting
from kosmos.ledger.services.accounts import allocate_ids

_SEAL: LiteralString = "SELECT seal FROM ledger_businessday WHERE day = %(day)s FOR SHARE"


@dataclass(frozen=True, slots=True)
class Move:
    """Money that goes from one code to another; ``reference`` makes it once."""

    from_code: LedgerCode
    to_code: LedgerCode
    amount_kopecks: int
    reference: str
    note: str = ""


def post_move(move: Move, *, day: date, at: datetime) -> int:
    """Post a move in the caller's transaction; its number. The day cannot be sealed before that transaction is over.

    ClockWentBack if the day is sealed already. A reference that is there already is a mistake of the caller's, who
    checks for repeats under his own lock: IntegrityError.
    """
    if any(seal for (seal,) in rows(_SEAL, {"day": day})):
        raise ClockWentBack(f"the business day {day} is sealed", day=day)
    number = allocate_ids("operator_posting", 1)[0]
    OperatorPosting.objects.create(
        number=number,
        posted_on=day,
        posted_at=at,
        from_code=move.from_code,
        to_code=move.to_code,
        amount_kopecks=move.amount_kopecks,
        reference=move.reference,
        note=move.note,
    )
    return number

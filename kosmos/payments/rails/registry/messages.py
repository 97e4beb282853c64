"""What a statement of a bank or of the post says, whatever its layout."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple


class Credit(NamedTuple):
    """Money that came. ``account`` is empty where none, or more than one, is named: then it is suspense.

    ``reference`` is what makes it one payment: a file that is read again has the same ones.
    """

    reference: str
    paid_at: datetime
    amount_kopecks: int
    account: str
    payer: str = ""
    purpose: str = ""
    fee_kopecks: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What the statement says of itself: how many credits, and their sum."""

    count: int | None
    amount_kopecks: int

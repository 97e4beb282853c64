"""What a provider's rail can do that gives money back; beside ``Rail``, for providers that can."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Protocol, runtime_checkable


class Outcome(Enum):
    """What a provider says that became of a refund."""

    DONE = "done"
    REFUSED = "refused"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class RefundWish:
    """A refund as the provider is told of it; ``id`` is ours, ``operation`` the one that took the money.

    ``ordered_at`` is when its order was made, ``settled`` the provider's numbers of the order's other refunds.
    """

    id: str
    order_number: str
    operation: str
    amount_kopecks: int
    currency: str
    asked_at: datetime
    ordered_at: datetime
    settled: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class RefundHeard:
    """What a provider answers: its number of the refund, and a code of ours that says why it refused."""

    outcome: Outcome
    raw: str
    operation: str = ""
    reason: str = ""


@runtime_checkable
class Refunder(Protocol):
    """A provider that gives money back, in parts too. RailUnreachable from either if nothing can be believed."""

    @property
    def repeats_safely(self) -> bool:
        """Whether the same ``id`` sent twice gives money back once."""

    def refund(self, wish: RefundWish) -> RefundHeard:
        """Have money given back."""

    def refund_state(self, wish: RefundWish) -> RefundHeard | None:
        """What became of a refund that was sent; None if the provider knows of none."""

"""What a provider tells of an order, whichever way it came."""

from dataclasses import dataclass
from enum import Enum


class Heard(Enum):
    """What the provider says that became of an order."""

    WAITING = "waiting"
    HELD = "held"
    APPROVED = "approved"
    PART_APPROVED = "part_approved"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    PART_CANCELLED = "part_cancelled"
    EXPIRED = "expired"
    DELETED = "deleted"


class Source(Enum):
    """How news came: in a signed push, or as the answer to our own question, which decides."""

    PUSH = "push"
    QUERY = "query"


@dataclass(frozen=True, slots=True)
class News:
    """One thing heard of one order.

    ``operation`` is the provider's number of the operation, and ``attempt`` that of the attempt to pay which it
    belongs to: an order that was declined may be tried again. ``reason`` is a code of ours, for people.
    ``discount_kopecks`` of the order are the provider's discount, and no money that comes. ``back`` are the
    operations that gave something of the attempt back, with their sums, where the provider tells them; bePaid's without
    those of ours.
    """

    order_number: str
    heard: Heard
    amount_kopecks: int
    currency: str
    operation: str
    attempt: str
    source: Source
    rail: str
    reason: str = ""
    discount_kopecks: int = 0
    back: tuple[tuple[str, int], ...] = ()


def decisive(answer: tuple[News, ...], attempt: str = "") -> News | None:
    """Of several attempts the one that counts: an approved one (``attempt`` if it is), else the last."""
    approved = [news for news in answer if news.heard is Heard.APPROVED]
    for news in approved:
        if news.attempt == attempt:
            return news
    return approved[0] if approved else (answer[-1] if answer else None)

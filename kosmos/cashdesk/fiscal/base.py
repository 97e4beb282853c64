"""What fiscal equipment is to the cash desk; an adapter is a sibling of this file or a package of its own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kosmos.kernel.errors import DomainError


class FiscalFailed(DomainError):
    """The equipment did not answer, or not that it printed; asking again is safe."""

    code = "fiscal_failed"


@dataclass(frozen=True, slots=True)
class Sale:
    """What is to be printed: the receipt's reference, which makes it once, and its sums; a refund gives back."""

    reference: str
    account: str
    amount_kopecks: int
    given_kopecks: int
    cashier: str
    at: datetime
    refund: bool = False


class Fiscal(Protocol):
    """Fiscal equipment: it prints a sale once, however often it is asked for the same reference."""

    def register(self, sale: Sale) -> str:
        """The number that the equipment gave the sale. FiscalFailed."""
        ...

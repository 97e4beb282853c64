"""What came in and went out of an account, summed by the database: by month, kind, channel and service."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from kosmos.catalogue.models import Price
from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import LedgerCode, PostingKind


@dataclass(frozen=True, slots=True)
class Flow:
    """The lines of a month that are of one kind, code and service; ``amount_kopecks`` is what the balance gained.

    ``is_money_in`` says that the statement counts them to its payments; ``service`` is the id of the plan's service,
    if they have a plan.
    """

    month: date
    is_money_in: bool
    kind: str
    channel: str
    service: int | None
    amount_kopecks: int
    lines: int


def flows_of(account_id: int, first: date, last: date) -> list[Flow]:
    """An account's lines from one day to another in sums, the oldest month first."""
    found = rows(statement("charging", "flows"), {"id": account_id, "first": first, "last": last})
    services = _services({price for *_, price, _, _ in found if price})
    return [
        Flow(month, money_in, PostingKind(kind).label, _code(code), services.get(price), kopecks, lines)
        for month, money_in, kind, code, price, kopecks, lines in found
    ]


def gained(flows: Iterable[Flow]) -> int:
    """What the balance gained by all of them."""
    return sum(flow.amount_kopecks for flow in flows)


def _services(prices: set[int]) -> dict[int, int]:
    if not prices:
        return {}
    return dict(Price.objects.filter(id__in=prices).values_list("id", "plan__service_id"))


def _code(code: int) -> str:
    return LedgerCode(code).label if code in LedgerCode.values else str(code)

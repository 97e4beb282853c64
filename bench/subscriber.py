"""The staff's page of a subscriber among a crowd: its statements and time, at the first look, played, and again.

At the first look after a change the page says how the account stands, and then asks for what lies ahead, which the
engine plays; that is remembered until something changes.
"""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import psycopg
from django.test import Client

from bench.crowd import DAY, load_crowd
from bench.staff import browser_of
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.kernel.models import DemoClock
from kosmos.subscribers.models import Contract

LOOKED_AT = 200
WARM_UP = 10


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds and statements of the page: at the first look, with what lies ahead played, and again."""

    accounts: int
    first_p50_ms: float
    first_p95_ms: float
    first_worst_ms: float
    first_statements: int
    played_p50_ms: float
    played_p95_ms: float
    played_worst_ms: float
    played_statements: int
    again_p50_ms: float
    again_p95_ms: float
    again_worst_ms: float
    again_statements: int
    page_kb: float

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(accounts: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database with so many accounts, and look at some of them three times."""
    say(f"loading {accounts} accounts")
    load_crowd(accounts)
    return looked_at(accounts)


def looked_at(accounts: int) -> Result:
    """Look at a crowd that is there already."""
    logging.getLogger("kosmos.web").setLevel(logging.WARNING)
    noon = start_of(DAY, operator_zone()) + timedelta(hours=12)
    DemoClock.objects.create(ahead=noon - datetime.now(UTC))
    client, addresses = browser_of("agent"), _addresses()
    for address in addresses[:WARM_UP]:
        for more in ("", "?ahead", ""):
            _looked_at(client, address + more)
    first = [_looked_at(client, address) for address in addresses[WARM_UP:]]
    played = [_looked_at(client, f"{address}?ahead") for address in addresses[WARM_UP:]]
    again = [_looked_at(client, address) for address in addresses[WARM_UP:]]
    return Result(
        accounts,
        *_summed(first),
        *_summed(played),
        *_summed(again),
        page_kb=round(max(one.bytes for one in again) / 1024, 1),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a page."""

    ms: float
    statements: int
    bytes: int


def _summed(looks: list[_Look]) -> tuple[float, float, float, int]:
    """The median, the 95th percentile and the worst of the times; the most statements."""
    times = sorted(one.ms for one in looks)
    ranks = (len(times) // 2, len(times) * 95 // 100, len(times) - 1)
    p50, p95, worst = (round(times[rank], 1) for rank in ranks)
    return p50, p95, worst, max(one.statements for one in looks)


def _looked_at(client: Client, address: str) -> _Look:
    with _counted() as sent:
        begun = time.perf_counter()
        answer = client.get(address)
        took = (time.perf_counter() - begun) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return _Look(took, len(sent), len(answer.content))


def _addresses() -> list[str]:
    """Pages of accounts from all over, the same each time."""
    known = list(Contract.objects.order_by("account_id").values_list("account_id", flat=True))
    chosen = Random(1).sample(known, min(len(known), LOOKED_AT + WARM_UP))
    return [f"/staff/subscribers/{account_id}/" for account_id in chosen]


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements that are sent inside, but for those that begin and end transactions."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counting(self: Any, query: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed through
        if not str(query).startswith(("SAVEPOINT", "RELEASE", "ROLLBACK")):
            sent.append(str(query))
        return execute(self, query, *args, **options)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]

"""A bank's statement of very many payments: read, matched to accounts, and posted, each payment once.

A few of its lines are bad, so that the good ones are chosen; they are to be found again by their numbers. Then the
same statement comes once more, of which nothing is to be posted.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from random import Random

from bench.intake import fill
from kosmos.charging.models import Payment
from kosmos.payments.models import StatementState
from kosmos.payments.services.registry import LANES, keep_profile
from kosmos.payments.services.registry.posting import load_statement, take_statement
from kosmos.payments.services.registry.reading import read_content

FORM = {"layout": "csv", "columns": {"reference": 1, "date": 2, "amount": 3, "account": 4, "purpose": 5}}
BAD_EVERY = 10_000


@dataclass(frozen=True, slots=True)
class Result:
    """Rows of the file, payments that were posted, bad lines that were told, and the time of each part in seconds."""

    rows: int
    posted: int
    bad: int
    read_s: float
    all_s: float
    again_s: float
    rows_per_s: float
    errors: int

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(rows: int, *, accounts: int) -> Result:
    """Fill an empty database, and measure; ``errors`` are rows of which something else came than should."""
    fill(accounts)
    now = datetime.now(UTC)
    profile = keep_profile({"name": "bench", **FORM}, now=now)
    content, bad = statement_of(rows, accounts)
    times: dict[str, float] = {}
    with _timed(times, "read"):
        read_content(profile, content)
    with _timed(times, "all"):
        found, faults = load_statement(content, name="bench", profile=profile, good_only=True, now=now, lanes=LANES)
    with _timed(times, "again"):
        again = take_statement(content, name="bench", profile=profile, now=now)
    posted = Payment.objects.filter(provider="bench").count()
    wrong = abs(rows - len(bad) - posted) + len(bad ^ {fault.line for fault in faults})
    wrong += found.state != StatementState.POSTED or again.id != found.id
    return Result(
        rows=rows,
        posted=posted,
        bad=len(faults),
        read_s=round(times["read"], 2),
        all_s=round(times["all"], 2),
        again_s=round(times["again"], 2),
        rows_per_s=round(rows / times["all"], 1),
        errors=int(wrong),
    )


def statement_of(rows: int, accounts: int) -> tuple[bytes, set[int]]:
    """A statement's bytes, and the numbers of its bad lines."""
    chance, lines, bad = Random(7), list[str](), set[int]()
    for number in range(1, rows + 1):
        amount = "10.00" if number % BAD_EVERY else "ten"
        if amount == "ten":
            bad.add(number)
        account = 1_000_000 + chance.randrange(accounts)
        lines.append(f"{10**9 + number};23.11.2026;{amount};{account};internet\r\n")
    return "".join(lines).encode(), bad


@contextmanager
def _timed(times: dict[str, float], name: str) -> Iterator[None]:
    begun = time.perf_counter()
    yield
    times[name] = time.perf_counter() - begun

"""The gateway under load while a business day opens for very many accounts, against the same load when nothing opens.

The day opens in a process of its own, as the worker's does, and gives way to payments; accounts that are paid into
before it reaches them open their day themselves.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median

import psycopg

from bench.intake import fill, load_for, owner_url, per_s, posted, served
from kosmos.kernel.days import ONE_DAY

SLICES = 4
OPENING = """
import django
django.setup()
from datetime import UTC, datetime
from kosmos.charging.services import open_days
open_days(now=datetime.now(UTC))
"""
"""What the process does that opens the day."""


@dataclass(frozen=True, slots=True)
class Result:
    """Payments a second, medians of slices of the time; the worst slice's 99th percentile."""

    connections: int
    accounts: int
    acked: int
    posted: int
    opening_per_s: float
    alone_per_s: float
    ratio: float
    opening_s: float
    opening_p99_ms: float
    errors: int

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(connections: int, *, accounts: int, seconds: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database as of yesterday, pay while today opens, and then with nothing beside."""
    fill(accounts, now=datetime.now(UTC) - ONE_DAY)
    with psycopg.connect(owner_url(), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")
    during, alone = list[dict[str, float]](), list[dict[str, float]]()
    with served() as port:
        load_for(port, connections, accounts, 2, 0)
        warm = posted()
        begun = datetime.now(UTC)
        opening = subprocess.Popen([sys.executable, "-c", OPENING])
        while opening.poll() is None:
            during.append(load_for(port, connections, accounts, seconds, len(during) + 1))
            say(f"a day opens: {per_s(during[-1]):.0f} payments/s, p99 {during[-1]['p99_ms']:.0f} ms")
        took = (datetime.now(UTC) - begun).total_seconds()
        if opening.returncode:
            raise RuntimeError("the day did not open")
        for place in range(SLICES):
            alone.append(load_for(port, connections, accounts, seconds, 1_000 + place))
            say(f"alone: {per_s(alone[-1]):.0f} payments/s, p99 {alone[-1]['p99_ms']:.0f} ms")
    beside = median(map(per_s, during[:-1] or during))
    return Result(
        connections=connections,
        accounts=accounts,
        acked=int(sum(load["acked"] for load in during + alone)),
        posted=posted() - warm,
        opening_per_s=round(beside, 1),
        alone_per_s=round(median(map(per_s, alone)), 1),
        ratio=round(beside / median(map(per_s, alone)), 3),
        opening_s=round(took, 1),
        opening_p99_ms=round(max(load["p99_ms"] for load in during), 1),
        errors=int(sum(load["errors"] for load in during + alone)),
    )

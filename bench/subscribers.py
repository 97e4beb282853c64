"""The load of a subscribers file, against reading the file and its bare COPY into one table without an index."""

import csv
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.kernel.sql import copy, execute
from kosmos.loading.sample_subscribers import write_sample
from kosmos.loading.services import load_operator, load_subscribers
from kosmos.loading.subscriber_rows import HEADER

DAY = date(2016, 10, 31)
OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"


@dataclass(frozen=True)
class Result:
    """Seconds of the bare copy, of a first load and of the same file again; the process's peak memory."""

    accounts: int
    raw_s: float
    load_s: float
    again_s: float
    ratio: float
    python_mb: int

    def as_dict(self) -> dict[str, object]:
        """The figures by name."""
        return asdict(self)


def measure(accounts: int) -> Result:
    """Load a made-up file of so many accounts into an empty database that the caller made."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "subscribers.csv"
        write_sample(path, count=accounts, seed=1, opened_through=DAY)
        load_operator(OPERATOR, on=DAY)
        raw = _seconds(lambda: _copy_bare(path))
        first, again = (_seconds(lambda: _load(path)) for _ in range(2))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return Result(accounts, round(raw, 2), round(first, 2), round(again, 2), round(first / raw, 1), peak)


def _load(path: Path) -> None:
    load_subscribers(path, day=DAY, at=start_of(DAY, operator_zone()))


@transaction.atomic
def _copy_bare(path: Path) -> None:
    columns = ", ".join(f"{name} text" for name in HEADER)
    execute(f"CREATE TEMPORARY TABLE bench_file ({columns}) ON COMMIT DROP", {})
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        copy("bench_file", map(tuple, lines))


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began

"""Loading traffic counts from a file: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kosmos.catalogue.models import Plan
from kosmos.kernel.sql import copy, execute, rows, statement
from kosmos.loading.errors import LoadError
from kosmos.loading.traffic_file import CountRow, TrafficFile
from kosmos.usage.counting import ACCOUNTS_AT_ONCE, Count, count_all

Progress = Callable[[int, int], None]
"""Told how much is done of how much; a row counts twice, read and counted."""
ALLOWED = {
    "unknown": "the number of an account",
    "without volume": "a plan with a monthly volume",
    "not connected": "a plan that the account has",
    "twice": "each reference of a source once for an account",
    "told otherwise": "the same bytes and instant as when this reference was told before",
}


@dataclass(frozen=True, slots=True)
class TrafficLoaded:
    """How many counts of a file were new, and how many were known already."""

    new: int
    known: int


@transaction.atomic
def load_traffic(
    path: Path, *, now: datetime, dry_run: bool = False, progress: Progress | None = None
) -> TrafficLoaded:
    """Load a file of traffic counts, or with ``dry_run`` only say what it would do.

    The counts belong to the month of now's business day (rulebook 9); the hours they were used in are kept. A count
    of the same account, source and reference is counted once, so loading a file again changes nothing. The file's
    accounts stay locked until the end. LoadError with everything that is wrong, and then nothing was loaded.
    """
    plans = {plan.code: plan for plan in Plan.objects.all()}
    file = TrafficFile(path, plans, now)
    tell = progress or (lambda _done, _total: None)
    total = file.source.count()
    _stage(_counted(file.rows(), total, tell))
    if not file.problems:
        _judge(file)
    if file.problems:
        raise LoadError(file.problems)
    new = _count(plans, total, tell, now)
    transaction.set_rollback(dry_run)
    return TrafficLoaded(new, total - new)


def _stage(read: Iterator[CountRow]) -> None:
    execute("DROP TABLE IF EXISTS pg_temp.loading_count", {})
    execute(statement("loading", "stage_traffic"), {})
    copy('loading_count (line, "offset", account, plan, counted_at, volume_bytes, source, reference)', read)
    execute("ANALYZE loading_count", {})


def _judge(file: TrafficFile) -> None:
    """Hold the rows against what is here."""
    for line, offset, name, what in rows(statement("loading", "traffic_conflicts"), {}):
        file.wrong(line, offset, name, ALLOWED[what])


def _count(plans: dict[str, Plan], total: int, tell: Progress, now: datetime) -> int:
    new = done = after = 0
    while page := rows(statement("loading", "traffic_counts"), {"after": after, "count": ACCOUNTS_AT_ONCE}):
        counts = [Count(account, plans[plan], *rest) for account, plan, *rest in page]
        new += count_all(counts, now=now)
        after, done = page[-1][0], done + len(page)
        tell(total + done, 2 * total)
    return new


def _counted(read: Iterator[CountRow], total: int, tell: Progress) -> Iterator[CountRow]:
    """The rows, with the progress told now and then."""
    for done, row in enumerate(read, start=1):
        if done % 1000 == 0:
            tell(done, 2 * total)
        yield row

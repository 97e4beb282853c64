"""Seals of closed days: a chain of SHA-256 that a posting changed, added or removed afterwards breaks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from django.db import transaction

from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.queries import last_closed_day

Progress = Callable[[date, int, int], None]
"""Told the day, how many days are done, and of how many."""


@dataclass(frozen=True, slots=True)
class DaySeal:
    """How many postings of accounts a day has, how much they move, and the seal over them and the days before."""

    postings: int
    total_kopecks: int
    seal: str


@transaction.atomic
def _seal_day(before: BusinessDay | None, day: BusinessDay) -> bool:
    BusinessDay.objects.select_for_update(no_key=True).get(day=day.day)  # a move of the operator's that is under way
    found = seal_of(day.day, after=before.day if before else None, previous=(before and before.seal) or "")
    day.postings, day.total_kopecks, day.seal = found.postings, found.total_kopecks, found.seal
    unsealed = BusinessDay.objects.filter(day=day.day, seal=None)
    return bool(unsealed.update(postings=found.postings, total_kopecks=found.total_kopecks, seal=found.seal))


def seal_days(*, progress: Progress | None = None) -> list[date]:
    """Seal every closed day that is not sealed yet, in order; those that it sealed.

    A day is closed once a later one is open for every account: nothing can be posted on it any more. Safe to
    kill, to run again and to run on two hosts at once.
    """
    days = _closed_days()
    opened = [index for index, day in enumerate(days) if day.seal is None]
    sealed = []
    for done, index in enumerate(opened, 1):
        if _seal_day(days[index - 1] if index else None, days[index]):
            sealed.append(days[index].day)
        if progress:
            progress(days[index].day, done, len(opened))
    return sealed


def _closed_days() -> list[BusinessDay]:
    closed = last_closed_day()
    return list(BusinessDay.objects.filter(day__lte=closed).order_by("day")) if closed else []


def seal_of(day: date, *, after: date | None, previous: str) -> DaySeal:
    """Compute the seal of what was posted after one day (from the beginning if None) through another.

    It is the SHA-256 of these lines: the previous seal (empty for the first), the day, how many postings, their
    total, a line for each ten thousand account ids with their postings' digest, and the digest of the
    operator's own postings.
    """
    scope = {"after": after, "day": day}
    parts = rows(statement("ledger", "day_digest"), scope)
    postings, total = sum(part[1] for part in parts), sum(part[2] for part in parts)
    operator = rows(statement("ledger", "operator_digest"), scope)[0][0]
    lines = [previous, day.isoformat(), str(postings), str(total)]
    lines += [f"{part} {digest}" for part, _, _, digest in parts]
    lines.append(operator)
    return DaySeal(postings, total, sha256("\n".join(lines).encode()).hexdigest())

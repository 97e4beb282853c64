"""The two loads: a whole file in one transaction, or nothing of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from kosmos.catalogue.errors import CatalogueConflicts
from kosmos.catalogue.models import Kind, Operator, Plan
from kosmos.catalogue.queries import operator_zone
from kosmos.catalogue.services import load_operator as merge_operator
from kosmos.kernel.changes import Changes
from kosmos.loading import staging
from kosmos.loading.errors import LoadError, NoOperator, Problem, found
from kosmos.loading.operator_file import read_operator
from kosmos.loading.subscriber_rows import Row, RowReader, SoldPlan
from kosmos.loading.subscribers_file import SubscribersFile
from kosmos.loading.takeover import Takeover

Progress = Callable[[int, int], None]
"""Told how much is done of how much; a row counts twice, read and written."""


@transaction.atomic
def load_operator(path: Path, *, on: date, dry_run: bool = False) -> Changes:
    """Load an operator's file, or with `dry_run` only say what it would change.

    Changed policies hold from the day `on`. LoadError with everything that is wrong; nothing is changed then.
    Loading a file again changes nothing.
    """
    draft = read_operator(path)
    try:
        staging.take_turn()
        return merge_operator(draft, on=on, dry_run=dry_run)
    except CatalogueConflicts as conflicts:
        raise LoadError(Problem(str(path), *refusal) for refusal in conflicts.refusals) from None


@transaction.atomic
def load_subscribers(
    path: Path, *, day: date, at: datetime, dry_run: bool = False, progress: Progress | None = None
) -> Changes:
    """Load a subscribers' file, or with `dry_run` only say what it would change.

    `day` is the newest business day that is open, or the day before the first: accounts come in as open
    through it, with their balances posted on it, and the next opening is the first to charge them. `at` is
    the moment of those postings. Loading a file again changes nothing; contacts and addresses follow the
    file, further plans are connected, nothing is ever deleted.
    Errors: NoOperator; LoadError with everything that is wrong, and then nothing was loaded.
    """
    if not Operator.objects.exists():
        raise NoOperator("Load the operator first: kosmos load operator FILE.yaml")
    staging.take_turn()
    file = SubscribersFile(path, RowReader(_sold_plans(), day))
    tell = progress or (lambda _done, _total: None)
    total = file.source.count()
    staging.stage(_counted(file.rows(), total, tell))
    _raise(file)
    accounts, logins = staging.resolve()
    for conflict in staging.conflicts():
        record = file.source.record(conflict.line, conflict.offset)
        file.wrong(record, conflict.field, found(conflict.found, conflict.allowed))
    _raise(file)
    takeover = Takeover(day=day, at=at, zone=operator_zone())
    takeover.change_what_is_here()
    takeover.add(accounts, logins, lambda done: tell(total + done * total // accounts, 2 * total))
    tell(2 * total, 2 * total)
    transaction.set_rollback(dry_run)
    return takeover.changes


def _raise(file: SubscribersFile) -> None:
    if file.problems:
        raise LoadError(file.problems)


def _counted(file_rows: Iterator[Row], total: int, tell: Progress) -> Iterator[Row]:
    """The rows, with the progress told now and then."""
    for done, row in enumerate(file_rows, start=1):
        if done % 1000 == 0:
            tell(done, 2 * total)
        yield row


def _sold_plans() -> dict[str, SoldPlan]:
    plans = Plan.objects.prefetch_related("prices")
    return {
        plan.code: SoldPlan(
            id=plan.id,
            code=plan.code,
            service=plan.service_id,
            kind=Kind(plan.kind),
            audiences=frozenset(plan.audiences),
            first_price_on=min((price.from_on for price in plan.prices.all()), default=date.max),
        )
        for plan in plans
    }

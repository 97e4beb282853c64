"""Dry runs of a day that the staff ask for: the worker plays them, the pages show how far it is and what it found."""

import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import LiteralString

from django.db import IntegrityError, transaction

from kosmos.catalogue.models import Plan
from kosmos.charging.imagining import HORIZON_DAYS
from kosmos.charging.services import Totals, Trial, dry_run, next_day_to_open
from kosmos.editing.models import CoverageFile, DayTrial
from kosmos.editing.rules import Faults, refuse
from kosmos.editing.services.keeping import Form
from kosmos.kernel.errors import DomainError
from kosmos.kernel.sql import execute, rows

FILES_KEPT = timedelta(days=1)
"""So long a file of houses waits that was looked at and never loaded."""
TRIALS_KEPT = timedelta(days=30)
_HOLD: LiteralString = "SELECT pg_try_advisory_lock(hashtext('kosmos day trials'))"
_LET_GO: LiteralString = "SELECT pg_advisory_unlock(hashtext('kosmos day trials'))"


def ask_trial(*, day: date, trial: Trial, form: Form) -> DayTrial:
    """Ask for a dry run of a day, as things are and with what is tried; the same form asks once. Unfit."""
    check_trial(day, trial)
    try:
        with transaction.atomic():
            return DayTrial.objects.create(
                id=uuid.uuid4(),
                key=form.key,
                staff=form.staff,
                asked_at=form.now,
                day=day,
                fees=dict(trial.fees),
                moves=dict(trial.moves),
            )
    except IntegrityError:
        return DayTrial.objects.get(key=form.key)


def check_trial(day: date, trial: Trial) -> None:
    """Unfit, where the day is open already or too far, or a plan is none or of another service, kind or settlement."""
    first = next_day_to_open()
    wrong: Faults = {}
    if first is None or not first <= day <= first + timedelta(days=HORIZON_DAYS):
        wrong["day"] = "far"
    plans = {one.code: one for one in Plan.objects.filter(code__in=[*trial.fees, *trial.moves, *trial.moves.values()])}
    if any(code not in plans for code in trial.fees):
        wrong["fees"] = "plan"
    if any(not _alike(plans, before, after) for before, after in trial.moves.items()):
        wrong["moves"] = "plan"
    refuse(wrong)


def run_trial(*, now: datetime) -> bool:
    """Play the dry run that waits longest; False if none waits, or another process plays one.

    One that was cut short is played again from the beginning; accounts are locked a chunk at a time.
    """
    with _alone() as mine:
        found = DayTrial.objects.filter(finished_at=None).order_by("asked_at").first() if mine else None
        if found is None:
            return False
        _play(found, now)
    return True


def tidy_trials(*, now: datetime) -> int:
    """Forget old dry runs, and files that were never loaded; how many."""
    files = CoverageFile.objects.filter(at__lt=now - FILES_KEPT).delete()[0]
    return files + DayTrial.objects.filter(asked_at__lt=now - TRIALS_KEPT).delete()[0]


def _alike(plans: Mapping[str, Plan], before: str, after: str) -> bool:
    """Whether accounts could be moved from one plan to another."""
    if before not in plans or after not in plans or before == after:
        return False
    one, other = plans[before], plans[after]
    return (one.service_id, one.kind, one.settlement) == (other.service_id, other.kind, other.settlement)


def _play(found: DayTrial, now: datetime) -> None:
    mine = DayTrial.objects.filter(pk=found.pk)
    trial = Trial(fees=found.fees, moves=found.moves)
    rounds = 2 if trial.fees or trial.moves else 1

    def run(number: int, tried: Trial | None) -> Totals:
        def report(done: int, total: int) -> None:
            mine.update(done=done + (number - 1) * total, total=rounds * total)

        return dry_run(day=found.day, trial=tried, progress=report)

    try:
        said = {"now": run(1, None).as_dict()}
        if rounds == 2:
            said["tried"] = run(2, trial).as_dict()
    except DomainError as refusal:
        mine.update(failed=refusal.code, finished_at=now)
    else:
        mine.update(found=said, finished_at=now)


@contextmanager
def _alone() -> Iterator[bool]:
    """Whether nobody else plays dry runs: the lock is gone with the connection."""
    mine = bool(rows(_HOLD, {})[0][0])
    try:
        yield mine
    finally:
        if mine:
            execute(_LET_GO, {})

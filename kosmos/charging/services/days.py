"""Opening business days for all accounts: in order, in chunks, killed and run again as often as need be."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from time import monotonic, sleep
from typing import LiteralString
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, Min

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import DayAheadOfClock
from kosmos.charging.services.opening import catch_up, open_accounts
from kosmos.kernel.days import ONE_DAY, business_day, each_day, start_of
from kosmos.kernel.lanes import in_lanes
from kosmos.kernel.sql import execute, rows, statement
from kosmos.ledger.models import Account, BusinessDay
from kosmos.ledger.services import open_months

CHUNK = 5000
"""Accounts opened in one transaction: few enough that payments do not wait long for their locks."""
RESTS = 3
"""How many times as long as it worked an opening rests after a chunk, while others have a transaction open."""

_BEGIN: LiteralString = (
    "SELECT set_config('synchronous_commit', 'off', true), set_config('application_name', 'kosmos day', true), "
)
_TRY: LiteralString = _BEGIN + "pg_try_advisory_xact_lock(%(day)s, %(chunk)s)"
_WAIT: LiteralString = _BEGIN + "pg_advisory_xact_lock(%(day)s, %(chunk)s) IS NOT NULL"
_OTHERS_WORK: LiteralString = """
SELECT EXISTS (SELECT FROM pg_stat_activity
                WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()
                  AND application_name <> 'kosmos day' AND xact_start IS NOT NULL)
"""
_LEFT: LiteralString = (
    "SELECT id FROM ledger_account"
    " WHERE id >= %(low)s AND id < %(high)s AND open_through_on = %(day)s::date - 1 ORDER BY id"
)

Progress = Callable[[date, int, int], None]
"""Told the day, how many accounts are looked at, and of how many."""


def open_days(
    *, now: datetime, through: date | None = None, progress: Progress | None = None, workers: int = 1
) -> list[date]:
    """Open every business day that is not open yet, up to ``through`` (today if not said); those it opened.

    Safe to kill anywhere, to run again and to run on two hosts at once: each chunk of accounts is one
    transaction, and an account that has the day open already is passed over. ``workers`` is the number of
    connections. DayAheadOfClock if ``through`` has not begun.
    """
    zone = operator_zone()
    today = business_day(now, zone)
    through = through or today
    if through > today:
        raise DayAheadOfClock(f"{through} has not begun; today is {today}", day=through, today=today)
    first = next_day_to_open()
    if first is None:
        begin_business(eve=through)
        return []
    days = list(each_day(first, through))
    for day in days:
        _open_day(day, now=now, zone=zone, progress=progress, workers=workers)
    return days


@transaction.atomic
def begin_business(*, eve: date) -> date:
    """The newest business day that is open; before the operator's first one, ``eve`` becomes the day before it.

    No later one finishes before the transaction ends, so accounts may come in as open through it.
    """
    hold_loading()
    newest: date | None = BusinessDay.objects.exclude(finished_at=None).aggregate(on=Max("day"))["on"]
    if newest is None:
        at = start_of(eve, operator_zone())
        BusinessDay.objects.create(day=eve, begun_at=at, finished_at=at)
    return newest or eve


def next_day_to_open() -> date | None:
    """The first business day that is not finished; None before the operator's first day."""
    unfinished: date | None = BusinessDay.objects.filter(finished_at=None).aggregate(on=Min("day"))["on"]
    if unfinished is not None:
        return unfinished
    last: date | None = BusinessDay.objects.aggregate(on=Max("day"))["on"]
    return last + ONE_DAY if last else None


def _open_day(day: date, *, now: datetime, zone: ZoneInfo, progress: Progress | None, workers: int) -> None:
    BusinessDay.objects.get_or_create(day=day, defaults={"begun_at": now})
    open_months(day, day)
    report = partial(progress, day) if progress else None
    while not _finished(day, now):
        ends = Account.objects.aggregate(first=Min("id"), last=Max("id"))
        chunks = range(ends["first"], ends["last"] + 1, CHUNK)
        for low in _open_chunks(chunks, day, zone, workers=workers, report=report):
            open_chunk(low, day, zone, wait=True)
        _bring_forward(day - ONE_DAY, zone)


@transaction.atomic
def _bring_forward(day: date, zone: ZoneInfo) -> None:
    """Open the days up to ``day`` for accounts that came in further behind; as a rule there are none."""
    behind = Account.objects.filter(open_through_on__lt=day).order_by("id").values_list("id", flat=True)
    catch_up(list(behind[:CHUNK]), now=start_of(day, zone), zone=zone)


@transaction.atomic
def _finished(day: date, now: datetime) -> bool:
    """Whether the day is open for every account, those of a load under way too; then it is finished."""
    hold_loading()
    if Account.objects.filter(open_through_on__lt=day).exists():
        return False
    BusinessDay.objects.filter(day=day, finished_at=None).update(finished_at=now)
    return True


def hold_loading() -> None:
    """Wait until nobody loads accounts and no day finishes, and let nobody until this transaction ends."""
    execute("SELECT pg_advisory_xact_lock(hashtext('kosmos load'))", {})


def _open_chunks(
    chunks: range, day: date, zone: ZoneInfo, *, workers: int, report: Callable[[int, int], None] | None
) -> list[int]:
    """Open the chunks that nobody else is at; those that somebody was."""
    busy = []
    opened = in_lanes(lambda low: _open_politely(low, day, zone), chunks, lanes=workers)
    for number, (low, done) in enumerate(zip(chunks, opened, strict=True), 1):
        if not done:
            busy.append(low)
        if report:
            report(min(number * CHUNK, chunks.stop - chunks.start), chunks.stop - chunks.start)
    return busy


def _open_politely(low: int, day: date, zone: ZoneInfo) -> bool:
    """Open a chunk; while others work on the database, rest some times as long, so that they keep their speed."""
    begun = monotonic()
    opened = open_chunk(low, day, zone)
    took = monotonic() - begun
    if rows(_OTHERS_WORK, {})[0][0]:
        sleep(RESTS * took)
    return opened


@transaction.atomic
def open_chunk(low: int, day: date, zone: ZoneInfo, *, wait: bool = False) -> bool:
    """Open a day for a range of accounts, in one transaction; False if another host is at it.

    Its commit need not reach the disk at once: what a crash takes back is opened again.
    """
    scope = {"low": low, "high": low + CHUNK, "day": day}
    if not rows(_WAIT if wait else _TRY, {"day": day.toordinal(), "chunk": low // CHUNK})[0][-1]:
        return False
    if rows(statement("charging", "lock_range"), scope)[0][0]:
        at = start_of(day, zone)
        execute(statement("charging", "open_easily"), {**scope, "at": at, "first": day.day == 1})
        left = [account_id for (account_id,) in rows(_LEFT, scope)]
        open_accounts(left, day=day, zone=zone)
    return True

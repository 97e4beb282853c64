"""check_ledger: every account by ranges, then the days, their seals and the trial balance."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import connection, transaction

from kosmos.catalogue.models import Operator, Price, Settlement
from kosmos.charging.audit.figures import Month, Move
from kosmos.charging.audit.report import Report
from kosmos.kernel.sql import execute, records, rows, statement
from kosmos.ledger.models import AccountNumber, BusinessDay
from kosmos.ledger.queries import last_closed_day, trial_balance
from kosmos.ledger.services.seals import seal_of

RANGE = 200_000
"""Postings that are looked at in one transaction, about: what the database's memory holds of them is some 100 MB."""

EVERY_ACCOUNT = (-(2**63), 2**63 - 1)

STATEMENTS = (
    "audit_lines",
    "audit_shares",
    "audit_accruals",
    "audit_services",
    "audit_payments",
    "audit_corrections",
)

Progress = Callable[[str, int, int], None]
"""Told the stage ("postings", "seals"), how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class _Range:
    low: int
    high: int
    postings: int


def check_ledger(*, progress: Progress | None = None, through: date | None = None) -> Report:
    """Prove what is kept and charged from the postings themselves; the report says what does not hold.

    Accounts are judged as they are now. Seals and the trial balance are of closed days, up to ``through`` if that
    is one. Changes nothing, locks nothing, and may run while the day opens and payments come: each check is one
    statement, a range of accounts is read in one snapshot (one for all would keep the database from clearing dead
    rows for minutes), and what is summed over ranges are closed days, which no snapshot sees differently.
    """
    tell = progress or (lambda _stage, _done, _total: None)
    closed = last_closed_day()
    closed = min(closed, through) if closed and through else closed
    report = Report(closed_through=closed)
    _check_accounts(report, tell)
    with _snapshot():
        _collect(report, _findings("audit_days", {}))
    _check_seals(report, tell)
    _check_trial_balance(report)
    return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """One moment of the database, read only; inside a transaction of the caller's, that one's."""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", {})
        execute("SET LOCAL work_mem = '64MB'", {})
        execute("SET LOCAL plan_cache_mode = 'force_custom_plan'", {})
        yield


def _check_accounts(report: Report, tell: Progress) -> None:
    ranges = _ranges()
    total, done = sum(part.postings for part in ranges), 0
    zone = Operator.objects.values_list("timezone", flat=True).first() or "UTC"
    free = Price.objects.filter(plan__settlement=Settlement.POSTPAID, fee_kopecks=0).exists()
    for part in ranges:
        with _snapshot():
            _check_range(report, part, zone=zone, free_postpaid=free)
        done += part.postings
        tell("postings", done, total)


def _ranges() -> list[_Range]:
    """Ranges that leave no id out, so that postings of unknown accounts are seen too."""
    found = rows(statement("charging", "audit_ranges"), {"size": RANGE})
    lows = [EVERY_ACCOUNT[0], *(row[0] for row in found[1:])]
    highs = [*(row[0] - 1 for row in found[1:]), EVERY_ACCOUNT[1]]
    counts = [row[2] for row in found] or [0]
    return [_Range(*part) for part in zip(lows, highs, counts, strict=True)]


def _check_range(report: Report, part: _Range, *, zone: str, free_postpaid: bool) -> None:
    scope = {"low": part.low, "high": part.high}
    looked_at, *found = _findings("audit_passbooks", {**scope, "closed": report.closed_through or date.min})
    report.accounts += looked_at["figures"]["accounts"]
    report.postings += looked_at["figures"]["postings"] or 0
    report.accounts_kopecks += looked_at["figures"]["closed_kopecks"] or 0
    for name in STATEMENTS:
        extra = {"zone": zone} if name == "audit_lines" else {}
        found += _findings(name, {**scope, **extra})
    found += _check_month(scope, free_postpaid=free_postpaid)
    _collect(report, found)


def _findings(name: str, parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    found = records(statement("charging", name), parameters)
    return [row | {"figures": json.loads(row["figures"])} for row in found]


def _check_month(scope: dict[str, int], *, free_postpaid: bool) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    lines = rows(statement("charging", "audit_month"), scope)
    for account_id, group in groupby(lines, itemgetter(0)):
        (*_, accrued, unpaid), *moves = group
        month = Month(free_postpaid).walk(Move(*line[1:10]) for line in moves)
        found += [
            _found("paid_early", account_id, number, {"part_kopecks": part, "due_kopecks": due})
            for number, part, due in month.wrong
        ]
        if (accrued, unpaid) not in month.states and not month.undecided:
            nearest = min(month.states, key=lambda state: abs(state[0] - accrued) + abs(state[1] - unpaid))
            figures = {
                "accrued_kopecks": accrued,
                "unpaid_kopecks": unpaid,
                "accrued_due_kopecks": nearest[0],
                "unpaid_due_kopecks": nearest[1],
            }
            found.append(_found("accrued", account_id, None, figures))
    return found


def _found(code: str, account_id: int, number: int | None, figures: dict[str, Any]) -> dict[str, Any]:
    return {"code": code, "account_id": account_id, "number": number, "day": None, "figures": figures}


def _collect(report: Report, found: list[dict[str, Any]]) -> None:
    """Add what statements found, with the accounts' numbers in place of their ids."""
    ids = {row["account_id"] for row in found}
    numbers = dict(AccountNumber.objects.filter(account_id__in=ids).values_list("account_id", "number"))
    for row in found:
        account_id = row["account_id"]
        account = None if account_id is None else numbers.get(account_id, f"id {account_id}")
        report.add(row["code"], account=account, posting=row["number"], day=row["day"], figures=row["figures"])


def _check_seals(report: Report, tell: Progress) -> None:
    if report.closed_through is None:
        return
    days = list(BusinessDay.objects.filter(day__lte=report.closed_through).order_by("day"))
    while days and days[-1].seal is None:
        days.pop()
    before: BusinessDay | None = None
    for done, day in enumerate(days, 1):
        _check_seal(report, before, day)
        tell("seals", done, len(days))
        before = day
    if before is not None:
        report.sealed_through, report.last_seal = before.day, before.seal


def _check_seal(report: Report, before: BusinessDay | None, day: BusinessDay) -> None:
    """Recompute a day's seal from the stored one before it, so that each changed day is found by itself."""
    if day.seal is None:
        report.add("seal_missing", day=day.day, figures={})
        return
    now = seal_of(day.day, after=before.day if before else None, previous=(before and before.seal) or "")
    if (day.postings, day.total_kopecks, day.seal) != (now.postings, now.total_kopecks, now.seal):
        figures = {
            "postings": day.postings,
            "total_kopecks": day.total_kopecks,
            "postings_now": now.postings,
            "total_now_kopecks": now.total_kopecks,
        }
        report.add("seal", day=day.day, figures=figures)


def _check_trial_balance(report: Report) -> None:
    if report.closed_through is None:
        return
    report.trial_balance = trial_balance(report.closed_through)
    codes = -sum(row.gained_kopecks for row in report.trial_balance)
    if codes != report.accounts_kopecks:
        figures = {"accounts_kopecks": report.accounts_kopecks, "codes_kopecks": codes}
        report.add("trial_balance", day=report.closed_through, figures=figures)

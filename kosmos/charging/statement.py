"""An account's statement: a month as one equation, its lines, and what of them belongs together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.charging.why import StatementRow, statement_rows
from kosmos.kernel.days import ONE_DAY, month_end, month_start
from kosmos.ledger.models import Posting, PostingKind
from kosmos.ledger.months import Passbook, passbook_of

MONEY_IN = frozenset({PostingKind.PAYMENT.label, PostingKind.REVERSAL.label})
"""Kinds of lines that are payments or take one back; the others charge or give back what was charged."""


@dataclass(frozen=True, slots=True)
class StatementGroup:
    """A month's shares of one subscription at one price as one thing with its days, or a single line.

    ``first_on`` and ``last_on`` are the days of its first and last line; ``rows`` stand in the passbook's order.
    """

    kind: str
    plan: str | None
    name: dict[str, str] | None
    amount_kopecks: int
    first_on: date
    last_on: date
    rows: tuple[StatementRow, ...]

    @property
    def days(self) -> int:
        """How many days were charged."""
        return len({row.day for row in self.rows})

    @property
    def is_money_in(self) -> bool:
        """Whether it is counted to the payments, not to the charges."""
        return _is_money_in(self.rows[0])


@dataclass(frozen=True, slots=True)
class StatementMonth:
    """Days of one month of a passbook: opening - charges + payments = closing, in kopecks.

    What was given back lessens the charges, what was taken back the payments; a balance brought from elsewhere is
    part of the opening. ``months`` are those that can be asked for, by their first days, oldest first.
    """

    month: date
    first: date
    last: date
    opening_kopecks: int
    charges_kopecks: int
    payments_kopecks: int
    closing_kopecks: int
    rows: tuple[StatementRow, ...]
    groups: tuple[StatementGroup, ...]
    months: tuple[date, ...]


def statement_month(
    account_id: int, month: date, *, first: date | None = None, last: date | None = None
) -> StatementMonth:
    """The statement of a month, or of its days from ``first`` to ``last``; costs no more for an old account.

    Groups stand in the order of their last lines. UnknownAccount.
    """
    month = month_start(month)
    begin, end = max(first or month, month), min(last or date.max, month_end(month))
    passbook = passbook_of(account_id)
    rows = _rows(account_id, passbook, month)
    shown = tuple(row for row in rows if begin <= row.day <= end)
    before = [row for row in rows if row.day < begin]
    opening = before[-1].balance_kopecks if before else passbook.before(month)[0]
    opening += sum(row.amount_kopecks for row in shown if row.kind == PostingKind.OPENING.label)
    moved = [row for row in shown if row.kind != PostingKind.OPENING.label]
    charges = -sum(row.amount_kopecks for row in moved if not _is_money_in(row))
    payments = sum(row.amount_kopecks for row in moved if _is_money_in(row))
    return StatementMonth(
        month=month,
        first=begin,
        last=end,
        opening_kopecks=opening,
        charges_kopecks=charges,
        payments_kopecks=payments,
        closing_kopecks=opening - charges + payments,
        rows=shown,
        groups=groups_of(shown),
        months=passbook.months,
    )


def months_of(account_id: int) -> tuple[date, ...]:
    """The first days of the months that a statement can show, oldest first; at least the open one. UnknownAccount."""
    return passbook_of(account_id).months


def last_rows(account_id: int, *, count: int, day: date, balance_kopecks: int, last_number: int) -> list[StatementRow]:
    """The newest lines of a passbook that stands at this balance and number on a day, oldest first."""
    newest = Posting.objects.filter(account_id=account_id, number__gt=last_number - count).order_by("number")
    recent = list(newest.filter(posted_on__gte=month_start(month_start(day) - ONE_DAY)))
    lines = recent if len(recent) >= min(count, last_number) else list(newest)
    return statement_rows(lines, balance_kopecks - sum(posting.amount_kopecks for posting in lines))


def _rows(account_id: int, passbook: Passbook, month: date) -> list[StatementRow]:
    lines = Posting.objects.filter(account_id=account_id, posted_on__range=(month, month_end(month)))
    return statement_rows(list(lines.order_by("number")), passbook.before(month)[0])


def groups_of(rows: Sequence[StatementRow]) -> tuple[StatementGroup, ...]:
    """Lines put together, a month's shares of a subscription at one price as one, in the order of their last lines."""
    together: dict[object, list[StatementRow]] = {}
    for row in rows:
        inputs = row.why.inputs
        share = row.kind == PostingKind.SHARE.label
        key = (row.plan, row.subscription, inputs["price_from"], month_start(row.day)) if share else row.number
        together.setdefault(key, []).append(row)
    return tuple(_group(tuple(held)) for held in sorted(together.values(), key=lambda held: held[-1].number))


def _group(rows: tuple[StatementRow, ...]) -> StatementGroup:
    newest = rows[-1]
    return StatementGroup(
        kind=newest.kind,
        plan=newest.plan,
        name=newest.name,
        amount_kopecks=sum(row.amount_kopecks for row in rows),
        first_on=rows[0].day,
        last_on=newest.day,
        rows=rows,
    )


def _is_money_in(row: StatementRow) -> bool:
    return row.kind in MONEY_IN or (row.kind == PostingKind.CORRECTION.label and row.amount_kopecks > 0)

"""An account's statement over any period: its equation, its months, and its lines in parts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kosmos.charging.flows import Flow, flows_of, gained
from kosmos.charging.why import StatementRow, statement_rows
from kosmos.kernel.days import ONE_DAY, month_end, month_start
from kosmos.ledger.models import Posting, PostingKind
from kosmos.ledger.months import Passbook, passbook_of

OPENING = PostingKind.OPENING.label
MONTHS_AT_ONCE = 6


@dataclass(frozen=True, slots=True)
class Sums:
    """Days of a passbook as one equation: opening - charges + payments = closing, in kopecks.

    A balance that was brought from elsewhere is part of the opening, as in a month's statement.
    """

    first: date
    last: date
    opening_kopecks: int
    charges_kopecks: int
    payments_kopecks: int
    closing_kopecks: int


@dataclass(frozen=True, slots=True)
class StatementPeriod:
    """A period as one equation, and each of its months as one; ``last_number`` is the passbook's when it was read.

    ``available`` are the first days of the months that can be asked for, oldest first.
    """

    whole: Sums
    months: tuple[Sums, ...]
    available: tuple[date, ...]
    last_number: int


def statement_period(account_id: int, first: date, last: date) -> StatementPeriod:
    """The equations of a period; months without lines before the account's first one are left out. UnknownAccount."""
    passbook = passbook_of(account_id)
    opening = _before(account_id, passbook, first)
    by_month: dict[date, list[Flow]] = {}
    for flow in flows_of(account_id, first, last):
        by_month.setdefault(flow.month, []).append(flow)
    months, standing = [], opening
    for month in (month for month in passbook.months if month_start(first) <= month <= last):
        sums = _sums(max(first, month), min(last, month_end(month)), standing, by_month.get(month, []))
        months.append(sums)
        standing = sums.closing_kopecks
    flows = [flow for held in by_month.values() for flow in held]
    return StatementPeriod(_sums(first, last, opening, flows), tuple(months), passbook.months, passbook.last_number)


def rows_in_parts(
    account_id: int, first: date, last: date, *, through_number: int | None = None
) -> Iterator[list[StatementRow]]:
    """A period's lines with their running balance, some whole months at a time, the oldest first.

    No more than one part is held. Lines after ``through_number`` (now's last, if not said) are left out: what is
    posted meanwhile changes nothing. UnknownAccount.
    """
    passbook = passbook_of(account_id)
    through = passbook.last_number if through_number is None else through_number
    months = [month for month in passbook.months if month_start(first) <= month <= last]
    for at in range(0, len(months), MONTHS_AT_ONCE):
        part = months[at : at + MONTHS_AT_ONCE]
        days = (part[0], min(last, month_end(part[-1])))
        lines = Posting.objects.filter(account_id=account_id, posted_on__range=days, number__lte=through)
        rows = statement_rows(list(lines.order_by("number")), passbook.before(part[0])[0])
        yield [row for row in rows if row.day >= first]


def _before(account_id: int, passbook: Passbook, first: date) -> int:
    """The balance when a day began."""
    month = month_start(first)
    balance = passbook.before(month)[0]
    if first == month or month > passbook.month_on:
        return balance
    return balance + gained(flows_of(account_id, month, first - ONE_DAY))


def _sums(first: date, last: date, opening: int, flows: list[Flow]) -> Sums:
    opening += gained(flow for flow in flows if flow.kind == OPENING)
    charges = -gained(flow for flow in flows if not flow.is_money_in and flow.kind != OPENING)
    payments = gained(flow for flow in flows if flow.is_money_in)
    return Sums(first, last, opening, charges, payments, opening - charges + payments)

"""The "why" of every posting: its rule, what went into it, and what came out, as data for pages and programs."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from kosmos.catalogue.models import Price
from kosmos.kernel.days import days_in_month, month_end, month_start
from kosmos.ledger.models import Cause, LedgerCode, Posting, PostingKind
from kosmos.ledger.months import passbook_of

RULES = {
    PostingKind.PAYMENT: "9.payment",
    PostingKind.REVERSAL: "9.reversal",
    PostingKind.ONE_OFF: "9.one_off",
    PostingKind.SHARE: "3.share",
    PostingKind.ACCRUAL: "6.accrual",
    PostingKind.GIVE_BACK: "6.give_back",
    PostingKind.OPENING: "2.opening_balance",
    PostingKind.CORRECTION: "2.correction",
}
"""The rulebook's section and point behind each kind of posting."""
_BY_A_CHANNEL = frozenset({PostingKind.PAYMENT, PostingKind.REVERSAL})


@dataclass(frozen=True, slots=True)
class Why:
    """A posting's rule, its inputs (fee, day, days in the month, first day concerned, cause …) and its result."""

    rule: str
    cause: str
    inputs: dict[str, Any]
    result_kopecks: int


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A line of the passbook with the balance after it, and why it is there.

    ``service`` is the id of the plan's; ``channel`` the ledger's code by which money came or went back.
    """

    number: int
    day: date
    at: datetime
    kind: str
    plan: str | None
    amount_kopecks: int
    balance_kopecks: int
    why: Why
    name: dict[str, str] | None = None
    subscription: int | None = None
    service: int | None = None
    channel: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def statement_rows(lines: Sequence[Posting], before_kopecks: int) -> list[StatementRow]:
    """Postings that follow one another as lines of the statement; ``before_kopecks`` was there before the first."""
    wanted = {posting.price_id for posting in lines if posting.price_id}
    prices = {price.id: price for price in Price.objects.filter(id__in=wanted).select_related("plan")} if wanted else {}
    rows, balance = [], before_kopecks
    for posting in lines:
        balance += posting.amount_kopecks
        price = prices.get(posting.price_id) if posting.price_id else None
        rows.append(
            StatementRow(
                number=posting.number,
                day=posting.posted_on,
                at=posting.posted_at,
                kind=PostingKind(posting.kind).label,
                plan=price.plan.code if price else None,
                amount_kopecks=posting.amount_kopecks,
                balance_kopecks=balance,
                why=why(posting, price),
                name=price.plan.name if price else None,
                subscription=posting.subscription,
                service=price.plan.service_id if price else None,
                channel=LedgerCode(posting.code).label if posting.kind in _BY_A_CHANNEL else None,
            )
        )
    return rows


def statement_of(account_id: int, *, first: date | None = None, last: date | None = None) -> list[StatementRow]:
    """An account's postings from one day to another, each with its running balance and its why; all if not said."""
    lines = Posting.objects.filter(account_id=account_id).order_by("number")
    if last is not None:
        lines = lines.filter(posted_on__lte=last)
    if first is None:
        return statement_rows(list(lines), 0)
    month = month_start(first)
    rows = statement_rows(list(lines.filter(posted_on__gte=month)), passbook_of(account_id).before(month)[0])
    return [row for row in rows if row.day >= first]


def why(posting: Posting, price: Price | None) -> Why:
    """Why a posting was made; ``price`` is the price version it names."""
    kind = PostingKind(posting.kind)
    inputs: dict[str, Any] = {}
    if price is not None and posting.from_on is not None:
        inputs = {
            "plan": price.plan.code,
            "fee_kopecks": price.fee_kopecks,
            "price_from": price.from_on,
            "first_day": posting.from_on,
            "last_day": posting.from_on if kind == PostingKind.SHARE else month_end(posting.from_on),
            "days_in_month": days_in_month(posting.from_on),
        }
    if posting.reverses is not None:
        inputs["reverses"] = posting.reverses
    if posting.note:
        inputs["note"] = posting.note
    return Why(RULES[kind], Cause(posting.cause).label, inputs, posting.amount_kopecks)

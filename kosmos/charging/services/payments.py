"""Money that comes, money that is taken back, and what is charged once (rulebook 4 and 9)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.errors import AlreadyReversed, UnknownPayment
from kosmos.charging.models import Payment
from kosmos.charging.services.moment import begin
from kosmos.charging.services.opening import catch_up
from kosmos.charging.services.settle import settle
from kosmos.charging.services.waiting import connect_waiting
from kosmos.kernel.days import business_day, month_start
from kosmos.kernel.outbox import tell
from kosmos.kernel.sql import array, execute, rows, statement
from kosmos.ledger.models import Cause, LedgerCode, Posting, PostingKind
from kosmos.ledger.rules import Figures, part_paid_early, unpaid_again
from kosmos.ledger.services import Entry, Line, write_postings


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment as its provider tells it: posted once for each provider's reference on an account."""

    account_id: int
    amount_kopecks: int
    reference: str
    provider: str = "cash_desk"
    code: LedgerCode = LedgerCode.CASH_DESK


@transaction.atomic
def post_payments(payments: Sequence[NewPayment], *, now: datetime) -> list[bool]:
    """Post payments of one instant, in their order; for each, whether it was new.

    One seen before (same account, provider and reference) changes nothing. Each new one is followed by
    steps 4 and 5 of rule 7, and connects the plan that waited for it; an account's second payment sees what its
    first one did.
    """
    if any(payment.amount_kopecks <= 0 for payment in payments):
        raise ValueError("a payment moves at least one kopeck")
    zone = operator_zone()
    figures = catch_up([payment.account_id for payment in payments], now=now, zone=zone)
    references = list({payment.reference for payment in payments})
    seen = set(rows(statement("charging", "known_payments"), {"accounts": array(figures), "references": references}))
    fresh: list[bool] = []
    rounds: list[dict[int, NewPayment]] = []
    for payment in payments:
        key = (payment.account_id, payment.provider, payment.reference)
        fresh.append(key not in seen)
        if key not in seen:
            seen.add(key)
            _round_for(payment.account_id, rounds)[payment.account_id] = payment
    waiting = {account_id for account_id, provider, _ in seen if provider is None}
    for index, turn in enumerate(rounds):
        if index:
            figures = catch_up(list(turn), now=now, zone=zone)
        _post_round(turn, figures, day=business_day(now, zone), now=now)
        for account_id in sorted(waiting & turn.keys()):
            connect_waiting(account_id, now=now)
    return fresh


def _round_for(account_id: int, rounds: list[dict[int, NewPayment]]) -> dict[int, NewPayment]:
    """The first round in which the account has no payment yet."""
    for turn in rounds:
        if account_id not in turn:
            return turn
    rounds.append({})
    return rounds[-1]


def _post_round(turn: dict[int, NewPayment], figures: dict[int, Figures], *, day: date, now: datetime) -> None:
    """Post at most one payment for each account, and settle them."""
    entries, kept = [], []
    for account_id, payment in turn.items():
        early = part_paid_early(figures[account_id], payment.amount_kopecks)
        line = Line(PostingKind.PAYMENT, payment.amount_kopecks, code=payment.code, note=payment.reference)
        entries.append(Entry(account_id, figures[account_id].last_number, [line], 0, -early))
        if figures[account_id].overdue <= payment.amount_kopecks:
            kept.append(account_id)
    write_postings(entries, day=day, at=now)
    execute(
        statement("charging", "record_payments"),
        {
            "day": day,
            "at": now,
            "kept": array(kept),
            "accounts": array(turn),
            "numbers": array(entry.last_number + 1 for entry in entries),
            "kopecks": array(payment.amount_kopecks for payment in turn.values()),
            "early": array(-entry.unpaid_change for entry in entries),
            "providers": [payment.provider for payment in turn.values()],
            "references": [payment.reference for payment in turn.values()],
        },
    )
    settle(list(turn), day=day, at=now, cause=Cause.PAYMENT_CAME)


@transaction.atomic
def reverse_payment(*, account_id: int, reference: str, now: datetime, provider: str = "cash_desk") -> None:
    """Take a payment back by a posting that names it (storno, chargeback, refund).

    Errors: UnknownPayment, AlreadyReversed.
    """
    moment = begin(account_id, now=now)
    payment = Payment.objects.filter(account_id=account_id, provider=provider, reference=reference).first()
    if payment is None:
        raise UnknownPayment(f"no payment {reference} on this account", reference=reference)
    if payment.reversed_by is not None:
        raise AlreadyReversed(f"payment {reference} is reversed already", reference=reference)
    posted = Posting.objects.get(account_id=account_id, number=payment.posting, posted_on=payment.posted_on)
    this_month = month_start(payment.posted_on) == month_start(moment.day)
    again = unpaid_again(moment.figures, payment.paid_early_kopecks) if this_month else 0
    line = Line(
        PostingKind.REVERSAL,
        -payment.amount_kopecks,
        code=LedgerCode(posted.code),
        reverses=payment.posting,
        note=reference,
    )
    number = moment.post(line, unpaid_change=again)
    Payment.objects.filter(pk=payment.pk).update(reversed_by=number)
    moment.settle(Cause.PAYMENT_REVERSED)
    about = {"kopecks": payment.amount_kopecks, "posting": number}
    tell("payment_reversed", account_id=account_id, key=str(number), at=now, about=about)


@transaction.atomic
def charge_once(*, account_id: int, amount_kopecks: int, now: datetime, note: str | None = None) -> int:
    """Charge for equipment or a visit, which may take the balance below zero; the posting's number."""
    if amount_kopecks <= 0:
        raise ValueError("a charge moves at least one kopeck")
    moment = begin(account_id, now=now)
    number = moment.charge_once(amount_kopecks, note=note)
    moment.settle(Cause.CHARGED_ONCE)
    return number

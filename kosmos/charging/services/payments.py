"""Money that comes, money that is taken back, and what is charged once (rulebook 4 and 9)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from kosmos.catalogue.queries import OPERATOR_ZONE, zone_in
from kosmos.charging.errors import AlreadyReversed, UnknownPayment
from kosmos.charging.models import Payment
from kosmos.charging.services.moment import begin
from kosmos.charging.services.opening import catch_up
from kosmos.charging.services.part_reversals import left_of, reverse_part
from kosmos.charging.services.settle import settle
from kosmos.charging.services.waiting import connect_waiting
from kosmos.kernel.days import business_day, month_start
from kosmos.kernel.outbox import tell
from kosmos.kernel.pipeline import Rows
from kosmos.kernel.sql import Statement, array, execute, rows, rows_of_each, statement, texts
from kosmos.ledger.models import Cause, LedgerCode, Posting, PostingKind
from kosmos.ledger.rules import Figures, part_paid_early, unpaid_again
from kosmos.ledger.services import Line, accounts_lock, accounts_locked

_SEEN, _WAITS, _NOT_KEPT, _IN_FORCE, _RESTLESS = 1, 2, 3, 4, 5
"""What sql/before_payments.sql tells."""


@dataclass(frozen=True, slots=True)
class NewPayment:
    """A payment as its provider tells it: posted once for each provider's reference on an account."""

    account_id: int
    amount_kopecks: int
    reference: str
    provider: str = "cash_desk"
    code: LedgerCode = LedgerCode.CASH_DESK


@dataclass(frozen=True, slots=True)
class _Heeded:
    """What payments have to heed: their accounts' figures, which of them came already, by place, and accounts' ids."""

    figures: dict[int, Figures]
    seen: set[int]
    waiting: set[int]
    promised: set[int]
    restless: set[int]


def look_before_payments(numbers: Iterable[str], account_ids: Iterable[int] = ()) -> list[Statement]:
    """What locks accounts and looks at what payments to them have to heed, for those who ask for other things with it.

    What it finds is for `post_payments`, in the same transaction, of payments that their caller knows to be new.
    """
    return _look([], numbers, account_ids)


@transaction.atomic(savepoint=False)
def post_payments(
    payments: Sequence[NewPayment],
    *,
    now: datetime,
    beside: Sequence[Statement] = (),
    looked: Sequence[Rows] | None = None,
) -> list[bool]:
    """Post payments of one instant, in their order; for each, whether it was new.

    One seen before (same account, provider and reference) changes nothing. Each new one is followed by
    steps 4 and 5 of rule 7, and connects the plan that waited for it; an account's second payment sees what its
    first one did. What stands ``beside`` is run with the posting, to save a wait; ``looked`` is what
    `look_before_payments` found, if somebody asked for it, to save another.
    """
    if not payments:
        rows_of_each(*beside)
        return []
    if min(payment.amount_kopecks for payment in payments) <= 0:
        raise ValueError("a payment moves at least one kopeck")
    heeded, zone = _heeded(payments, looked, now=now)
    fresh, rounds = _rounds(payments, heeded.seen)
    figures = heeded.figures
    for index, turn in enumerate(rounds):
        if index:
            figures = catch_up(list(turn), now=now, zone=zone)
        _post_round(turn, figures, heeded, () if index else beside, day=business_day(now, zone), now=now)
        for account_id in sorted(heeded.waiting & turn.keys()):
            connect_waiting(account_id, now=now)
    return fresh


def _look(payments: Sequence[NewPayment], numbers: Iterable[str], account_ids: Iterable[int]) -> list[Statement]:
    ids, known = sorted(set(account_ids)), sorted(set(numbers))
    scope = {
        "ids": array(ids),
        "numbers": texts(known),
        "accounts": array(payment.account_id for payment in payments),
        "providers": texts(payment.provider for payment in payments),
        "references": texts(payment.reference for payment in payments),
    }
    return [OPERATOR_ZONE, accounts_lock(ids, known), (statement("charging", "before_payments"), scope)]


def _heeded(
    payments: Sequence[NewPayment], looked: Sequence[Rows] | None, *, now: datetime
) -> tuple[_Heeded, ZoneInfo]:
    """The accounts, locked, brought to this instant and looked at."""
    accounts = {payment.account_id for payment in payments}
    look = _look(payments, (), accounts)
    zones, locked, told = looked or rows_of_each(*look)
    zone = zone_in(zones)
    today = business_day(now, zone)
    found = accounts_locked(accounts, locked)
    figures = {account_id: one for account_id, (one, _) in found.items()}
    if any(what == _IN_FORCE and which in accounts for what, which, _ in told) or any(
        found[account_id][1] != today for account_id in accounts
    ):
        figures = catch_up(list(accounts), now=now, zone=zone)
        told = rows(*look[-1])
    about: dict[int, set[int]] = {what: set() for what in (_SEEN, _WAITS, _NOT_KEPT, _IN_FORCE, _RESTLESS)}
    for what, which, through_on in told:
        if through_on is None or through_on < today:
            about[what].add(which)
    promised = about[_NOT_KEPT] | about[_IN_FORCE]
    return _Heeded(figures, about[_SEEN], about[_WAITS], promised, about[_RESTLESS] | promised), zone


def _rounds(payments: Sequence[NewPayment], seen: set[int]) -> tuple[list[bool], list[dict[int, NewPayment]]]:
    """Which payments are new, and these in rounds, in each of which an account has one at most, in the order of ids."""
    fresh: list[bool] = []
    rounds: list[dict[int, NewPayment]] = [{}]
    known = set()
    for place, payment in enumerate(payments, 1):
        key = (payment.account_id, payment.provider, payment.reference)
        fresh.append(place not in seen and key not in known)
        if fresh[-1]:
            known.add(key)
            turn = next((turn for turn in rounds if payment.account_id not in turn), None)
            if turn is None:
                rounds.append(turn := {})
            turn[payment.account_id] = payment
    return fresh, [dict(sorted(turn.items())) for turn in rounds]


def _post_round(
    turn: dict[int, NewPayment],
    figures: dict[int, Figures],
    heeded: _Heeded,
    beside: Sequence[Statement],
    *,
    day: date,
    now: datetime,
) -> None:
    """Post at most one payment for each account, and settle those that it may turn."""
    had = [figures[account_id] for account_id in turn]
    scope = {
        "day": day,
        "at": now,
        "accounts": array(turn),
        "numbers": array(one.last_number + 1 for one in had),
        "kopecks": array(payment.amount_kopecks for payment in turn.values()),
        "early": array(
            part_paid_early(one, payment.amount_kopecks) if one.unpaid else 0
            for one, payment in zip(had, turn.values(), strict=True)
        ),
        "codes": array(int(payment.code) for payment in turn.values()),
        "providers": texts(payment.provider for payment in turn.values()),
        "references": texts(payment.reference for payment in turn.values()),
    }
    rows_of_each((statement("charging", "post_payments"), scope), *beside)
    short = {account_id for account_id, payment in turn.items() if figures[account_id].overdue > payment.amount_kopecks}
    kept = [account_id for account_id in turn if account_id in heeded.promised and account_id not in short]
    if kept:
        execute(statement("charging", "keep_promises"), {"ids": array(kept)})
    restless = [account_id for account_id in turn if account_id in heeded.restless or account_id in short]
    settle(restless, day=day, at=now, cause=Cause.PAYMENT_CAME)


@transaction.atomic
def reverse_payment(*, account_id: int, reference: str, now: datetime, provider: str = "cash_desk") -> None:
    """Take a payment back by a posting that names it (storno, chargeback, refund): what is left, if parts went before.

    Errors: UnknownPayment, AlreadyReversed.
    """
    moment = begin(account_id, now=now)
    payment = Payment.objects.filter(account_id=account_id, provider=provider, reference=reference).first()
    if payment is None:
        raise UnknownPayment(f"no payment {reference} on this account", reference=reference)
    if payment.reversed_by is not None:
        raise AlreadyReversed(f"payment {reference} is reversed already", reference=reference)
    left = left_of(payment)
    if left < payment.amount_kopecks:
        reverse_part(
            account_id=account_id, provider=provider, reference=reference, amount_kopecks=left, key="rest", now=now
        )
        return
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

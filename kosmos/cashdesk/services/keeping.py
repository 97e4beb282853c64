"""What all writes about a shift share: who writes, the lock, the moves of money, and the line of the audit."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from kosmos.cashdesk.models import CashMove, MoveKind, Shift
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.ledger.models import LedgerCode
from kosmos.ledger.services import Move, post_move
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services.acts import note_act
from kosmos.subscribers.services.audit import NOWHERE, Origin

WAYS: Mapping[str, tuple[LedgerCode, LedgerCode]] = {
    MoveKind.FLOAT: (LedgerCode.BANK, LedgerCode.CASH_DESK),
    MoveKind.HANDED_OVER: (LedgerCode.CASH_DESK, LedgerCode.BANK),
    MoveKind.CLOSING: (LedgerCode.CASH_DESK, LedgerCode.BANK),
    MoveKind.SHORTAGE: (LedgerCode.CASH_DESK, LedgerCode.SHORTAGES),
    MoveKind.SURPLUS: (LedgerCode.SURPLUSES, LedgerCode.CASH_DESK),
}
"""Between which codes each kind of move goes, and in which direction."""


@dataclass(frozen=True, slots=True)
class Hand:
    """Who does something at the desk, when, from where, and the form that he sends."""

    by: StaffMember
    now: datetime
    key: str
    origin: Origin = NOWHERE


def find_locked_shift(cashier: StaffMember, *, shift_id: uuid.UUID | None = None) -> Shift | None:
    """The open shift of a cashier, or the named one of anybody, which only this transaction writes to."""
    about = Q(cashier=cashier) if shift_id is None else Q(id=shift_id)
    return Shift.objects.select_for_update(no_key=True).filter(about, closed_at=None).first()


def move_money(shift: Shift, kind: MoveKind, amount_kopecks: int, hand: Hand) -> None:
    """Post money that comes to a locked shift's desk or leaves it; nothing for nothing."""
    if not amount_kopecks:
        return
    source, target = WAYS[kind]
    count = CashMove.objects.filter(shift=shift).count() + 1
    reference = f"shift {shift.number} {kind.value} {count}"
    move = Move(source, target, amount_kopecks, reference, note=hand.by.name)
    number = post_move(move, day=business_day(hand.now, operator_zone()), at=hand.now)
    CashMove.objects.create(
        id=uuid.uuid4(),
        shift=shift,
        key=f"{hand.key} {kind.value}",
        kind=kind,
        amount_kopecks=amount_kopecks,
        at=hand.now,
        posting_id=number,
    )


def note(
    act: Act,
    shift: Shift,
    hand: Hand,
    *,
    account_id: int | None = None,
    after: Mapping[str, object] | None = None,
    reason: str = "",
) -> None:
    """Add a line to the audit about a shift."""
    note_act(
        act,
        now=hand.now,
        staff=hand.by,
        origin=hand.origin,
        account_id=account_id,
        subject="shift",
        object_id=shift.number,
        after=after,
        reason=reason,
    )

"""A shift is opened with a float, hands money over, and is closed by counting what is there."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from kosmos.cashdesk.errors import (
    BadAmount,
    BadFloat,
    NoShift,
    NoteMissing,
    ShiftChanged,
    ShiftOpen,
    TooMuchHandedOver,
    VoidWaits,
)
from kosmos.cashdesk.models import CashMove, MoveKind, Shift, VoidRequest, VoidState
from kosmos.cashdesk.queries import figures_of
from kosmos.cashdesk.rules import MOST_KOPECKS, note_of
from kosmos.cashdesk.services.keeping import Hand, find_locked_shift, move_money, note
from kosmos.ledger.services import allocate_ids
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember


@dataclass(frozen=True, slots=True)
class Counted:
    """What counting found, what the page said should be there, and the words about the difference."""

    counted_kopecks: int
    expected_kopecks: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A shift after a form, and whether the form did it only now, not before."""

    shift: Shift
    fresh: bool


@transaction.atomic
def open_shift(float_kopecks: int, hand: Hand) -> Kept:
    """Open a cashier's shift with a float, which comes from the bank; the same form again opens nothing.

    BadFloat; ShiftOpen where another form has opened one.
    """
    if not 0 <= float_kopecks <= MOST_KOPECKS:
        raise BadFloat(most_kopecks=MOST_KOPECKS)
    StaffMember.objects.select_for_update(no_key=True).get(pk=hand.by.pk)  # two forms of one cashier, one by one
    before = Shift.objects.filter(key=hand.key).first()
    if before is not None:
        return Kept(before, fresh=False)
    if Shift.objects.filter(cashier=hand.by, closed_at=None).exists():
        raise ShiftOpen
    number = allocate_ids("cash_shift", 1)[0]
    shift = Shift.objects.create(
        id=uuid.uuid4(), number=number, key=hand.key, cashier=hand.by, opened_at=hand.now
    )  # fmt: skip
    move_money(shift, MoveKind.FLOAT, float_kopecks, hand)
    note(Act.SHIFT_OPENED, shift, hand, after={"float_kopecks": float_kopecks})
    return Kept(shift, fresh=True)


@transaction.atomic
def hand_over(amount_kopecks: int, hand: Hand) -> Kept:
    """Hand a part of the desk's money over to the bank; the same form again hands over nothing.

    NoShift, BadAmount, TooMuchHandedOver.
    """
    if amount_kopecks <= 0:
        raise BadAmount(most_kopecks=MOST_KOPECKS)
    shift = find_locked_shift(hand.by)
    if shift is None:
        raise NoShift
    if CashMove.objects.filter(key=f"{hand.key} {MoveKind.HANDED_OVER.value}").exists():
        return Kept(shift, fresh=False)
    there = figures_of(shift).expected_kopecks
    if amount_kopecks > there:
        raise TooMuchHandedOver(there_kopecks=there)
    move_money(shift, MoveKind.HANDED_OVER, amount_kopecks, hand)
    note(Act.CASH_HANDED_OVER, shift, hand, after={"kopecks": amount_kopecks})
    return Kept(shift, fresh=True)


@transaction.atomic
def close_shift(found: Counted, hand: Hand, *, shift_id: uuid.UUID | None = None) -> Kept:
    """Close a shift: post the difference, hand over all that was counted; the Z report is made of its rows.

    It is one's own, or the named one of a cashier who cannot. The same form again closes nothing. NoShift, VoidWaits,
    ShiftChanged where the page said another sum than there should be now, NoteMissing where a difference is not
    explained, BadAmount.
    """
    shift = find_locked_shift(hand.by, shift_id=shift_id)
    before = Shift.objects.filter(close_key=hand.key).first()
    if before is not None:
        return Kept(before, fresh=False)
    if shift is None:
        raise NoShift
    if VoidRequest.objects.filter(receipt__shift=shift, state=VoidState.ASKED).exists():
        raise VoidWaits
    expected = figures_of(shift).expected_kopecks
    if expected != found.expected_kopecks:
        raise ShiftChanged(expected_kopecks=expected)
    if found.counted_kopecks < 0:
        raise BadAmount(most_kopecks=MOST_KOPECKS)
    words = note_of(found.note)
    if found.counted_kopecks != expected and not words:
        raise NoteMissing
    _close(shift, expected, Counted(found.counted_kopecks, expected, words), hand)
    return Kept(shift, fresh=True)


def _close(shift: Shift, expected: int, found: Counted, hand: Hand) -> None:
    counted = found.counted_kopecks
    move_money(shift, MoveKind.SHORTAGE, max(0, expected - counted), hand)
    move_money(shift, MoveKind.SURPLUS, max(0, counted - expected), hand)
    move_money(shift, MoveKind.CLOSING, counted, hand)
    shift.closed_at, shift.closed_by, shift.close_key = hand.now, hand.by, hand.key
    shift.counted_kopecks, shift.note = counted, found.note
    shift.save(update_fields=["closed_at", "closed_by", "close_key", "counted_kopecks", "note"])
    after = {"expected_kopecks": expected, "counted_kopecks": counted}
    note(Act.SHIFT_CLOSED, shift, hand, after=after, reason=found.note)

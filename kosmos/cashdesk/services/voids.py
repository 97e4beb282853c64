"""A receipt is voided by two people: the cashier asks, somebody else approves, and then the payment is reversed."""

import uuid
from dataclasses import dataclass

from django.db import transaction

from kosmos.cashdesk.errors import (
    ReasonMissing,
    SamePerson,
    ShiftClosed,
    UnknownReceipt,
    UnknownVoid,
    VoidAsked,
    VoidDecided,
)
from kosmos.cashdesk.models import Receipt, Shift, VoidReason, VoidRequest, VoidState
from kosmos.cashdesk.queries import PROVIDER
from kosmos.cashdesk.rules import note_of
from kosmos.cashdesk.services.keeping import Hand, note
from kosmos.charging.services import reverse_payment
from kosmos.subscribers.acts import Act

_ACTS = {
    VoidState.APPROVED: Act.VOID_APPROVED,
    VoidState.REFUSED: Act.VOID_REFUSED,
    VoidState.WITHDRAWN: Act.VOID_WITHDRAWN,
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request to void, and whether the form did something only now, not before."""

    void: VoidRequest
    fresh: bool


@transaction.atomic
def ask_void(receipt_id: uuid.UUID, reason: str, words: str, hand: Hand) -> Asked:
    """Ask that one of the cashier's own receipts be voided, while its shift is open.

    UnknownReceipt, ShiftClosed, ReasonMissing, VoidAsked.
    """
    receipt = _own_receipt(receipt_id, hand)
    before = VoidRequest.objects.filter(key=hand.key).first()
    if before is not None:
        return Asked(before, fresh=False)
    if receipt.shift.closed_at is not None:
        raise ShiftClosed
    if receipt.voids.filter(state__in=[VoidState.ASKED, VoidState.APPROVED]).exists():
        raise VoidAsked
    text = note_of(words)
    if reason not in VoidReason.values or (reason == VoidReason.OTHER and not text):
        raise ReasonMissing
    void = VoidRequest.objects.create(
        id=uuid.uuid4(), receipt=receipt, key=hand.key, reason=reason, note=text, asked_at=hand.now, asked_by=hand.by
    )
    _note(Act.VOID_ASKED, void, hand)
    return Asked(void, fresh=True)


@transaction.atomic
def withdraw_void(receipt_id: uuid.UUID, hand: Hand) -> bool:
    """Take the wish to void one's own receipt back; False if nobody waits for it any more. UnknownReceipt."""
    receipt = _own_receipt(receipt_id, hand)
    void = receipt.voids.filter(state=VoidState.ASKED).first()
    if void is None:
        return False
    void.receipt = receipt
    _decide(void, VoidState.WITHDRAWN, hand)
    return True


@transaction.atomic
def decide_void(void_id: uuid.UUID, verdict: VoidState, hand: Hand) -> Asked:
    """Approve a void, which reverses the payment, or refuse it; the same person's same verdict again does nothing.

    UnknownVoid, SamePerson, VoidDecided, and what reversing refuses.
    """
    void = VoidRequest.objects.filter(id=void_id).first()
    if void is None:
        raise UnknownVoid
    shift = Shift.objects.select_for_update(of=("self",), no_key=True).get(receipts=void.receipt_id)
    void = VoidRequest.objects.select_related("receipt", "decided_by").get(id=void_id)
    void.receipt.shift = shift
    if hand.by.pk in {void.asked_by_id, shift.cashier_id}:
        raise SamePerson
    if void.state == verdict and void.decided_by == hand.by:
        return Asked(void, fresh=False)
    if void.state != VoidState.ASKED:
        raise VoidDecided(by=void.decided_by.name if void.decided_by else "", state=void.state)
    _decide(void, verdict, hand)
    return Asked(void, fresh=True)


def _decide(void: VoidRequest, verdict: VoidState, hand: Hand) -> None:
    void.state, void.decided_at, void.decided_by = verdict, hand.now, hand.by
    void.save(update_fields=["state", "decided_at", "decided_by"])
    receipt = void.receipt
    if verdict == VoidState.APPROVED:
        reverse_payment(
            account_id=receipt.account_id, reference=receipt.reference, now=hand.now, provider=PROVIDER
        )  # fmt: skip
    _note(_ACTS[verdict], void, hand)


def _own_receipt(receipt_id: uuid.UUID, hand: Hand) -> Receipt:
    """A receipt of one's own, its shift locked. UnknownReceipt."""
    own = Shift.objects.select_for_update(of=("self",), no_key=True).filter(receipts=receipt_id, cashier=hand.by)
    locked = own.first()
    if locked is None:
        raise UnknownReceipt
    receipt = Receipt.objects.get(id=receipt_id)
    receipt.shift = locked
    return receipt


def _note(act: Act, void: VoidRequest, hand: Hand) -> None:
    receipt = void.receipt
    after = {"reference": receipt.reference, "kopecks": receipt.amount_kopecks, "reason": void.reason}
    note(act, receipt.shift, hand, account_id=receipt.account_id, after=after, reason=void.note)

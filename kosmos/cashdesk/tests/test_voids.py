"""A receipt is voided by two people, once, while its shift is open."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from kosmos.cashdesk.errors import (
    ReasonMissing,
    SamePerson,
    ShiftClosed,
    UnknownReceipt,
    UnknownVoid,
    VoidAsked,
    VoidDecided,
)
from kosmos.cashdesk.models import VoidRequest, VoidState
from kosmos.cashdesk.queries import figures_of, ledger_of, open_shift_of
from kosmos.cashdesk.services import Counted, ask_void, close_shift, decide_void, withdraw_void
from kosmos.cashdesk.tests.world import at_work, hand, hired, taken, world
from kosmos.charging.models import Payment
from kosmos.ledger.models import Account, Posting, PostingKind
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db


def asked(kopecks: int = 20_00) -> tuple[StaffMember, VoidRequest]:
    """A cashier, and his wish that money of the second account be given back."""
    accounts, cashier = world(), at_work()
    receipt = taken(cashier, accounts["100483"], kopecks)
    return cashier, ask_void(receipt.id, "wrong_account", "не тот счёт", hand(cashier)).void


def test_an_approved_void_reverses_the_payment_and_the_reports_sum() -> None:
    cashier, void = asked()
    supervisor = hired("Раиса", "finance")
    assert Account.objects.get(id=void.receipt.account_id).balance_kopecks == 20_00
    assert decide_void(void.id, VoidState.APPROVED, hand(supervisor)).fresh
    assert Account.objects.get(id=void.receipt.account_id).balance_kopecks == 0
    assert Payment.objects.get(reference=void.receipt.reference).reversed_by is not None
    shift = open_shift_of(cashier)
    assert shift is not None
    figures = figures_of(shift)
    assert (figures.voids, figures.voided_kopecks, figures.expected_kopecks) == (1, 20_00, 50_00)
    assert ledger_of(shift).agrees_with(figures)
    line = AuditRecord.objects.get(action=Act.VOID_APPROVED)
    assert (line.staff, line.account_id, line.reason) == (supervisor, void.receipt.account_id, "не тот счёт")


def test_the_same_verdict_again_does_nothing_and_another_is_refused() -> None:
    _, void = asked()
    supervisor, other = hired("Раиса", "finance"), hired("Павел", "administrator")
    decide_void(void.id, VoidState.APPROVED, hand(supervisor))
    assert not decide_void(void.id, VoidState.APPROVED, hand(supervisor)).fresh
    for by, verdict in ((supervisor, VoidState.REFUSED), (other, VoidState.APPROVED), (other, VoidState.REFUSED)):
        with pytest.raises(VoidDecided) as refusal:
            decide_void(void.id, verdict, hand(by))
        assert refusal.value.parameters["by"] == "Раиса"
    assert Posting.objects.filter(kind=PostingKind.REVERSAL).count() == 1


def test_nobody_approves_his_own_void_whatever_his_role_is_now() -> None:
    cashier, void = asked()
    StaffMember.objects.filter(pk=cashier.pk).update(role="finance")
    for verdict in (VoidState.APPROVED, VoidState.REFUSED):
        with pytest.raises(SamePerson):
            decide_void(void.id, verdict, hand(cashier))
    with pytest.raises(IntegrityError), transaction.atomic():
        VoidRequest.objects.filter(id=void.id).update(
            state=VoidState.APPROVED, decided_by=cashier, decided_at=void.asked_at
        )
    assert not Posting.objects.filter(kind=PostingKind.REVERSAL).exists()


def test_a_refused_void_leaves_the_money_and_may_be_asked_again() -> None:
    cashier, void = asked()
    decide_void(void.id, VoidState.REFUSED, hand(hired("Раиса", "finance")))
    assert Account.objects.get(id=void.receipt.account_id).balance_kopecks == 20_00
    assert ask_void(void.receipt_id, "changed_mind", "", hand(cashier)).fresh


def test_a_void_is_asked_once_and_may_be_withdrawn() -> None:
    cashier, void = asked()
    again = hand(cashier)
    with pytest.raises(VoidAsked):
        ask_void(void.receipt_id, "taken_twice", "", again)
    assert withdraw_void(void.receipt_id, hand(cashier))
    assert not withdraw_void(void.receipt_id, hand(cashier))
    assert AuditRecord.objects.filter(action=Act.VOID_WITHDRAWN).count() == 1
    with pytest.raises(VoidDecided):
        decide_void(void.id, VoidState.APPROVED, hand(hired("Раиса", "finance")))
    first, second = (ask_void(void.receipt_id, "taken_twice", "", again) for _ in range(2))
    assert (first.fresh, second.fresh) == (True, False)
    assert first.void == second.void


def test_what_asking_refuses() -> None:
    accounts, cashier = world(), at_work(0)
    receipt = taken(cashier, accounts["100482"])
    for reason, words in (("", ""), ("because", "?"), ("other", "  ")):
        with pytest.raises(ReasonMissing):
            ask_void(receipt.id, reason, words, hand(cashier))
    with pytest.raises(UnknownReceipt):
        ask_void(receipt.id, "taken_twice", "", hand(hired("Лида")))
    with pytest.raises(UnknownReceipt):
        withdraw_void(uuid.uuid4(), hand(cashier))
    with pytest.raises(UnknownVoid):
        decide_void(uuid.uuid4(), VoidState.APPROVED, hand(cashier))
    close_shift(Counted(20_00, 20_00), hand(cashier))
    with pytest.raises(ShiftClosed):
        ask_void(receipt.id, "taken_twice", "", hand(cashier))

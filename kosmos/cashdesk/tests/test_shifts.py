"""Shifts from the float to the Z report, and their reports against the ledger."""

from random import Random

import pytest

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
from kosmos.cashdesk.models import CashMove, Shift, VoidState
from kosmos.cashdesk.queries import figures_of, ledger_of, open_shift_of
from kosmos.cashdesk.rules import MOST_KOPECKS
from kosmos.cashdesk.services import (
    Counted,
    ask_void,
    close_shift,
    decide_void,
    hand_over,
    open_shift,
)
from kosmos.cashdesk.tests.world import at_work, hand, hired, taken, world
from kosmos.charging.audit.check import check_ledger
from kosmos.ledger.models import LedgerCode, OperatorPosting
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import StaffMember

pytestmark = pytest.mark.django_db


def moved() -> list[tuple[str, str, int]]:
    """The operator's own moves, in words."""
    found = OperatorPosting.objects.order_by("number").values_list("from_code", "to_code", "amount_kopecks")
    return [(LedgerCode(source).label, LedgerCode(target).label, kopecks) for source, target, kopecks in found]


def shift_of(cashier: StaffMember) -> Shift:
    """The newest shift of a cashier."""
    return Shift.objects.filter(cashier=cashier).latest("number")


def agrees(cashier: StaffMember) -> bool:
    """Whether the report of a cashier's newest shift says what the ledger does."""
    shift = shift_of(cashier)
    return ledger_of(shift).agrees_with(figures_of(shift))


def test_a_shift_from_the_float_to_the_z_report() -> None:
    accounts, cashier = world(), at_work(50_00)
    taken(cashier, accounts["100482"], 20_00)
    taken(cashier, accounts["100483"], 5_00)
    hand_over(30_00, hand(cashier))
    assert figures_of(shift_of(cashier)).expected_kopecks == 45_00
    assert agrees(cashier)
    done = close_shift(Counted(45_00, 45_00), hand(cashier))
    assert done.fresh
    assert open_shift_of(cashier) is None
    figures = figures_of(shift_of(cashier))
    assert (figures.income_kopecks, figures.difference_kopecks, figures.desk_kopecks) == (25_00, 0, 0)
    assert moved() == [("bank", "cash_desk", 50_00), ("cash_desk", "bank", 30_00), ("cash_desk", "bank", 45_00)]
    assert agrees(cashier)
    acts = AuditRecord.objects.order_by("at").values_list("action", flat=True)
    assert {Act.SHIFT_OPENED, Act.CASH_HANDED_OVER, Act.SHIFT_CLOSED} <= set(acts)


@pytest.mark.parametrize(
    ("counted", "move"),
    [
        pytest.param(48_00, ("cash_desk", "shortages", 2_00), id="two roubles are missing"),
        pytest.param(50_10, ("surpluses", "cash_desk", 10), id="ten kopecks too much"),
        pytest.param(0, ("cash_desk", "shortages", 50_00), id="all is gone"),
    ],
)
def test_a_difference_is_posted_and_explained(counted: int, move: tuple[str, str, int]) -> None:
    world()
    cashier = at_work(50_00)
    with pytest.raises(NoteMissing):
        close_shift(Counted(counted, 50_00, "  "), hand(cashier))
    close_shift(Counted(counted, 50_00, "пересчитали 4111 1111 1111 1111"), hand(cashier))
    assert moved()[1] == move
    assert moved()[2:] == ([("cash_desk", "bank", counted)] if counted else [])
    assert shift_of(cashier).note == "пересчитали **** **** **** 1111"
    assert figures_of(shift_of(cashier)).desk_kopecks == 0
    assert agrees(cashier)


def test_a_shift_without_money_moves_none() -> None:
    world()
    cashier = at_work(0)
    close_shift(Counted(0, 0), hand(cashier))
    assert not CashMove.objects.exists()
    assert agrees(cashier)


def test_the_same_forms_again_do_nothing() -> None:
    world()
    cashier = hired()
    opening, handing, closing = hand(cashier), hand(cashier), hand(cashier)
    assert [open_shift(50_00, opening).fresh for _ in range(2)] == [True, False]
    assert [hand_over(10_00, handing).fresh for _ in range(2)] == [True, False]
    assert [close_shift(Counted(40_00, 40_00), closing).fresh for _ in range(2)] == [True, False]
    open_shift(1_00, hand(cashier))
    assert close_shift(Counted(40_00, 40_00), closing).shift.number == 1
    assert open_shift(50_00, opening).shift.number == 1
    assert len(moved()) == 4


def test_what_a_shift_refuses() -> None:
    accounts = world()
    cashier = at_work(10_00)
    with pytest.raises(ShiftOpen):
        open_shift(0, hand(cashier))
    with pytest.raises(BadFloat):
        open_shift(-1, hand(cashier))
    with pytest.raises(BadFloat):
        open_shift(MOST_KOPECKS + 1, hand(cashier))
    with pytest.raises(TooMuchHandedOver):
        hand_over(10_01, hand(cashier))
    with pytest.raises(BadAmount):
        hand_over(0, hand(cashier))
    with pytest.raises(BadAmount):
        close_shift(Counted(-1, 10_00, "?"), hand(cashier))
    taken(cashier, accounts["100482"])
    with pytest.raises(ShiftChanged) as refusal:
        close_shift(Counted(10_00, 10_00), hand(cashier))
    assert refusal.value.parameters["expected_kopecks"] == 30_00
    with pytest.raises(NoShift):
        hand_over(1, hand(hired("Лида")))
    with pytest.raises(NoShift):
        close_shift(Counted(0, 0), hand(hired("Лида")))


def test_a_shift_that_its_cashier_cannot_close_is_closed_for_her() -> None:
    accounts, cashier, supervisor = world(), at_work(50_00), hired("Раиса", "finance")
    taken(cashier, accounts["100482"], 20_00)
    form, shift = hand(supervisor), shift_of(cashier)
    done = [close_shift(Counted(69_00, 70_00, "ушла"), form, shift_id=shift.id).fresh for _ in range(2)]
    assert done == [True, False]
    assert shift_of(cashier).closed_by == supervisor
    assert AuditRecord.objects.get(action=Act.SHIFT_CLOSED).staff == supervisor
    assert agrees(cashier)
    with pytest.raises(NoShift):
        close_shift(Counted(70_00, 70_00), hand(supervisor), shift_id=shift.id)
    assert open_shift(0, hand(cashier)).fresh


def test_a_shift_is_not_closed_while_a_void_waits() -> None:
    accounts, cashier = world(), at_work(0)
    receipt = taken(cashier, accounts["100482"])
    void = ask_void(receipt.id, "taken_twice", "", hand(cashier)).void
    with pytest.raises(VoidWaits):
        close_shift(Counted(20_00, 20_00), hand(cashier))
    decide_void(void.id, VoidState.REFUSED, hand(hired("Раиса", "finance")))
    assert close_shift(Counted(20_00, 20_00), hand(cashier)).fresh


@pytest.mark.parametrize("seed", range(12))
def test_whatever_happens_a_shifts_report_equals_the_ledger(seed: int) -> None:
    dice, accounts = Random(seed), list(world().values())
    supervisor, cashiers = hired("Раиса", "finance"), [at_work(dice.choice([0, 37_50])), at_work(100_00)]
    for minutes in range(1, 40):
        cashier = dice.choice(cashiers)
        receipt = taken(cashier, dice.choice(accounts), dice.randrange(1, 80_00), minutes=minutes)
        if dice.random() < 0.3:
            void = ask_void(receipt.id, "wrong_amount", "", hand(cashier, minutes=minutes)).void
            verdict = dice.choice([VoidState.APPROVED, VoidState.REFUSED])
            decide_void(void.id, verdict, hand(supervisor, minutes=minutes))
        there = figures_of(shift_of(cashier)).expected_kopecks
        if dice.random() < 0.2 and there:
            hand_over(dice.randrange(1, there + 1), hand(cashier, minutes=minutes))
    assert all(agrees(cashier) for cashier in cashiers)
    for cashier in cashiers:
        expected = figures_of(shift_of(cashier)).expected_kopecks
        counted = max(0, expected + dice.choice([0, 0, -5, 12]))
        close_shift(Counted(counted, expected, "?"), hand(cashier, minutes=50))
        assert ledger_of(shift_of(cashier)).desk_kopecks == 0
    assert all(agrees(cashier) for cashier in cashiers)
    assert check_ledger().counts == {}

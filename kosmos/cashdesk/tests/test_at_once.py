"""Forms sent and verdicts given several times at once: each counts once."""

from datetime import timedelta

import pytest

from kosmos.cashdesk.models import Receipt, VoidState
from kosmos.cashdesk.services import Counted, Hand, Money, close_shift, decide_void, open_shift, take_money
from kosmos.cashdesk.tests.at_once import at_once
from kosmos.cashdesk.tests.test_shifts import moved
from kosmos.cashdesk.tests.test_voids import asked
from kosmos.cashdesk.tests.world import NOW, at_work, hand, hired, taken, world
from kosmos.charging.models import Payment
from kosmos.ledger.models import Posting, PostingKind


@pytest.mark.usefixtures("committed")
def test_one_form_sent_several_times_at_once_takes_once() -> None:
    account_id, cashier = world()["100482"], at_work()
    form = Hand(cashier, NOW + timedelta(minutes=1), "one form")
    assert at_once(lambda: take_money(Money(account_id, 7_00, 7_00), form)) == ["done"] * 4
    assert Receipt.objects.count() == 1
    assert Payment.objects.filter(reference__startswith="desk-").count() == 1


@pytest.mark.usefixtures("committed")
def test_two_windows_number_their_receipts_in_turn() -> None:
    accounts, cashier = world(), at_work()
    sums = iter(range(1_00, 5_00, 1_00))
    assert at_once(lambda: taken(cashier, accounts["100482"], next(sums))) == ["done"] * 4
    assert sorted(Receipt.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


@pytest.mark.usefixtures("committed")
def test_two_windows_open_one_shift_and_close_it_once() -> None:
    world()
    cashier = hired()
    assert at_once(lambda: open_shift(5_00, hand(cashier))) == ["done", "shift_open", "shift_open", "shift_open"]
    one = hand(cashier)
    assert at_once(lambda: close_shift(Counted(5_00, 5_00), one)) == ["done"] * 4
    assert len(moved()) == 2


@pytest.mark.usefixtures("committed")
def test_two_supervisors_at_once_reverse_once() -> None:
    _, void = asked()
    people = iter([hired(name, "finance") for name in ("Раиса", "Павел", "Жанна", "Олег")])
    done = at_once(lambda: decide_void(void.id, VoidState.APPROVED, hand(next(people))))
    assert done == ["done", "void_decided", "void_decided", "void_decided"]
    assert Posting.objects.filter(kind=PostingKind.REVERSAL).count() == 1

"""Money taken at the desk: once for each form, with its receipt, its payment and its line of the audit."""

import pytest

from kosmos.cashdesk.errors import BadAmount, GivenTooLittle, NoShift, NotASubscriber, ReferenceTaken, TakenJustNow
from kosmos.cashdesk.models import Receipt, Shift
from kosmos.cashdesk.queries import PROVIDER
from kosmos.cashdesk.rules import MOST_KOPECKS
from kosmos.cashdesk.services import Money, open_shift, take_money
from kosmos.cashdesk.tests.world import NOW, at_work, hand, hired, taken, world
from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, post_payments
from kosmos.ledger.models import Account, LedgerCode, Posting, PostingKind
from kosmos.ledger.services import open_account
from kosmos.subscribers.acts import Act, AuditRecord

pytestmark = pytest.mark.django_db


def test_money_is_a_receipt_a_payment_and_a_line_of_the_audit() -> None:
    account_id, cashier = world()["100482"], at_work()
    done = take_money(Money(account_id, 15_50, 20_00), hand(cashier))
    assert done.fresh
    assert (done.receipt.number, done.receipt.reference, done.receipt.change_kopecks) == (1, "desk-1-1", 4_50)
    payment = Payment.objects.get(account_id=account_id, provider=PROVIDER, reference="desk-1-1")
    posted = Posting.objects.get(account_id=account_id, number=payment.posting)
    assert (posted.amount_kopecks, posted.code, posted.kind) == (15_50, LedgerCode.CASH_DESK, PostingKind.PAYMENT)
    line = AuditRecord.objects.get(action=Act.CASH_TAKEN)
    assert (line.staff, line.account_id, line.object_id) == (cashier, account_id, "1")
    assert line.after == {"reference": "desk-1-1", "kopecks": 15_50}


def test_a_form_sent_again_takes_nothing_whatever_it_says() -> None:
    accounts, cashier = world(), at_work()
    form = hand(cashier)
    first = take_money(Money(accounts["100482"], 10_00, 10_00), form)
    again = take_money(Money(accounts["100483"], 99_00, 100_00), form)
    assert (first.fresh, again.fresh) == (True, False)
    assert again.receipt == first.receipt
    assert Receipt.objects.count() == 1
    assert Account.objects.get(id=accounts["100483"]).balance_kopecks == 0


def test_the_numbers_of_a_shift_have_no_gaps_also_after_a_refusal() -> None:
    accounts, cashier = world(), at_work()
    taken(cashier, accounts["100482"])
    post_payments([NewPayment(accounts["100482"], 1_00, "desk-1-2")], now=NOW)
    with pytest.raises(ReferenceTaken):
        taken(cashier, accounts["100482"])
    assert taken(cashier, accounts["100483"]).number == 2
    assert Shift.objects.get().last_receipt == 2


def test_the_same_sum_for_the_same_account_has_to_be_meant() -> None:
    account_id, cashier = world()["100482"], at_work()
    first = taken(cashier, account_id)
    with pytest.raises(TakenJustNow) as refusal:
        take_money(Money(account_id, 20_00, 20_00), hand(cashier, minutes=5))
    assert refusal.value.parameters["receipt"] == first.id
    assert take_money(Money(account_id, 20_00, 20_00, again=True), hand(cashier, minutes=5)).fresh
    assert take_money(Money(account_id, 20_00, 20_00), hand(cashier, minutes=16)).fresh
    assert take_money(Money(account_id, 20_01, 20_01), hand(cashier, minutes=16)).fresh


@pytest.mark.parametrize(
    ("amount", "given", "refusal"),
    [
        pytest.param(0, 0, BadAmount, id="nothing"),
        pytest.param(-5, 10, BadAmount, id="less than nothing"),
        pytest.param(MOST_KOPECKS + 1, MOST_KOPECKS + 1, BadAmount, id="too much"),
        pytest.param(10_00, 9_99, GivenTooLittle, id="a kopeck is missing"),
    ],
)
def test_sums_that_are_none(amount: int, given: int, refusal: type[Exception]) -> None:
    account_id, cashier = world()["100482"], at_work()
    with pytest.raises(refusal):
        take_money(Money(account_id, amount, given), hand(cashier))
    assert not Receipt.objects.exists()


def test_without_a_shift_and_for_nobody_nothing_is_taken() -> None:
    accounts, stranger = world(), hired("Лида")
    with pytest.raises(NoShift):
        taken(stranger, accounts["100482"])
    suspense = open_account(number="suspense", day=NOW.date(), kind=2)  # type: ignore[arg-type]
    cashier = at_work()
    for nobody in (suspense, 999_999):
        with pytest.raises(NotASubscriber):
            taken(cashier, nobody)


def test_another_cashiers_key_is_another_form() -> None:
    accounts, nina, lida = world(), at_work(), hired("Лида")
    open_shift(0, hand(lida))
    take_money(Money(accounts["100482"], 5_00, 5_00), hand(nina, "nina 1"))
    assert take_money(Money(accounts["100482"], 5_00, 5_00), hand(lida, "lida 1")).fresh
    assert sorted(Receipt.objects.values_list("reference", flat=True)) == ["desk-1-1", "desk-2-1"]

"""Pushes: one credit however often, nothing for forgers, and a case for every contradiction."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connections

from kosmos.ledger.models import AccountKind, AccountNumber, LedgerCode, Posting
from kosmos.payments.models import Order, RawMessage, Unidentified
from kosmos.payments.rails.base import PushRefused, PushReply, RailUnreachable
from kosmos.payments.services import ask_about, take_push
from kosmos.payments.services.cases import MOST_REFUSED_A_DAY
from kosmos.payments.services.pushes_together import ask_of_push
from kosmos.payments.services.together import answer_together
from kosmos.payments.tests import world
from kosmos.payments.tests.world import BILL, LATER, balance, cases, credited, fresh, push, rail

MUCH_LATER = world.NOW + timedelta(days=90)


def test_an_approved_push_is_credited_once(order: Order) -> None:
    answers = {take_push(rail(), push(order.number), now=at) for at in (LATER, LATER, MUCH_LATER)}
    assert len(answers) == 1
    assert f"<billnumber>{BILL}.1</billnumber>" in answers.pop().body
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]
    paid = fresh(order)
    assert (paid.state, paid.paid_at, paid.provider_number, paid.next_ask_at) == ("paid", LATER, f"{BILL}.1", None)
    assert balance(order.account_id) == 2500
    assert cases() == []


def test_fifty_copies_at_once_give_one_credit_and_fifty_good_answers(committed: None) -> None:
    world.operator()
    order = world.order_of(world.account())
    answers: list[PushReply] = []
    start = threading.Barrier(50)

    def deliver() -> None:
        start.wait()
        try:
            answers.append(take_push(rail(), push(order.number), now=LATER))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]
    assert balance(order.account_id) == 2500


@pytest.mark.parametrize(
    ("find", "instead", "code"),
    [
        (b"checkvalue=", b"checkvalue=0", "unsigned"),
        (b"amount=25.00", b"amount=99.00", "unsigned"),
        (b"Approved", b"Canceled", "unsigned"),
        (b"merchant_id=732614", b"merchant_id=732615", "other_merchant"),
        (b"billnumber=", b"bill=", "unreadable"),
        (b"testmode=0", b"billnumber=1", "unreadable"),
        (b"testmode=0", b"testmode=0&x=" + b"1" * 70_000, "too_long"),
        (b"testmode=0", b"\xff", "unreadable"),
    ],
)
def test_what_is_forged_or_altered_has_no_effect(order: Order, find: bytes, instead: bytes, code: str) -> None:
    with pytest.raises(PushRefused) as refused:
        take_push(rail(), push(order.number).replace(find, instead), now=LATER)
    assert refused.value.code == code
    assert "<order>" not in refused.value.reply.body
    assert 'firstcode="0"' not in refused.value.reply.body
    assert credited(order.account_id) == []
    assert fresh(order).state == "new"
    assert RawMessage.objects.get().verdict == f"refused: {code}"


def test_a_hundred_thousand_forged_pushes_leave_no_more_than_a_day_may_have(order: Order) -> None:
    """Honest ones between them are taken and kept; what is forged the day after is kept again."""
    forged = ask_of_push(rail(), push(order.number).replace(b"25.00", b"99.00"), {})
    other = replace(forged, rail="webpay")
    for _ in range(50):
        assert answer_together([forged, other] * 1_000, now=LATER) == [forged.reply, other.reply] * 1_000
    refused = RawMessage.objects.filter(verdict="refused: unsigned")
    assert (refused.filter(rail="assist").count(), refused.filter(rail="webpay").count()) == (MOST_REFUSED_A_DAY,) * 2
    take_push(rail(), push(order.number), now=LATER)
    assert RawMessage.objects.filter(verdict="verified").exists()
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]
    answer_together([forged] * 3, now=LATER + timedelta(hours=23))
    answer_together([forged] * 3, now=LATER + timedelta(days=1))
    assert refused.filter(rail="assist").count() == MOST_REFUSED_A_DAY + 3


def test_an_amount_that_is_not_covered_needs_the_query(order: Order, provider: world.Provider) -> None:
    """Where the amount ordered is what is signed, the other one may be a discount's, or altered."""
    altered = push(order.number).replace(b"&amount=25.00", b"&amount=99.00")
    with pytest.raises(RailUnreachable):
        take_push(rail(), altered, now=LATER)
    assert credited(order.account_id) == []
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), altered, now=LATER)
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]


def test_a_digit_cannot_change_sides(order: Order) -> None:
    """Number and amount are signed without anything between them; our numbers end in a letter."""
    whole = push(order.number, amount="25.00")
    moved = whole.replace(order.number.encode(), order.number.encode() + b"2").replace(b"amount=25", b"amount=5")
    take_push(rail(), moved, now=LATER)
    assert credited(order.account_id) == []
    assert Unidentified.objects.get().amount_kopecks == 500


def test_another_amount_is_credited_as_confirmed_and_flagged(order: Order) -> None:
    take_push(rail(), push(order.number, amount="24.00", orderamount="24.00"), now=LATER)
    assert credited(order.account_id) == [(f"{BILL}.1", 2400)]
    assert cases() == ["other_amount"]


def test_of_a_discounted_payment_what_comes_is_credited_and_flagged(order: Order) -> None:
    take_push(rail(), push(order.number, amount="22.50"), now=LATER)
    assert credited(order.account_id) == [(f"{BILL}.1", 2250)]
    assert cases() == ["discounted"]


def test_another_currency_is_set_aside(order: Order) -> None:
    for _ in range(2):
        take_push(rail(), push(order.number, currency="USD"), now=LATER)
    assert credited(order.account_id) == []
    held = Unidentified.objects.get()
    assert (held.currency, held.posted, held.reason) == ("USD", False, "other_currency")
    assert fresh(order).state == "new"


def test_an_unknown_order_goes_to_suspense_once(order: Order) -> None:
    for _ in range(3):
        take_push(rail(), push("no-such-order"), now=LATER)
    suspense = AccountNumber.objects.get(account__kind=AccountKind.SUSPENSE).account_id
    assert credited(suspense) == [(f"{BILL}.1", 2500)]
    assert Unidentified.objects.get().reason == "unknown_order"
    assert cases() == ["unknown_order"]
    take_push(rail(), push("no-such-order", "Canceled", billnumber=f"{BILL}.2"), now=LATER)
    assert balance(suspense) == 0


def test_money_after_the_order_expired_is_credited_and_said_once(order: Order) -> None:
    Order.objects.filter(pk=order.pk).update(state="expired")
    for _ in range(2):
        take_push(rail(), push(order.number), now=MUCH_LATER)
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]
    assert (fresh(order).state, fresh(order).reason) == ("paid", "late")
    assert cases() == ["paid_late"]


def test_a_decline_says_why_and_another_attempt_may_follow(order: Order) -> None:
    take_push(rail(), push(order.number, "Declined", responsecode="AS102"), now=LATER)
    assert (fresh(order).state, fresh(order).reason) == ("declined", "insufficient_funds")
    take_push(rail(), push(order.number, billnumber="5732614000000002.1"), now=LATER)
    assert fresh(order).state == "paid"
    assert cases() == []


def test_a_push_says_why_after_the_query_said_only_that(order: Order, provider: world.Provider) -> None:
    provider.says(order, (BILL, "Declined"))
    ask_about(order, LATER)
    assert fresh(order).reason == "declined"
    take_push(rail(provider.url), push(order.number, "Declined", responsecode="AS102"), now=LATER)
    assert fresh(order).reason == "insufficient_funds"
    ask_about(fresh(order), LATER + timedelta(minutes=1))
    assert fresh(order).reason == "insufficient_funds"


def test_a_test_is_credited_only_where_it_may_be(order: Order) -> None:
    answer = take_push(rail(), push(order.number, testmode="1"), now=LATER)
    assert 'firstcode="0"' in answer.body
    assert credited(order.account_id) == []
    take_push(rail(credits_tests=True), push(order.number, testmode="1"), now=LATER)
    assert credited(order.account_id) == [(f"{BILL}.1", 2500)]


def test_approved_then_declined_by_a_push_alone_keeps_the_money_and_asks(order: Order) -> None:
    take_push(rail(), push(order.number), now=LATER)
    take_push(rail(), push(order.number, "Declined"), now=LATER)
    assert fresh(order).state == "paid"
    assert fresh(order).next_ask_at is not None
    assert balance(order.account_id) == 2500
    assert cases() == ["declined_after_approved"]


def test_approved_then_declined_the_query_decides(order: Order, provider: world.Provider) -> None:
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), push(order.number), now=LATER)
    take_push(rail(provider.url), push(order.number, "Declined"), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)
    assert cases() == ["declined_after_approved"]
    provider.says(order, (BILL, "Declined"))
    take_push(rail(provider.url), push(order.number, "Declined"), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("declined", 0)
    assert cases() == ["declined_after_approved"]


def test_declined_then_approved_the_query_decides(order: Order, provider: world.Provider) -> None:
    provider.says(order, (BILL, "Declined"))
    take_push(rail(provider.url), push(order.number, "Declined"), now=LATER)
    take_push(rail(provider.url), push(order.number), now=LATER)
    assert (fresh(order).state, credited(order.account_id)) == ("declined", [])
    assert cases() == ["push_contradicted"]
    provider.says(order, (BILL, "Approved"))
    take_push(rail(provider.url), push(order.number), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_what_the_query_does_not_know_yet_is_not_credited(order: Order, provider: world.Provider) -> None:
    take_push(rail(provider.url), push(order.number), now=LATER)
    take_push(rail(provider.url), push("no-such-order"), now=LATER)
    assert credited(order.account_id) == []
    assert fresh(order).next_ask_at == LATER + timedelta(minutes=1)
    assert cases() == ["push_not_confirmed", "unknown_order"]
    assert not Unidentified.objects.get().posted


def test_a_cancelled_payment_is_taken_back_once(order: Order) -> None:
    take_push(rail(), push(order.number), now=LATER)
    for _ in range(2):
        take_push(rail(), push(order.number, "Canceled", billnumber=f"{BILL}.2"), now=LATER)
        take_push(rail(), push(order.number), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("refunded", 0)
    assert cases() == []
    codes = Posting.objects.filter(account_id=order.account_id).values_list("code", flat=True)
    assert set(codes) == {LedgerCode.CARD_CLEARING}


def test_an_order_paid_twice_is_credited_twice_flagged_and_either_can_be_cancelled(order: Order) -> None:
    second = "5732614000000002"
    for _ in range(2):
        take_push(rail(), push(order.number), now=LATER)
        take_push(rail(), push(order.number, billnumber=f"{second}.1"), now=LATER)
    assert balance(order.account_id) == 5000
    assert cases() == ["paid_twice"]
    for _ in range(2):
        take_push(rail(), push(order.number, "Canceled", billnumber=f"{BILL}.2"), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)
    take_push(rail(), push(order.number, "Canceled", billnumber=f"{second}.2"), now=LATER)
    assert (fresh(order).state, balance(order.account_id)) == ("refunded", 0)


def test_raw_messages_are_kept_with_cards_masked(order: Order) -> None:
    take_push(rail(), push(order.number, ordercomment="4111 1111 1111 1111"), now=LATER)
    kept = RawMessage.objects.get(direction="push")
    assert "****+****+****+1111" in kept.content
    assert "4111+1111" not in kept.content
    assert f"billnumber={BILL}.1" in kept.content


def test_a_fault_of_ours_is_no_answer(committed: None) -> None:
    """Without the operator's day nothing can be posted: the exception goes up, and the push comes again."""
    world.operator()
    order = world.order_of(world.account())
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE charging_payment RENAME TO away")
    try:
        with pytest.raises(DatabaseError):
            take_push(rail(), push(order.number), now=LATER)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO charging_payment")
    assert fresh(order).state == "new"
    take_push(rail(), push(order.number), now=LATER)
    assert balance(order.account_id) == 2500

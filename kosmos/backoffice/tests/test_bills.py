"""The act by which staff make a bill: who may, what its form wants, what is kept of it, and who hears of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_acts import balance, looked, page_of
from kosmos.kernel import clock
from kosmos.notifications.models import Message
from kosmos.notifications.services import take_up
from kosmos.notifications.truth import is_still_true
from kosmos.notifications.writing import letter_of
from kosmos.payments.jobs import pursue_bills
from kosmos.payments.models import Bill, Order
from kosmos.payments.rails import base
from kosmos.payments.rails.tests.test_card_rails import answering
from kosmos.payments.tests import world
from kosmos.subscribers.acts import AuditRecord
from kosmos.workplace.acting import Doing, StaffAct

FIELDS = {"sum": "25", "comment": "Выезд мастера, карта 4111 1111 1111 1111", "until": ""}


@pytest.fixture(autouse=True)
def rails() -> Iterator[None]:
    wired = list(base._found)
    base.find_rails_with(lambda _: world.rail(), lambda: ["assist"])
    yield
    base._found[:] = wired


@pytest.fixture
def until(account_id: int) -> str:
    """The last day of a bill."""
    return (clock.now() + timedelta(days=5)).date().isoformat()


@pytest.mark.parametrize("role", ["agent", "finance", "administrator"])
def test_a_bill_is_asked_for_once(signed_in: SignedIn, account_id: int, until: str, role: str) -> None:
    staff, before = signed_in(role), balance(account_id)
    address = page_of(Doing.BILL, account_id)
    form = looked(staff, address, **{**FIELDS, "until": until}) | {"reason": "visit"}
    assert [staff.post(address, form).status_code for _ in range(2)] == [303, 303]
    order, bill, act = Order.objects.get(), Bill.objects.get(), StaffAct.objects.get()
    assert (order.amount_kopecks, order.rail, bill.order_number) == (2500, "assist", order.number)
    assert "4111 1111" not in bill.comment and bill.comment.startswith("Выезд мастера")
    assert (act.doing, act.amount_kopecks, act.posting, balance(account_id)) == ("bill", 2500, None, before)
    line = AuditRecord.objects.get(action="bill_asked")
    assert line.after and line.after["comment"] == bill.comment and line.after["why"] == "visit"
    happened = staff.get(reverse("staff:subscriber-timeline", args=[account_id])).content.decode()
    assert "Выставили счёт на оплату" in happened
    assert f"№ {order.number}: ждём оплаты. Выезд мастера" in happened


def test_the_subscriber_is_told_where_to_pay_while_it_can_be(signed_in: SignedIn, account_id: int, until: str) -> None:
    staff, address = signed_in("agent"), page_of(Doing.BILL, account_id)
    form = looked(staff, address, **{**FIELDS, "until": until}) | {"reason": "asked"}
    staff.post(address, form)
    now = clock.now()
    made = b"<result firstcode='0' secondcode='0' count='1'><return><Hash>c2RmZ2UzNXky</Hash></return></result>"
    with answering((200, made)) as (url, _):
        base.find_rails_with(lambda _: world.rail(url), lambda: ["assist"])
        pursue_bills(now)
    link = f"{url}/bill/paybill.cfm?ID=c2RmZ2UzNXky"
    take_up(now=now, channels=("email", "sms"))
    messages = Message.objects.filter(event="bill_made", account_id=account_id)
    assert sorted(messages.values_list("channel", flat=True)) == ["cabinet", "email", "sms"]
    for message in messages.exclude(channel="cabinet"):
        letter = letter_of(message, "ru", "anna@example.by", now=now)
        assert link in letter.text and "25,00" in letter.text
        assert is_still_true(message, now)
        assert not is_still_true(message, now + timedelta(days=7))
    assert messages.get(channel="sms").next_at == now, "it was asked for, and waits for no morning"
    happened = staff.get(reverse("staff:subscriber-timeline", args=[account_id])).content.decode()
    assert "Отправили ссылку на счёт" in happened


def test_the_form_says_what_is_missing(signed_in: SignedIn, account_id: int, until: str) -> None:
    staff, address = signed_in("agent"), page_of(Doing.BILL, account_id)
    answer = staff.post(address, {"sum": "x", "comment": " ", "until": "когда-нибудь", "do": "look"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    for words in ("Введите сумму цифрами", "Напишите, за что счёт", "Введите день"):
        assert words in shown
    for changed, words in (({"sum": "5000,01"}, "5000 BYN"), ({"until": "2099-01-01"}, "28 дней")):
        answer = staff.post(address, {**FIELDS, "until": until, **changed, "do": "look"})
        assert (answer.status_code, words in answer.content.decode()) == (422, True)


def test_without_a_provider_of_bills_it_is_said(signed_in: SignedIn, account_id: int, until: str) -> None:
    base.find_rails_with(lambda _: world.rail(), list)
    staff, address = signed_in("finance"), page_of(Doing.BILL, account_id)
    answer = staff.post(address, {**FIELDS, "until": until, "do": "look"})
    assert (answer.status_code, "договор с Assist" in answer.content.decode()) == (422, True)


def test_others_may_not(signed_in: SignedIn, account_id: int) -> None:
    for role in ("cashier", "sales", "technician", "editor"):
        browser: Client = signed_in(role)
        assert browser.get(page_of(Doing.BILL, account_id)).status_code == 403

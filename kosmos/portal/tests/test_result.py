"""The page of a payment in each of its states, to a stranger and to the owner; and the walk that leads there."""

import re
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.charging.models import Status, Subscription
from kosmos.charging.services import NewPayment, charge_once, post_payments
from kosmos.gateway.models import SimulatedAttempt, SimulatedPush
from kosmos.kernel import clock
from kosmos.ledger.models import Account
from kosmos.payments.models import Order, RawMessage
from kosmos.payments.rails.assist import words
from kosmos.payments.rails.base import rail_named
from kosmos.payments.services import take_push
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.reversals import take_reversal
from kosmos.portal.tests.paying import NOBODYS, NUMBER
from kosmos.portal.words.failures import DECLINED
from kosmos.subscribers.models import SignIn

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"


def text(response: HttpResponseBase) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined, no-any-return]


def order_of(client: Client, *, number: str = NUMBER, **changed: Any) -> Order:
    """An order just made, put into a state; nobody is asked about it for a while."""
    client.post("/pay/", {"account": number, "amount": "own", "own": "5,90", "key": KEY})
    Order.objects.update(asked_at=clock.now(), **changed)
    return Order.objects.get()


def paid(client: Client, *, number: str = NUMBER, push: bool = True) -> Order:
    """An order that its payer has paid on the simulator's pages, without scripts, as far as the push."""
    away = client.post("/pay/", {"account": number, "amount": "own", "own": "5,90", "key": KEY})
    card = client.get(away.headers["Location"])
    assert card.status_code == 200
    typed = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', card.content.decode()))
    typed |= {"cardnumber": "4111 1111 1111 1111", "expire": "12/30", "cvc": "123", "cardholder": "ANNA"}
    secure = client.post("/rails/assist/simulator/pay/card.cfm", typed)
    bill = SimulatedAttempt.objects.get().bill
    assert bill in secure.headers["Location"]
    back = client.post("/rails/assist/simulator/pay/secure.cfm", {"bill": bill, "outcome": "approve", "push": "once"})
    assert back.status_code == 303
    if push:
        body = SimulatedPush.objects.get().body
        take_push(rail_named("assist"), body.encode(), now=clock.now())
    there = client.get(back.headers["Location"])
    order = Order.objects.get()
    assert there.headers["Location"] == f"/pay/{order.token}/"
    return order


@pytest.mark.parametrize(
    ("state", "reason", "said", "asks"),
    [
        ("waiting", "", "Не платите ещё раз", True),
        ("unknown", "provider_silent", "Номер обращения", True),
        ("declined", "insufficient_funds", "На карте не хватило денег", False),
        ("declined", "a code of tomorrow", "Банк не объяснил причину", False),
        ("cancelled", "", "не оплатив", False),
        ("expired", "", "Час на оплату вышел", False),
        ("expired", "bank_silent", "Банк не ответил вовремя", False),
        ("declined", "declined", "Банк не объяснил причину", True),
        ("refunded", "", "Деньги возвращены на карту", False),
    ],
)
def test_each_state_in_words(
    account_id: int, client: Client, state: str, reason: str, said: str, *, asks: bool
) -> None:
    order = order_of(client, state=state, reason=reason)
    page = client.get(f"/pay/{order.token}/")
    assert page.status_code == 200
    assert said in text(page)
    assert ("Refresh" in page.headers) == asks
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert "Анна" not in text(page)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("declined", "Деньги не списаны"),
        ("cancelled", "Деньги не списаны"),
        ("expired", "Оплаты мы не получили"),
    ],
)
def test_what_was_not_paid_says_so_and_how_else(account_id: int, client: Client, state: str, said: str) -> None:
    order = order_of(client, state=state, reason="insufficient_funds" if state == "declined" else "")
    page = text(client.get(f"/pay/{order.token}/"))
    assert said in page
    assert "ЕРИП" in page
    assert "Попробовать ещё раз" in page


def case(order: Order, kind: str) -> None:
    open_case(
        account_id=order.account_id,
        order_number=order.number,
        kind=kind,
        operation="5.1",
        details="",
        now=clock.now(),
    )


@pytest.mark.parametrize(
    ("kind", "said"), [("other_currency", "Деньги пришли не в рублях"), ("part_approved", "только часть")]
)
def test_what_people_have_to_sort_out_is_said_and_not_paid_again(
    account_id: int, client: Client, kind: str, said: str
) -> None:
    order = order_of(client, state="unknown")
    case(order, kind)
    page = client.get(f"/pay/{order.token}/")
    assert said in text(page)
    assert order.number in text(page)
    assert "Попробовать ещё раз" not in text(page)
    assert "Refresh" not in page.headers


def test_a_bank_that_does_not_answer_is_said_at_once(account_id: int, client: Client) -> None:
    order = order_of(client, state="waiting")
    RawMessage.objects.create(
        id=uuid4(),
        rail="assist",
        direction="answer",
        order_number=order.number,
        at=clock.now(),
        content="no answer",
        verdict="unreachable",
    )
    page = client.get(f"/pay/{order.token}/")
    assert "Спрашиваем у банка" in text(page)
    assert "Refresh" in page.headers


def test_another_sum_and_a_second_payment_are_said(account_id: int, client: Client) -> None:
    order = paid(client)
    Order.objects.update(amount_kopecks=7_00)
    case(order, "paid_twice")
    page = text(client.get(f"/pay/{order.token}/"))
    assert "Вы платили 7,00 BYN, а банк подтвердил 5,90 BYN" in page
    assert "заплатили дважды" in page


def test_a_part_that_went_back_is_said(account_id: int, client: Client) -> None:
    order = paid(client)
    take_back = partial(
        take_reversal, account_id=account_id, provider="assist", reference=order.operation, now=clock.now()
    )
    take_back(key="one", amount_kopecks=2_00)
    page = text(client.get(f"/pay/{order.token}/"))
    assert "Возвращено на карту 2,00 BYN" in page
    assert "осталось 3,90 BYN" in page
    take_back(key="two")
    assert "Деньги возвращены на карту" in text(client.get(f"/pay/{order.token}/"))


def test_every_reason_has_its_sentence() -> None:
    assert set(words.REASONS.values()) <= set(DECLINED)


def test_an_unknown_token_is_404_for_everybody(account_id: int, client: Client) -> None:
    assert client.get("/pay/no-such-token/").status_code == 404
    client.force_login(SignIn.objects.get())
    assert client.get("/pay/no-such-token/").status_code == 404


def test_a_result_is_only_looked_at(account_id: int, client: Client) -> None:
    order = order_of(client)
    assert client.post(f"/pay/{order.token}/").status_code == 405


def test_an_old_undecided_page_asks_seldom(account_id: int, client: Client) -> None:
    order = order_of(client)
    assert client.get(f"/pay/{order.token}/").headers["Refresh"] == "5"
    Order.objects.update(created_at=clock.now() - timedelta(minutes=20))
    assert client.get(f"/pay/{order.token}/").headers["Refresh"] == "60"


def test_paid_and_running_without_a_script(account_id: int, client: Client) -> None:
    order = paid(client)
    assert order.state == "paid"
    assert Account.objects.get(id=account_id).balance_kopecks == 25_06
    assert Subscription.objects.get(account_id=account_id).status == Status.RUNNING
    stranger = text(client.get(f"/pay/{order.token}/"))
    assert "Оплачено 5,90 BYN" in stranger
    assert "25,06" not in stranger
    assert "Орбита" not in stranger
    client.force_login(SignIn.objects.get())
    mine = text(client.get(f"/pay/{order.token}/"))
    for said in (
        "Спасибо, всё снова включено",
        "Включено",
        ">0,84<",
        ">25,06<",
        "хватит до 31 декабря (чт)",
    ):
        assert said in mine


def test_money_for_nobody_is_thanked_for_in_the_same_words(account_id: int, client: Client) -> None:
    nobodys = paid(client, number=NOBODYS)
    assert nobodys.state == "paid"
    assert Account.objects.get(id=nobodys.account_id).balance_kopecks == 5_90
    assert "Оплачено 5,90 BYN" in text(client.get(f"/pay/{nobodys.token}/"))


def test_coming_back_before_the_push_waits(account_id: int, client: Client) -> None:
    order = paid(client, push=False)
    page = client.get(f"/pay/{order.token}/")
    assert order.state == "waiting"
    assert "Не платите ещё раз" in text(page)


def test_a_payment_that_was_too_little_says_what_is_missing(account_id: int, client: Client) -> None:
    client.force_login(SignIn.objects.get())
    order = order_of(client, amount_kopecks=1_00)

    post_payments([NewPayment(account_id, 1_00, "5.1", provider="assist")], now=clock.now())
    Order.objects.update(state="paid", operation="5.1", paid_kopecks=1_00, paid_at=clock.now())
    page = text(client.get(f"/pay/{order.token}/"))
    assert "пополните ещё на 4,90" in page
    assert "Включено" not in page


def test_a_bookmark_tells_the_truth_later(account_id: int, client: Client) -> None:
    order = paid(client)
    client.force_login(SignIn.objects.get())

    charge_once(account_id=account_id, amount_kopecks=5_00, now=clock.now())
    page = text(client.get(f"/pay/{order.token}/"))
    assert ">25,06<" in page
    assert "Сейчас на счёте" in page
    assert "20,06 BYN" in page

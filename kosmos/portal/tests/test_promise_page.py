"""The page of the promised payment: what it gives, why not and what helps, and that nothing happens twice."""

from datetime import timedelta

import pytest
from django.test import Client

from kosmos.charging.models import Promise
from kosmos.charging.services import charge_once, lapse_due_promises
from kosmos.kernel import clock
from kosmos.ledger.models import Account
from kosmos.portal.tests.wishing import hidden, read

pytestmark = pytest.mark.django_db
PAGE = "/cabinet/promise/"


def in_debt(account_id: int) -> None:
    charge_once(account_id=account_id, amount_kopecks=21_00, now=clock.now(), note="router")


def test_it_says_what_it_gives_and_what_follows(account_id: int, owner: Client) -> None:
    in_debt(account_id)
    page = read(owner.get(PAGE))
    assert page.faults == []
    for words in ("7 декабря (пн), 10:00", "бесплатно", "−0,84", "−1,84 BYN", "Интернет «Орбита 100»", "4,34 BYN"):
        assert words in page.text


def test_what_was_shown_is_what_happens(account_id: int, owner: Client) -> None:
    in_debt(account_id)
    shown = hidden(owner.get(PAGE))
    assert owner.post(PAGE, {"seen": shown}).headers["Location"] == PAGE
    assert Account.objects.get(id=account_id).balance_kopecks == -1_84
    page = read(owner.get(PAGE))
    assert "Обещанный платёж действует до 7 декабря (пн), 10:00" in page.text
    again = owner.post(PAGE, {"seen": shown})
    assert again.status_code == 422
    assert "уже действует" in read(again).text
    assert Promise.objects.filter(account_id=account_id).count() == 1


def test_what_changed_meanwhile_is_shown_again(account_id: int, owner: Client) -> None:
    in_debt(account_id)
    before = hidden(owner.get(PAGE))
    charge_once(account_id=account_id, amount_kopecks=1_00, now=clock.now(), note="cable")
    asked = owner.post(PAGE, {"seen": before})
    assert asked.status_code == 422
    assert "условия изменились" in read(asked).text
    assert not Promise.objects.exists()
    assert owner.post(PAGE, {"seen": hidden(asked)}).status_code == 302


def test_with_money_on_the_account_it_says_what_to_pay(account_id: int, owner: Client) -> None:
    page = read(owner.get(PAGE))
    assert page.faults == []
    assert "пополните на 5,90" in page.text
    assert "У вас 20,00" in page.text
    assert 'name="seen"' not in owner.get(PAGE).content.decode()


def test_after_a_promise_that_was_not_kept(account_id: int, owner: Client) -> None:
    in_debt(account_id)
    owner.post(PAGE, {"seen": hidden(owner.get(PAGE))})
    clock.move(clock.now() + timedelta(days=4))
    lapse_due_promises(now=clock.now())
    page = read(owner.get(PAGE))
    assert page.faults == []
    assert "Прошлый обещанный платёж не выполнен" in page.text
    assert "не выполнен" in page.text

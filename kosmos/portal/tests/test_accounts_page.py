"""All contracts at a glance: the ledger's figures, whoever is signed in, one contract or three hundred."""

import re
from http import HTTPStatus

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosmos.charging.glance import glances_of
from kosmos.charging.queries import home_of
from kosmos.charging.services import NewPayment, charge_once, post_payments
from kosmos.kernel import clock
from kosmos.ledger.services import open_account
from kosmos.portal.tests.paying import FIRST, NUMBER, TODAY, anna
from kosmos.subscribers.models import Contract, Subscriber

pytestmark = pytest.mark.django_db
PAGE = "/cabinet/accounts/"


def text(response: HttpResponseBase) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined, no-any-return]


def more(count: int) -> list[int]:
    """Further contracts of Anna, with a kopeck more on each."""
    holder, made = Subscriber.objects.get(), []
    for number in range(count):
        account_id = open_account(number=str(200_000 + number), day=FIRST, open_through_on=TODAY.date())
        Contract.objects.create(
            account_id=account_id, number=f"Ю-{number}", signed_on=FIRST, subscriber=holder, city="Минск",
            street="Притыцкого", house=str(number + 1),
        )  # fmt: skip
        made.append(account_id)
    return made


def test_one_contract_in_words(owner: Client) -> None:
    page = text(owner.get(PAGE))
    assert "Минск, ул. Сурганова, 17, кв. 34" in page
    assert "Услуги выключены" in page
    assert "5,90</b>" in page
    assert "чтобы включить" in page
    assert f"/cabinet/?account={NUMBER}" in page


def test_what_brings_back_is_what_its_own_page_says(account_id: int) -> None:
    post_payments([NewPayment(account_id, 1_00, "a little")], now=clock.now())
    (glance,) = glances_of([account_id], now=clock.now())
    view = home_of(account_id, now=clock.now())
    assert (glance.state, glance.asked_kopecks) == (view.state, view.ahead.to_be_back_kopecks) == ("blocked", 4_90)
    assert glance.balance_kopecks == view.ahead.figures.balance


def test_a_debt_is_due_and_a_contract_without_services_waits(account_id: int) -> None:
    anna(open_account(number="1", day=FIRST), login="petr")
    post_payments([NewPayment(account_id, 5_90, "back")], now=clock.now())
    charge_once(account_id=account_id, amount_kopecks=30_00, now=clock.now())
    glances = glances_of([account_id, account_id + 1], now=clock.now())
    view = home_of(account_id, now=clock.now())
    assert (glances[0].asked_kopecks, glances[0].due_on) == (view.due_kopecks, view.due_on)
    assert [one.state for one in glances] == ["working", "waiting"]


def test_three_hundred_cost_as_many_questions_as_one(owner: Client) -> None:
    counts = []
    for count in (0, 299):
        more(count)
        with CaptureQueriesContext(connection) as asked:
            page = owner.get(PAGE)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert text(page).count('scope="row"') == 25
    assert "300 лицевых" in text(page)
    assert "1 из 12" in text(page)
    assert text(page).count('<li><a href="?account=') == 12


def test_searching_by_address_and_pages(owner: Client) -> None:
    more(30)
    assert text(owner.get(PAGE, {"q": "сурганова 100482"})).count('scope="row"') == 1
    second = text(owner.get(PAGE, {"q": "притыцкого", "page": "2"}))
    assert second.count('scope="row"') == 5
    assert "?page=1&amp;q=" in second
    assert "Ничего не нашли" in text(owner.get(PAGE, {"q": 'нигде "<b>'}))
    assert owner.get(PAGE, {"page": "много"}).status_code == HTTPStatus.OK


def test_the_table_has_every_contract_and_no_formula(owner: Client) -> None:
    more(30)
    Contract.objects.filter(number="Ю-0").update(city="=1+1")
    answer = owner.get(f"{PAGE}csv/")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 32
    assert lines[1].startswith(f"{NUMBER};")
    assert ";20,00;5,90;" in lines[1]
    assert any(re.search(r"'=1\+1", line) for line in lines)
    assert answer.headers["Cache-Control"] == "no-store"


def test_strangers_and_others_see_none_of_it(owner: Client, account_id: int) -> None:
    assert Client().get(PAGE).status_code == HTTPStatus.FOUND
    other = open_account(number="100999", day=FIRST)
    anna(other, login="petr")
    assert "100999" not in text(owner.get(PAGE))
    assert "100999" not in owner.get(f"{PAGE}csv/").content.decode()

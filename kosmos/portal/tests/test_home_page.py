"""The cabinet's home and the front page over a real account: right to the kopeck, few queries, and the promise."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosmos.catalogue.models import Operator, Plan
from kosmos.charging.models import Promise
from kosmos.charging.services import NewPayment, charge_once, post_payments
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.portal.samples import SAMPLES
from kosmos.portal.tests.sane import Page

pytestmark = pytest.mark.django_db


def read(response: HttpResponseBase) -> Page:
    return Page(response.content.decode())  # type: ignore[attr-defined]


def test_a_blocked_account_is_told_exactly_what_brings_it_back(owner: Client) -> None:
    page = read(owner.get("/cabinet/"))
    assert page.faults == []
    for words in ("На счёте 20,00 BYN", "пополните на 5,90 сегодня", "целиком: 25,90", "У вас плюс 20,00"):
        assert words in page.text
    assert "Было в начале дня 1 декабря 0,00" in page.text
    assert "С тех пор +20,00" in page.text


def test_paid_it_runs_again(account_id: int, owner: Client) -> None:
    owner.get("/cabinet/")
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())
    page = read(owner.get("/cabinet/"))
    assert page.faults == []
    for words in ("На счёте 25,06 BYN", "Всё включено", "Хватит до 31 декабря (чт)", "Завтра, 5 декабря (сб) −0,83"):
        assert words in page.text


def test_home_takes_at_most_six_queries(owner: Client) -> None:
    owner.get("/cabinet/")
    with CaptureQueriesContext(connection) as asked:
        owner.get("/cabinet/")
    assert len(asked) <= 6, [query["sql"][:120] for query in asked]


def test_a_promise_is_taken_once(account_id: int, owner: Client) -> None:
    charge_once(account_id=account_id, amount_kopecks=21_00, now=clock.now(), note="router")
    assert "Взять обещанный платёж" in read(owner.get("/cabinet/")).text
    assert owner.post("/cabinet/promise/").headers["Location"] == "/cabinet/"
    assert "Работает на доверии до 7 декабря (пн)" in read(owner.get("/cabinet/")).text
    again = owner.post("/cabinet/promise/")
    assert again.status_code == 422
    assert "Обещанный платёж уже действует" in read(again).text
    assert Promise.objects.filter(account_id=account_id).count() == 1


def test_a_promise_that_is_refused_says_why(account_id: int, owner: Client) -> None:
    refused = owner.post("/cabinet/promise/")
    assert refused.status_code == 422
    assert "когда на счёте минус" in read(refused).text
    assert not Promise.objects.filter(account_id=account_id).exists()


def test_the_cabinet_is_not_for_strangers(account_id: int, client: Client) -> None:
    assert client.get("/cabinet/").status_code == 302
    assert client.post("/cabinet/promise/").status_code == 302
    assert client.get("/cabinet/promise/").status_code == 302


def test_the_front_page_shows_what_is_sold_today(account_id: int, client: Client) -> None:
    Plan.objects.update(audiences=["home"])
    page = read(client.get("/"))
    assert page.faults == []
    for words in ("Для физических лиц", "Для юридических лиц", "Орбита 100", "25,90", "8-800-289-29-29"):
        assert words in page.text


def test_the_front_page_leads_its_owner_home(owner: Client) -> None:
    page = read(owner.get("/"))
    assert page.faults == []
    assert "В кабинет" in page.text and "Для физических лиц" not in page.text


@pytest.fixture
def demo() -> None:
    Operator.objects.create(
        code="sky", name={"ru": "Небо"}, timezone="Europe/Minsk", currency="BYN", phones=["8-800-289-29-29"]
    )
    DemoClock.objects.create(ahead=timedelta())


@pytest.mark.parametrize("path", ["/demo/states/", *(f"/demo/states/{name}/" for name in SAMPLES)])
def test_the_showcase_is_sane(demo: None, client: Client, path: str) -> None:
    assert read(client.get(path)).faults == []


def test_there_is_no_showcase_outside_the_demo(demo: None, client: Client) -> None:
    DemoClock.objects.all().delete()
    assert {client.get(path).status_code for path in ("/demo/states/", "/demo/states/low/")} == {404}


def test_nobody_sees_another_ones_account(owner: Client) -> None:
    assert owner.get("/cabinet/?account=100917").status_code == 404

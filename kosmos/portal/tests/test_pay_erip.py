"""Paying through ERIP: bePaid's demand and its page, the operator's own code, and what is said when neither can be."""

import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.catalogue.models import Erip
from kosmos.kernel import clock
from kosmos.payments.erip_qr import ADDRESS, Payee, address, payload
from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.rails.base import Answer, HostedPage, RailUnreachable, Wish
from kosmos.payments.rails.bepaid.erip import BepaidErip
from kosmos.payments.rules import ERIP_SOLD
from kosmos.portal.tests.paying import NOBODYS, NUMBER

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123456789abcdef"
FORM = {"amount": "own", "own": "5,90", "key": KEY}
OWN = Payee("4567891", "Cosmos TV", "Minsk")
DEMAND = ADDRESS + payload(
    Payee("7010001", "TV", "Minsk"), account="545561734504", amount_kopecks=590, may_change=False
)


class Made(BepaidErip):
    """bePaid, whose demands are known beforehand; silent if told so."""

    silent = False

    def hosted_page(self, wish: Wish) -> HostedPage:
        if self.silent:
            raise RailUnreachable("away")
        return HostedPage(DEMAND, made=True)

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        return Answer((), "")


class Silent(Made):
    """bePaid while it is away."""

    silent = True


def sold_by(kind: type[Made]) -> None:
    rail = kind("http://127.0.0.1:9", "7", "secret", "7010001", "TV", "Minsk", "https://we.example/push/")
    base.find_rails_with(lambda _: rail, lambda: ["assist"], lambda: True)


@pytest.fixture(autouse=True)
def _wired() -> Iterator[None]:
    """ERIP is sold by nobody, unless a test says so."""
    before = list(base._found)
    base._found[:] = [type(before[0])(before[0].find, before[0].names, lambda: False)]
    yield
    base._found[:] = before


@pytest.fixture
def own_contract(account_id: int) -> None:
    Erip.objects.create(
        service_code=OWN.service_code, path=[{"ru": "Минск"}, {"ru": "КОСМОС"}], payee=OWN.name, city=OWN.city
    )


def text(response: HttpResponseBase) -> str:
    return response.content.decode().replace("\u00a0", " ")  # type: ignore[attr-defined, no-any-return]


def test_where_nobody_takes_erip_it_is_not_offered(account_id: int, client: Client, owner: Client) -> None:
    for page in (client.get("/pay/", {"account": NUMBER}), owner.get("/cabinet/pay/")):
        assert 'value="erip"' not in text(page)
    assert client.get("/pay/erip/", {"account": NUMBER}).headers["Location"] == "/pay/"
    refused = client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM})
    assert refused.status_code == 503
    assert "Через ЕРИП сейчас не получится" in text(refused)
    assert not Order.objects.exists()


@pytest.mark.parametrize("number", [NUMBER, NOBODYS])
def test_a_demand_is_shown_with_its_number_its_code_and_the_steps(account_id: int, client: Client, number: str) -> None:
    sold_by(Made)
    assert 'name="way" value="erip"' in text(client.get("/pay/", {"account": number}))
    away = client.post("/pay/", {"account": number, "way": "erip", **FORM})
    order = Order.objects.get()
    assert (order.rail, order.page, order.state) == (ERIP_SOLD, DEMAND, "waiting")
    assert away.headers["Location"] == f"/pay/{order.token}/"
    shown = client.get(away.headers["Location"])
    page = text(shown)
    for said in ('value="545561734504" readonly', 'коду <b class="num">7010001</b>', "545 561 734 504", "5,90 BYN"):
        assert said in page
    assert "<title>QR-код «Расчёт» (ЕРИП), номер 545 561 734 504, сумма 5,90" in page
    assert f'href="{DEMAND}"' in page
    assert 'data-live="' in page
    assert shown.headers["Refresh"] == "20"
    assert "до 5 декабря" in page
    assert (
        client.post("/pay/", {"account": number, "way": "erip", **FORM}).headers["Location"] == f"/pay/{order.token}/"
    )
    assert Order.objects.count() == 1


def test_card_and_erip_from_one_form_are_two_orders(account_id: int, client: Client) -> None:
    sold_by(Made)
    client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM})
    base._found[:] = [type(base._found[0])(base._found[0].find, lambda: [], lambda: True)]
    assert client.post("/pay/", {"account": NUMBER, **FORM}).status_code == 503
    assert Order.objects.count() == 1


def test_an_operator_s_own_service_is_found_by_its_path(own_contract: None, client: Client) -> None:
    Erip.objects.update(service_code="7010001")
    sold_by(Made)
    page = text(client.get(client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM}).headers["Location"]))
    assert "КОСМОС" in page
    assert "услугу по коду" not in page


@pytest.mark.parametrize(
    ("state", "reason", "said"),
    [
        ("unknown", "provider_silent", "Как оплатить в любом банке"),
        ("unknown", "provider_silent", "Спрашиваем у банка"),
        ("declined", "declined_by_bank", "Банк не провёл платёж через ЕРИП"),
        ("declined", "taken_back", "вернутся туда, откуда вы платили"),
        ("expired", "", "этот номер в ЕРИП больше не действует"),
        ("expired", "bank_silent", "этот номер в ЕРИП больше не действует"),
        ("expired", "deleted", "по нему в ЕРИП больше не заплатить"),
        ("refunded", "", "Они придут туда, откуда вы платили"),
    ],
)
def test_each_end_in_plain_words(account_id: int, client: Client, state: str, reason: str, said: str) -> None:
    sold_by(Made)
    away = client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM})
    Order.objects.update(asked_at=clock.now(), state=state, reason=reason)
    page = text(client.get(away.headers["Location"]))
    assert said in page
    assert not re.search(r"[Кк]арт[аеуы]\b", page.partition("<main")[2].partition("ways")[0])
    assert ('id="how"' in page) == (state == "unknown")


def test_a_silent_bepaid_leads_to_the_operator_s_own_code(own_contract: None, client: Client, owner: Client) -> None:
    sold_by(Silent)
    away = client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM})
    assert away.headers["Location"] == f"/pay/erip/?account={NUMBER}&amount=5%2C90"
    mine = owner.post("/cabinet/pay/", {"way": "erip", **FORM, "key": KEY[::-1]})
    assert mine.headers["Location"] == "/cabinet/ways/?amount=5%2C90#erip"
    Erip.objects.all().delete()
    assert client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM}).status_code == 503


@pytest.mark.parametrize(("typed", "kopecks"), [("", None), ("25,90", 2590), ("25.9", 2590), ("500", 500_00)])
def test_the_code_has_the_sum_that_was_typed(
    own_contract: None, client: Client, typed: str, kopecks: int | None
) -> None:
    shown = client.get("/pay/erip/", {"account": "100 482", "amount": typed})
    page = text(shown)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert f'href="{address(OWN, account=NUMBER, amount_kopecks=kopecks)}"' in page
    assert ("Сумму введёте сами" in page) == (kopecks is None)
    assert page.count('class="qr"') == 1
    assert "<title>QR-код «Расчёт» (ЕРИП), номер 100 482" in page


def test_a_sum_that_is_none_is_typed_again_and_a_number_that_is_none_too(own_contract: None, client: Client) -> None:
    wrong = client.get("/pay/erip/", {"account": NUMBER, "amount": '1"<b>'})
    assert wrong.status_code == 422
    assert 'value="1&quot;&lt;b&gt;"' in text(wrong)
    assert "Сумму введёте сами" in text(wrong)
    for number in ("", "Анна", "9" * 40):
        assert client.get("/pay/erip/", {"account": number}).headers["Location"] == "/pay/"


def test_without_bepaid_the_button_leads_to_the_code_and_no_order_is_made(own_contract: None, client: Client) -> None:
    assert 'name="way" value="erip"' in text(client.get("/pay/", {"account": NUMBER}))
    away = client.post("/pay/", {"account": NUMBER, "way": "erip", **FORM})
    assert away.headers["Location"] == f"/pay/erip/?account={NUMBER}&amount=5%2C90"
    assert not Order.objects.exists()


def test_the_public_ways_lead_to_the_code_of_a_number(own_contract: None, client: Client) -> None:
    assert 'action="/pay/erip/"' in text(client.get("/pay/ways/"))


def test_the_owner_s_code_has_the_sum_that_he_typed(own_contract: None, owner: Client) -> None:
    page = text(owner.get("/cabinet/ways/", {"amount": "12"}))
    assert page.count('class="qr"') == 1
    assert f'href="{address(OWN, account=NUMBER, amount_kopecks=1200)}"' in page
    assert owner.get("/cabinet/ways/", {"amount": "x"}).status_code == 422

"""The check of an address: houses to choose, what can be had in one, what to do where there is nothing, limits."""

import re
from datetime import UTC, datetime
from html import unescape
from http import HTTPStatus
from pathlib import Path
from typing import cast
from urllib.parse import urlencode

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.catalogue.coverage_places import note_places
from kosmos.catalogue.models import Building
from kosmos.charging.services import begin_business
from kosmos.connections.models import Application, ApplicationKind
from kosmos.kernel.models import DemoClock
from kosmos.loading.services import load_operator
from kosmos.portal import limits
from kosmos.portal.tests.paying import ZONE
from kosmos.portal.tests.sane import Page

OPERATOR = Path(__file__).parents[3] / "demo" / "operator.yaml"
TODAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
NETWORK = "192.0.2.7"


@pytest.fixture
def at_work() -> None:
    """The demo's operator with his houses."""
    load_operator(OPERATOR, on=TODAY.date())
    begin_business(eve=TODAY.date())
    DemoClock.objects.create(ahead=TODAY - datetime.now(UTC))


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


def ask(client: Client, **query: str) -> HttpResponseBase:
    return cast("HttpResponseBase", client.get("/address/", query, REMOTE_ADDR=NETWORK))


def read(answer: HttpResponseBase, status: int = HTTPStatus.OK) -> Page:
    assert answer.status_code == status
    page = Page(answer.content.decode())  # type: ignore[attr-defined]
    assert page.faults == []
    return page


def links(answer: HttpResponseBase) -> list[str]:
    return [unescape(link) for link in re.findall('href="([^"]+)"', answer.content.decode())]  # type: ignore[attr-defined]


def house(**columns: str) -> int:
    return Building.objects.get(**columns).id


def test_the_page_asks_for_an_address(client: Client) -> None:
    page = read(ask(client))
    assert "Город, улица и дом или общежитие" in page.text
    assert "Все тарифы для дома" in page.text


def test_the_only_house_that_is_meant_is_shown_at_once(client: Client) -> None:
    number = house(street="Красная", house="6")
    for typed in ("минск красная 6", "rhfcyfz 6", "красноя 6 минск", "krasnaya 6"):
        answer = ask(client, q=typed)
        page = read(answer)
        assert "Минск, Красная, 6" in page.text
        assert "Дом подключён к сети" in page.text
        assert f"building={number}" in answer.content.decode()  # type: ignore[attr-defined]


def test_a_plan_there_leads_to_an_application_with_plan_and_house(client: Client) -> None:
    number = house(street="Красная", house="6")
    content = ask(client, building=str(number)).content.decode()  # type: ignore[attr-defined]
    assert f'href="/apply/home/?plan=kombo-50&amp;building={number}"' in content
    assert f'<input type="hidden" name="building" value="{number}">' in content


def test_only_what_can_be_had_there_is_offered(client: Client) -> None:
    page = read(ask(client, q="колодищи минская 7"))
    assert "MMDS" in page.text
    assert "Цифровое телевидение" not in page.text


def test_a_student_finds_his_dormitory_with_plans_for_students(client: Client) -> None:
    answer = ask(client, q="общага 4")
    page = read(answer)
    assert "Общежитие № 4" in page.text
    assert "Общежитие подключено к сети" in page.text
    content = answer.content.decode()  # type: ignore[attr-defined]
    assert "/apply/student/?plan=" in content
    assert "/apply/home/?plan=" not in content


def test_several_houses_are_a_list_to_press(client: Client) -> None:
    answer = ask(client, q="красная")
    page = read(answer)
    assert "Выберите свой дом" in page.text
    assert "добавьте номер дома" in page.text
    first = house(street="Красная", house="4")
    assert f"/address/?{urlencode({'building': first, 'q': 'красная'})}" in links(answer)


def test_two_houses_of_one_address_are_both_offered(client: Client) -> None:
    Building.objects.create(city="Гомель", street="Красная", house="6")
    note_places()
    page = read(ask(client, q="красная 6"))
    assert "Какой из них ваш?" in page.text
    assert "Гомель, Красная, 6" in page.text


def test_where_a_house_is_not_there_its_neighbours_are(client: Client) -> None:
    page = read(ask(client, q="минск красная 7"))
    assert "Такого дома в списке нет, рядом есть эти" in page.text
    assert "Минск, Красная, 6" in page.text
    assert "Вашего дома здесь нет?" in page.text


def test_where_there_is_nothing_one_asks_to_be_told(client: Client) -> None:
    answer = ask(client, q="гродно советская 1")
    page = read(answer)
    assert "По этому адресу нашей сети пока нет" in page.text
    wait = "/apply/home/?" + urlencode({"address": "гродно советская 1", "wait": "1"})
    assert wait in links(answer)
    form = read(cast("HttpResponseBase", client.get(wait)))
    assert "Позвоним, как только сможем подключить этот адрес" in form.text
    sent = {"address": "гродно советская 1", "name": "Ольга", "phone": "+375297770011", "agreed_application": "1"}
    sent |= {"wait": "1", "key": "0123456789abcdef" * 2}
    assert client.post("/apply/home/", sent).status_code == HTTPStatus.SEE_OTHER
    made = Application.objects.get()
    assert (made.kind, made.address, made.covered_by) == (ApplicationKind.HOME, "гродно советская 1", None)
    assert made.comment.startswith("Сообщите, когда")


def test_a_house_that_is_not_there_is_not_found(client: Client) -> None:
    for number in ("0", "x", "99999999999999999999", "-1", "١"):
        assert ask(client, building=number).status_code == HTTPStatus.NOT_FOUND


def test_nonsense_finds_nothing_and_breaks_nothing(client: Client) -> None:
    for typed in ("<script>alert(1)</script>", "'; DROP TABLE", "%%%", "я" * 5_000, "6"):
        answer = ask(client, q=typed)
        assert "По этому адресу нашей сети пока нет" in read(answer).text
        assert "<script>alert" not in answer.content.decode()  # type: ignore[attr-defined]


def test_a_visitor_who_types_is_not_stopped_and_a_flood_is(client: Client) -> None:
    typing = [ask(client, q="минск красная 6"[:end]).status_code for end in range(3, 16)] * 3
    assert set(typing) == {HTTPStatus.OK}
    flood = [ask(Client(), q=f"красная {number}").status_code for number in range(limits.ADDRESSES.each + 1)]
    assert flood[-1] == HTTPStatus.TOO_MANY_REQUESTS
    refused = ask(Client(), q="сурганова 57Б")
    page = read(refused, HTTPStatus.TOO_MANY_REQUESTS)
    assert int(refused.headers["Retry-After"]) > 0
    assert "Подождите" in page.text
    assert 'value="сурганова 57Б"' in refused.content.decode()  # type: ignore[attr-defined]
    assert Client().get("/address/", {"q": "сурганова 57Б"}, REMOTE_ADDR="198.51.100.9").status_code == HTTPStatus.OK


def test_only_searches_are_counted(client: Client) -> None:
    number = str(house(street="Красная", house="6"))
    for _ in range(3):
        assert ask(client, building=number).status_code == HTTPStatus.OK
        assert ask(client).status_code == HTTPStatus.OK


def test_every_state_is_there_in_every_language(client: Client) -> None:
    for language in ("ru", "be", "en"):
        client.cookies["django_language"] = language
        for query in ({}, {"q": "красная"}, {"q": "гродно 1"}, {"q": "общежитие 7"}, {"q": "минск красная 7"}):
            read(ask(client, **query))

"""The search box: on every page of those who may, the only hit is opened, nothing is shown that one may not see."""

import re

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.workplace.search.tests.world import application, request, search_world

PAGE = "/staff/search/"
ROLES = ("agent", "sales", "cashier", "finance", "administrator")


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    search_world()


def _found(browser: Client, text: str, **more: str) -> str:
    response = browser.get(PAGE, {"q": text, **more})
    assert response.status_code == 200, response.headers.get("Location")
    assert response.headers["Cache-Control"] == "no-store"
    return response.content.decode().replace("\xa0", " ")


def _opened(browser: Client, text: str) -> str:
    response = browser.get(PAGE, {"q": text})
    assert response.status_code == 303, response.content.decode()
    return response.headers["Location"]


@pytest.mark.parametrize("role", ROLES)
def test_the_only_account_is_opened(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(role)
    for text in ("500001", "иванов пётр", "bdfyjd gtnh", "сурганова 17-34", "+375 29 123-45-67", "2016 00001"):
        assert _opened(browser, text) == "/staff/subscribers/1/"


def test_requests_and_applications_are_opened_too(signed_in: SignedIn) -> None:
    browser = signed_in("agent")
    asked = request("482914")
    assert _opened(browser, "482 914") == f"/staff/requests/{asked.id}/"
    wish = application("48291573", "Сидорчук Ян", "+375291234599")
    assert _opened(browser, "4829 1573") == f"/staff/applications/{wish.id}/"
    assert "Ничего не нашлось" in _found(signed_in("cashier"), "48291573")


def test_what_is_personal_is_masked(signed_in: SignedIn) -> None:
    page = _found(signed_in("agent"), "иванов")
    assert "Иванов Павел Ильич" in page
    assert "+375 33 ··· ·· 33" in page
    assert "кв. ···" in page
    assert not re.search(r"1112233|кв\. 17", page)
    page = _found(signed_in("cashier"), "иванов")
    assert "Павел Ильич И." in page
    assert "Иванов Павел" not in page
    assert "ООО «Вясёлка-12»" in _found(signed_in("finance"), "веселка")


def test_who_may_not_see_phones_does_not_try_them_out(signed_in: SignedIn) -> None:
    assert _opened(signed_in("agent"), "4567") == "/staff/subscribers/1/"
    assert "Ничего не нашлось" in _found(signed_in("cashier"), "4567")


def test_all_that_was_found_can_be_seen(signed_in: SignedIn) -> None:
    assert "Иванов Пётр" in _found(signed_in("agent"), "500001", all="1")


def test_what_is_guessed_is_said(signed_in: SignedIn) -> None:
    browser = signed_in("agent")
    assert "Точно так ничего не написано" in _found(browser, "иванаф")
    assert _opened(browser, "иваноф петр") == "/staff/subscribers/1/"
    assert "Нашлось похожее" in browser.get("/staff/").content.decode()


def test_nothing_is_asked_and_nothing_is_found(signed_in: SignedIn) -> None:
    browser = signed_in("agent")
    assert "Что можно набрать" in _found(browser, " ")
    page = _found(browser, "щзвцйъ <b>")
    assert "Ничего не нашлось" in page
    assert "<b>" not in page.split("<main")[1].split("</h1>")[0]


def test_the_box_is_on_every_page_of_those_who_may_search(signed_in: SignedIn) -> None:
    assert 'role="search"' in signed_in("agent").get("/staff/").content.decode()
    assert 'action="/staff/search/"' in signed_in("cashier").get("/staff/sessions/").content.decode()
    for role in ("technician", "editor"):
        browser = signed_in(role)
        assert "/staff/search/" not in browser.get("/staff/").content.decode()
        assert browser.get(PAGE, {"q": "иванов"}).status_code == 403


def test_a_card_number_is_not_shown_again(signed_in: SignedIn) -> None:
    assert "4111 1111 1111 1111" not in _found(signed_in("agent"), "4111 1111 1111 1111").split("<main")[1]

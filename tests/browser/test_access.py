"""Somebody cannot sign in any more: an agent asks who it is, a link goes to his phone, and a password is set."""

import re

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = [needs_chromium, pytest.mark.parametrize("walk", [False], ids=["without scripts"], indirect=True)]
OWN = "восемь тихих слов 8"
LINK = re.compile(r"/access/[\w-]{20,}/")
LOOKS = 60
"""So often the demo's list of SMS is looked at, a second apart, until the worker has sent the link."""


def test_access_is_given_back_by_a_link(walk: Walk) -> None:
    proven(walk)
    walk.button("Отправить ссылку").click()
    walk.shows("Ссылка отправлена")
    walk.seen("sent")
    link = link_in_sms(walk)
    walk.page.context.clear_cookies()
    walk.open(link)
    walk.heading("Придумайте новый пароль")
    walk.seen("password")
    walk.page.get_by_label("Новый пароль", exact=True).fill(OWN)
    walk.page.get_by_label("Новый пароль ещё раз").fill(OWN)
    walk.button("Сохранить пароль").click()
    walk.shows("Новый пароль задан")
    walk.sign_in("olga", OWN)
    walk.shows("Долг")
    walk.page.context.clear_cookies()
    walk.open(link)
    walk.heading("Ссылка не действует")
    walk.seen("used")
    walk.complaints.clear()


def proven(walk: Walk) -> None:
    """The agent finds the caller, asks what the system wants to know, and never sees what is right."""
    walk.staff("agent", "/staff/access/")
    walk.page.get_by_label("Лицевой счёт, телефон").fill("100546")
    walk.button("Найти").click()
    walk.link("Жданович").click()
    walk.button("Начать проверку").click()
    walk.seen("questions")
    assert "Сурганова" not in walk.page.content()
    walk.page.get_by_label("Номер договора?").fill("100546")
    walk.page.get_by_label("По какому адресу").fill("Сурганова, дом 57Б, квартира 88")
    walk.page.get_by_label("Какой тариф подключён?").select_option("kosmos-kombo")
    walk.button("Проверить ответы").click()
    walk.heading("Как вернуть доступ")
    walk.seen("proven")


def link_in_sms(walk: Walk) -> str:
    """The address in the newest SMS, as its receiver sees it."""
    for _look in range(LOOKS):
        walk.open("/demo/sms/")
        if found := LINK.search(walk.page.content()):
            return found[0]
        walk.page.wait_for_timeout(1000)
    raise AssertionError("no SMS with a link came")

"""On a phone, by keyboard alone: an administrator adds a colleague, prints his sheet, lets him out, finds it all."""

import re

import pytest
from playwright.sync_api import Page

from kosmos.cli.demo_people import PASSWORD
from tests.browser.keyboard import press, reach
from tests.browser.papers import paper
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
COMES = {"with scripts": ("olga.ten", "Ольга Тень"), "without scripts": ("osip.grom", "Осип Гром")}
"""Who is hired in which walk."""


def write(walk: Walk, label: str, text: str) -> None:
    """Reach a field with Tab, and type."""
    reach(walk, walk.page.get_by_label(label, exact=True).first)
    walk.page.keyboard.type(text)


def hired(walk: Walk, login: str, name: str) -> None:
    walk.staff("admin2", "/staff/people/")
    walk.seen("people")
    press(walk, walk.link("Добавить сотрудника"))
    write(walk, "Имя и фамилия", name)
    write(walk, "Логин", login)
    reach(walk, walk.page.locator("input[name=role]").first)
    walk.page.keyboard.press("Space")
    walk.page.keyboard.press("ArrowDown")
    write(walk, "Ваш пароль", PASSWORD)
    walk.seen("new")
    press(walk, walk.button("Добавить"))
    walk.heading(name)
    walk.shows("Ждёт листа с паролем")
    walk.seen("added")


def comes_in(page: Page, login: str, password: str) -> None:
    """The newcomer's own window: he is asked for a password of his own."""
    page.goto("/staff/sign-in/")
    page.get_by_label("Логин").fill(login)
    page.get_by_label("Пароль", exact=True).fill(password)
    page.get_by_role("button", name="Войти").click()
    page.get_by_role("heading", name="Придумайте свой пароль").wait_for()


def test_hired_let_in_and_let_out(walk: Walk, request: pytest.FixtureRequest) -> None:
    login, name = COMES[request.node.callspec.id]
    hired(walk, login, name)
    write(walk, "Ваш пароль", PASSWORD)
    sheet = paper(walk.page, "Напечатать лист", walk.pictures)
    password = re.search(r"Пароль на один раз\s+(\S+)", sheet)
    assert login in sheet
    assert password
    browser = walk.page.context.browser
    assert browser
    own = browser.new_context(base_url=walk.page.url.partition("/staff/")[0], locale="ru-RU")
    newcomer = own.new_page()
    comes_in(newcomer, login, password[1])
    walk.page.reload()
    walk.shows("Ждёт первого входа")
    assert password[1] not in walk.page.content()
    walk.seen("printed")
    write(walk, "Почему", "Передумал")
    press(walk, walk.button("Отключить вход"))
    walk.shows("Вход отключён, все сеансы закончены")
    walk.seen("out")
    newcomer.reload()
    newcomer.get_by_label("Логин").wait_for()
    own.close()
    press(walk, walk.link("Что делал(а)"))
    walk.heading("Аудит")
    walk.open("/staff/audit/?what=staff")
    walk.shows("Вход отключён")
    press(walk, walk.page.locator("details.changes summary").first)
    walk.seen("audit")

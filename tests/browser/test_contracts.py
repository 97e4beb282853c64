"""From a connected place to a subscriber: contract, sheet, a password of one's own, the payment that connects."""

import re

import pytest

from tests.browser.papers import paper
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
OWN = "семь тихих слов 7"
PEOPLE = {True: "Вадим Шкляр", False: "Лидия Гончар"}
"""Whose contract each walk makes: with scripts, and without."""


def signed(walk: Walk, name: str) -> None:
    """Sales make the contract, print it and mark it as signed."""
    walk.staff("sales", "/staff/applications/?view=table&stage=connected")
    walk.link(name).click()
    walk.page.goto(f"{walk.page.url}contract/")
    walk.page.get_by_label("Физическое лицо").check()
    walk.page.get_by_label("Тариф").select_option("kombo-50")
    walk.seen("contract")
    walk.button("Оформить договор").click()
    walk.heading("Договор №")
    walk.seen("made")
    assert name in paper(walk.page, "на русском", walk.pictures)
    assert "Дагавор №" in paper(walk.page, "на белорусском", walk.pictures)
    walk.button("Подписан обеими сторонами").click()
    walk.shows("Подписан обеими сторонами:")


def test_from_the_contract_to_the_plan_that_runs(walk: Walk, request: pytest.FixtureRequest) -> None:
    walk.pictures.mkdir(parents=True, exist_ok=True)
    signed(walk, PEOPLE["without" not in request.node.name])
    sheet = paper(walk.page, "Напечатать лист", walk.pictures)
    login, password = re.search(r"Логин\s+(\S+)", sheet), re.search(r"Пароль на один раз\s+(\S+)", sheet)
    assert login
    assert password
    walk.page.reload()
    walk.shows("Напечатан")
    assert password[1] not in walk.page.content()
    walk.page.context.clear_cookies()
    walk.open("/sign-in/")
    walk.sign_in(login[1], password[1])
    walk.heading("Придумайте свой пароль")
    walk.page.get_by_label("Новый пароль", exact=True).fill(OWN)
    walk.page.get_by_label("Новый пароль ещё раз").fill(OWN)
    walk.button("Сохранить и войти").click()
    walk.heading("Чтобы подключить")
    walk.seen("waiting")
    pay_what_it_says(walk)
    walk.heading("тариф подключён")
    walk.seen("paid")
    walk.link("На главную").click()
    walk.shows("Хватит до")


def pay_what_it_says(walk: Walk) -> None:
    """The sum of the page, by card, to the kopeck."""
    words = walk.page.get_by_role("heading", name=re.compile("Чтобы подключить")).inner_text()
    amount = re.search(r"на\s+([\d,]+)$", words.strip())
    assert amount, words
    walk.link(f"Пополнить на {amount[1]}").click()
    walk.seen("sum")
    walk.button("Подтвердить и оплатить").click()
    walk.pay_by_card(amount[1])

"""ERIP on a phone, in Russian, with and without scripts: bePaid's demand from number to money, and the plain code."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
NUMBER = "909091"
"""Nobody's: paying does not tell."""
ENDS = {
    "decline": ("Платёж не пройдёт", "Банк не провёл платёж через ЕРИП"),
    "expire": ("Истечёт срок", "этот номер в ЕРИП больше не действует"),
    "delete": ("Требование удалят", "по нему в ЕРИП больше не заплатить"),
}


def test_a_payer_pays_at_a_bank_and_the_page_follows(walk: Walk) -> None:
    _chooses_erip(walk, "14,10")
    bank = walk.page.context.new_page()
    _at_the_bank(walk, bank, "Оплатить", "once")
    bank.close()
    walk.shows("Оплачено 14,10 BYN")
    walk.seen("paid")


def test_a_push_that_is_lost_is_made_good_by_asking(walk: Walk) -> None:
    _chooses_erip(walk, "14,20")
    bank = walk.page.context.new_page()
    _at_the_bank(walk, bank, "Оплатить", "lost")
    bank.close()
    walk.link("Проверить сейчас").click()
    walk.shows("Оплачено 14,20 BYN")


@pytest.mark.parametrize("outcome", ENDS)
def test_each_other_end_is_said_in_plain_words(walk: Walk, outcome: str) -> None:
    button, said = ENDS[outcome]
    _chooses_erip(walk, "14,30")
    bank = walk.page.context.new_page()
    _at_the_bank(walk, bank, button, "once")
    bank.close()
    walk.shows(said)
    walk.seen(outcome)
    walk.link("Попробовать ещё раз").click()
    walk.heading("На сколько пополнить?")


def test_the_plain_code_has_the_sum_that_is_typed(walk: Walk) -> None:
    walk.open("/pay/ways/")
    walk.page.locator("#account").fill(NUMBER)
    walk.button("Показать код").click()
    walk.shows("Сумму введёте сами")
    walk.seen("code-without-a-sum")
    walk.page.get_by_label("Сумма в коде").fill("25,90")
    walk.button("Показать код").click()
    walk.shows("её можно изменить")
    href = walk.link("На телефоне: открыть приложение банка").get_attribute("href") or ""
    assert re.fullmatch(r"https://pay\.raschet\.by#000201010212.*540525\.905802BY.*6304[0-9A-F]{4}", href)
    walk.page.get_by_role("img", name=re.compile("QR-код .* сумма 25,90")).wait_for()
    walk.seen("code-with-a-sum")


def test_a_bepaid_that_is_away_leads_to_the_plain_code(walk: Walk) -> None:
    _switch(walk, "Отключить")
    try:
        _asks_for_erip(walk, "14,40")
        walk.shows("её можно изменить")
    finally:
        _switch(walk, "Вернуть к работе")


def _asks_for_erip(walk: Walk, amount: str) -> None:
    walk.open(f"/pay/?account={NUMBER}")
    walk.page.get_by_text("Другая сумма", exact=True).first.click()
    walk.page.get_by_label("Другая сумма, BYN").fill(amount)
    walk.seen("sum")
    walk.button("Оплатить через «Расчёт»").click()


def _chooses_erip(walk: Walk, amount: str) -> None:
    _asks_for_erip(walk, amount)
    walk.heading("Как оплатить в любом банке")
    walk.shows("Найдите услугу по коду 7010001")
    walk.page.get_by_role("img", name=re.compile("QR-код")).wait_for()
    walk.seen("demand")


def _at_the_bank(walk: Walk, bank: Page, button: str, push: str) -> None:
    """In another window, as a payer at his bank: the number that the page shows is typed there."""
    number = walk.page.get_by_label("Номер, который вводят в ЕРИП").input_value()
    bank.goto("/rails/simulator/bepaid-erip/")
    bank.locator("[name=account]").fill(number)
    bank.get_by_role("button", name="Найти в ЕРИП").click()
    bank.locator("[name=push]").select_option(push)
    bank.get_by_role("button", name=button, exact=True).click()
    bank.get_by_role("heading", name="платить больше нечего").wait_for()


def _switch(walk: Walk, what: str) -> None:
    walk.open("/rails/simulator/")
    walk.page.get_by_role("button", name=f"{what} bePaid ЕРИП").click()
    walk.heading("Платёжные системы")

"""On a phone, in Russian, with and without scripts: blocked, paid by card, running again; and a quick pay."""

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium

BLOCKED = {"with scripts": ("irina", "21,50"), "without scripts": ("maksim", "7,50")}
"""One person for each walk: who is blocked, and the sum that brings the services back."""


def test_blocked_paid_and_running_again(walk: Walk, request: pytest.FixtureRequest) -> None:
    login, sum_to_pay = BLOCKED[request.node.callspec.id]
    walk.open("/")
    walk.seen("front")
    walk.link("Войти").click()
    walk.sign_in(login)
    walk.heading(f"Чтобы включить, пополните на {sum_to_pay} сегодня")
    walk.seen("blocked")
    walk.link(f"Пополнить на {sum_to_pay}").click()
    walk.shows(f"{sum_to_pay} BYN")
    walk.seen("sum")
    walk.button("Подтвердить и оплатить").click()
    walk.pay_by_card(f"{sum_to_pay} BYN")
    walk.shows(f"Оплачено {sum_to_pay} BYN")
    walk.shows("Включено")
    walk.seen("paid")
    walk.link("На главную").click()
    walk.heading("На счёте")
    walk.shows("Хватит до")
    walk.seen("running")
    walk.link("Выписка").click()
    walk.shows(sum_to_pay)
    walk.seen("statement")


OTHERS = {"with scripts": ("200102", "16,90"), "without scripts": ("100546", "22,50")}
"""Whose account a stranger pays into, and how much."""


def test_quick_pay_for_somebody(walk: Walk, request: pytest.FixtureRequest) -> None:
    number, amount = OTHERS[request.node.callspec.id]
    walk.open("/")
    walk.page.get_by_label("Номер лицевого счёта").fill(number)
    walk.seen("front")
    walk.button("Оплатить").click()
    walk.heading("На сколько пополнить?")
    walk.page.get_by_text("Другая сумма", exact=True).first.click()
    walk.page.get_by_label("Другая сумма, BYN").fill(amount)
    walk.seen("sum")
    walk.button("Подтвердить и оплатить").click()
    walk.pay_by_card(f"{amount} BYN")
    walk.shows(f"Оплачено {amount} BYN")
    walk.seen("paid")
    assert "На счёте" not in walk.page.inner_text("main")

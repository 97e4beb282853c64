"""The tester's page, the agents' terminal and ERIP's payer, against the demo's own gateway, on a phone."""

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
ACCOUNTS = {"with scripts": "100580", "without scripts": "100568"}


@pytest.fixture
def account(request: pytest.FixtureRequest) -> str:
    """An account that each way of walking has for itself."""
    return ACCOUNTS[request.node.callspec.id]


def test_an_agent_checks_pays_repeats_and_cancels(walk: Walk, account: str) -> None:
    walk.open("/rails/simulator/")
    walk.heading("Всё, чем можно заплатить")
    walk.seen("testers")
    walk.link("Терминал агента").click()
    walk.page.locator("[name=account]").fill(account)
    walk.page.locator("[name=amount]").fill("1,50")
    walk.button("Проверить счёт").click()
    walk.heading("Принято.")
    walk.page.locator("[name=wrong]").select_option("lost")
    walk.button("Заплатить").click()
    walk.heading("Ответ потерян")
    walk.page.locator("[name=wrong]").select_option("copies")
    walk.button("Заплатить").click()
    walk.shows("Наш номер платежа")
    walk.seen("paid")
    walk.page.locator("[name=wrong]").select_option("sum")
    walk.button("Заплатить").click()
    walk.heading("Отказ: запрос не понят или спорит")
    walk.page.locator("[name=wrong]").select_option("")
    walk.button("Отменить платёж").click()
    walk.heading("Принято.")


def test_a_payer_at_erip_pays_and_is_given_back(walk: Walk, account: str) -> None:
    walk.open("/rails/simulator/erip/")
    walk.page.locator("[name=account]").fill(account)
    walk.page.locator("[name=amount]").fill("2,50")
    walk.button("1. Узнать").click()
    walk.heading("Такой счёт есть")
    walk.button("2. Начать").click()
    walk.heading("Платёж начат")
    walk.button("3. Провести").click()
    walk.heading("Оплата зачислена")
    walk.seen("paid")
    walk.button("4. Начать").click()
    walk.heading("Принято.")
    walk.button("5. Провести").click()
    walk.heading("Принято.")
    walk.page.locator("[name=account]").fill("999999")
    walk.button("1. Узнать").click()
    walk.heading("Отказ: Лицевой счёт не найден")

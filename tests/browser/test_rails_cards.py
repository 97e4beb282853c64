"""By each provider of cards, on a phone, in Russian, with and without scripts: quick pay as far as the result."""

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium

PROVIDERS = {"assist": ("Assist", "11,10"), "bepaid": ("bePaid", "12,20"), "webpay": ("Webpay", "13,30")}
NUMBER = "909090"
"""Nobody's: paying does not tell."""


@pytest.mark.parametrize("rail", PROVIDERS)
def test_a_payment_by_each_provider(walk: Walk, rail: str) -> None:
    name, amount = PROVIDERS[rail]
    _send_to(walk, name)
    try:
        _pays(walk, rail, amount)
    finally:
        _send_to(walk, PROVIDERS["assist"][0])


def _pays(walk: Walk, rail: str, amount: str) -> None:
    walk.open(f"/pay/?account={NUMBER}")
    walk.page.get_by_text("Другая сумма", exact=True).first.click()
    walk.page.get_by_label("Другая сумма, BYN").fill(amount)
    walk.button("Подтвердить и оплатить").click()
    _go_on(walk)
    walk.heading("Оплата картой")
    assert f"/rails/{rail}/simulator/pay/" in walk.page.url
    walk.pay_by_card(f"{amount} BYN")
    walk.shows(f"Оплачено {amount} BYN")
    walk.seen(f"{rail}-paid")


def _send_to(walk: Walk, name: str) -> None:
    """Have the next payer sent to a provider, unless he goes there anyway."""
    walk.open("/rails/simulator/")
    walk.heading("Платёжные системы")
    button = walk.button(f"Платить через {name}")
    if button.count():
        button.click()
        walk.heading("Платёжные системы")


def _go_on(walk: Walk) -> None:
    """Without scripts the way to a page that is opened by a form goes by a button."""
    walk.page.wait_for_load_state()
    if "/bank/" in walk.page.url and walk.button("Перейти к оплате").count():
        walk.seen("to-the-bank")
        walk.button("Перейти к оплате").click()

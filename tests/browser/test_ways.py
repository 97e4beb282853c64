"""A link that somebody else pays by, places to pay, and all contracts: on a phone, in Russian, by keyboard alone."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
LABELS = {"with scripts": "Интернет Юрия", "without scripts": "Кабель на даче"}
"""The link of each walk."""
NUMBER = "100 613"


def test_a_link_is_made_paid_by_a_stranger_and_closed(walk: Walk, request: pytest.FixtureRequest) -> None:
    label, scripts = LABELS[request.node.callspec.id], request.node.callspec.id == "with scripts"
    walk.open("/sign-in/?next=/cabinet/ways/")
    walk.sign_in("yury")
    walk.heading("Все способы оплаты")
    walk.shows("Пройдите по дереву")
    walk.seen("ways")
    assert walk.button("Скопировать номер").count() == int(scripts)
    press(walk, walk.page.locator("a[href='/cabinet/ways/links/']"))
    walk.heading("Ссылка для другого плательщика")
    reach(walk, walk.page.get_by_label("Как её назвать"))
    walk.page.keyboard.type(label)
    reach(walk, walk.page.get_by_label("Сумма, BYN (необязательно)"))
    walk.page.keyboard.type("5")
    press(walk, walk.button("Создать ссылку"))
    walk.shows("Ссылка готова")
    walk.seen("made")
    address = walk.page.get_by_label("Ссылка", exact=True).first.input_value()
    kept = walk.page.context.cookies()
    walk.page.context.clear_cookies()
    _pays(walk, address, label)
    walk.page.context.clear_cookies()
    walk.page.context.add_cookies(kept)  # type: ignore[arg-type]
    walk.open("/cabinet/ways/links/")
    walk.shows("Оплачено 5,00 BYN: 1 платёж")
    press(walk, walk.button("Закрыть ссылку"))
    walk.shows(f"Ссылка «{label}» закрыта")


def _pays(walk: Walk, address: str, label: str) -> None:
    """A stranger does."""
    walk.open(address)
    walk.heading(label)
    walk.seen("asked")
    press(walk, walk.button("Подтвердить и оплатить"))
    walk.pay_by_card("5,00 BYN")
    walk.shows("Оплачено 5,00 BYN")
    walk.shows(label)
    walk.seen("paid")
    assert NUMBER not in walk.page.inner_text("main").replace("\u00a0", " ")


def test_a_place_is_found_by_its_city(walk: Walk) -> None:
    walk.open("/pay/ways/")
    reach(walk, walk.page.get_by_label("Город или улица"))
    walk.page.keyboard.type("гродно, буденного")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**place=**")
    walk.shows("Терминал на вокзале")
    walk.seen("found")
    assert "Абонентский пункт в Гомеле" not in walk.page.inner_text("main")


def test_one_of_several_contracts_is_chosen(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/accounts/")
    walk.sign_in("dmitry")
    walk.heading("Все договоры")
    walk.shows("3 лицевых счёта")
    walk.seen("contracts")
    press(walk, walk.page.locator("main").get_by_role("link", name="Колодищи, Минская, 7"))
    walk.shows("Пауза до")

"""On a phone, by keyboard alone: sales takes an application, calls, decides, refuses, opens it again; the board."""

import pytest
from playwright.sync_api import Browser

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium, window
from tests.browser.walk import Walk, as_staff

pytestmark = needs_chromium
LIST = "/staff/applications/"
PHONES = {"with scripts": "+375 29 155-02-01", "without scripts": "+375 29 155-02-02"}


def write(walk: Walk, label: str, text: str) -> None:
    """Reach a field with Tab, and type."""
    reach(walk, walk.page.get_by_label(label, exact=True))
    walk.page.keyboard.type(text)


def test_taken_called_and_decided(walk: Walk, request: pytest.FixtureRequest) -> None:
    name = f"Ядвига {request.node.callspec.id[:4]}"
    walk.staff("sales", LIST)
    walk.heading("Заявки")
    walk.seen("board")
    press(walk, walk.link("Принять заявку"))
    walk.heading("Принять заявку")
    write(walk, "Имя", name)
    write(walk, "Телефон", PHONES[request.node.callspec.id])
    write(walk, "Полный адрес", "Минск, Красная, 8, кв. 99")
    walk.seen("form")
    press(walk, walk.button("Принять заявку"))
    walk.shows("принята")
    walk.heading("Позвоните")
    write(walk, "О чём договорились (по желанию)", "Ждёт вечером")
    press(walk, walk.button("Дозвонились"))
    walk.heading("Решите, можно ли подключить")
    walk.shows("Ждёт вечером")
    walk.seen("called")
    press(walk, walk.button("Подключить можно"))
    walk.heading("Назначьте выезд")
    walk.seen("possible")
    walk.page.get_by_label("Почему").select_option("changed_mind")
    press(walk, walk.button("Закрыть с отказом"))
    walk.heading("Заявка закрыта")
    press(walk, walk.button("Открыть снова"))
    walk.heading("Позвоните")
    walk.open(f"{LIST}?q={name}")
    walk.shows(name)
    walk.seen("table")


def test_a_card_is_moved_by_its_own_form(walk: Walk, request: pytest.FixtureRequest) -> None:
    name = {"with scripts": "Кузьмич Арсений", "without scripts": "ООО «Липа и Ко»"}[request.node.callspec.id]
    walk.staff("sales", LIST)
    card = walk.page.locator(".apply", has_text=name)
    press(walk, card.locator("summary"))
    press(walk, card.get_by_role("button", name="Переместить"))
    walk.shows("Этап заявки изменён")
    walk.page.locator("#contacted .apply", has_text=name).wait_for()
    walk.seen("moved")


def test_a_card_is_dragged(stage: tuple[Browser, str]) -> None:
    browser, address = stage
    with window(browser, address, viewport={"width": 1280, "height": 900}) as page:
        as_staff(page, "sales")
        page.goto(LIST)
        page.locator(".apply", has_text="Виталий Прокопчук").drag_to(page.locator("#contacted h2"))
        page.get_by_text("Этап заявки изменён").wait_for()
        page.locator("#contacted .apply", has_text="Виталий Прокопчук").wait_for()


def test_two_windows_see_what_the_other_did(stage: tuple[Browser, str]) -> None:
    browser, address = stage
    with window(browser, address) as one, window(browser, address) as other:
        for page in (one, other):
            as_staff(page, "sales")
            page.goto(f"{LIST}?view=table&q=Сидорович")
            page.locator(".queue a").first.click()
        one.get_by_role("button", name="Подключить можно").click()
        one.get_by_role("heading", name="Назначьте выезд").wait_for()
        other.get_by_role("button", name="Подключить можно").click()
        other.get_by_text("Пока вы смотрели, заявку изменили").wait_for()
        other.get_by_role("heading", name="Назначьте выезд").wait_for()

"""A visitor applies, and sees what became of it: on a phone, in Russian, by keyboard alone."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
PHONES = {"with scripts": "8 (029) 611-22-31", "without scripts": "+375 29 611-22-32"}
"""The phone of each walk: the two send applications of their own."""


@pytest.fixture
def phone(request: pytest.FixtureRequest) -> str:
    """The visitor's phone."""
    return PHONES[request.node.callspec.id]


def fill(walk: Walk, label: str, text: str) -> None:
    """Reach a field, and type over what stands in it."""
    reach(walk, walk.page.get_by_label(label, exact=True))
    walk.page.keyboard.press("ControlOrMeta+a")
    walk.page.keyboard.type(text)


def agree_and_send(walk: Walk, button: str) -> None:
    """Tick what is needed, and press the button."""
    reach(walk, walk.page.get_by_label("Согласен на обработку данных этой заявки"))
    walk.page.keyboard.press("Space")
    press(walk, walk.button(button))


def sent(walk: Walk, title: str) -> str:
    """The page after sending; the application's number."""
    walk.page.wait_for_url("**/apply/sent/**")
    walk.heading(title)
    walk.seen("sent")
    return walk.page.locator(".sky-title .num").inner_text()


def test_a_home_is_applied_for_once_and_found_by_number_and_phone(walk: Walk, phone: str) -> None:
    walk.open("/apply/home/?plan=kombo-100")
    fill(walk, "Полный адрес", "Минск, Красная, 6, кв. 31")
    fill(walk, "Имя", "Светлана")
    fill(walk, "Телефон", phone)
    walk.seen("filled-in")
    agree_and_send(walk, "Оставить заявку")
    number = sent(walk, "Заявка принята")
    walk.shows("КОМБО 100")
    walk.shows("Позвоним")
    press(walk, walk.page.locator("main").get_by_role("link", name="Страница статуса"))
    walk.heading("Что с моей заявкой")
    fill(walk, "Телефон из заявки", phone)
    walk.seen("asked")
    press(walk, walk.button("Показать"))
    assert sent(walk, "Заявка принята") == number


def test_what_is_missing_is_said_and_what_was_typed_stays(walk: Walk, phone: str) -> None:
    walk.open("/apply/student/?plan=student-50")
    walk.shows("Студенческий 50")
    fill(walk, "Фамилия и имя", "Мороз Анна")
    fill(walk, "Телефон", "123")
    press(walk, walk.button("Оставить заявку"))
    walk.shows("Осталось исправить 4 поля")
    walk.shows("Введите его с кодом")
    walk.seen("refused")
    assert walk.page.get_by_label("Фамилия и имя").input_value() == "Мороз Анна"
    walk.complaints.clear()  # 422 is what the browser is told here
    fill(walk, "Телефон", phone)
    fill(walk, "Общежитие", "Общежитие № 4, Минск")
    fill(walk, "Комната", "412")
    agree_and_send(walk, "Оставить заявку")
    sent(walk, "Заявка принята")
    walk.shows("комн. 412")


def test_a_company_orders(walk: Walk, phone: str) -> None:
    walk.open("/apply/business/")
    fill(walk, "Имя представителя", "Павел Ильич")
    fill(walk, "Организация", "ООО «Ромашка»")
    fill(walk, "Телефон", phone)
    fill(walk, "Адрес", "Минск, Притыцкого, 62, офис 5")
    agree_and_send(walk, "Заказать")
    sent(walk, "Заявка принята")


def test_a_call_is_ordered_from_the_foot_of_a_page(walk: Walk, phone: str) -> None:
    walk.open("/pay/ways/")
    press(walk, walk.page.locator("footer").get_by_role("link", name="Заказать звонок"))
    walk.heading("Заказать звонок")
    fill(walk, "Имя", "Светлана")
    fill(walk, "Телефон", phone)
    agree_and_send(walk, "Жду звонка")
    sent(walk, "Ждите звонка")
    walk.shows("Позвоним")

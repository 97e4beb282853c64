"""A visitor checks his address: on a phone, in Russian, by keyboard alone, with typing errors."""

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk, words

pytestmark = needs_chromium


def _asks(walk: Walk, typed: str) -> None:
    reach(walk, walk.page.get_by_label("Город, улица и дом или общежитие"))
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type(typed)
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**q=**")


def test_a_house_is_found_on_the_wrong_keyboard_and_its_plan_applied_for(walk: Walk) -> None:
    walk.open("/address/")
    walk.heading("Проверка адреса")
    walk.seen("asked")
    _asks(walk, "ghbnswrjuj")
    walk.shows("Выберите свой дом")
    walk.seen("list")
    press(walk, walk.page.get_by_role("link", name="Минск, Притыцкого, 62"))
    walk.heading("Минск, Притыцкого, 62")
    walk.shows("Дом подключён к сети")
    walk.seen("house")
    press(walk, walk.page.get_by_role("link", name=words("Подключить КОМБО 50")))
    walk.heading("Подключение дома")
    assert walk.page.get_by_label("Полный адрес").input_value().startswith("Минск, Притыцкого, 62")


def test_a_student_finds_his_dormitory(walk: Walk) -> None:
    walk.open("/address/")
    _asks(walk, "общижитие 7")
    walk.heading("Минск, Свердлова, 32")
    walk.shows("Общежитие подключено к сети")
    walk.seen("dormitory")


def test_where_there_is_no_network_one_asks_to_be_told(walk: Walk) -> None:
    walk.open("/address/")
    _asks(walk, "гродно, советская, 1")
    walk.shows("По этому адресу нашей сети пока нет")
    walk.seen("none")
    press(walk, walk.page.get_by_role("link", name="Сообщить, когда появится"))
    walk.shows("Позвоним, как только сможем подключить этот адрес")
    assert walk.page.get_by_label("Полный адрес").input_value() == "гродно, советская, 1"


def test_neighbours_are_shown_where_a_house_is_not_there(walk: Walk) -> None:
    walk.open("/address/")
    _asks(walk, "красная 99")
    walk.shows("Такого дома в списке нет")
    walk.seen("near")

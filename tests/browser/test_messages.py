"""What was told, and how to be told: on a phone, in Russian, by keyboard alone; and the demo's gateways."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = [needs_chromium, pytest.mark.parametrize("walk", [False], ids=["without scripts"], indirect=True)]


def test_messages_are_read_and_settings_are_kept(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/messages/")
    walk.sign_in("irina")
    walk.heading("Уведомления")
    walk.shows("Услуга остановлена")
    walk.seen("messages")
    press(walk, walk.button("Отметить все прочитанными"))
    walk.shows("Всё прочитано")
    press(walk, walk.link("Как сообщать"))
    walk.heading("Как сообщать")
    walk.seen("settings")
    days = walk.page.get_by_label("За сколько дней предупредить")
    reach(walk, days)
    days.fill("20")
    press(walk, walk.button("Сохранить"))
    walk.shows("от 1 до 14")
    assert days.input_value() == "20"
    walk.seen("refused")
    walk.complaints.clear()
    days.fill("5")
    press(walk, walk.button("Сохранить"))
    walk.shows("Настройки сохранены")
    assert days.input_value() == "5"


@pytest.mark.parametrize("channel", ["mail", "sms"])
def test_a_gateway_of_the_demo_is_switched_off_and_on(walk: Walk, channel: str) -> None:
    walk.open(f"/demo/{channel}/")
    walk.seen(channel)
    press(walk, walk.button("Выключить шлюз"))
    walk.shows("Шлюз выключен")
    walk.seen(f"{channel}-off")
    press(walk, walk.button("Включить шлюз"))
    walk.shows("Шлюз работает")

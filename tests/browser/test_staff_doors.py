"""On a phone, by keyboard alone, with and without scripts: a member of staff's first day, and the next sign-in."""

import pyotp
import pytest

from kosmos.cli.demo_people import INITIAL_PASSWORD
from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
COMES = {"with scripts": "newcomer", "without scripts": "newcomer2"}
"""Who comes in which walk."""
OWN = "синий-чайник-42"


def write(walk: Walk, label: str, text: str) -> None:
    """Reach a field with Tab, and type."""
    reach(walk, walk.page.get_by_label(label, exact=True))
    walk.page.keyboard.type(text)


def give_password(walk: Walk, login: str, password: str) -> None:
    write(walk, "Логин", login)
    write(walk, "Пароль", password)
    press(walk, walk.button("Войти"))


def test_the_first_day(walk: Walk, request: pytest.FixtureRequest) -> None:
    login, page = COMES[request.node.callspec.id], walk.page
    walk.open("/staff/applications/")
    give_password(walk, login, INITIAL_PASSWORD)
    walk.heading("Придумайте свой пароль")
    write(walk, "Новый пароль", OWN)
    write(walk, "Новый пароль ещё раз", OWN)
    press(walk, walk.button("Сохранить"))
    walk.heading("Вход с кодом")
    walk.seen("before")
    press(walk, walk.button("Настроить"))
    walk.heading("1. Добавьте вход в приложение")
    walk.seen("scan")
    secret = (page.locator(".secret").text_content() or "").replace(" ", "")
    write(walk, "Код", pyotp.TOTP(secret).now())
    press(walk, walk.button("Проверить и включить"))
    walk.heading("Запасные коды")
    spare = page.locator(".spare li").first.text_content() or ""
    walk.seen("codes")
    press(walk, walk.link("Коды сохранены"))
    walk.heading("Рабочее место")
    walk.seen("at work")
    press(walk, walk.button("Выйти"))
    comes_again(walk, login, spare)


def comes_again(walk: Walk, login: str, spare: str) -> None:
    """Without the phone: with a recovery code; the session is seen in the list."""
    give_password(walk, login, OWN)
    walk.heading("Код для входа")
    walk.seen("code")
    write(walk, "Код", spare)
    press(walk, walk.button("Войти"))
    walk.heading("Рабочее место")
    press(walk, walk.page.locator(".me a"))
    walk.shows("Это устройство")
    walk.shows("Осталось 9 запасных кодов")

"""On a phone, by keyboard alone: a phone is changed, a consent given, the second factor on, asked for, and off."""

import re
from datetime import UTC, datetime

import pyotp
import pytest

from kosmos.cli.demo_people import PASSWORD
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium

WHO = {"with scripts": "olga", "without scripts": "alesya"}
"""One person for each walk."""


def typed(walk: Walk, label: str, text: str) -> None:
    """Go to a field and type into it."""
    field = walk.page.get_by_label(label, exact=True)
    field.focus()
    walk.page.keyboard.press("Control+A")
    walk.page.keyboard.type(text)


def code_of(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).at(step * 30)


def test_contacts_consents_and_a_second_factor(walk: Walk, request: pytest.FixtureRequest) -> None:
    login = WHO[request.node.callspec.id]
    walk.open("/sign-in/?next=/cabinet/profile/")
    walk.sign_in(login)
    walk.heading("Профиль")
    walk.seen("profile")
    walk.page.get_by_role("link", name="Изменить телефон").press("Enter")
    typed(walk, "Телефон", "8 029 765-43-21")
    typed(walk, "Пароль от кабинета", PASSWORD)
    walk.seen("phone")
    walk.page.keyboard.press("Enter")
    walk.shows("Телефон изменён: +375 29 765-43-21")
    walk.link("Согласия").press("Enter")
    walk.button("Дать согласие").press("Enter")
    walk.shows("Согласие дано")
    walk.seen("consents")
    walk.open("/cabinet/profile/data/deletion/")
    walk.heading("Сейчас удалить нельзя")
    walk.seen("deletion")
    _second_factor(walk, login)


def _second_factor(walk: Walk, login: str) -> None:
    walk.open("/cabinet/profile/second-factor/")
    typed(walk, "Пароль от кабинета", PASSWORD)
    walk.page.keyboard.press("Enter")
    walk.heading("2. Введите код, который оно покажет")
    walk.seen("secret")
    secret = re.sub(r"\s", "", walk.page.locator(".secret").inner_text())
    step = int(datetime.now(UTC).timestamp()) // 30
    typed(walk, "Код", code_of(secret, step))
    walk.page.keyboard.press("Enter")
    walk.heading("Запасные коды")
    walk.seen("recovery-codes")
    spare = walk.page.locator(".spare li").first.inner_text()
    walk.page.context.clear_cookies()
    walk.open("/sign-in/?next=/cabinet/profile/second-factor/")
    walk.sign_in(login)
    walk.heading("Код для входа")
    typed(walk, "Код", code_of(secret, step + 1))
    walk.seen("code")
    walk.page.keyboard.press("Enter")
    walk.heading("Вход с кодом")
    typed(walk, "Пароль от кабинета", PASSWORD)
    typed(walk, "Код", spare)
    walk.seen("on")
    walk.page.keyboard.press("Enter")
    walk.shows("Вход с кодом отключён")

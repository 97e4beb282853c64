"""On a phone, by keyboard alone, with and without scripts: an agent answers, looks a phone up, and leaves a note."""

import time

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.test_requests import press, write
from tests.browser.walk import Walk

pytestmark = needs_chromium
CALLS = {"with scripts": "100613", "without scripts": "100624"}
"""About whose account an agent is asked in which walk: nobody else walks with them."""
BLOCKED = "100592"
IN_SECONDS = 10


def test_why_blocked_and_how_much_in_ten_seconds(walk: Walk, request: pytest.FixtureRequest) -> None:
    page = walk.page
    walk.staff("agent", "/staff/")
    begun = time.monotonic()
    write(page, "Что найти", BLOCKED)
    page.keyboard.press("Enter")
    walk.heading("Чтобы включить, пополнить на")
    walk.shows("Новый месяц")
    walk.shows("Чтобы включить сегодня")
    assert time.monotonic() - begun < IN_SECONDS
    walk.seen("answered")
    if request.node.callspec.params["walk"]:
        page.locator("#ahead").wait_for(state="detached")
    elif page.locator("#ahead").count():
        press(page, page.locator("#ahead"))
    walk.shows("нельзя: на счёте нет минуса")
    walk.seen("foreseen")


def test_shown_for_a_reason_and_noted(walk: Walk, request: pytest.FixtureRequest) -> None:
    page = walk.page
    walk.staff("agent", f"/staff/search/?q={CALLS[request.node.callspec.id]}")
    walk.shows("+375 29 ··· ··")
    press(page, page.locator(".fold summary"))
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    press(page, page.get_by_role("button", name="Показать", exact=True))
    walk.shows("Данные показаны до")
    walk.seen("shown")
    write(page, "Новая заметка", "Просит звонить вечером")
    press(page, walk.button("Записать заметку"))
    walk.shows("Заметка записана")
    press(page, walk.link("Вся лента"))
    walk.heading("Лента счёта")
    walk.shows("Показаны личные данные")
    walk.seen("timeline")

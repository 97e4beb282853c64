"""On a phone, by keyboard alone, with and without scripts: a request is written, answered by staff, and closed."""

from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from kosmos.support.tests.papers import PNG
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
AGENT = "agent"
ASKS = {"with scripts": "pavel", "without scripts": "sergey"}
"""Who asks in which walk."""
LONGEST_WAY = 60


def by_keyboard(page: Page, to: Locator) -> Locator:
    """Go on with Tab until a thing has the focus."""
    to.wait_for()
    for _ in range(LONGEST_WAY):
        if to.evaluate("thing => thing === document.activeElement"):
            return to
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {to}")


def press(page: Page, to: Locator) -> None:
    """Reach a button or a link with Tab, and press Enter on it."""
    by_keyboard(page, to)
    page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    """Reach a field with Tab, and type."""
    by_keyboard(page, page.get_by_label(label))
    page.keyboard.type(text)


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    file = tmp_path / "снимок.png"
    file.write_bytes(PNG)
    return file


def test_asked_answered_and_closed(walk: Walk, request: pytest.FixtureRequest, picture: Path) -> None:
    login, page = ASKS[request.node.callspec.id], walk.page
    walk.open("/sign-in/")
    walk.sign_in(login)
    walk.open("/cabinet/requests/new/")
    by_keyboard(page, page.get_by_label("О чём"))
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    write(page, "Что случилось", "Рябит экран")
    page.get_by_label("Файлы").set_input_files(picture)
    press(page, walk.button("Отправить"))
    walk.shows("отправлено")
    walk.shows("Ответим")
    walk.shows("снимок.png")
    walk.seen("asked")
    address = page.url
    staff_answers(walk)
    walk.open("/sign-in/")
    walk.sign_in(login)
    walk.open(address)
    walk.shows("Всё починили")
    walk.seen("answered")
    press(page, walk.button("Вопрос решён, закрыть"))
    walk.shows("Закрыто")


def staff_answers(walk: Walk) -> None:
    """The agent answers the newest request about television."""
    page = walk.page
    walk.staff(AGENT, "/staff/requests/?topic=tv")
    walk.heading("Обращения")
    walk.seen("queue")
    press(page, page.locator(".queue a").last)
    write(page, "Ответ абоненту", "Всё починили")
    press(page, page.get_by_role("button", name="Ответить", exact=True))
    walk.shows("Ответ отправлен")
    walk.seen("staff-answered")
    page.context.clear_cookies()

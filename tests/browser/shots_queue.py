"""The queue of requests and call-backs, and ready answers."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

AGENT, EDITOR = "agent", "editor"


def _at(login: str, address: str) -> Callable[[Page], None]:
    def go(page: Page) -> None:
        as_staff(page, login)
        page.goto(address)

    return go


def _ready(page: Page) -> None:
    """A ready text filled in with what is known of the subscriber."""
    _at(AGENT, "/staff/queue/?whose=mine")(page)
    page.locator(".queue a").first.click()
    page.get_by_label("Готовый текст").select_option("to_be_back")
    page.get_by_role("button", name="Вставить").click()


def _left(page: Page) -> None:
    """An answer with a field that nobody filled in."""
    _ready(page)
    page.get_by_label("Ответ абоненту").fill("Пополните на {to_pay}")
    page.get_by_role("button", name="Ответить", exact=True).click()


SHOTS = (
    Shot("queue", "/staff/sign-in/", "", _at(AGENT, "/staff/queue/")),
    Shot("queue-free", "/staff/sign-in/", "", _at(AGENT, "/staff/queue/?whose=free")),
    Shot("queue-all", "/staff/sign-in/", "", _at(AGENT, "/staff/queue/?whose=all")),
    Shot("queue-empty", "/staff/sign-in/", "", _at(AGENT, "/staff/queue/?whose=free&topic=leaving")),
    Shot("queue-ready-text", "/staff/sign-in/", "", _ready),
    Shot("queue-field-left", "/staff/sign-in/", "", _left),
    Shot("answers", "/staff/sign-in/", "", _at(EDITOR, "/staff/answers/")),
    Shot("answer-edit", "/staff/sign-in/", "", _at(EDITOR, "/staff/answers/to_be_back/")),
)

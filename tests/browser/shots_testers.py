"""The demo's simulators: the tester's page, an agent's terminal, ERIP's payer, and the bank's pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.shots_finance_money import pay
from tests.browser.walk import words

NUMBER, NOBODY = "100568", "909090"
Looks = Callable[[Page], None]


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=words(name)).first.click()


def _fails(answer: str) -> Looks:
    """A card payment that the bank answers so, and then the tester's page."""

    def look(page: Page) -> None:
        pay(page, NOBODY, "3,30", answer)
        page.goto("/rails/simulator/")

    return look


def _at_terminal(action: str, account: str = NUMBER) -> Looks:
    def look(page: Page) -> None:
        page.locator("[name=account]").fill(account)
        page.locator("[name=amount]").fill("1,50")
        _press(page, action)

    return look


def _at_erip(*steps: str) -> Looks:
    def look(page: Page) -> None:
        page.locator("[name=account]").fill(NUMBER)
        page.locator("[name=amount]").fill("2,50")
        for step in steps:
            _press(page, step)

    return look


TERMINAL, ERIP = "/rails/simulator/terminal/", "/rails/simulator/erip/"
SHOTS = (
    Shot("testers", "/rails/simulator/"),
    Shot("testers-after-payments", "/", act=_fails("Подтвердить")),
    Shot("testers-refused", "/", act=_fails("Недостаточно средств")),
    Shot("testers-silent", "/", act=_fails("Оплатить и замолчать")),
    Shot("terminal", TERMINAL),
    Shot("terminal-paid", TERMINAL, act=_at_terminal("Заплатить")),
    Shot("terminal-unknown", TERMINAL, act=_at_terminal("Проверить счёт", NOBODY)),
    Shot("erip-payer", ERIP),
    Shot("erip-payer-paid", ERIP, act=_at_erip("1. Узнать", "2. Начать", "3. Провести")),
    Shot("erip-payer-file", ERIP, act=_at_erip("210")),
)

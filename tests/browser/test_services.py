"""Plans and packages on a phone, by keyboard alone, in Russian, with and without scripts."""

import pytest
from playwright.sync_api import Locator

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
PRESSES = 200
PACKAGES = {"with scripts": "«ЦКТВ Детский»", "without scripts": "«ЦКТВ Кино»"}
"""One package for each walk: once put on, it is there."""


def reach(walk: Walk, wanted: Locator) -> None:
    """Go on with the Tab key until something has the focus."""
    for _ in range(PRESSES):
        walk.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(walk: Walk, wanted: Locator) -> None:
    """Reach a link or a button, and press Enter on it."""
    reach(walk, wanted)
    walk.page.keyboard.press("Enter")


def test_a_plan_change_is_shown_confirmed_and_cancelled(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/services/")
    walk.sign_in("anna")
    walk.heading("Услуги")
    walk.seen("services")
    press(walk, walk.link("Сменить тариф"))
    walk.heading("Сменить тариф")
    walk.seen("plans")
    plan = walk.page.get_by_role("radio", name=words("«КОМБО 25»"))
    reach(walk, walk.page.locator("input[name=plan]:checked"))
    for _ in range(12):
        if plan.is_checked():
            break
        walk.page.keyboard.press("ArrowDown")
    press(walk, walk.button("Показать, что изменится"))
    walk.shows("Если перейти на «КОМБО 25»")
    walk.seen("preview")
    press(walk, walk.button("Перейти на «КОМБО 25»"))
    walk.shows("Переход на «КОМБО 25» запланирован: завтра")
    walk.shows("тариф станет «КОМБО 25»")
    walk.seen("planned")
    press(walk, walk.button("Отменить переход"))
    walk.shows("Отменено: «КОМБО 50» работает как раньше")


def test_a_package_is_put_on_and_its_end_is_planned(walk: Walk, request: pytest.FixtureRequest) -> None:
    package = PACKAGES[request.node.callspec.id]
    walk.open("/sign-in/?next=/cabinet/services/")
    walk.sign_in("anna")
    press(walk, walk.page.get_by_role("link", name=words(f"Подключить {package}")))
    walk.shows(f"Если подключить {package}")
    walk.seen("package")
    press(walk, walk.button(f"Подключить {package}"))
    walk.shows(f"Подключено: {package}. Уже работает.")
    press(walk, walk.page.get_by_role("link", name=words(f"Отключить {package}")))
    walk.shows("Когда")
    walk.seen("off")
    press(walk, walk.button(f"Отключить {package}"))
    walk.shows("отключится по вашему желанию")
    walk.seen("ending")
    press(walk, walk.button("Отменить отключение"))
    walk.shows(f"Отменено: {package} работает как раньше")

"""Where money came from and went, on a phone, by keyboard alone, in Russian, with and without scripts."""

from pathlib import Path

from playwright.sync_api import Locator

from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
PRESSES = 200


def reach(walk: Walk, wanted: Locator) -> None:
    """Go on with the Tab key until something has the focus."""
    for _ in range(PRESSES):
        walk.page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"the keyboard does not reach {wanted}")


def press(walk: Walk, wanted: Locator) -> None:
    """Reach a link, a button or a row, and press Enter on it."""
    reach(walk, wanted)
    walk.page.keyboard.press("Enter")


def fetched(walk: Walk, text: str) -> bytes:
    """The file that a link leads to."""
    with walk.page.expect_download() as file:
        press(walk, walk.link(text))
    return Path(file.value.path()).read_bytes()


def test_a_payment_is_found_and_its_receipt_is_kept(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/statement/")
    walk.sign_in("viktor")
    press(walk, walk.page.locator("nav.actions a").first)
    walk.shows("Итог месяца")
    walk.seen("month")
    press(walk, walk.page.locator("details.search > summary"))
    reach(walk, walk.page.get_by_label("Что показать"))
    walk.page.keyboard.press("ArrowDown")
    press(walk, walk.button("Показать"))
    walk.shows("Показана часть операций. Равенство выше — за весь период.")
    press(walk, walk.page.locator("details.op > summary").first)
    walk.shows("Способ: Касса.")
    walk.seen("found")
    press(walk, walk.link("Квитанция"))
    walk.shows("Она не является фискальным чеком")
    walk.seen("receipt")
    assert fetched(walk, "Скачать PDF").startswith(b"%PDF-")


def test_files_and_the_analysis(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/statement/")
    walk.sign_in("viktor")
    walk.shows("Итог месяца")
    assert fetched(walk, "PDF для печати").startswith(b"%PDF-")
    assert fetched(walk, "Excel (XLSX)").startswith(b"PK")
    assert fetched(walk, "Скачать CSV").startswith("\ufeff№;".encode())
    press(walk, walk.link("Анализ"))
    walk.heading("Анализ расходов")
    walk.shows("Те же числа в таблице")
    walk.seen("analysis")

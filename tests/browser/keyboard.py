"""A page walked with the keyboard alone."""

from playwright.sync_api import Locator

from tests.browser.walk import Walk

PRESSES = 200


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


def choose(walk: Walk, value: str) -> None:
    """Reach the ticked one of some choices, and go on with the arrows to another."""
    reach(walk, walk.page.locator("input[type=radio]:checked"))
    wanted = walk.page.locator(f"input[type=radio][value='{value}']")
    for _ in range(PRESSES):
        if wanted.is_checked():
            return
        walk.page.keyboard.press("ArrowDown")
    raise AssertionError(f"the arrows do not reach {value}")

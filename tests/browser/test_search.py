"""The staff's search on a phone, by keyboard alone: `/`, a few words, Enter; with scripts and without."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
IRINA = "Бондарь Ирина Викторовна"


def ask(walk: Walk, text: str, *, scripts: bool) -> None:
    """Go to the box, by `/` where there are scripts, and look for something."""
    box = walk.page.get_by_label("Что найти")
    if scripts:
        walk.page.locator("main").focus()
        walk.page.keyboard.press("/")
    else:
        reach(walk, box)
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.type(text)
    walk.page.keyboard.press("Enter")


def test_whoever_calls_is_found_and_opened(walk: Walk, request: pytest.FixtureRequest) -> None:
    scripts = request.node.callspec.params["walk"]
    walk.staff("agent")
    ask(walk, "лыжник зззз", scripts=scripts)
    walk.heading("Ничего не нашлось")
    walk.seen("nothing")
    for typed in ("бондарь ирина", ",jylfhm bhbyf", "+375 29 123-45-03", "бондпрь ирина"):
        ask(walk, typed, scripts=scripts)
        walk.page.wait_for_url("**/staff/subscribers/*/")
        walk.shows(IRINA)
    walk.seen("opened")
    walk.shows("Нашлось похожее")
    with walk.page.expect_navigation():
        ask(walk, "бондарь", scripts=scripts)
    walk.open("/staff/search/?q=бондарь&all=1")
    walk.seen("list")
    press(walk, walk.page.get_by_role("link", name=IRINA).first)
    walk.page.wait_for_url("**/staff/subscribers/*/")


def test_a_cashier_sees_no_names(walk: Walk) -> None:
    walk.staff("cashier", "/staff/search/?q=бондарь ирина&all=1")
    walk.shows("Ирина Викторовна Б.")
    walk.seen("masked")
    assert not walk.page.get_by_text(IRINA).count()

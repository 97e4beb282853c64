"""By keyboard, on a phone, with and without scripts: a price, a text, a policy, and a day that is tried."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
PLANS = {"with scripts": "КОМБО 25", "without scripts": "КОМБО 50"}
"""Plans of one family that no other walk prices."""


def write(walk: Walk, field: str, text: str) -> None:
    """Reach a field with Tab, and type over what stands there."""
    reach(walk, walk.page.locator(f"#{field}"))
    walk.page.keyboard.press("Control+a")
    walk.page.keyboard.insert_text(text)


def test_a_price_is_looked_at_set_and_withdrawn(walk: Walk, request: pytest.FixtureRequest) -> None:
    plan = PLANS[request.node.callspec.id]
    walk.staff("admin", "/staff/plans/")
    walk.link(plan).click()
    press(walk, walk.link("Цены по месяцам"))
    write(walk, "fee", "33,30")
    walk.seen("prices")
    press(walk, walk.button("Посмотреть, кого коснётся"))
    walk.heading("Новая цена")
    walk.shows("Кого коснётся")
    walk.seen("preview")
    press(walk, walk.button("Назначить 33,30"))
    walk.shows("Цена сохранена")
    walk.seen("set")
    press(walk, walk.link("Отменить"))
    press(walk, walk.button("Отменить эту цену"))
    walk.shows("Цена отменена")


def test_a_text_is_shown_and_saved(walk: Walk, request: pytest.FixtureRequest) -> None:
    event = "ended" if request.node.callspec.id == "with scripts" else "end_planned"
    walk.staff("editor", f"/staff/templates/{event}/")
    write(walk, "subject-ru", "Услуга отключается")
    with walk.page.context.expect_page() as opened:
        press(walk, walk.button("Показать по-русски"))
    shown = opened.value
    shown.get_by_role("heading", name="Сообщение с примером данных").wait_for()
    shown.close()
    press(walk, walk.button("Сохранить"))
    walk.shows("следующие сообщения будут такими")
    walk.seen("saved")


def test_a_policy_is_set_for_a_day_to_come(walk: Walk, request: pytest.FixtureRequest) -> None:
    code = "approval_hours" if request.node.callspec.id == "with scripts" else "access_link_minutes"
    walk.staff("admin", f"/staff/policies/{code}/")
    write(walk, "value", "45")
    press(walk, walk.button("Сохранить"))
    walk.shows("начнёт действовать в указанный день")
    walk.seen("set")


def test_a_day_is_tried(walk: Walk) -> None:
    walk.staff("admin", "/staff/day-trials/")
    press(walk, walk.button("Попробовать"))
    walk.heading("Пробный день")
    walk.page.get_by_role("heading", name="Деньги, BYN").wait_for(timeout=60_000)
    walk.seen("found")

"""By keyboard, on a phone, with and without scripts: an article is shown, then published; an outage comes and goes."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
SLUGS = {"with scripts": "slow-wifi", "without scripts": "no-picture"}
TITLE, PLACE = "Медленный Wi-Fi", "Минск: Сурганова"


def write(walk: Walk, field: str, text: str) -> None:
    """Reach a field with Tab, and type."""
    reach(walk, walk.page.locator(f"#{field}"))
    walk.page.keyboard.insert_text(text)


def test_an_article_is_shown_and_published(walk: Walk, request: pytest.FixtureRequest) -> None:
    slug, page = SLUGS[request.node.callspec.id], walk.page
    walk.staff("editor", "/staff/articles/")
    press(walk, walk.link("Новая статья"))
    write(walk, "slug", slug)
    write(walk, "title-ru", TITLE)
    write(walk, "body-ru", "## Переставьте роутер\n\nПовыше и **подальше** от стен.")
    walk.seen("written")
    with page.context.expect_page() as opened:
        press(walk, walk.button("Показать по-русски"))
    shown = opened.value
    shown.get_by_role("heading", name="Переставьте роутер").wait_for()
    shown.close()
    press(walk, walk.button("Опубликовать"))
    walk.shows("Сохранено, это уже на сайте")
    walk.shows("добавлено")
    walk.seen("published")
    walk.open(f"/help/{slug}/")
    walk.heading(TITLE)
    walk.heading("Переставьте роутер")


def test_an_outage_is_announced_and_ended(walk: Walk, request: pytest.FixtureRequest) -> None:
    title = f"Обрыв {SLUGS[request.node.callspec.id]}"
    walk.staff("editor", "/staff/outages/")
    press(walk, walk.link("Объявить отключение"))
    write(walk, "title-ru", title)
    write(walk, "text-ru", "Бригада на месте.")
    walk.page.locator("#from_at").fill("2026-11-20T08:00")
    write(walk, "places", PLACE)
    press(walk, walk.button("Опубликовать"))
    walk.shows("Сохранено")
    walk.seen("announced")
    press(walk, walk.page.locator("summary"))
    press(walk, walk.page.locator("details button"))
    walk.shows("Отключение закончено")
    walk.seen("ended")
    walk.open("/outages/")
    walk.heading("Отключения и работы")
    assert walk.page.get_by_text(title).count() == 0

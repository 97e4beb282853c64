"""A visitor reads the site: plans side by side, an answer, how to pay; on a phone, in Russian, by keyboard alone."""

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium


def test_plans_are_chosen_side_by_side(walk: Walk) -> None:
    walk.open("/")
    press(walk, walk.page.locator("main a[href='/for-home/']").first)
    walk.heading("Тарифы для дома")
    press(walk, walk.page.locator(".filters").get_by_role("link", name="Интернет"))
    walk.page.wait_for_url("**service=internet")
    walk.seen("plans")
    for name in ("КОМБО 50", "Безлимит 30"):
        reach(walk, walk.page.get_by_role("checkbox", name=f"Сравнить {name}"))
        walk.page.keyboard.press("Space")
    press(walk, walk.button("Сравнить отмеченные"))
    walk.heading("Сравнение тарифов")
    walk.shows("27,50 BYN")
    walk.seen("compared")
    assert walk.link("Подключить Безлимит 30").get_attribute("href") == "/apply/home/?plan=free-30"


def test_an_answer_is_found_with_an_error_in_it(walk: Walk) -> None:
    walk.open("/help/")
    reach(walk, walk.page.get_by_label("Что случилось или что настроить"))
    walk.page.keyboard.type("настройка рутера")
    walk.page.keyboard.press("Enter")
    walk.page.wait_for_url("**q=**")
    walk.seen("found")
    press(walk, walk.page.locator("main").get_by_role("link", name="Настройка роутера"))
    walk.shows("WAN")
    walk.seen("article")


def test_the_menu_opens_by_keyboard(walk: Walk) -> None:
    walk.open("/payment/")
    walk.shows("Порядок оплаты картой")
    reach(walk, walk.page.locator(".menu > summary"))
    walk.page.keyboard.press("Enter")
    press(walk, walk.page.locator(".menu a[href='/outages/']"))
    walk.heading("Отключения и работы")
    walk.shows("Повреждён кабель")
    walk.seen("outages")

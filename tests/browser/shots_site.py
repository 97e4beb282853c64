"""The public site: plans, side by side, payment, help, offices, news and outages."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _menu(page: Page) -> None:
    """The sheet above the tabs of a phone; on a wide screen the menu stands open anyway."""
    menu = page.locator(".menu > summary")
    if menu.is_visible():
        menu.click()


def _too_few(page: Page) -> None:
    """One plan only."""
    page.get_by_label("Сравнить").first.check()
    page.get_by_role("button", name="Сравнить отмеченные").click()


def _news(page: Page) -> None:
    """The newest."""
    page.locator("main .answers a").first.click()


SHOTS = (
    Shot("site-menu", "/", act=_menu),
    Shot("site-home", "/for-home/"),
    Shot("site-home-service", "/for-home/?service=internet"),
    Shot("site-home-one-ticked", "/for-home/?service=internet", act=_too_few),
    Shot("site-students", "/for-students/"),
    Shot("site-business", "/for-business/"),
    Shot("site-compare", "/for-home/?compare=kombo-50&compare=kosm-60&compare=free-30&compare=regional-25"),
    Shot("site-payment", "/payment/"),
    Shot("site-help", "/help/"),
    Shot("site-help-found", "/help/?q=рутер"),
    Shot("site-help-nothing", "/help/?q=абырвалг"),
    Shot("site-article", "/help/no-internet/"),
    Shot("site-offices", "/offices/"),
    Shot("site-news", "/news/"),
    Shot("site-news-item", "/news/", act=_news),
    Shot("site-outages", "/outages/"),
)
"""Every page of the topic, and its states."""

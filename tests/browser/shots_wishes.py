"""Promise, suspension, leaving and extras."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _chosen(page: Page) -> None:
    """The first day that can be chosen, and a week from it on."""
    page.locator(".month-grid td a").first.click()
    page.locator(".lengths a").first.click()


SHOTS = (
    Shot("promise", "/cabinet/promise/", "olga"),
    Shot("promise-in-force", "/cabinet/promise/", "natallia"),
    Shot("promise-not-needed", "/cabinet/promise/", "anna"),
    Shot("promise-refused", "/cabinet/promise/", "maksim"),
    Shot("suspension", "/cabinet/suspension/", "anna"),
    Shot("suspension-chosen", "/cabinet/suspension/", "viktor", act=_chosen),
    Shot("suspension-running", "/cabinet/suspension/", "sergey"),
    Shot("suspension-refused", "/cabinet/suspension/", "irina"),
    Shot("leaving", "/cabinet/leaving/", "anna"),
    Shot("leaving-in-debt", "/cabinet/leaving/", "viktor"),
    Shot("leaving-nothing", "/cabinet/leaving/", "yury"),
    Shot("extras", "/cabinet/extras/", "anna"),
    Shot("extra", "/cabinet/extras/cable-10/", "anna"),
    Shot("extra-short", "/cabinet/extras/router/", "anna"),
    Shot("extra-postpaid", "/cabinet/extras/technician/", "viktor"),
)

"""Services, plans side by side, packages on and off."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _planned(page: Page) -> None:
    """A change is confirmed, and waits for tomorrow."""
    if page.get_by_role("button", name="Отменить переход").count() == 0:
        page.goto("/cabinet/services/1/plan/?plan=kosm-60")
        page.locator(".btn.star").click()


SHOTS = (
    Shot("services", "/cabinet/services/", "anna"),
    Shot("services-blocked", "/cabinet/services/", "irina"),
    Shot("services-suspended", "/cabinet/services/", "sergey"),
    Shot("services-waiting", "/cabinet/services/", "alesya"),
    Shot("plans", "/cabinet/services/1/plan/", "viktor"),
    Shot("plan-change", "/cabinet/services/1/plan/?plan=kombo-25", "anna"),
    Shot("service-on", "/cabinet/services/connect/telephony/?plan=phone-home", "anna"),
    Shot("package-on", "/cabinet/services/packages/cktv-film/on/", "anna"),
    Shot("package-on-refused", "/cabinet/services/packages/cktv-film/on/", "irina"),
    Shot("package-off", "/cabinet/services/2/off/", "anna"),
    Shot("services-planned", "/cabinet/services/", "dmitry", act=_planned),
)

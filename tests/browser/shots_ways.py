"""Ways to pay, links for other payers, and all contracts."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _refused(page: Page) -> None:
    """A link without a label, for too many days."""
    page.get_by_label("Сколько дней действует").fill("999")
    page.get_by_role("button", name="Создать ссылку").click()


def _as_a_payer(page: Page) -> None:
    """The page that the student's parents see."""
    address = page.locator("input[id^=link-]").first.input_value()
    page.context.clear_cookies()
    page.goto(address)


def _demand(page: Page) -> None:
    """A demand in ERIP for a number of nobody's."""
    page.locator("#a-due").check()
    page.get_by_role("button", name="Оплатить через «Расчёт»").click()


SHOTS = (
    Shot("ways", "/cabinet/ways/", "maksim"),
    Shot("ways-nothing-due", "/cabinet/ways/", "anna"),
    Shot("pay-ways", "/pay/ways/"),
    Shot("pay-ways-found", "/pay/ways/?kind=kiosk&place=минск"),
    Shot("pay-ways-none", "/pay/ways/?kind=office&place=верхнедвинск"),
    Shot("pay-erip", "/pay/erip/?account=909091"),
    Shot("pay-erip-sum", "/pay/erip/?account=909091&amount=25,90"),
    Shot("pay-erip-wrong", "/pay/erip/?account=909091&amount=x"),
    Shot("pay-erip-demand", "/pay/?account=909091", act=_demand),
    Shot("pay-links", "/cabinet/ways/links/", "student"),
    Shot("pay-links-none", "/cabinet/ways/links/", "anna"),
    Shot("pay-links-refused", "/cabinet/ways/links/", "anna", act=_refused),
    Shot("pay-link", "/cabinet/ways/links/", "student", act=_as_a_payer),
    Shot("accounts", "/cabinet/accounts/", "dmitry"),
    Shot("accounts-company", "/cabinet/accounts/", "firma"),
    Shot("accounts-one", "/cabinet/accounts/", "anna"),
)
"""Every page of the topic, and its states."""

"""Pictures of the statement, receipts and analysis."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _first_receipt(page: Page) -> None:
    page.goto("/cabinet/statement/?from=2016-01-01&kind=payments".replace("2016", _year_before_last(page)))
    page.locator("details.op > summary").first.click()
    page.get_by_role("link", name="Квитанция").first.click()


def _year_before_last(page: Page) -> str:
    return str(int(page.evaluate("new Date().getFullYear()")) - 1)


SHOTS = (
    Shot("statement-part", "/cabinet/statement/?kind=payments", "anna"),
    Shot("statement-days-wrong", "/cabinet/statement/?from=nonsense", "anna"),
    Shot("analysis", "/cabinet/analysis/", "anna"),
    Shot("receipt", "/cabinet/statement/", "anna", _first_receipt),
)

"""Pictures of the statement, of receipts, and of the analysis."""

from playwright.sync_api import Page

from tests.browser.shot import Shot


def _since_the_first_month(page: Page, rest: str = "") -> None:
    """Ask for all days since the account's first month."""
    month = page.locator("#month option").last.get_attribute("value")
    page.goto(f"/cabinet/statement/?from={month}-01{rest}")


def _payments(page: Page) -> None:
    """Look for payments, and open the first one."""
    _since_the_first_month(page, "&kind=payments")
    page.locator("details.op > summary").first.click()


def _receipt(page: Page) -> None:
    """Open the receipt of the first payment."""
    _payments(page)
    page.get_by_role("link", name="Квитанция").first.click()


SHOTS = (
    Shot("statement-found", "/cabinet/statement/", "viktor", _payments),
    Shot("statement-period", "/cabinet/statement/", "viktor", _since_the_first_month),
    Shot("statement-long", "/cabinet/statement/?from=2020-01-01", "viktor"),
    Shot("statement-days-wrong", "/cabinet/statement/?from=2020-01-01&to=2019-01-01", "viktor"),
    Shot("receipt", "/cabinet/statement/", "viktor", _receipt),
    Shot("analysis", "/cabinet/analysis/", "viktor"),
    Shot("analysis-new", "/cabinet/analysis/?period=all", "alesya"),
)
"""Where each of them is in the demo."""

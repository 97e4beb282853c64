"""Finance's pages of payments."""

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff


def _statement(page: Page) -> None:
    """The demo's statement, which waits for a choice."""
    as_staff(page, "finance")
    page.goto("/staff/money/statements/")
    page.get_by_role("link", name="bank.csv").first.click()


def _nobody(page: Page) -> None:
    """Nothing stands out there until something came."""
    as_staff(page, "finance")
    page.goto("/staff/money/suspense/")


def _refunds(page: Page) -> None:
    as_staff(page, "finance")
    page.goto("/staff/money/refunds/?q=700000")


def _cases(page: Page) -> None:
    as_staff(page, "finance")
    page.goto("/staff/money/cases/")


def _transfers(page: Page) -> None:
    as_staff(page, "finance")
    page.goto("/staff/money/handed-over/")


SHOTS = (
    Shot("finance-statement", "/", act=_statement),
    Shot("finance-suspense", "/", act=_nobody),
    Shot("finance-refunds", "/", act=_refunds),
    Shot("finance-cases", "/", act=_cases),
    Shot("finance-transfers", "/", act=_transfers),
)

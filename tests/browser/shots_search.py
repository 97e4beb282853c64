"""The search box of the staff's pages, and what it finds."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff


def _as(login: str, path: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        as_staff(page, login)
        page.goto(path)

    return act


SIGN_IN = "/staff/sign-in/"
SHOTS = (
    Shot("staff-search", SIGN_IN, act=_as("agent", "/staff/search/")),
    Shot("staff-search-found", SIGN_IN, act=_as("agent", "/staff/search/?q=минск красная&all=1")),
    Shot("staff-search-guessed", SIGN_IN, act=_as("agent", "/staff/search/?q=шивчук&all=1")),
    Shot("staff-search-masked", SIGN_IN, act=_as("cashier", "/staff/search/?q=шевчук&all=1")),
    Shot("staff-search-nothing", SIGN_IN, act=_as("agent", "/staff/search/?q=эээжж")),
)
"""Every state of the page."""

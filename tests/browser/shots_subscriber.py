"""The subscriber on one page, as each role sees it, and what happened about him."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

SIGN_IN = "/staff/sign-in/"


def page_of(page: Page, number: str, more: str = "") -> None:
    """Open the page of an account by its number, from the list that agents find it in."""
    page.goto(f"/staff/search/?q={number}")
    if more:
        page.goto(page.url.split("#")[0] + more)


def _as(login: str, number: str, more: str = "", then: Callable[[Page], None] | None = None) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        as_staff(page, login)
        page_of(page, number, more)
        if then:
            then(page)

    return act


def _shown(page: Page) -> None:
    page.locator(".fold summary").click()
    page.get_by_label("Зачем нужны данные").select_option("talk")
    page.get_by_role("button", name="Показать", exact=True).click()


def _without_reason(page: Page) -> None:
    page.locator(".fold summary").click()
    page.get_by_role("button", name="Показать", exact=True).click()


def _empty_note(page: Page) -> None:
    page.get_by_role("button", name="Записать заметку").click()


SHOTS = (
    Shot("staff-subscriber", SIGN_IN, act=_as("agent", "100482")),
    Shot("staff-subscriber-low", SIGN_IN, act=_as("agent", "100513")),
    Shot("staff-subscriber-blocked", SIGN_IN, act=_as("agent", "100535")),
    Shot("staff-subscriber-overdue", SIGN_IN, act=_as("agent", "100546")),
    Shot("staff-subscriber-promise", SIGN_IN, act=_as("agent", "100568")),
    Shot("staff-subscriber-suspended", SIGN_IN, act=_as("agent", "100579")),
    Shot("staff-subscriber-waiting", SIGN_IN, act=_as("agent", "100580")),
    Shot("staff-subscriber-closed", SIGN_IN, act=_as("agent", "100613")),
    Shot("staff-subscriber-company", SIGN_IN, act=_as("agent", "200101")),
    Shot("staff-subscriber-finance", SIGN_IN, act=_as("finance", "100591")),
    Shot("staff-subscriber-cashier", SIGN_IN, act=_as("cashier", "100591")),
    Shot("staff-subscriber-shown", SIGN_IN, act=_as("sales", "100557", then=_shown)),
    Shot("staff-subscriber-no-reason", SIGN_IN, act=_as("agent", "100524", then=_without_reason)),
    Shot("staff-subscriber-empty-note", SIGN_IN, act=_as("agent", "100524", then=_empty_note)),
    Shot("staff-subscriber-timeline", SIGN_IN, act=_as("agent", "100482", "timeline/")),
)
"""Every state of the page."""

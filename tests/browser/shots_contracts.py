"""Contracts, access given back, and the plan that waits for its money."""

from functools import partial

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

CONNECTED = "/staff/applications/?view=table&stage=connected"
SIGNED = "/staff/applications/?view=table&stage=contract_signed"


def _contract(table: str, page: Page) -> None:
    """The contract's page of the first application of a table."""
    as_staff(page, "sales")
    page.goto(table)
    page.locator("main table a, main .rows a, main li a").filter(has_text="№").first.click()
    page.goto(f"{page.url}contract/")


def _wrong(page: Page) -> None:
    _contract(CONNECTED, page)
    page.get_by_label("Организация").check()
    page.get_by_label("УНП").fill("100000000")
    page.get_by_role("button", name="Оформить договор").click()


def _found(page: Page) -> None:
    as_staff(page, "agent")
    page.goto("/staff/access/?q=Савчук")


def _nobody(page: Page) -> None:
    as_staff(page, "agent")
    page.goto("/staff/access/?q=999999")


def _one(page: Page) -> None:
    _found(page)
    page.get_by_role("link", name="Савчук").click()


def _asking(page: Page) -> None:
    _one(page)
    page.get_by_role("button", name="Начать проверку").click()


SHOTS = (
    Shot("contract-sign", "/", act=partial(_contract, CONNECTED)),
    Shot("contract-sign-wrong", "/", act=_wrong),
    Shot("contract-made", "/", act=partial(_contract, SIGNED)),
    Shot("access-found", "/", act=_found),
    Shot("access-nobody", "/", act=_nobody),
    Shot("access-one", "/", act=_one),
    Shot("access-asking", "/", act=_asking),
    Shot("access-ask", "/access/"),
    Shot("access-gone", "/access/nothing/"),
    Shot("awaited-none", "/cabinet/waiting/", "anna"),
)
"""Every page of the topic, and its states."""

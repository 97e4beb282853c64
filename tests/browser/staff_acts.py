"""Steps that walks and pictures of staff's acts share."""

import re

from playwright.sync_api import Page


def account_id_of(page: Page, number: str) -> int:
    """The id under which the staff's pages know an account, as the page that gives access back has it."""
    page.goto(f"/staff/access/?q={number}")
    address = page.locator("main a[href^='/staff/access/']").first.get_attribute("href") or ""
    found = re.search(r"/(\d+)/", address)
    assert found, f"no account {number} in {address}"
    return int(found[1])


def open_act(page: Page, slug: str, number: str) -> None:
    """Open the page of an act, or "acts", on an account."""
    page.goto(f"/staff/subscribers/{account_id_of(page, number)}/{slug}/")


def look_at_sum(page: Page, amount: str) -> None:
    """Type a sum, to be added where that can be chosen, and look at what it would do."""
    if page.get_by_label("Добавить на счёт").count():
        page.get_by_label("Добавить на счёт").check()
    page.get_by_label("Сумма, BYN").fill(amount)
    page.get_by_role("button", name="Показать, что получится").click()
    page.get_by_role("button", name=re.compile("Подтвердить|Попросить разрешения")).wait_for()

"""Steps that walks and pictures of staff's acts share."""

import re

from playwright.sync_api import Page


def open_act(page: Page, slug: str, number: str) -> None:
    """Find an account by its number, and open the page of an act on it, or "acts"."""
    page.goto(f"/staff/search/?q={number}")
    found = re.search(r"/staff/subscribers/\d+/", page.url)
    assert found, f"no account {number}: {page.url}"
    page.goto(f"{found[0]}{slug}/")


def look_at_sum(page: Page, amount: str) -> None:
    """Type a sum, to be added where that can be chosen, and look at what it would do."""
    if page.get_by_label("Добавить на счёт").count():
        page.get_by_label("Добавить на счёт").check()
    page.get_by_label("Сумма, BYN").fill(amount)
    page.get_by_role("button", name="Показать, что получится").click()
    page.get_by_role("button", name=re.compile("Подтвердить|Попросить разрешения")).wait_for()


def fill_bill(page: Page, amount: str) -> None:
    """Say what a bill is for and its last day, soon after the demo's month, and look at it."""
    page.get_by_label("За что счёт").fill("Выезд мастера и настройка роутера")
    page.get_by_label("Последний день").fill("2026-12-10")
    look_at_sum(page, amount)

"""Requests to support, in the cabinet and on the staff's pages."""

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

AGENT = "agent"
"""The demo's own login for staff."""


def _without_words(page: Page) -> None:
    page.get_by_label("О чём").select_option("tv")
    page.locator("form.card").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Отправить").click()


def _first(page: Page) -> None:
    page.locator(".asked a").first.click()


def _last(page: Page) -> None:
    page.locator(".asked a").last.click()


def _as_agent(page: Page) -> None:
    as_staff(page, AGENT)
    page.goto("/staff/requests/")


def _late_one(page: Page) -> None:
    _as_agent(page)
    page.locator(".queue a").first.click()


def _answered_one(page: Page) -> None:
    _as_agent(page)
    page.goto("/staff/requests/?state=answered")
    page.locator(".queue a").first.click()


SHOTS = (
    Shot("requests", "/cabinet/requests/", "anna"),
    Shot("requests-none", "/cabinet/requests/", "sergey"),
    Shot("request-new", "/cabinet/requests/new/?row=3", "anna"),
    Shot("request-wrong", "/cabinet/requests/new/", "anna", _without_words),
    Shot("request-answered", "/cabinet/requests/", "anna", _first),
    Shot("request-closed", "/cabinet/requests/", "anna", _last),
    Shot("staff-sign-in", "/staff/sign-in/"),
    Shot("staff-requests", "/staff/sign-in/", "", _as_agent),
    Shot("staff-request-late", "/staff/sign-in/", "", _late_one),
    Shot("staff-request-answered", "/staff/sign-in/", "", _answered_one),
)

"""The operator's people, and the audit."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

SIGN_IN = "/staff/sign-in/"


def _as(login: str, path: str, then: Callable[[Page], None] | None = None) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        as_staff(page, login)
        page.goto(path)
        if then:
            then(page)

    return act


def _one(page: Page) -> None:
    page.get_by_role("link", name="Вера Ким").click()


def _oneself(page: Page) -> None:
    page.locator("#main").get_by_role("link", name="Павел Мороз").click()


def _refused(page: Page) -> None:
    _one(page)
    page.get_by_label("Роль", exact=True).select_option("finance")
    page.get_by_role("button", name="Записать").click()


def _taken(page: Page) -> None:
    page.get_by_label("Имя и фамилия").fill("Вера Ким")
    page.get_by_label("Логин").fill("agent")
    page.get_by_label("Кассир").check()
    page.get_by_label("Ваш пароль").fill("не тот")
    page.get_by_role("button", name="Добавить").click()


def _opened(page: Page) -> None:
    for one in page.locator("details.changes summary").all()[:3]:
        one.click()


def _menu(page: Page) -> None:
    page.locator(".staff-menu summary").first.click()


SHOTS = (
    Shot("staff-menu", SIGN_IN, act=_as("admin", "/staff/", _menu)),
    Shot("staff-home-cashier", SIGN_IN, act=_as("cashier", "/staff/")),
    Shot("staff-home-finance", SIGN_IN, act=_as("finance", "/staff/")),
    Shot("staff-people", SIGN_IN, act=_as("admin", "/staff/people/")),
    Shot("staff-person", SIGN_IN, act=_as("admin", "/staff/people/", _one)),
    Shot("staff-person-oneself", SIGN_IN, act=_as("admin", "/staff/people/", _oneself)),
    Shot("staff-person-refused", SIGN_IN, act=_as("admin", "/staff/people/", _refused)),
    Shot("staff-person-new", SIGN_IN, act=_as("admin", "/staff/people/new/")),
    Shot("staff-person-new-refused", SIGN_IN, act=_as("admin", "/staff/people/new/", _taken)),
    Shot("staff-audit", SIGN_IN, act=_as("admin", "/staff/audit/", _opened)),
    Shot("staff-audit-refusals", SIGN_IN, act=_as("admin", "/staff/audit/?what=refusals")),
    Shot("staff-audit-senseless", SIGN_IN, act=_as("admin", "/staff/audit/?account=777&from=x")),
    Shot("staff-audit-nothing", SIGN_IN, act=_as("admin", "/staff/audit/?address=192.0.2.99")),
    Shot("staff-page-refused", SIGN_IN, act=_as("cashier", "/staff/articles/")),
)
"""Every page of the topic, and its states."""

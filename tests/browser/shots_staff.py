"""The staff's doors, what waits for each role, and the editors' pages."""

from collections.abc import Callable

from playwright.sync_api import Page

from kosmos.cli.demo_people import INITIAL_PASSWORD, PASSWORD
from tests.browser.shot import Shot
from tests.browser.walk import as_staff

OWN = "синий-чайник-42"


def _as(login: str, path: str, then: Callable[[Page], None] | None = None) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        as_staff(page, login)
        page.goto(path)
        if then:
            then(page)

    return act


def _half_in(login: str, password: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.get_by_label("Логин").fill(login)
        page.get_by_label("Пароль").fill(password)
        page.get_by_role("button", name="Войти").click()

    return act


def _begun(page: Page) -> None:
    """A newcomer has chosen his password, and scans."""
    _half_in("newcomer2", INITIAL_PASSWORD)(page)
    page.get_by_label("Новый пароль", exact=True).fill(OWN)
    page.get_by_label("Новый пароль ещё раз").fill(OWN)
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("button", name="Настроить").click()


def _refused(page: Page) -> None:
    page.locator("#slug").fill("Роутер")
    page.get_by_role("button", name="Опубликовать").click()


def _first(page: Page) -> None:
    page.locator(".things a").first.click()


SIGN_IN = "/staff/sign-in/"
SHOTS = (
    Shot("staff-code", SIGN_IN, act=_half_in("admin", PASSWORD)),
    Shot("staff-first-password", SIGN_IN, act=_half_in("newcomer", INITIAL_PASSWORD)),
    Shot("staff-second-factor", SIGN_IN, act=_begun),
    Shot("staff-home-agent", SIGN_IN, act=_as("agent", "/staff/")),
    Shot("staff-home-sales", SIGN_IN, act=_as("sales", "/staff/")),
    Shot("staff-home-technician", SIGN_IN, act=_as("master", "/staff/")),
    Shot("staff-home-editor", SIGN_IN, act=_as("editor", "/staff/")),
    Shot("staff-home-administrator", SIGN_IN, act=_as("admin", "/staff/")),
    Shot("staff-sessions", SIGN_IN, act=_as("agent", "/staff/sessions/")),
    Shot("staff-articles", SIGN_IN, act=_as("editor", "/staff/articles/")),
    Shot("staff-article", SIGN_IN, act=_as("editor", "/staff/articles/", _first)),
    Shot("staff-article-refused", SIGN_IN, act=_as("editor", "/staff/articles/new/", _refused)),
    Shot("staff-news", SIGN_IN, act=_as("editor", "/staff/news/")),
    Shot("staff-outage-new", SIGN_IN, act=_as("editor", "/staff/outages/new/")),
    Shot("staff-coverage", SIGN_IN, act=_as("editor", "/staff/coverage/?q=сурганова")),
    Shot("staff-building-new", SIGN_IN, act=_as("editor", "/staff/coverage/new/")),
    Shot("staff-payment-points", SIGN_IN, act=_as("editor", "/staff/payment-points/")),
    Shot("staff-payment-point", SIGN_IN, act=_as("editor", "/staff/payment-points/", _first)),
)
"""Every page of the topic, and its states."""

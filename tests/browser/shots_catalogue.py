"""What is sold and by which rules: plans, prices and their preview, policies, texts, trial days, files of houses."""

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


def _first(page: Page) -> None:
    page.locator(".things a").first.click()


def _prices(page: Page) -> None:
    _first(page)
    page.get_by_role("link", name="Цены по месяцам").click()


def _preview(page: Page) -> None:
    _prices(page)
    page.locator("#fee").fill("29,90")
    page.get_by_role("button", name="Посмотреть, кого коснётся").click()


def _refused(page: Page) -> None:
    page.get_by_role("button", name="Добавить").click()


def _bad_price(page: Page) -> None:
    _prices(page)
    page.locator("#fee").fill("много")
    page.get_by_role("button", name="Посмотреть, кого коснётся").click()


def _bad_day(page: Page) -> None:
    page.locator("#day").fill("2016-01-01")
    page.get_by_role("button", name="Попробовать").click()


def _tried(page: Page) -> None:
    page.get_by_role("button", name="Попробовать").click()


GOOD, BAD = "Минск,Пробная,1,,internet\n", "Минск,Пробная,шесть,,curling\n"


def _houses(lines: str) -> Callable[[Page], None]:
    def send(page: Page) -> None:
        text = f"city,street,house,dormitory,services\n{lines}"
        page.locator("#file").set_input_files({"name": "houses.csv", "mimeType": "text/csv", "buffer": text.encode()})
        page.get_by_role("button", name="Посмотреть, что изменится").click()

    return send


SHOTS = (
    Shot("staff-plans", SIGN_IN, act=_as("admin", "/staff/plans/")),
    Shot("staff-plan", SIGN_IN, act=_as("admin", "/staff/plans/", _first)),
    Shot("staff-plan-new", SIGN_IN, act=_as("admin", "/staff/plans/new/")),
    Shot("staff-plan-refused", SIGN_IN, act=_as("admin", "/staff/plans/new/", _refused)),
    Shot("staff-families", SIGN_IN, act=_as("admin", "/staff/families/")),
    Shot("staff-extras", SIGN_IN, act=_as("admin", "/staff/extras/")),
    Shot("staff-prices", SIGN_IN, act=_as("admin", "/staff/plans/", _prices)),
    Shot("staff-prices-refused", SIGN_IN, act=_as("admin", "/staff/plans/", _bad_price)),
    Shot("staff-price-preview", SIGN_IN, act=_as("admin", "/staff/plans/", _preview)),
    Shot("staff-policies", SIGN_IN, act=_as("admin", "/staff/policies/")),
    Shot("staff-policy", SIGN_IN, act=_as("admin", "/staff/policies/promise_days/")),
    Shot("staff-policy-choice", SIGN_IN, act=_as("admin", "/staff/policies/promise_when/")),
    Shot("staff-templates", SIGN_IN, act=_as("editor", "/staff/templates/")),
    Shot("staff-template", SIGN_IN, act=_as("editor", "/staff/templates/blocked/")),
    Shot("staff-day-trials", SIGN_IN, act=_as("admin", "/staff/day-trials/")),
    Shot("staff-day-trials-refused", SIGN_IN, act=_as("admin", "/staff/day-trials/", _bad_day)),
    Shot("staff-day-trial", SIGN_IN, act=_as("admin", "/staff/day-trials/", _tried)),
    Shot("staff-houses-file", SIGN_IN, act=_as("editor", "/staff/coverage/file/")),
    Shot("staff-houses-report", SIGN_IN, act=_as("editor", "/staff/coverage/file/", _houses(GOOD))),
    Shot("staff-houses-partly", SIGN_IN, act=_as("editor", "/staff/coverage/file/", _houses(GOOD + BAD))),
    Shot("staff-houses-wrong", SIGN_IN, act=_as("editor", "/staff/coverage/file/", _houses(BAD))),
)
"""Every page of the topic, and its states."""

"""Visits: free time, the calendar, working hours, and the technician's pages."""

from functools import partial

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

MASTER, SALES = "master", "sales"


def _as(login: str, path: str, page: Page) -> None:
    as_staff(page, login)
    page.goto(path)


def _visit(name: str, page: Page) -> None:
    _as(MASTER, "/staff/my-visits/", page)
    page.locator("li[data-visit]").filter(has_text=name).get_by_role("link").first.click()


def _wrong(page: Page) -> None:
    _visit("Григорий Лось", page)
    page.get_by_label("Серийные номера").fill("№5")
    page.get_by_label("Подключено").check()
    page.wait_for_selector("[data-saved]")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.wait_for_selector(".error")


def _unsent(page: Page) -> None:
    _as(MASTER, "/staff/my-visits/", page)
    page.wait_for_selector("html[data-kept]")
    page.locator("li[data-visit]").filter(has_text="Эдуард").get_by_role("link").first.click()
    page.wait_for_selector("html[data-kept]")
    page.context.set_offline(True)
    page.get_by_label("Не получилось", exact=True).check()
    page.get_by_label("Почему не получилось").select_option("nobody_home")
    page.get_by_role("button", name="Отправить отчёт").click()
    page.get_by_text("отчёт сохранён на телефоне").wait_for()


def _planned(page: Page) -> None:
    _as(SALES, "/staff/visits/", page)
    page.locator("a.visit").filter(has_text="16:00").click()


def _other_time(page: Page) -> None:
    _planned(page)
    page.get_by_text("Другое время").click()
    page.get_by_label("День", exact=True).fill("2026-01-01")
    page.get_by_label("Время", exact=True).fill("10:00")
    page.get_by_role("button", name="Перенести на это время").click()


def _hours(page: Page) -> None:
    _as(SALES, "/staff/visits/", page)
    page.get_by_role("link", name="Денис Лапко").last.click()


SHOTS = (
    Shot("visits-day", "/staff/sign-in/", act=partial(_as, SALES, "/staff/visits/")),
    Shot("visits-week", "/staff/sign-in/", act=partial(_as, SALES, "/staff/visits/?span=week")),
    Shot("visits-none", "/staff/sign-in/", act=partial(_as, SALES, "/staff/visits/?day=2027-02-01")),
    Shot("visit-plan", "/staff/sign-in/", act=_planned),
    Shot("visit-plan-wrong", "/staff/sign-in/", act=_other_time),
    Shot("visit-hours", "/staff/sign-in/", act=_hours),
    Shot("my-visits", "/staff/sign-in/", act=partial(_as, MASTER, "/staff/my-visits/")),
    Shot("my-visit", "/staff/sign-in/", act=partial(_visit, "Марина")),
    Shot("my-visit-wrong", "/staff/sign-in/", act=_wrong),
    Shot("my-visit-done", "/staff/sign-in/", act=partial(_visit, "Лидия")),
    Shot("my-visit-not-done", "/staff/sign-in/", act=partial(_visit, "Семён")),
    Shot("my-visit-unsent", "/staff/sign-in/", act=_unsent),
    Shot("my-visits-offline", "/staff/sign-in/", act=partial(_as, MASTER, "/staff/my-visits/offline/")),
)
"""Every page of the topic, and its states."""

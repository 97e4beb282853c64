"""Applications on the staff's pages: the board, the table, one in each stage, and the form by which one is taken."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

SALES = "sales"
"""The demo's own login for sales."""
LIST, NEW = "/staff/applications/", "/staff/applications/new/"


def _page(path: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        as_staff(page, SALES)
        page.goto(path)

    return opened


def _first_of(text: str) -> Callable[[Page], None]:
    def opened(page: Page) -> None:
        as_staff(page, SALES)
        page.goto(f"{LIST}?view=table&stage=all&q={text}")
        page.locator(".queue a").first.click()

    return opened


def _moving(page: Page) -> None:
    as_staff(page, SALES)
    page.goto(LIST)
    page.locator(".move summary").first.click()


def _refused_without_a_reason(page: Page) -> None:
    _first_of("Тур")(page)
    page.get_by_role("button", name="Закрыть с отказом").click()


def _wrong(page: Page, path: str) -> None:
    as_staff(page, SALES)
    page.goto(path)
    page.get_by_label("Телефон", exact=True).fill("12")
    page.locator("form.card").evaluate("form => form.noValidate = true")
    page.get_by_role("button", name="Принять заявку").click()


def _shot(name: str, act: Callable[[Page], None]) -> Shot:
    return Shot(f"staff-applications-{name}", "/staff/sign-in/", act=act)


SHOTS = (
    _shot("board", _page(LIST)),
    _shot("board-moving", _moving),
    _shot("board-mine-late", _page(f"{LIST}?owner=me&late=1")),
    _shot("table", _page(f"{LIST}?view=table")),
    _shot("table-ended", _page(f"{LIST}?view=table&stage=ended")),
    _shot("table-none", _page(f"{LIST}?view=table&q=нет такого")),
    _shot("new", _first_of("Вольская")),
    _shot("not-reached", _first_of("Радкевич")),
    _shot("call-back", _first_of("Николай Петрович")),
    _shot("contacted", _first_of("Сидорович")),
    _shot("possible", _first_of("Лапицкая")),
    _shot("visit-planned", _first_of("Лось")),
    _shot("connected", _first_of("Шкляр")),
    _shot("signed", _first_of("Гринь")),
    _shot("active", _first_of("Качан")),
    _shot("refused", _first_of("Рудько")),
    _shot("refusal-without-reason", _refused_without_a_reason),
    _shot("take-home", _page(NEW)),
    _shot("take-business", _page(f"{NEW}?kind=business")),
    _shot("take-wrong", partial(_wrong, path=f"{NEW}?kind=student")),
)
"""Every page of the topic, and its states."""

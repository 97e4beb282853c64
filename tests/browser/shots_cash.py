"""The cash desk: each step towards the money, and what the shift and its supervisor see."""

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff

TAKE = "/staff/cash/take/?account=100524"


def _desk(page: Page) -> None:
    """A cashier's desk, with her shift open."""
    as_staff(page, "cashier")
    page.goto("/staff/cash/")
    if page.get_by_label("Размен в кассе").count():
        page.get_by_label("Размен в кассе").fill("50")
        page.get_by_role("button", name="Открыть смену").click()
        page.get_by_label("Лицевой счёт").wait_for()


def _closed(page: Page) -> None:
    as_staff(page, "cashier2")
    page.goto("/staff/cash/")


def _nobody(page: Page) -> None:
    _desk(page)
    page.goto("/staff/cash/take/?account=999999")


def _amount(page: Page) -> None:
    _desk(page)
    page.goto(TAKE)


def _given(page: Page) -> None:
    _desk(page)
    page.goto(f"{TAKE}&amount=12,30")


def _too_little(page: Page) -> None:
    _desk(page)
    page.goto(f"{TAKE}&amount=12,30&given=10")


def _confirm(page: Page) -> None:
    _desk(page)
    page.goto(f"{TAKE}&amount=12,30&given=20")


def _receipt(page: Page) -> None:
    _confirm(page)
    page.get_by_role("button", name="Принять").click()
    if page.get_by_label("Да, это ещё один платёж").count():
        page.get_by_label("Да, это ещё один платёж").check()
        page.get_by_role("button", name="Принять").click()
    page.get_by_role("heading", name="Квитанция №").wait_for()


def _twice(page: Page) -> None:
    _receipt(page)
    _confirm(page)
    page.get_by_role("button", name="Принять").click()


def _void(page: Page) -> None:
    _receipt(page)
    page.get_by_role("link", name="Отменить").click()


def _decide(page: Page) -> None:
    _void(page)
    page.get_by_label("Почему").select_option("other")
    page.get_by_label("Словами").fill("Клиент попросил зачислить на счёт соседа")
    page.get_by_role("button", name="Попросить отмену").click()
    page.get_by_text("Отмена ждёт решения").first.wait_for()
    page.context.clear_cookies()
    as_staff(page, "finance")
    page.goto("/staff/cash/voids/")
    page.get_by_role("link", name="Квитанция №").last.click()


def _asked(page: Page) -> None:
    _desk(page)
    page.get_by_role("link", name="квитанция №").first.click()
    page.get_by_role("link", name="Отменить").click()


def _close_for(page: Page) -> None:
    _voids(page)
    page.get_by_role("link", name="Смена №").first.click()
    page.get_by_role("link", name="Закрыть смену").click()


def _report(page: Page) -> None:
    _desk(page)
    page.goto("/staff/cash/report/")


def _hand_over(page: Page) -> None:
    _desk(page)
    page.goto("/staff/cash/hand-over/")


def _close(page: Page) -> None:
    _desk(page)
    page.goto("/staff/cash/close/")


def _difference(page: Page) -> None:
    _close(page)
    page.get_by_label("Пересчитали").fill("1")
    page.get_by_role("button", name="Закрыть смену").click()


def _voids(page: Page) -> None:
    as_staff(page, "finance")
    page.goto("/staff/cash/voids/")


SHOTS = (
    Shot("cash-opening", "/", act=_closed),
    Shot("cash-desk", "/", act=_desk),
    Shot("cash-nobody", "/", act=_nobody),
    Shot("cash-amount", "/", act=_amount),
    Shot("cash-given", "/", act=_given),
    Shot("cash-too-little", "/", act=_too_little),
    Shot("cash-confirm", "/", act=_confirm),
    Shot("cash-receipt", "/", act=_receipt),
    Shot("cash-twice", "/", act=_twice),
    Shot("cash-void", "/", act=_void),
    Shot("cash-decide", "/", act=_decide),
    Shot("cash-asked", "/", act=_asked),
    Shot("cash-close-for", "/", act=_close_for),
    Shot("cash-report", "/", act=_report),
    Shot("cash-hand-over", "/", act=_hand_over),
    Shot("cash-close", "/", act=_close),
    Shot("cash-difference", "/", act=_difference),
    Shot("cash-voids", "/", act=_voids),
)
"""Every page of the topic, and its states."""

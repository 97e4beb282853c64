"""The cash desk by the keyboard alone: a shift, money taken in seconds, a void by two people, the Z report."""

import re
from time import monotonic

import pytest

from tests.browser.keyboard import press
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
CASHIERS = {True: "cashier", False: "cashier2"}
"""Who walks: with scripts, and without. Each has a shift of her own."""
NUMBER, FLOAT, SECONDS = "7000016", "50", 15
DESK = "/staff/cash/"


@pytest.fixture
def cashier(walk: Walk, request: pytest.FixtureRequest) -> str:
    """A cashier whose shift is open."""
    login = CASHIERS["without scripts" not in request.node.name]
    walk.staff(login, DESK)
    if walk.page.get_by_label("Размен в кассе").count():
        walk.seen("opening")
        walk.page.keyboard.type(FLOAT)
        walk.page.keyboard.press("Enter")
    walk.page.get_by_label("Лицевой счёт").wait_for()
    return login


def take(walk: Walk, amount: str, given: str) -> float:
    """Take money by the keyboard, from the number to the receipt; the seconds that it took."""
    begun, keys = monotonic(), walk.page.keyboard
    keys.type(NUMBER)
    keys.press("Enter")
    walk.heading("Сколько принять")
    keys.press("Control+A")
    keys.type(amount)
    keys.press("Enter")
    walk.heading("Сколько дал клиент")
    keys.type(given)
    keys.press("Enter")
    walk.heading("Проверьте и примите")
    keys.press("Enter")
    walk.heading("Квитанция №")
    return monotonic() - begun


def test_money_is_taken_in_seconds_without_a_mouse(walk: Walk, cashier: str) -> None:
    walk.seen("desk")
    spent = take(walk, "12,30", "20")
    walk.seen("receipt")
    assert spent < SECONDS
    walk.shows("Отдайте сдачу")
    walk.shows("7,70 BYN")
    address = walk.page.url
    walk.page.go_back()
    walk.page.wait_for_url(address)
    walk.shows("Эти деньги уже приняты")
    walk.page.keyboard.press("Enter")
    walk.page.get_by_label("Лицевой счёт").wait_for()
    walk.shows("квитанция № 1")


def test_a_void_by_two_people_then_the_z_report(walk: Walk, cashier: str) -> None:
    take(walk, "5", "")
    receipt = walk.page.url
    press(walk, walk.link("Отменить"))
    walk.page.get_by_label("Почему").select_option("taken_twice")
    walk.seen("void")
    press(walk, walk.button("Попросить отмену"))
    walk.shows("Отмена ждёт решения")
    walk.staff("finance", "/staff/cash/voids/")
    walk.seen("voids")
    press(walk, walk.link("Квитанция №"))
    walk.seen("decide")
    press(walk, walk.button("Отменить 5,00"))
    walk.shows("Квитанция отменена")
    walk.staff(cashier, receipt)
    walk.shows("верните клиенту деньги")
    walk.seen("voided")
    walk.open(f"{DESK}report/")
    walk.shows("Сходится с проводками")
    walk.seen("x-report")
    close(walk)


def close(walk: Walk) -> None:
    """Count what should be there; the shift is closed."""
    press(walk, walk.link("Закрыть смену"))
    walk.heading("Закрыть смену")
    there = re.search(r"([\d  ]+,\d\d)\s*BYN", walk.page.locator("form .tally").inner_text())
    assert there
    walk.page.get_by_label("Пересчитали").fill(there[1])
    walk.seen("close")
    press(walk, walk.page.get_by_role("button", name=words("Закрыть смену, Z-отчёт")))
    walk.heading("Z-отчёт по смене")
    walk.shows("Сходится с проводками")
    walk.seen("z-report")

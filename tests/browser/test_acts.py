"""By keyboard alone, with and without scripts: an agent charges and takes it back; past his limit another decides."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.staff_acts import open_act
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
ACCOUNT = "7000013"
"""One of the crowd's, on which nobody else walks."""
SUMS = {"with scripts": ("7,51", "151,00"), "without scripts": ("7,52", "152,00")}
"""What is charged and what is added in which walk."""


def choose_reason(walk: Walk, code: str) -> None:
    """Reach the list of reasons, and go down in it."""
    reach(walk, walk.page.locator("#reason"))
    while walk.page.locator("#reason").input_value() != code:
        walk.page.keyboard.press("ArrowDown")


def test_an_agent_charges_and_takes_it_back(walk: Walk, request: pytest.FixtureRequest) -> None:
    amount, _ = SUMS[request.node.callspec.id]
    walk.staff("agent")
    open_act(walk.page, "charge", ACCOUNT)
    walk.heading("Разовое списание")
    reach(walk, walk.page.get_by_label("Сумма, BYN"))
    walk.page.keyboard.type(amount)
    press(walk, walk.button("Показать, что получится"))
    walk.shows("На счёте станет")
    walk.seen("looked")
    choose_reason(walk, "visit")
    press(walk, walk.button("Подтвердить"))
    walk.shows("Готово: сумма списана.")
    open_act(walk.page, "acts", ACCOUNT)
    walk.shows(f"Списать {amount}")
    walk.seen("done")
    press(walk, walk.link(f"Отменить Списать {amount}"))
    walk.heading("Отменить строку")
    choose_reason(walk, "wrong_charge")
    press(walk, walk.button("Подтвердить"))
    walk.shows("Готово: строка отменена.")


def test_past_his_limit_another_allows_it(walk: Walk, request: pytest.FixtureRequest) -> None:
    _, amount = SUMS[request.node.callspec.id]
    walk.staff("agent")
    open_act(walk.page, "adjust", ACCOUNT)
    walk.heading("Исправить баланс")
    reach(walk, walk.page.get_by_label("Добавить на счёт"))
    walk.page.keyboard.press("Space")
    reach(walk, walk.page.get_by_label("Сумма, BYN"))
    walk.page.keyboard.type(amount)
    press(walk, walk.button("Показать, что получится"))
    walk.shows("Это больше вашего предела.")
    choose_reason(walk, "agreed")
    press(walk, walk.button("Попросить разрешения"))
    walk.shows("Просьба ушла другому сотруднику")
    walk.staff("finance", "/staff/approvals/")
    walk.seen("asked")
    press(walk, walk.link(f"Добавить {amount}"))
    walk.shows("О чём просят")
    walk.seen("decides")
    press(walk, walk.button("Разрешить и сделать"))
    walk.shows("Разрешено и сделано.")

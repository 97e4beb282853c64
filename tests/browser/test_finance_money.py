"""Finance by the keyboard alone: a statement is posted by its good lines; money of nobody finds its account."""

import pytest

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium
ACCOUNT = "7000013"
WHO = {"with scripts": "501", "without scripts": "601"}
"""The number of the first payment of each walk."""


def statement(first: int) -> bytes:
    """A payment for nobody, and a line that cannot be read."""
    head = "номер;дата;время;сумма;комиссия;плательщик;назначение\r\n"
    nobodys = f"{first};03.12.2026;;1{first % 1000 // 100},25;0;Плательщик {first};без счёта\r\n"
    return (head + nobodys + f"{first + 1};03.12.2026;;сто;0;Другой;л/с {ACCOUNT}\r\n").encode("cp1251")


def test_a_statement_is_posted_and_its_money_assigned(walk: Walk, request: pytest.FixtureRequest) -> None:
    first = int(WHO[request.node.callspec.id])
    walk.staff("finance", "/staff/money/statements/")
    walk.heading("Выписки")
    walk.seen("statements")
    file = {"name": f"day-{first}.csv", "mimeType": "text/csv", "buffer": statement(first)}
    walk.page.get_by_label("Файл, до 20 МБ").set_input_files(file)  # type: ignore[arg-type]
    press(walk, walk.button("Посмотреть, что в ней"))
    walk.shows("строка 3")
    walk.shows("сумма: не сумма")
    walk.seen("looked")
    press(walk, walk.button("Зачислить строки без ошибок"))
    walk.page.get_by_text("зачислена", exact=True).wait_for(timeout=15_000)
    walk.seen("posted")
    walk.open(f"/staff/money/suspense/?q={first}")
    walk.seen("suspense")
    press(walk, walk.page.get_by_role("link", name="25 BYN").first)
    walk.shows(f"Плательщик {first}")
    walk.seen("nobodys")
    reach(walk, walk.page.get_by_label("Номер лицевого счёта"))
    walk.page.keyboard.type(ACCOUNT)
    press(walk, walk.button("Посмотреть и зачислить"))
    walk.shows("На счёте станет")
    walk.page.locator("#reason").select_option("payer_found")
    walk.seen("assign")
    press(walk, walk.button("Подтвердить"))
    walk.shows("Готово: платёж зачислен.")
    walk.open(f"/staff/money/suspense/?q={first}")
    walk.shows("Ничего не нашлось")

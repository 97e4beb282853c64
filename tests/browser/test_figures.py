"""By keyboard, on a phone, with and without scripts: from the month's money to a day, its payments and who paid."""

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium


def test_a_sum_down_to_its_payments(walk: Walk) -> None:
    walk.staff("finance", "/staff/figures/")
    walk.heading("Показатели: Сегодня")
    walk.heading("Пришло сегодня")
    walk.seen("today")
    press(walk, walk.link("Деньги"))
    walk.heading("По месяцам")
    walk.seen("months")
    press(walk, walk.page.locator("section tbody th a").first)
    walk.heading("По дням")
    walk.shows("По закрытым дням")
    walk.seen("days")
    press(walk, walk.page.locator("section tbody td[data-name='Пришло'] a").last)
    walk.heading("Пришло:")
    walk.shows("Платёж")
    walk.seen("payments")


def test_the_books_agree(walk: Walk) -> None:
    walk.staff("finance", "/staff/figures/trial-balance/")
    walk.shows("дебет равен кредиту")
    walk.seen("trial balance")
    with walk.page.expect_download() as saved:
        press(walk, walk.link("Скачать XLSX"))
    assert saved.value.suggested_filename == "trial-balance.xlsx"
    press(walk, walk.link("Долги"))
    walk.heading("Долги по давности")
    walk.seen("debts")
    reach(walk, walk.link("Кто должен"))
    walk.page.keyboard.press("Enter")
    walk.heading("Кто должен")
    walk.seen("debtors")

"""Finance's pages of payments, empty and with what comes: statements, money of nobody, refunds, cases, transfers."""

from collections.abc import Callable
from itertools import count

from playwright.sync_api import Page

from tests.browser.shot import Shot
from tests.browser.walk import as_staff, words

NUMBER, NOBODY = "100513", "909090"
"""A subscriber's account, and one that is nobody's."""
HEAD = "номер;дата;время;сумма;комиссия;плательщик;назначение\r\n"
_first = count(801, 10)
Looks = Callable[[Page], None]


def _as_finance(path: str, then: Looks | None = None) -> Looks:
    def look(page: Page) -> None:
        as_staff(page, "finance")
        page.goto(path)
        if then:
            then(page)

    return look


def _press(page: Page, name: str) -> None:
    page.get_by_role("button", name=words(name)).first.click()


def pay(page: Page, number: str, amount: str, answer: str = "Подтвердить", push: str = "once") -> None:
    """Pay an account by card as a visitor does; the bank answers so."""
    page.goto(f"/pay/?account={number}")
    page.get_by_text("Другая сумма", exact=True).first.click()
    page.get_by_label("Другая сумма, BYN").fill(amount)
    _press(page, "Подтвердить и оплатить")
    _press(page, "Оплатить")
    page.locator("select[name=push]").select_option(push)
    _press(page, answer)
    page.wait_for_url("**/pay/*/**")


def _paid_first(path: str, number: str, answer: str = "Подтвердить", then: Looks | None = None) -> Looks:
    def look(page: Page) -> None:
        pay(page, number, "7,50", answer)
        _as_finance(path, then)(page)

    return look


def _sent(page: Page) -> None:
    """A statement with a payment for a subscriber, one for nobody and a bad line."""
    first = next(_first)
    lines = (
        f"{first};03.12.2026;;12,25;0,10;Янковский Ян;За интернет, л/с {NUMBER}\r\n"
        f"{first + 1};03.12.2026;;8,40;0;Петрова-Константинопольская Александра Константиновна;без счёта\r\n"
        f"{first + 2};03.12.2026;;сто;0;Другой;л/с {NUMBER}\r\n"
    )
    as_staff(page, "finance")
    page.goto("/staff/money/statements/")
    file = {"name": f"day-{first}.csv", "mimeType": "text/csv", "buffer": (HEAD + lines).encode("cp1251")}
    page.get_by_label("Файл, до 20 МБ").set_input_files(file)  # type: ignore[arg-type]
    _press(page, "Посмотреть, что в ней")


def _posted(page: Page) -> None:
    _sent(page)
    _press(page, "Зачислить строки без ошибок")
    page.get_by_text("зачислена", exact=True).wait_for(timeout=30_000)


def _no_file(page: Page) -> None:
    _press(page, "Посмотреть, что в ней")


def _opened(page: Page) -> None:
    page.locator("table.queue td a").first.click()


def _asked(page: Page) -> None:
    _opened(page)
    page.get_by_label("Номер лицевого счёта").fill("1")
    _press(page, "Посмотреть и зачислить")


def _assigned(page: Page) -> None:
    _opened(page)
    page.get_by_label("Номер лицевого счёта").fill(NUMBER)
    _press(page, "Посмотреть и зачислить")


def _put_there(page: Page) -> None:
    _assigned(page)
    page.locator("#reason").select_option("payer_found")
    _press(page, "Подтвердить")
    page.goto("/staff/money/suspense/?state=assigned")
    _opened(page)


def _given_back(page: Page) -> None:
    _opened(page)
    page.locator("#reason").select_option("asked")
    _press(page, "Вернуть на карту")
    page.goto(f"{MONEY}/refunds/")


def _refund(page: Page, link: str = "Вернуть на карту") -> None:
    page.get_by_role("link", name=link).first.click()


def _charged_back(page: Page) -> None:
    _refund(page, "Банк уже вернул")


def _part_given_back(page: Page) -> None:
    _refund(page)
    page.get_by_label("Сумма").first.fill("2,50")
    _press(page, "Пересчитать")
    page.locator("#reason").select_option(index=1)
    _press(page, "Подтвердить")
    page.goto(f"/staff/money/refunds/?q={NUMBER}")


def _case_unfinished(page: Page) -> None:
    _opened(page)
    _press(page, "Закрыть случай")


def _transfer(page: Page) -> None:
    for label, text in (
        ("Имя агента или банка", "Киоск-1"),
        ("Номер и дата платёжного документа", "п/п 12, 03.12.2026"),
    ):
        page.get_by_label(label).fill(text)
    page.get_by_label("Сколько пришло, BYN").fill("120,40")
    page.get_by_label("Удержанная комиссия, BYN").fill("1,20")
    _press(page, "Проверить и записать")


def _transfer_noted(page: Page) -> None:
    _transfer(page)
    _press(page, "Записать")


def _transfer_wrong(page: Page) -> None:
    page.get_by_label("Сколько пришло, BYN").fill("сто")
    _press(page, "Проверить и записать")


MONEY = "/staff/money"
SHOTS = (
    Shot("finance-statements", "/", act=_as_finance(f"{MONEY}/statements/")),
    Shot("finance-statements-no-file", "/", act=_as_finance(f"{MONEY}/statements/", _no_file)),
    Shot("finance-statement", "/", act=_as_finance(f"{MONEY}/statements/", _opened)),
    Shot("finance-statement-faulty", "/", act=_sent),
    Shot("finance-suspense-empty", "/", act=_as_finance(f"{MONEY}/suspense/?q=нет такого")),
    Shot("finance-statement-posted", "/", act=_posted),
    Shot("finance-suspense", "/", act=_paid_first(f"{MONEY}/suspense/", NOBODY)),
    Shot("finance-nobodys", "/", act=_as_finance(f"{MONEY}/suspense/", _opened)),
    Shot("finance-nobodys-wrong-account", "/", act=_as_finance(f"{MONEY}/suspense/", _asked)),
    Shot("finance-nobodys-assign", "/", act=_as_finance(f"{MONEY}/suspense/", _assigned)),
    Shot("finance-nobodys-assigned", "/", act=_as_finance(f"{MONEY}/suspense/", _put_there)),
    Shot("finance-nobodys-goes-back", "/", act=_paid_first(f"{MONEY}/suspense/", NOBODY, then=_given_back)),
    Shot("finance-refunds-empty", "/", act=_as_finance(f"{MONEY}/refunds/?q=700000")),
    Shot("finance-refunds", "/", act=_paid_first(f"{MONEY}/refunds/?q={NUMBER}", NUMBER)),
    Shot("finance-refund", "/", act=_as_finance(f"{MONEY}/refunds/?q={NUMBER}", _refund)),
    Shot("finance-chargeback", "/", act=_as_finance(f"{MONEY}/refunds/?q={NUMBER}", _charged_back)),
    Shot("finance-refunds-under-way", "/", act=_as_finance(f"{MONEY}/refunds/?q={NUMBER}", _part_given_back)),
    Shot("finance-cases", "/", act=_paid_first(f"{MONEY}/cases/", NUMBER, "Списать на рубль меньше")),
    Shot("finance-case", "/", act=_as_finance(f"{MONEY}/cases/", _opened)),
    Shot("finance-case-no-note", "/", act=_as_finance(f"{MONEY}/cases/", _case_unfinished)),
    Shot("finance-transfers", "/", act=_as_finance(f"{MONEY}/handed-over/")),
    Shot("finance-transfers-wrong", "/", act=_as_finance(f"{MONEY}/handed-over/", _transfer_wrong)),
    Shot("finance-transfers-look", "/", act=_as_finance(f"{MONEY}/handed-over/", _transfer)),
    Shot("finance-transfers-noted", "/", act=_as_finance(f"{MONEY}/handed-over/", _transfer_noted)),
)

"""From a visitor to a subscriber, all the way: each person at his own device, all of them about one application."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser.papers import paper
from tests.browser.stage import needs_chromium, window
from tests.browser.test_visits import fill_in, kept, visit_of
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
DESK = {"width": 1280, "height": 800}
LONGEST = 7
"""In so many days a visit comes."""
OWN = "семь тихих слов 7"
OFFLINE = "ERR_INTERNET_DISCONNECTED"


@dataclass
class People:
    """The visitor with his phone, sales at a desk, technicians with phones; each with a browser of his own."""

    visitor: Walk
    sales: Walk
    technician: Walk


@pytest.fixture
def people(stage: tuple[Browser, str], tmp_path: Path) -> Iterator[People]:
    """Three devices; that a page complains about a lost connection is no fault."""
    browser, address = stage
    with ExitStack() as open_windows:
        pages = [
            open_windows.enter_context(window(browser, address, **wishes))
            for wishes in ({}, {"viewport": DESK}, {"has_touch": True})
        ]
        walks = [
            Walk(page, tmp_path / name) for page, name in zip(pages, ("visitor", "sales", "technician"), strict=True)
        ]
        yield People(*walks)
        complaints = [one for walk in walks for one in walk.complaints if OFFLINE not in one]
        assert not complaints


def test_a_home(people: People) -> None:
    walk = people.visitor
    walk.open("/")
    walk.page.get_by_label("Улица и дом").fill("rhfcyfz 8")
    walk.button("Проверить адрес").click()
    walk.heading("Минск, Красная, 8")
    walk.seen("address")
    walk.page.locator("a[href*='plan=kombo-50']").first.click()
    walk.page.get_by_label("Полный адрес").fill("Минск, Красная, 8, кв. 77")
    walk.page.get_by_label("Имя", exact=True).fill("Алла Сорока")
    applied(walk, "8 (029) 700-10-20", "Оставить заявку")
    technician = called_and_planned(people.sales, "7001020")
    done_offline(walk, people.technician, technician, "Алла Сорока")
    sheet = contract(people.sales, "7001020", "kombo-50")
    first_sign_in_and_payment(walk, sheet)


def test_a_student(people: People) -> None:
    walk = people.visitor
    walk.open("/for-students/")
    walk.seen("plans")
    walk.page.locator("a[href*='plan=student-50']").first.click()
    walk.page.get_by_label("Фамилия и имя").fill("Сорока Янка")
    walk.page.get_by_label("Общежитие").fill("Общежитие № 4, Минск")
    walk.page.get_by_label("Комната").fill("77")
    applied(walk, "+375 29 700 10 21", "Оставить заявку")
    technician = called_and_planned(people.sales, "7001021")
    done_offline(walk, people.technician, technician, "Сорока Янка")
    sheet = contract(people.sales, "7001021", "student-50", Город="Минск", Общежитие="Общежитие № 4", Комната="77")
    first_sign_in_and_payment(walk, sheet)


def test_a_company(people: People) -> None:
    walk = people.visitor
    walk.open("/for-business/")
    walk.seen("plans")
    walk.link("Заявка на подключение").click()
    walk.page.get_by_label("Имя представителя").fill("Павел Ильич")
    walk.page.get_by_label("Организация").fill("ООО «Сорока»")
    walk.page.get_by_label("Адрес", exact=True).fill("Минск, Красная, 8, офис 7")
    applied(walk, "80297001022", "Заказать")
    technician = called_and_planned(people.sales, "7001022")
    done_offline(walk, people.technician, technician, "ООО «Сорока»")
    place = {"Город": "Минск", "Улица": "Красная", "Дом": "8"}
    sheet = contract(people.sales, "7001022", "business-50", unp="100582333", **place)
    first_sign_in_and_payment(walk, sheet)


def applied(walk: Walk, phone: str, button: str) -> None:
    """The visitor's last fields; his application has a number."""
    walk.page.get_by_label("Телефон", exact=True).fill(phone)
    walk.page.get_by_label("Согласен на обработку данных этой заявки").check()
    walk.seen("application")
    walk.button(button).click()
    walk.page.wait_for_url("**/apply/sent/**")
    walk.seen("sent")
    assert re.fullmatch(r"\d{4}\s\d{4}", walk.page.locator(".sky-title .num").inner_text())


def opened(walk: Walk, phone: str) -> None:
    """Sales find the application by the phone."""
    walk.staff("sales", f"/staff/applications/?view=table&q={phone}")
    walk.page.locator("main table a, main li a").filter(has_text=re.compile("Сорока|Павел")).first.click()
    walk.heading("Заявка №")


def called_and_planned(walk: Walk, phone: str) -> str:
    """Sales call, find that it is possible, and plan the first free visit; the technician's name."""
    opened(walk, phone)
    address = walk.page.url
    walk.seen("new")
    walk.button("Дозвонились").click()
    walk.shows("Звонок записан")
    walk.page.get_by_role("button", name="Подключить можно", exact=True).click()
    walk.shows("Назначьте выезд")
    walk.link("Выбрать время выезда").click()
    walk.seen("slots")
    walk.page.locator("button[name=slot]").first.click()
    said = walk.page.get_by_text(words("Выезд назначен, мастер:")).inner_text()
    walk.seen("planned")
    walk.open(address)
    walk.shows("Выезд назначен")
    return said.partition("мастер: ")[2].rstrip(". ")


def done_offline(visitor: Walk, walk: Walk, technician: str, name: str) -> None:
    """On the visit's day the technician does it without a connection, which comes back later."""
    page = walk.page
    login = {"Игорь Савич": "master", "Денис Лапко": "master2"}[technician]
    walk.staff(login, "/staff/my-visits/")
    for _day in range(LONGEST):
        if todays(page, name).count():
            break
        day_passes(visitor)
        walk.staff(login, "/staff/my-visits/")
    visit_of(page, name)
    kept(page)
    page.context.set_offline(True)
    page.reload()
    fill_in(page, name)
    walk.seen("filled-in")
    walk.button("Отправить отчёт").click()
    walk.shows("отчёт сохранён на телефоне и уйдёт сам")
    walk.seen("not-sent")
    page.context.set_offline(False)
    walk.shows("Отчёт отправлен")


def todays(page: Page, name: str) -> Locator:
    """Somebody's visit, if it is today's."""
    return page.locator("section").filter(has_text="Сегодня").locator("li[data-visit]").filter(has_text=name)


def day_passes(visitor: Walk) -> None:
    """Meanwhile, in the demo."""
    visitor.open("/")
    with visitor.page.expect_navigation():
        visitor.button("+1 день").click()


def contract(walk: Walk, phone: str, plan: str, **fields: str) -> str:
    """Sales sign the contract and print the sheet; the sheet's words."""
    opened(walk, phone)
    walk.link("Оформить договор").click()
    for label, value in fields.items():
        field = (
            walk.page.locator(f"input[name={label}]") if label == "unp" else walk.page.get_by_label(label, exact=True)
        )
        field.fill(value)
    walk.page.get_by_label("Тариф").select_option(plan)
    walk.seen("contract")
    walk.button("Оформить договор").click()
    walk.heading("Договор №")
    assert "Договор №" in paper(walk.page, "Договор на русском", walk.pictures)
    walk.button("Подписан обеими сторонами").click()
    walk.shows("Подписан обеими сторонами:")
    sheet = paper(walk.page, "Напечатать лист", walk.pictures)
    walk.page.reload()
    walk.seen("signed")
    return sheet


def first_sign_in_and_payment(walk: Walk, sheet: str) -> None:
    """The sheet opens the cabinet, which asks for a password of one's own; the first payment connects the plan."""
    login, password = re.search(r"Логин\s+(\S+)", sheet), re.search(r"Пароль на один раз\s+(\S+)", sheet)
    assert login
    assert password
    tab = re.search(r"Для (физических|юридических)\s+лиц", sheet)
    assert tab
    walk.open("/sign-in/")
    walk.link(tab[1]).click()
    walk.sign_in(login[1], password[1])
    walk.heading("Придумайте свой пароль")
    walk.page.get_by_label("Новый пароль", exact=True).fill(OWN)
    walk.page.get_by_label("Новый пароль ещё раз").fill(OWN)
    walk.button("Сохранить и войти").click()
    walk.heading("Чтобы подключить")
    walk.seen("waiting")
    asked = walk.page.get_by_role("heading", name=words("Чтобы подключить")).inner_text()
    amount = re.findall(r"[\d,]+", asked)[-1]
    walk.link(f"Пополнить на {amount}").click()
    walk.button("Подтвердить и оплатить").click()
    walk.pay_by_card(amount)
    walk.heading("тариф подключён")
    walk.seen("paid")
    walk.link("На главную").click()
    walk.shows("Хватит до")
    walk.seen("running")

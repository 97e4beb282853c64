"""A technician's phone loses its connection and finds it again; the same form by keyboard alone, without scripts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import press, reach
from tests.browser.stage import needs_chromium, window
from tests.browser.walk import Walk, as_staff

pytestmark = needs_chromium
LIST = "/staff/my-visits/"
WHEN = {"with scripts": "15:00", "without scripts": "17:00"}
"""The visit that each walk moves."""
OFFLINE, SENT, ON_PHONE = "Не отправлено", "Отчёт отправлен", "На этом телефоне"


@pytest.fixture
def phone(stage: tuple[Browser, str], tmp_path: Path) -> Iterator[Walk]:
    """The technician's phone; that a page complains about a lost connection is no fault."""
    browser, address = stage
    with window(browser, address, has_touch=True) as page:
        as_staff(page, "master")
        walk = Walk(page, tmp_path)
        yield walk
        walk.complaints = [one for one in walk.complaints if "ERR_INTERNET_DISCONNECTED" not in one]
        assert not walk.complaints


def kept(page: Page) -> None:
    """Wait until the pages are put aside on the device."""
    page.wait_for_selector("html[data-kept]")


def visit_of(page: Page, name: str) -> None:
    """Open somebody's visit from the list."""
    page.locator("li[data-visit]").filter(has_text=name).get_by_role("link").first.click()


def sign(page: Page) -> None:
    """Draw with a finger."""
    box = page.locator("#pad").bounding_box()
    assert box is not None
    page.locator("#pad").scroll_into_view_if_needed()
    box = page.locator("#pad").bounding_box() or box
    page.mouse.move(box["x"] + 20, box["y"] + 60)
    page.mouse.down()
    for step in range(1, 12):
        page.mouse.move(box["x"] + 20 + 18 * step, box["y"] + 60 + 25 * (step % 2))
    page.mouse.up()


def fill_in(page: Page, name: str) -> None:
    """A report of a done visit, signed."""
    page.get_by_label("Подключено").check()
    for check in page.locator("input[name=checklist]").all():
        check.check()
    page.get_by_label("Серийные номера").fill("SN-100\nSN-200")
    page.get_by_label("Что сделано").fill("Всё работает")
    page.get_by_label("Имя того, кто принял").fill(name)
    sign(page)
    page.wait_for_selector("[data-saved]")


def test_filled_in_without_a_connection_and_sent_once(phone: Walk) -> None:
    page, posts = phone.page, []
    page.on("request", lambda sent: posts.append(sent.url) if sent.method == "POST" else None)
    phone.open(LIST)
    kept(page)
    phone.seen("list")
    page.context.set_offline(True)
    page.reload()
    phone.shows("Нет связи")
    visit_of(page, "Марина Савчук")
    fill_in(page, "Марина Савчук")
    phone.seen("filled-in")
    page.reload()
    expect(page.get_by_label("Серийные номера")).to_have_value("SN-100\nSN-200")
    assert re.match(r"M\d", page.locator("input[name=signature]").input_value())
    phone.button("Отправить отчёт").click()
    phone.shows("отчёт сохранён на телефоне и уйдёт сам")
    phone.seen("not-sent")
    phone.open(LIST)
    expect(page.locator("li[data-visit]").filter(has_text="Марина Савчук")).to_contain_text(OFFLINE)
    phone.heading(ON_PHONE)
    phone.seen("list-not-sent")
    assert not [name for name in _stored(page) if "Марина" in name]
    page.context.set_offline(False)
    phone.shows(SENT)
    expect(page.locator("#unsent")).to_be_hidden()
    page.reload()
    expect(page.locator("li[data-visit]").filter(has_text="Марина Савчук")).to_contain_text("Подключено")
    assert len([one for one in posts if LIST in one]) == 1
    visit_of(page, "Марина Савчук")
    phone.shows("SN-200")
    phone.seen("done")


def test_what_is_wrong_is_told_and_nothing_is_lost(phone: Walk) -> None:
    page = phone.page
    phone.open(LIST)
    visit_of(page, "Григорий Лось")
    kept(page)
    page.get_by_label("Подключено").check()
    page.get_by_label("Серийные номера").fill("№5")
    page.get_by_label("Что сделано").fill("Проверил")
    page.wait_for_selector("[data-saved]")
    phone.button("Отправить отчёт").click()
    phone.shows("Номер №5 не похож")
    phone.shows("Введите имя того, кто принял")
    phone.seen("wrong")
    expect(page.get_by_label("Что сделано")).to_have_value("Проверил")
    page.get_by_label("Не получилось", exact=True).check()
    page.get_by_label("Почему не получилось").select_option("no_access")
    page.get_by_label("Серийные номера").fill("")
    phone.button("Отправить отчёт").click()
    phone.shows(SENT)
    expect(page.locator("li[data-visit]").filter(has_text="Григорий Лось")).to_contain_text("Не получилось")
    phone.complaints = [one for one in phone.complaints if "422" not in one]


def test_nothing_is_left_for_somebody_else(stage: tuple[Browser, str], tmp_path: Path) -> None:
    browser, address = stage
    with window(browser, address) as page:
        as_staff(page, "master2")
        walk = Walk(page, tmp_path)
        walk.open(LIST)
        kept(page)
        visit_of(page, "Раиса Климович")
        kept(page)
        page.get_by_label("Что сделано").fill("Тайна")
        page.wait_for_selector("[data-saved]")
        assert page.evaluate("caches.keys()")
        page.context.clear_cookies()
        walk.open(LIST)
        walk.heading("Вход для сотрудников")
        page.wait_for_function("caches.keys().then(names => names.length === 0)")
        as_staff(page, "master")
        walk.open(LIST)
        kept(page)
        assert "Тайна" not in page.content() and len(_stored(page)) == 1
        assert "Тайна" not in str(_stored(page))
        as_staff(page, "master2")
        walk.open(LIST)
        walk.shows("Черновик на телефоне")
        visit_of(page, "Раиса Климович")
        expect(page.get_by_label("Что сделано")).to_have_value("Тайна")
        assert not walk.complaints


def test_cancelled_or_signed_out_meanwhile(stage: tuple[Browser, str], phone: Walk) -> None:
    browser, address = stage
    page = phone.page
    phone.open(LIST)
    kept(page)
    visit_of(page, "Эдуард Мицкевич")
    kept(page)
    cookies = page.context.cookies()
    page.context.clear_cookies()
    page.get_by_label("Не получилось", exact=True).check()
    page.get_by_label("Почему не получилось").select_option("nobody_home")
    page.get_by_label("Что сделано").fill("Звонил, не открыли")
    phone.button("Отправить отчёт").click()
    phone.shows("уйдут, когда вы войдёте снова")
    phone.seen("signed-out")
    with window(browser, address, java_script_enabled=False) as office:
        as_staff(office, "sales")
        office.goto("/staff/visits/")
        office.locator("a.visit").filter(has_text="18:00").filter(has_text="Притыцкого").click()
        office.get_by_text("Отменить выезд").first.click()
        office.get_by_label("Почему отменяем").fill("Абонент уехал")
        office.get_by_role("button", name="Отменить выезд").click()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    phone.button("Отправить сейчас").click()
    phone.shows("отменили: Абонент уехал")
    phone.seen("cancelled")
    phone.open(LIST)
    phone.heading(ON_PHONE)
    phone.shows("Не принято")
    page.get_by_text("Что записано").click()
    phone.shows("Звонил, не открыли")
    phone.seen("kept")
    page.on("dialog", lambda asked: asked.accept())
    phone.button("Удалить с телефона").click()
    expect(page.locator("#unsent")).to_be_hidden()
    phone.complaints = [one for one in phone.complaints if "409" not in one]


def test_by_keyboard_without_scripts(stage: tuple[Browser, str], tmp_path: Path) -> None:
    browser, address = stage
    with window(browser, address, java_script_enabled=False) as page:
        as_staff(page, "master")
        walk = Walk(page, tmp_path)
        walk.open(LIST)
        press(walk, page.get_by_role("link", name=re.compile("16:00")))
        reach(walk, page.get_by_label("Подключено"))
        page.keyboard.press("Space")
        for check in page.locator("input[name=checklist]").all():
            reach(walk, check)
            page.keyboard.press("Space")
        reach(walk, page.get_by_label("Серийные номера"))
        page.keyboard.type("TEL-7788")
        reach(walk, page.get_by_label("Имя того, кто принял"))
        page.keyboard.type("Нина Вашкевич")
        reach(walk, page.get_by_label("Без подписи"))
        page.keyboard.press("Space")
        press(walk, walk.button("Отправить отчёт"))
        walk.shows(SENT)
        walk.seen("sent")
        expect(page.locator("li[data-visit]").filter(has_text="Нина Вашкевич")).to_contain_text("Подключено")
        assert not walk.complaints


def test_sales_plan_by_one_press(walk: Walk, request: pytest.FixtureRequest) -> None:
    page = walk.page
    as_staff(page, "sales")
    walk.open("/staff/visits/")
    walk.seen("calendar")
    press(walk, page.get_by_role("link", name=re.compile(WHEN[request.node.callspec.id])))
    walk.heading("Перенести выезд")
    walk.seen("plan")
    press(walk, page.locator("button[name=slot]").last)
    walk.shows("Выезд перенесён")
    walk.seen("moved")
    assert not walk.complaints


def _stored(page: Page) -> list[str]:
    """All that the device keeps of reports."""
    values: list[str] = page.evaluate("Object.values(localStorage)")
    return values

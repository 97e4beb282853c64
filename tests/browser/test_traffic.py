"""More traffic bought, and another way chosen for when it is used up: by keyboard alone, with and without scripts."""

import pytest

from tests.browser.keyboard import choose, press, reach
from tests.browser.stage import needs_chromium
from tests.browser.walk import Walk

pytestmark = needs_chromium


def open_traffic(walk: Walk, login: str) -> None:
    """Sign in and come to the page."""
    walk.open("/sign-in/?next=/cabinet/traffic/")
    walk.sign_in(login)
    walk.heading("Трафик")
    walk.seen("traffic")


def test_traffic_is_bought_once(walk: Walk) -> None:
    open_traffic(walk, "anna")
    press(walk, walk.link("Докупить трафик"))
    walk.heading("Докупить трафик")
    choose(walk, "10")
    press(walk, walk.button("Показать, что изменится"))
    walk.shows("Если докупить 10 ГБ")
    walk.seen("bundle")
    press(walk, walk.button("Купить 10 ГБ за 2,00"))
    walk.shows("Докуплено: 10 ГБ.")
    walk.seen("bought")
    walk.page.go_back()
    walk.shows("это будет ещё одна покупка")
    press(walk, walk.link("Не покупать"))
    walk.heading("Трафик")
    press(walk, walk.link("2 декабря"))
    walk.heading("По часам, 2 декабря (ср)")
    walk.seen("hours")


def test_what_follows_is_chosen(walk: Walk, request: pytest.FixtureRequest) -> None:
    charge = request.node.callspec.id == "without scripts"
    open_traffic(walk, "dmitry")
    press(walk, walk.link("Что будет, когда закончится"))
    walk.heading("Когда трафик закончится")
    choose(walk, "charge" if charge else "stop")
    press(walk, walk.button("Показать, что изменится"))
    walk.shows("изменение подействует немедленно")
    walk.seen("preview")
    if charge:
        reach(walk, walk.page.get_by_role("checkbox"))
        walk.page.keyboard.press("Space")
    press(walk, walk.button("Подтвердить выбор"))
    walk.shows("Выбрано: продолжить на полной скорости за плату." if charge else "Выбрано: остановить до конца месяца.")
    walk.shows("каждый начатый мегабайт стоит 0,01" if charge else "интернет остановлен до конца месяца")
    walk.seen("chosen")

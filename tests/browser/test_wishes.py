"""Ordering, a promised payment, suspension and leaving: on a phone, in Russian, by keyboard alone, without scripts."""

import pytest

from tests.browser.stage import needs_chromium
from tests.browser.test_services import press, reach
from tests.browser.walk import Walk

pytestmark = [needs_chromium, pytest.mark.parametrize("walk", [False], ids=["without scripts"], indirect=True)]


def test_an_order_takes_the_balance_below_zero_and_a_promise_brings_back(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/extras/%3Faccount%3D100592")
    walk.sign_in("dmitry")
    walk.heading("Оборудование и выезд")
    walk.seen("extras")
    press(walk, walk.page.locator('a[href*="cable-10"]'))
    walk.shows("Спишем сейчас, один раз")
    walk.seen("order")
    reach(walk, walk.page.get_by_label("Пожелания"))
    walk.page.keyboard.type("в будни")
    press(walk, walk.button("Заказать за 9,50"))
    walk.shows("Заказано: «Кабель")
    walk.shows("в будни")
    walk.seen("ordered")
    walk.open("/cabinet/promise/")
    walk.shows("Включим сразу")
    walk.seen("promise")
    press(walk, walk.button("Взять обещанный платёж"))
    walk.heading("Обещанный платёж действует до")
    walk.seen("taken")


def test_a_suspension_is_chosen_in_the_calendar_and_cancelled(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/suspension/")
    walk.sign_in("viktor")
    walk.heading("Выберите первый день паузы")
    walk.seen("calendar")
    press(walk, walk.page.locator(".month-grid td a").first)
    walk.shows("Теперь выберите последний день")
    walk.seen("first")
    press(walk, walk.link("7 дней"))
    walk.shows("Услуги вернутся")
    walk.seen("preview")
    press(walk, walk.button("Приостановить с"))
    walk.heading("Пауза запланирована")
    walk.seen("planned")
    press(walk, walk.button("Отменить приостановку"))
    walk.shows("Приостановка отменена")


def test_a_suspension_is_ended_early(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/suspension/")
    walk.sign_in("sergey")
    walk.heading("Пауза идёт до")
    walk.seen("running")
    press(walk, walk.button("Вернуть услуги сегодня"))
    walk.shows("Приостановка закончена")
    walk.heading("Выберите первый день паузы")


def test_leaving_shows_a_reckoning_and_can_be_taken_back(walk: Walk) -> None:
    walk.open("/sign-in/?next=/cabinet/leaving/%3Faccount%3D100591")
    walk.sign_in("dmitry")
    walk.shows("Окончательный расчёт")
    walk.seen("reckoning")
    reach(walk, walk.page.get_by_label("Как вернуть остаток"))
    walk.page.keyboard.type("на счёт в банке")
    press(walk, walk.button("Расторгнуть договор"))
    walk.heading("Договор расторгается")
    walk.shows("на счёт в банке")
    walk.seen("planned")
    press(walk, walk.button("Передумать и остаться"))
    walk.shows("Вы остаётесь")
    walk.shows("Окончательный расчёт")

"""Each way in which a card payment fails, as its payer reads it: where the money is, what happened, what to do now."""

import os
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.pictures import BY_LOGIN, _sign_in
from tests.browser.stage import needs_chromium, window
from tests.browser.walk import Walk, words

pytestmark = needs_chromium
PAYER = "pavel"
KEPT = "Деньги не списаны"
_kept: list[StorageState] = []


@dataclass(frozen=True)
class Failure:
    """What the tester presses on the bank's page, how the push goes, and what the page must say."""

    press: str
    says: tuple[str, ...]
    push: str = "once"
    back: str = ""
    """What the tester presses on his own page afterwards."""
    rail: str = "Assist"


FAILURES = {
    "AS100 declined": Failure("Отказать", (KEPT, "отказал и не объяснил", "другую карту")),
    "AS101 wrong card": Failure("Неверные данные карты", (KEPT, "введён с ошибкой", "Начните заново")),
    "AS102 no money": Failure("Недостаточно средств", (KEPT, "не хватило денег", "Пополните карту")),
    "AS104 wrong expiry": Failure("Неверный срок карты", (KEPT, "Срок действия карты", "Начните заново")),
    "AS105 card's limit": Failure("Превышен лимит карты", (KEPT, "больше лимита", "Поднимите лимит")),
    "AS107 no data": Failure("Данные не дошли", (KEPT, "не дошли до банка", "Начните заново")),
    "AS108 fraud": Failure("Похоже на мошенничество", (KEPT, "необычным", "Позвоните в банк")),
    "AS109 too often": Failure("Слишком много операций", (KEPT, "лимит операций", "попробуйте завтра")),
    "AS110 3-D Secure": Failure("Код введён неверно", (KEPT, "не получил подтверждения", "введите код")),
    "AS200 repeat": Failure("Просит повторить", (KEPT, "сейчас не отвечает", "через несколько минут")),
    "AS998 fault": Failure("Системная ошибка", (KEPT, "неполадки", "через несколько минут")),
    "AS300 in process": Failure("Ещё обрабатывается", ("Ждём ответа банка", "Не платите ещё раз")),
    "cancelled by the payer": Failure("Плательщик отменил", (KEPT, "не оплатив", "Попробовать ещё раз")),
    "time-out": Failure("Банк не ответил вовремя", ("Оплаты мы не получили", "не ответил вовремя", "придут на счёт")),
    "no push": Failure("Подтвердить 3,00", ("Оплачено 3,00 BYN",), push="lost"),
    "push late": Failure("Подтвердить 3,00", ("Оплачено 3,00 BYN",), push="late"),
    "push altered": Failure("Подтвердить 3,00", ("Оплачено 3,00 BYN",), push="altered"),
    "other amount": Failure("Списать на рубль меньше", ("Банк провёл другую сумму", "Вы платили 3,00 BYN", "2,00 BYN")),
    "other currency": Failure("Списать в долларах", ("Деньги пришли не в рублях", "не пропали", "Номер обращения")),
    "a part": Failure("Подтвердить только часть", ("Банк подтвердил только часть", "Не платите ещё раз")),
    "refunded": Failure(
        "Подтвердить 3,00", ("Деньги возвращены на карту", "платёж отменён целиком"), back="Вернуть всё"
    ),
    "partly refunded": Failure("Подтвердить 3,00", ("возвращает часть", "Номер обращения"), back="Вернуть 1,00"),
    "provider away": Failure("Оплатить и замолчать", ("Спрашиваем у банка", "Если деньги списаны")),
}
ALIKE = (
    *("AS100 declined", "AS300 in process", "no push", "push late", "push altered", "other amount", "other currency"),
    *("refunded", "partly refunded", "provider away"),
)
"""What each provider says as Assist does; of a refusal that it gives no reason for, that the bank declined."""
GIVEN_UP = FAILURES["cancelled by the payer"]
OTHERS = {
    **{f"{name} by {rail}": replace(FAILURES[name], rail=rail) for rail in ("bePaid", "Webpay") for name in ALIKE},
    **{
        f"{name} by bePaid": replace(FAILURES[name], rail="bePaid")
        for name in ("AS102 no money", "AS104 wrong expiry", "AS110 3-D Secure", "time-out")
    },
    "cancelled by the payer by bePaid": replace(GIVEN_UP, says=(KEPT, "Попробовать ещё раз"), rail="bePaid"),
    "cancelled by the payer by Webpay": replace(GIVEN_UP, says=(KEPT, "Попробовать ещё раз"), rail="Webpay"),
    "time-out by Webpay": replace(FAILURES["time-out"], says=(KEPT, "Попробовать ещё раз"), rail="Webpay"),
    "a part by bePaid": replace(FAILURES["a part"], says=("Ждём ответа банка", "Не платите ещё раз"), rail="bePaid"),
    "a part by Webpay": replace(FAILURES["a part"], says=("Ждём ответа банка", "Не платите ещё раз"), rail="Webpay"),
}


@pytest.mark.parametrize("name", FAILURES | OTHERS)
def test_a_failure_is_said_in_plain_words(stage: tuple[Browser, str], tmp_path: Path, name: str) -> None:
    browser, address = stage
    failure = (FAILURES | OTHERS)[name]
    kept = os.environ.get("WALK_PICTURES")
    with window(browser, address, storage_state=_kept[0] if _kept else None, java_script_enabled=False) as page:
        if not _kept:
            _sign_in(page, BY_LOGIN[PAYER])
            _kept.append(page.context.storage_state())
        walk = Walk(page, Path(kept) / "failures" if kept else tmp_path)
        _pay(walk, failure)
        result = page.url
        if failure.back:
            walk.shows("Оплачено")
            page.goto("/rails/simulator/")
            walk.button(failure.back).click()
            _reload_until(page, result, failure.says[0])
        for said in failure.says:
            walk.shows(said)
        walk.seen(name.replace(" ", "-").replace("'", ""))
        assert not walk.complaints


def _pay(walk: Walk, failure: Failure) -> None:
    page = walk.page
    page.goto("/rails/simulator/")
    if (there := walk.button(f"Платить через {failure.rail}")).count():
        there.click()
    page.goto("/cabinet/pay/")
    page.locator("input[name=amount][value=own]").check()
    page.locator("input[name=own]").fill("3,00")
    walk.button("Подтвердить и оплатить").click()
    page.wait_for_load_state()
    if walk.button("Перейти к оплате").count():
        walk.button("Перейти к оплате").click()
    walk.heading("Оплата картой")
    walk.button("Оплатить").click()
    walk.heading("Подтвердите платёж")
    page.locator("select[name=push]").select_option(failure.push)
    walk.button(failure.press).click()
    page.wait_for_url("**/pay/*/**")


def _reload_until(page: Page, address: str, said: str) -> None:
    """A page on which all is said does not ask again by itself: open it until the bank's notice has come."""
    for _ in range(100):
        page.goto(address)
        if page.get_by_text(words(said)).count():
            return

"""The home page in every state: its words and sums, and markup that any browser reads alike."""

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from kosmos.catalogue.models import Operator
from kosmos.portal.guards import AccountChoice, Cabinet
from kosmos.portal.samples import NUMBER, SAMPLES
from kosmos.portal.standing import standing_of
from kosmos.portal.tests.sane import Page
from kosmos.subscribers.models import Subscriber

pytestmark = pytest.mark.django_db

SAID: dict[str, tuple[str, ...]] = {
    "working": (
        "На счёте 10,36 BYN",
        "Всё включено",
        "Хватит до 30 ноября (пн)",
        "Завтра, 19 ноября (чт) −0,86",
        "87,6 ГБ",
    ),
    "several": ("На счёте 42,10", "19 ноября (чт) тариф станет", "1 декабря (вт) отключится", "Счёт 100 917"),
    "used-up": ("0 ГБ осталось", "Пока скорость ниже"),
    "postpaid": ("К оплате 18,00 BYN", "Оплатить до 30 ноября (пн)", "Оплатить 18,00"),
    "pause-ahead": ("Запланирована пауза: 22–28 ноября",),
    "leaving": (
        "Отключимся 1 декабря (вт)",
        "1 декабря (вт) всё отключится по вашему желанию",
        "Посмотреть или отменить",
    ),
    "low": ("Пополните на 25,90 до 30 ноября (пн)", "1 декабря (вт) на счёте нужно 25,90, а останется 0,00"),
    "low-postpaid": ("Оплатите 18,00 до 30 ноября (пн)",),
    "blocked": ("На счёте 0,00", "Чтобы включить, пополните на 25,90 сегодня", "не хватает 25,90", "У вас ноль"),
    "blocked-with-money": (
        "На счёте 20,00",
        "Чтобы включить, пополните на 5,90 сегодня",
        "плата за месяц целиком: 25,90. Сейчас 20,00, не хватает 5,90",
        "Почему деньги есть, а услуга выключена",
        "Ваши 20,00 на месте",
        "У вас плюс 20,00, поэтому нужен только платёж",
        "выключена с 1 декабря",
    ),
    "blocked-below-zero": (
        "Долг 0,34",
        "пополните на 0,34",
        "Взять обещанный платёж",
        "включить сейчас на 3 дня, а заплатить потом. На счёте станет −0,92",
    ),
    "blocked-partly": ("Выключена часть услуг", "пополните на 3,38", "работает"),
    "blocked-apart": ("Пакет не работает без основного тарифа",),
    "postpaid-debt": ("Долг 18,00", "Срок оплаты прошёл, долг 18,00", "Сначала оплатите долг после прошлого"),
    "promise": ("Долг 35,42", "Работает на доверии до 5 декабря (сб), 10:00", "Пополнить на 18,00"),
    "promise-kept": ("Обещанный платёж действует до 5 декабря (сб), 10:00", "обещание выполнено"),
    "suspended": ("На счёте 16,40", "Пауза до 24 ноября (вт) включительно", "Услуги вернутся 25 ноября (ср)"),
    "waiting": ("Ждём подключения", "осталось подключить услугу", "Пока ничего не было"),
    "waiting-for-money": (
        "Чтобы подключить «КОМБО 50», пополните на 25,90",
        "Тариф включится сам",
        "Пополнить на 25,90",
    ),
    "closed": ("На этом счёте больше нет услуг", "осталось 12,40 BYN"),
    "closed-debt": ("остался долг 3,20 BYN", "Оплатить 3,20"),
}
"""What must be read on the page of each state."""


@pytest.fixture(autouse=True)
def operator() -> Operator:
    return Operator.objects.create(
        code="sky", name={"ru": "Небо"}, timezone="Europe/Minsk", currency="BYN", phones=["+375 17 000-00-00"]
    )


def page_of(name: str) -> str:
    sample = SAMPLES[name]
    request = RequestFactory().get("/cabinet/")
    chosen = AccountChoice(1, NUMBER, "Минск, Сурганова, 17", 0)
    other = AccountChoice(2, "100917", "Минск, Сурганова, 19", -1800)
    accounts = (chosen, other) if name == "several" else (chosen,)
    request.cabinet = Cabinet(Subscriber(name="Анна К."), accounts, chosen)  # type: ignore[attr-defined]
    home = standing_of(sample.view, traffic=sample.traffic)
    return render_to_string("portal/home.html", {"home": home}, request)


def test_every_state_has_its_words_here() -> None:
    assert set(SAID) == set(SAMPLES)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_state_is_said_in_words_and_sums(name: str) -> None:
    page = Page(page_of(name))
    assert page.faults == []
    assert [words for words in SAID[name] if words not in page.text] == []


@pytest.mark.parametrize("language", ["be", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_a_state_is_whole_in_other_languages(name: str, language: str) -> None:
    with translation.override(language):
        assert Page(page_of(name)).faults == []


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"closed", "suspended", "blocked-apart"}))
def test_there_is_one_thing_to_do(name: str) -> None:
    assert Page(page_of(name)).stars == 1

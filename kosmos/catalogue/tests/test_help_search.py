"""Help articles found by what people type."""

import pytest

from kosmos.catalogue.help_search import find_articles
from kosmos.catalogue.models import Article

pytestmark = pytest.mark.django_db
ARTICLES = (
    (
        "router",
        "Как настроить роутер",
        "Подключите кабель к порту WAN и откройте страницу настроек. Выберите PPPoE.",
        "",
    ),
    ("promised-payment", "Обещанный платёж", "Если баланс отрицательный, услуги заработают на три дня.", ""),
    ("wi-fi", "Медленный Wi-Fi", "Поставьте роутер ближе и проверьте скорость по кабелю.", ""),
    ("pause", "Приостановить услуги", "Уезжаете? Дни паузы не оплачиваются.", "Прыпыніць паслугі"),
    ("belkart", "Оплата картой БЕЛКАРТ", "Номер карты вводят на странице банка.", ""),
)


@pytest.fixture(autouse=True)
def help_articles() -> None:
    for slug, title, body, belarusian in ARTICLES:
        titles = {"ru": title} | ({"be": belarusian} if belarusian else {})
        Article.objects.create(slug=slug, title=titles, body={"ru": body})


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("роутер", ["router", "wi-fi"], id="a word, first in the title"),
        pytest.param("настройка роутера", ["router"], id="other endings"),
        pytest.param("настрить роутр", ["router"], id="errors"),
        pytest.param("hjenth", ["router", "wi-fi"], id="the wrong keyboard"),
        pytest.param("router", ["router", "wi-fi"], id="latin, by sound"),
        pytest.param("обещаный платеж", ["promised-payment"], id="е for ё, a letter missing"),
        pytest.param("wi-fi", ["wi-fi"], id="a latin word of the articles"),
        pytest.param("pppoe", ["router"], id="a latin word of the text"),
        pytest.param("приостановка", ["pause"], id="a noun for a verb"),
        pytest.param("прыпыніць", ["pause"], id="belarusian"),
        pytest.param("как оплатить картой", ["belkart"], id="a question"),
        pytest.param("мцпрквыа", [], id="nothing like it"),
        pytest.param("", [], id="nothing"),
        pytest.param("!!!", [], id="no word"),
    ],
)
def test_what_is_typed_finds_articles(typed: str, found: list[str]) -> None:
    assert [one.slug for one in find_articles(typed, "be")] == found


def test_no_more_than_are_asked_for() -> None:
    assert len(find_articles("роутер", "ru", limit=1)) == 1

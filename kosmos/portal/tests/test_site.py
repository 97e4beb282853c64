"""The public site over the demo's catalogue: pages in three languages, with the figures of catalogue and engine."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4
from xml.etree import ElementTree as Xml

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from kosmos.catalogue.models import Article, Building, Extra, Plan, PlanStatus
from kosmos.catalogue.policies import policies_on
from kosmos.charging.rules import share
from kosmos.charging.services import begin_business
from kosmos.kernel.days import each_day, month_end, month_start
from kosmos.kernel.models import DemoClock
from kosmos.kernel.money import plain
from kosmos.loading.services import load_operator
from kosmos.notifications.services import publish, withdraw
from kosmos.portal import telling
from kosmos.portal.offering import on_sale
from kosmos.portal.tests.paying import ZONE
from kosmos.portal.tests.sane import Page
from kosmos.support.models import Outage
from kosmos.wording.typography import money

OPERATOR = Path(__file__).parents[3] / "demo" / "operator.yaml"
TODAY = datetime(2026, 11, 23, 10, tzinfo=ZONE)
PAGES = (
    "/",
    "/for-home/",
    "/for-students/",
    "/for-business/",
    "/payment/",
    "/help/",
    "/offices/",
    "/news/",
    "/outages/",
)
SPACES = str.maketrans({"\u00a0": " ", "\u2060": "", "\u2011": "-"})


@pytest.fixture
def at_work() -> None:
    """The demo's operator, at work since the beginning of the month."""
    load_operator(OPERATOR, on=TODAY.date())
    begin_business(eve=TODAY.date())
    DemoClock.objects.create(ahead=TODAY - datetime.now(UTC))
    telling._told.clear()


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_work")]


def read(response: HttpResponseBase) -> Page:
    assert response.status_code == 200
    return Page(response.content.decode())  # type: ignore[attr-defined]


def head(response: HttpResponseBase) -> dict[str, str]:
    """What a page says of itself."""
    markup = response.content.decode()  # type: ignore[attr-defined]
    said = dict(re.findall(r'<meta (?:name|property)="([\w:-]+)" content="([^"]*)"', markup))
    said["title"] = re.findall(r"<title>(.*?)</title>", markup)[0]
    said["canonical"] = "".join(re.findall(r'<link rel="canonical" href="(.*?)"', markup))
    return said


def speak(client: Client, language: str) -> Client:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    return client


@pytest.mark.parametrize("language", ["ru", "be", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_sane_in_every_language(client: Client, path: str, language: str) -> None:
    assert read(speak(client, language).get(path)).faults == []


def test_titles_and_descriptions_are_each_pages_own(client: Client) -> None:
    articles = [f"/help/{slug}/" for slug in Article.objects.values_list("slug", flat=True)]
    said = {path: head(client.get(path)) for path in (*PAGES, *articles)}
    assert len({one["title"] for one in said.values()}) == len(said)
    assert len({one["description"] for one in said.values()}) == len(said)
    for path, one in said.items():
        assert one["canonical"] == one["og:url"] == f"{settings.ENVIRONMENT.public_url}{path}"
        assert 30 <= len(one["description"]) <= 200, path


@pytest.mark.parametrize("audience", ["home", "student", "business"])
def test_all_that_is_open_is_there_at_its_price_a_month_and_a_day(client: Client, audience: str) -> None:
    path = {"home": "/for-home/", "student": "/for-students/", "business": "/for-business/"}[audience]
    page = read(client.get(path))
    today = TODAY.date()
    for plan in Plan.objects.filter(status=PlanStatus.OPEN, audiences__contains=[audience]):
        price = plan.prices.filter(from_on__lte=today).latest("from_on").fee_kopecks
        shares = sorted({share(price, day) for day in each_day(month_start(today), month_end(today))})
        a_day = "–".join(money(one) for one in shares)
        assert plan.name["ru"] in page.text
        assert re.search(rf"{re.escape(plan.name['ru'])}.*?{money(price)} BYN.*?{a_day} в день", page.text), plan.code


def test_what_is_archived_or_for_others_is_nowhere(client: Client) -> None:
    Extra.objects.filter(code="router").update(status=PlanStatus.ARCHIVED)
    pages = {path: read(client.get(path)).text for path in PAGES}
    for plan in Plan.objects.filter(status=PlanStatus.ARCHIVED):
        assert not [path for path, text in pages.items() if plan.name["ru"] in text]
    assert "Бизнес 50" not in pages["/for-home/"] and "Студенческий 20" not in pages["/for-home/"]
    assert "Роутер Wi-Fi" not in pages["/for-home/"] and "Приставка для телевизора" in pages["/for-home/"]


def test_a_service_and_a_house_choose(client: Client) -> None:
    page = read(client.get("/for-home/?service=telephony"))
    assert "Телефон для дома" in page.text and "КОМБО 25" not in page.text
    house = Building.objects.get(street="Минская", house="7")
    page = read(client.get(f"/for-home/?building={house.id}"))
    assert "Колодищи, Минская, 7" in page.text
    assert "MMDS Базовый" in page.text and "Телефон для дома" not in page.text
    assert page.faults == []


@pytest.mark.parametrize("query", ["service=nonsense", "building=0", "building=x", "building=99999999999", "compare=x"])
def test_nonsense_shows_everything(client: Client, query: str) -> None:
    page = read(client.get(f"/for-home/?{query}"))
    assert page.faults == [] and "КОМБО 25" in page.text


def test_plans_stand_side_by_side(client: Client) -> None:
    page = read(client.get("/for-home/?compare=kombo-50&compare=free-30&compare=kombo-50&compare=kosmos-kombo"))
    assert page.faults == []
    assert "Сравнение тарифов" in page.text
    assert "Космос Комбо" not in page.text
    for words in (
        "27,50 BYN",
        "17,99 BYN",
        "0,91–0,92",
        "22,99 BYN",
        "без ограничений",
        "100 ГБ в месяц",
        "до 50 Мбит/с",
    ):
        assert words in page.text


def test_one_is_too_few_and_five_are_too_many_to_compare(client: Client) -> None:
    one = read(client.get("/for-home/?compare=kombo-50"))
    assert "хотя бы два тарифа" in one.text and one.faults == []
    codes = ("kombo-25", "kombo-50", "kombo-100", "kosm-30", "kosm-60")
    many = client.get("/for-home/", {"compare": codes})
    assert "помещаются четыре" in read(many).text
    assert many.content.decode().count(" checked") == 5


def test_packages_say_what_they_need(client: Client) -> None:
    page = read(client.get("/for-home/?service=digital_tv"))
    assert "Добавляются к тарифу «ЦКТВ Базовый», без него не работают" in page.text
    assert "ЦКТВ Кино" in page.text


def test_examples_are_the_engines(client: Client) -> None:
    page = read(client.get("/payment/"))
    example = telling.examples_of(on_sale("home", TODAY.date()), policies_on(TODAY.date()))[0]
    assert example.story.first == date(2026, 12, 1)
    for line in example.lines:
        assert line.words in page.text
        assert all(money(abs(sum_)) in page.text for sum_ in line.told.posted)
        assert money(line.told.balance_kopecks) in page.text
    assert "БЕЛКАРТ" in page.text and "3-D Secure" in page.text and "TLS" in page.text


def test_examples_are_played_once(client: Client) -> None:
    client.get("/payment/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/payment/")
    assert len(asked) <= 14, [query["sql"][:90] for query in asked]
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE"))]


@pytest.mark.parametrize(
    ("path", "most"), [("/", 12), ("/for-home/", 5), ("/help/", 3), ("/offices/", 3), ("/news/", 4)]
)
def test_pages_ask_little(client: Client, path: str, most: int) -> None:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= most, [query["sql"][:90] for query in asked]


def test_articles_are_found_and_read(client: Client) -> None:
    found = read(client.get("/help/", {"q": "роутер"}))
    assert "Настройка роутера" in found.text and found.faults == []
    page = read(client.get("/help/router-setup/"))
    assert page.faults == [] and "WAN" in page.text
    assert read(client.get("/help/", {"q": "абырвалг"})).faults == []
    assert client.get("/help/no-such-article/").status_code == 404


def test_markdown_is_safe(client: Client) -> None:
    pictured = "![y](https://elsewhere.example/z.png)"
    body = f"# Title\n\n<script>alert(1)</script> [x](javascript:alert(1)) {pictured}\n\n#### Deep"
    Article.objects.create(slug="hostile", title={"ru": "</script><b>"}, body={"ru": body})
    response = client.get("/help/hostile/")
    page = read(response)
    assert page.faults == []
    markup = response.content.decode()
    assert "<script>alert" not in markup and 'href="javascript' not in markup and "<img" not in markup
    assert markup.count("<script") == markup.count("</script>") == 1
    assert "<h2>Title</h2>" in markup and "<h3>Deep</h3>" in markup


@pytest.mark.parametrize("path", [*PAGES[:4], "/offices/", "/help/router-setup/"])
def test_structured_data_is_json_and_says_the_catalogues_prices(client: Client, path: str) -> None:
    markup = client.get(path).content.decode()
    said = re.findall(r'<script type="application/ld\+json">(.*?)</script>', markup)
    thing = json.loads(said[0])
    assert thing["@context"] == "https://schema.org"
    if path == "/for-home/":
        offers = {offer["name"]: offer["price"] for one in thing["itemListElement"] for offer in one["offers"]}
        assert offers["КОМБО 50"] == plain(27_50)


def test_news_are_there_until_they_are_withdrawn(client: Client) -> None:
    said = {"title": {"ru": "Новый канал"}, "body": {"ru": "С декабря.\n\nПриятного просмотра."}}
    known = publish(**said, now=TODAY - timedelta(days=1), until_on=None)
    later = publish(**said, now=TODAY + timedelta(days=1), until_on=None)
    page = read(client.get("/news/"))
    assert page.faults == [] and page.text.count("Новый канал") == 1
    assert read(client.get(f"/news/{known}/")).faults == []
    assert "Новый канал" in read(client.get("/")).text
    assert client.get(f"/news/{later}/").status_code == client.get(f"/news/{uuid4()}/").status_code == 404
    withdraw(known)
    assert client.get(f"/news/{known}/").status_code == 404
    assert "Новый канал" not in read(client.get("/news/")).text


def test_outages_are_told_with_where_and_until_when(client: Client) -> None:
    Outage.objects.create(
        id=uuid4(), title={"ru": "Обрыв кабеля"}, text={"ru": "Чиним."}, from_at=TODAY - timedelta(hours=1),
        until_at=TODAY + timedelta(hours=2), announced_at=TODAY - timedelta(hours=1),
        places=[{"city": "Минск", "streets": ["Красная", "Сурганова"]}], services=["internet"],
    )  # fmt: skip
    page = read(client.get("/outages/"))
    assert page.faults == []
    for words in ("Обрыв кабеля", "Минск: Красная, Сурганова", "починим до 23 ноября (пн), 12:00", "Интернет"):
        assert words in page.text
    assert "Обрыв кабеля" in read(client.get("/")).text


def test_search_engines_are_shown_every_page_and_kept_from_the_cabinet(client: Client) -> None:
    known = publish(title={"ru": "Новость"}, body={"ru": "Текст"}, now=TODAY, until_on=None)
    answer = client.get("/sitemap.xml")
    places = [
        place.text or ""
        for place in Xml.fromstring(answer.content).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
    ]
    assert len(set(places)) == len(places)
    for path in (*PAGES, "/help/router-setup/", f"/news/{known}/"):
        assert f"{settings.ENVIRONMENT.public_url}{path}" in places
    for place in places:
        assert client.get(place.removeprefix(settings.ENVIRONMENT.public_url)).status_code == 200
    robots = client.get("/robots.txt")
    assert "Disallow: /cabinet/" in robots.content.decode() and "public" in robots.headers["Cache-Control"]
    assert answer.headers["Cache-Control"].startswith("public")


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_only_asked_for(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_prices_are_said_as_the_reader_writes_them(client: Client) -> None:
    with override("en"):
        page = read(speak(client, "en").get("/for-home/?service=internet"))
    assert "27.50" in page.text and "0.91–0.92" in page.text

import re
from html import unescape
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from django.test import Client

from kosmos.portal.tests.story import told

pytestmark = pytest.mark.django_db
STATEMENT = "/cabinet/statement/"
BOTH_MONTHS = "?from=2016-11-15&to=2016-12-04"
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(told())
    return client


def text_of(client: Client, query: str, status: int = 200) -> str:
    """What is read on the page, without its tags and hard spaces."""
    answer = client.get(STATEMENT + query)
    assert answer.status_code == status
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0]+", " ", page).replace("\u2060", "")


def test_a_period_is_an_equation_and_its_months(anna: Client) -> None:
    text = text_of(anna, BOTH_MONTHS)
    assert "Было 15 ноября 2016 13,82 Списано 14,66 Пополнено 25,90 Осталось сегодня 25,06" in text
    assert "Ноябрь 2016 13,82 13,82 0,00 0,00" in text
    assert "Декабрь 2016 0,00 0,84 25,90 25,06" in text


def test_days_of_two_months_are_two_rows(anna: Client) -> None:
    text = text_of(anna, BOTH_MONTHS)
    assert "Интернет «Орбита 100» Ноябрь 2016 −13,82 16 дней" in text
    assert "Интернет «Орбита 100» Декабрь 2016 −0,84 1 день" in text


def test_a_long_period_stands_by_months_until_something_is_looked_for(anna: Client) -> None:
    long = "?from=2010-01-01&to=2016-12-04"
    text = text_of(anna, long)
    assert "Период длинный" in text and "Было 1 января 2010 0,00 Списано 26,74 Пополнено 51,80" in text
    found = text_of(anna, f"{long}&kind=payments")
    assert "Показана часть операций" in found and "Нашлось 3 операци" in found and "+51,80" in found
    assert "Было 1 января 2010 0,00 Списано 26,74 Пополнено 51,80" in found
    assert "Ничего не нашлось" in text_of(anna, f"{long}&q=нету")


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("?from=2016-12-05&to=2016-12-06", "Этот день ещё не наступил"),
        ("?from=2016-12-04&to=2016-11-04", "Конец раньше начала"),
        ("?from=nonsense", "Введите день так"),
        ("?from=2016-11-01&to=2016-13-45", "Введите день так"),
        ("?from=2001-01-01", "Больше десяти лет"),
    ],
)
def test_days_that_cannot_be_shown_are_said_beside_their_field(anna: Client, query: str, said: str) -> None:
    assert said in text_of(anna, query, 422)
    for kind in ("csv", "xlsx", "pdf"):
        assert anna.get(f"{STATEMENT}{kind}/{query}").status_code == 404


def test_a_part_is_said_to_be_one(anna: Client) -> None:
    assert "Показана часть операций" not in text_of(anna, "")
    for query in ("?kind=one_off", "?q=25"):
        assert "Показана часть операций. Равенство выше — за весь период." in text_of(anna, query)
    assert "Показана часть операций" not in text_of(anna, "?kind=nonsense&service=77")


def test_a_month_chosen_on_the_page_of_a_period_wins(anna: Client) -> None:
    assert 'name="in" value="period"' in anna.get(STATEMENT + BOTH_MONTHS).content.decode()
    assert "Итог месяца" in text_of(anna, f"{BOTH_MONTHS}&in=period&month=2016-11")
    assert "Итог периода" in text_of(anna, f"{BOTH_MONTHS}&in=period&month=")
    assert "Итог периода" in text_of(anna, f"{BOTH_MONTHS}&month=2016-11")


def test_a_service_is_chosen(anna: Client) -> None:
    service = re.search(r'<select id="service".*?<option value="(\d+)"', anna.get(STATEMENT).content.decode())
    assert service
    text = text_of(anna, f"?service={service[1]}")
    assert "Интернет «Орбита 100»" in text and "+20,00" not in text


def test_a_payment_says_its_way_and_leads_to_its_receipt(anna: Client) -> None:
    page = anna.get(STATEMENT).content.decode()
    assert "Способ: Касса." in page
    numbers = re.findall(r"/cabinet/receipts/(\d+)/", page)
    assert len(numbers) == 2
    assert anna.get(f"/cabinet/receipts/{numbers[0]}/").status_code == 200


def test_xlsx_of_a_period(anna: Client) -> None:
    answer = anna.get(f"{STATEMENT}xlsx/{BOTH_MONTHS}")
    assert 'statement-100482-2016-11-15-2016-12-04.xlsx"' in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.getvalue())) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    assert not list(sheet.iter(f"{SHEET}f"))
    rows = [list(row) for row in sheet.iter(f"{SHEET}row")][1:]
    assert len(rows) == 16 + 3
    assert {cell.get("t") for row in rows for cell in row[:3] + row[4:6]} == {None}
    assert {row[at].get("t") for row in rows for at in (3, 7)} == {"inlineStr"}
    kopecks = [round(float(row[4].findtext(f"{SHEET}v") or 0) * 100) for row in rows]
    assert sum(kopecks) == 2590 - 1466


def test_pdf_of_a_period(anna: Client) -> None:
    for query in ("?month=2016-11", BOTH_MONTHS, "?from=2010-01-01"):
        answer = anna.get(f"{STATEMENT}pdf/{query}")
        assert answer.headers["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF-")

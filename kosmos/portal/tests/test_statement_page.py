import csv
import re
from html import unescape

import pytest
from django.conf import settings
from django.test import Client

from kosmos.portal.tests.story import NUMBER, told

pytestmark = pytest.mark.django_db
STATEMENT = "/cabinet/statement/"


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(told())
    return client


def text_of(client: Client, query: str = "") -> str:
    """What is read on the page, without its tags and hard spaces."""
    answer = client.get(STATEMENT + query)
    assert answer.status_code == 200
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0]+", " ", page).replace("\u2060", "")


def test_a_month_is_an_equation(anna: Client) -> None:
    text = text_of(anna, "?month=2016-11")
    assert "Было 1 ноября 0,00 Списано 25,90 Пополнено 25,90 Осталось 30 ноября 0,00" in text
    assert "Выписка по счёту 100 482" in text


def test_a_services_days_are_one_row_that_opens(anna: Client) -> None:
    text = text_of(anna, "?month=2016-11")
    assert "Интернет «Орбита 100» −25,90 30 дней 0,86–0,87 в день" in text
    assert "30 ноября (ср) , почему −0,87 0,00 Плата 25,90 делится на 30 дней ноября до копейки" in text
    assert "Доля этого дня: 15,54 − 14,67 = 0,87." in text


def test_this_month_comes_without_asking_and_ends_today(anna: Client) -> None:
    text = text_of(anna)
    assert "Декабрь 2016" in text and "Осталось сегодня 25,06" in text
    assert "Пополнение в 10:00 снова включило услугу" in text


def test_months_lead_to_each_other(anna: Client) -> None:
    november, december = (anna.get(f"{STATEMENT}?month={month}").content.decode() for month in ("2016-11", "2016-12"))
    assert 'href="?month=2016-12"' in november
    assert 'href="?month=2016-11"' in december
    assert 'href="?month=2017-01"' not in december


@pytest.mark.parametrize("month", ["2016-09", "2017-01", "nonsense", "2016-13", "2016-11-05"])
def test_there_is_no_other_month(anna: Client, month: str) -> None:
    assert anna.get(f"{STATEMENT}?month={month}").status_code == 404


def test_rows_are_looked_for(anna: Client) -> None:
    text = text_of(anna, "?month=2016-12&kind=payments&q=r3")
    assert "+5,90" in text and "+20,00" not in text and "Интернет «Орбита 100»" not in text
    assert "Ничего не нашлось" in text_of(anna, "?month=2016-12&q=nothing")


def test_days_stand_open_for_print(anna: Client) -> None:
    folded, unfolded = (anna.get(f"{STATEMENT}{query}").content.decode() for query in ("", "?unfold"))
    assert '<details class="op days" open>' in unfolded
    assert '<details class="op days" open>' not in folded


def test_a_month_without_rows(anna: Client) -> None:
    anna.logout()
    from kosmos.subscribers.models import SignIn  # noqa: PLC0415 - the other subscriber of the story

    anna.force_login(SignIn.objects.get(login="mikhail"))
    assert "В этом месяце операций не было." in text_of(anna)


def test_nobody_sees_another_ones(anna: Client, client: Client) -> None:
    for address in (STATEMENT, *(f"{STATEMENT}{kind}/" for kind in ("csv", "xlsx", "pdf"))):
        assert anna.get(f"{address}?account=100917").status_code == 404
    anna.logout()
    for address in (STATEMENT, *(f"{STATEMENT}{kind}/" for kind in ("csv", "xlsx", "pdf"))):
        assert client.get(address).status_code == 302


def test_a_spreadsheet_has_each_row_and_no_formula(anna: Client) -> None:
    answer = anna.get(f"{STATEMENT}csv/?month=2016-12")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="statement-{NUMBER}-2016-12.csv"'
    lines = list(csv.reader(answer.getvalue().decode("utf-8-sig").splitlines(), delimiter=";"))
    assert [line[4:6] for line in lines[1:]] == [["20,00", "20,00"], ["5,90", "25,90"], ["-0,84", "25,06"]]
    assert answer.streaming
    assert lines[1][1:4] == ["2016-12-03", "14:00", "Пополнение"]
    assert not [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))]


def test_a_month_takes_few_queries(anna: Client, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    anna.get(STATEMENT)
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        anna.get(STATEMENT)


def test_in_english(anna: Client) -> None:
    anna.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    text = text_of(anna, "?month=2016-11")
    assert "Internet “Orbit 100” −25.90 30 days 0.86–0.87 a day" in text
    assert "30 November (Wed)" in text

import re
from html import unescape

import pytest
from django.test import Client

from kosmos.portal.tests.story import told
from kosmos.subscribers.models import SignIn

pytestmark = pytest.mark.django_db
ANALYSIS = "/cabinet/analysis/"


@pytest.fixture
def anna(client: Client) -> Client:
    client.force_login(told())
    return client


def text_of(client: Client, query: str = "") -> str:
    answer = client.get(ANALYSIS + query)
    assert answer.status_code == 200
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0]+", " ", page)


def test_months_services_and_ways(anna: Client) -> None:
    text = text_of(anna)
    assert "Списано 26,74 BYN Пополнено 51,80 BYN" in text
    assert "В среднем за месяц списано 25,90 BYN" in text
    assert "Декабрь 2016 25,90 0,84 +25,06 Ноябрь 2016 25,90 25,90 0,00 Всего 51,80 26,74" in text
    assert "На что ушло BYN Интернет 26,74 Всего 26,74" in text
    assert "Как пополняли BYN Касса 51,80 Всего 51,80" in text


def test_each_chart_has_a_name_and_its_figures_as_a_table(anna: Client) -> None:
    page = anna.get(ANALYSIS).content.decode()
    assert len(re.findall(r'<svg class="chart" role="img"', page)) == 4
    assert len(set(re.findall(r'<title id="([^"]+)"', page))) == 4
    assert page.count("<table") == 3


def test_a_new_account_has_nothing_to_show(anna: Client) -> None:
    anna.force_login(SignIn.objects.get(login="mikhail"))
    text = text_of(anna, "?period=all")
    assert "Списано 0,00 BYN" in text and "На что ушло" not in text


def test_nobody_sees_another_ones(anna: Client, client: Client) -> None:
    assert anna.get(f"{ANALYSIS}?account=100917").status_code == 404
    anna.logout()
    assert client.get(ANALYSIS).status_code == 302

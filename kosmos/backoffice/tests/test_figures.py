import re
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.catalogue.models import Plan, Service
from kosmos.ledger.models import AccountNumber, Posting
from kosmos.ledger.services.seals import seal_days
from kosmos.portal.tests.story import NUMBER
from kosmos.reports.jobs import remember

pytestmark = pytest.mark.django_db
FIGURES = "/staff/figures/"
TABLES = (
    ("", "fortnight"),
    ("plans/", "services"),
    ("plans/", "plans"),
    ("money/", "by-month"),
    ("money/", "by-channel"),
    ("money/", "by-service"),
    ("average/", "average"),
    ("average/", "average-by-service"),
    ("moves/", "moves"),
    ("debt/", "debt-by-age"),
    ("trial-balance/", "trial-balance"),
)
PAGES = ("", "plans/", "money/", "average/", "moves/", "debt/", "trial-balance/", "accounts/", "lines/")


def words(answer: Any) -> str:
    page = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    return re.sub(r"[\s\u00a0\u2011\u2060]+", " ", page)


@pytest.fixture
def finance(signed_in: SignedIn, anna: Client) -> Client:
    """Finance, with Anna's story on the books."""
    return signed_in("finance")


@pytest.fixture
def told(finance: Client) -> Client:
    """The closed days are sealed and remembered."""
    seal_days()
    assert remember()
    return finance


def test_every_page_is_there_before_anything_is_remembered(finance: Client) -> None:
    for page in PAGES:
        assert finance.get(FIGURES + page).status_code == 200, page
    assert "Показать пока нечего" in words(finance.get(f"{FIGURES}money/"))


def test_every_page_of_the_story(told: Client) -> None:
    for page in PAGES:
        answer = told.get(FIGURES + page)
        assert answer.status_code == 200, page
        assert answer.headers["Cache-Control"] == "no-store"


def test_money_by_month_and_day(told: Client) -> None:
    page = words(told.get(f"{FIGURES}money/?from=2016-11&to=2016-11"))
    assert "По дням" in page
    assert "Всего 0,00 25,90 25,90 0,00" in page
    by_month = words(told.get(f"{FIGURES}money/"))
    assert "Ноябрь 2016" in by_month and "Касса" in by_month and "Интернет" in by_month


def test_periods_that_are_none(told: Client) -> None:
    for query in ("from=2016-13", "from=abc", "to=1999-01", "as=pdf&table=by-month", "as=csv&table=nothing"):
        assert told.get(f"{FIGURES}money/?{query}").status_code == 404, query
    swapped = told.get(f"{FIGURES}money/?from=2016-12&to=2016-11").content
    assert swapped.count(b"selected") == 2


def test_the_same_table_as_files(told: Client) -> None:
    csv = told.get(f"{FIGURES}money/?from=2016-11&to=2016-11&table=by-day&as=csv")
    lines = csv.content.decode().splitlines()
    assert lines[0].endswith("Списано;На счетах в конце") and len(lines) == 1 + 30 + 1
    assert 'filename="by-day.csv"' in csv.headers["Content-Disposition"]
    for page, table in TABLES:
        workbook = ZipFile(BytesIO(b"".join(told.get(f"{FIGURES}{page}?table={table}&as=xlsx"))))
        sheet = workbook.read("xl/worksheets/sheet1.xml")
        assert b"<row " in sheet, table
        assert b"<f>" not in sheet


def test_a_name_is_never_a_formula(told: Client) -> None:
    Service.objects.update(name={"ru": "=HYPERLINK(1)"})
    Plan.objects.update(name={"ru": "<b>@SUM(1)</b>"})
    page = told.get(f"{FIGURES}plans/").content.decode()
    assert "&lt;b&gt;@SUM" in page and "<b>@SUM" not in page
    lines = told.get(f"{FIGURES}plans/?table=services&as=csv").content.decode().splitlines()
    assert lines[1].startswith("'=HYPERLINK(1);")
    workbook = ZipFile(BytesIO(b"".join(told.get(f"{FIGURES}plans/?table=services&as=xlsx"))))
    assert b"<f>" not in workbook.read("xl/worksheets/sheet1.xml")


def test_the_trial_balance_says_that_it_agrees(told: Client) -> None:
    page = words(told.get(f"{FIGURES}trial-balance/"))
    assert "дебет равен кредиту" in page and "Счета абонентов" in page and "Выручка за услуги" in page


def test_what_a_figure_is_made_of(told: Client) -> None:
    account_id = AccountNumber.objects.get(number=NUMBER).account_id
    day = Posting.objects.filter(kind=1).earliest("posted_on").posted_on
    lines = told.get(f"{FIGURES}lines/?of=came&day={day}")
    assert "100 482" in words(lines) and "Платёж" in words(lines)
    assert f"/staff/subscribers/{account_id}/" in lines.content.decode()
    charged = words(told.get(f"{FIGURES}lines/?of=charged&day={day}"))
    assert "Доля за день" in charged and "Платёж" not in charged
    arrived = words(told.get(f"{FIGURES}accounts/?of=came&month=2016-11"))
    assert "Пришли: Ноябрь 2016" in arrived and "100 482" in arrived
    for query in ("of=nothing", "of=plan&plan=999", "of=came&month=2016-99", "of=blocked&after=x"):
        assert told.get(f"{FIGURES}accounts/?{query}").status_code == 404, query
    huge = "9" * 18
    assert told.get(f"{FIGURES}lines/?of=came&day={day}&code=0&after={huge}-{huge}").status_code == 200
    for query in ("of=nothing", "day=tomorrow", "day=2016-11-01&code=%D0%B9", f"code={huge}", "after=1-x"):
        assert told.get(f"{FIGURES}lines/?{query}").status_code == 404, query


def test_only_finance_and_administrators_see_figures(signed_in: SignedIn, anna: Client) -> None:
    assert signed_in("administrator").get(FIGURES).status_code == 200
    assert signed_in("agent").get(FIGURES).status_code == 403


def test_lists_go_on_where_they_stopped(told: Client) -> None:
    page = told.get(f"{FIGURES}accounts/?of=debt&after=100-5").content.decode()
    assert "К началу списка" in page and 'href="?of=debt"' in page

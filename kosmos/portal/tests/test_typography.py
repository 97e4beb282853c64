from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils.translation import override

from kosmos.catalogue.models import Operator
from kosmos.wording import typography

MONDAY = date(2026, 11, 30)
SUNDAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("write", "amount", "russian", "english"),
    [
        (typography.money, 1036, "10,36", "10.36"),
        (typography.money, -86, "−0,86", "−0.86"),
        (typography.money, 123456789, "1\u00a0234\u00a0567,89", "1,234,567.89"),
        (typography.byn, 1036, "10,36\u00a0BYN", "10.36\u00a0BYN"),
        (typography.signed, 2590, "+25,90", "+25.90"),
        (typography.signed, -2590, "−25,90", "−25.90"),
        (typography.signed, 0, "0,00", "0.00"),
        (typography.whole, -123450, "−1\u00a0234", "−1,234"),
        (typography.part, -123450, ",50", ".50"),
        (typography.size, -2590, "25,90", "25.90"),
    ],
    ids=lambda value: str(getattr(value, "__name__", value)),
)
def test_sums(write: Callable[[int], str], amount: int, russian: str, english: str) -> None:
    said = {}
    for language in ("ru", "be", "en"):
        with override(language):
            said[language] = write(amount)
    assert said == {"ru": russian, "be": russian, "en": english}


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "30\u00a0ноября\u00a0(пн)"),
        ("be", "30\u00a0лістапада\u00a0(пн)"),
        ("en", "30\u00a0November\u00a0(Mon)"),
        ("de", "30\u00a0ноября\u00a0(пн)"),
    ],
)
def test_days(language: str, said: str) -> None:
    with override(language):
        assert typography.day(MONDAY) == said


@pytest.mark.parametrize(
    ("language", "title"),
    [("ru", "Ноябрь\u00a02026"), ("be", "Лістапад\u00a02026"), ("en", "November\u00a02026")],
)
def test_months(language: str, title: str) -> None:
    with override(language):
        assert typography.month_title(MONDAY) == title


@pytest.mark.parametrize(
    ("language", "first_of_may"), [("ru", "1\u00a0мая"), ("be", "1\u00a0мая"), ("en", "1\u00a0May")]
)
def test_may_is_the_same_alone_and_after_a_number(language: str, first_of_may: str) -> None:
    with override(language):
        assert typography.day_of_month(date(2026, 5, 1)) == first_of_may


@pytest.mark.parametrize(
    ("today", "said"),
    [
        (MONDAY, "сегодня, 30\u00a0ноября\u00a0(пн)"),
        (SUNDAY, "завтра, 30\u00a0ноября\u00a0(пн)"),
        (date(2026, 12, 1), "вчера, 30\u00a0ноября\u00a0(пн)"),
        (date(2026, 12, 2), "30\u00a0ноября\u00a0(пн)"),
    ],
)
def test_days_that_are_near(today: date, said: str) -> None:
    assert typography.day_from(MONDAY, today) == said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (MONDAY, MONDAY, "30\u00a0ноября"),
        (date(2026, 11, 1), MONDAY, "1–\u206030\u00a0ноября"),
        (MONDAY, date(2026, 12, 3), "30\u00a0ноября\u00a0– 3\u00a0декабря"),
    ],
)
def test_ranges_of_days(first: date, last: date, said: str) -> None:
    assert typography.days_between(first, last) == said


@pytest.mark.parametrize(
    ("number", "said"), [("100482", "100\u00a0482"), ("1004821", "1\u00a0004\u00a0821"), ("77", "77"), ("A-12", "A-12")]
)
def test_account_numbers(number: str, said: str) -> None:
    assert typography.account_number(number) == said


@pytest.mark.django_db
def test_hours_are_the_operators() -> None:
    Operator.objects.create(code="x", name={"ru": "Х"}, timezone="Europe/Minsk", currency="BYN")
    assert typography.moment(datetime(2026, 11, 30, 21, 5, tzinfo=UTC)) == "00:05"
    assert typography.day_and_moment(datetime(2026, 11, 30, 21, 5, tzinfo=UTC)) == "1\u00a0декабря\u00a0(вт), 00:05"


def test_filters_write_nothing_for_nothing() -> None:
    template = Template("{% load kosmos %}{{ sum|money }}|{{ none|money }}|{{ none|day_from:day }}|{{ day|day }}")
    assert template.render(Context({"sum": 5, "none": None, "day": MONDAY})) == "0,05|||30\u00a0ноября\u00a0(пн)"

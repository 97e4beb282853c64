"""Policies are set from a day to come on, keep their history, and days that are open keep theirs."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.policy_words import rules
from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import hidden, words
from kosmos.catalogue.models import Policy
from kosmos.catalogue.policies import policies_on
from kosmos.config.context import moment
from kosmos.editing.models import Edit
from kosmos.editing.policy_values import DEFAULTS, checked
from kosmos.kernel.days import start_of
from kosmos.kernel.models import DemoClock
from kosmos.wording.typography import zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
PAGE = "/staff/policies/promise_days/"


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def put(admin: Client, value: str, day: str, page: str = PAGE, shown: Any = None, do: str = "set") -> Any:
    held = shown or admin.get(page)
    form = {"key": hidden(held, "key"), "seen": hidden(held, "seen"), "do": do, "value": value, "from_on": day}
    return admin.post(page, form)


def test_a_policy_holds_from_its_day_on_and_not_before(admin: Client) -> None:
    assert put(admin, "5", "2016-12-10").status_code == 303
    days = [policies_on(date(2016, 12, day)).promise_days for day in (4, 9, 10, 31)]
    assert days == [3, 3, 5, 5]
    listed = words(admin.get("/staff/policies/"))
    assert "3 дня" in listed and "с 10 декабря (сб) будет: 5 дней" in listed
    assert put(admin, "7", "2016-12-10").status_code == 303
    assert Policy.objects.get(code="promise_days", from_on="2016-12-10").value == "7"
    assert put(admin, "", "2016-12-10", do="withdraw").status_code == 303
    assert not Policy.objects.filter(code="promise_days", from_on="2016-12-10").exists()
    assert [edit.after and edit.after["value"] for edit in Edit.objects.order_by("at", "id")].count(None) == 1
    assert "отменено с 10.12.2016: 7 дней" in words(admin.get(PAGE))


@pytest.mark.parametrize(
    ("code", "value", "day", "said"),
    [
        ("promise_days", "0", "2016-12-10", "от 1 до 30"),
        ("promise_days", "пять", "2016-12-10", "от 1 до 30"),
        ("promise_days", "5", "2016-12-04", "ещё не начался"),
        ("promise_days", "5", "когда-нибудь", "Введите дату"),
        ("promise_days", "3", "2016-12-10", "Так и есть"),
        ("promise_when", "never", "2016-12-10", "Выберите из списка"),
        ("promise_fee_kopecks", "1,234", "2016-12-10", "Введите сумму"),
        ("contract_number", "{number.__class__}", "2016-12-10", "в том же виде"),
        ("contract_number", "{year}", "2016-12-10", "в том же виде"),
        ("support_hours", "круглые сутки", "2016-12-10", "в том же виде"),
    ],
)
def test_what_no_policy_can_be_is_said(admin: Client, code: str, value: str, day: str, said: str) -> None:
    answer = put(admin, value, day, f"/staff/policies/{code}/")
    assert answer.status_code == 422 and said in words(answer)
    assert not Edit.objects.exists()


def test_a_form_counts_once_and_of_two_the_second_looks_again(admin: Client) -> None:
    shown, other = admin.get(PAGE), admin.get(PAGE)
    assert [put(admin, "5", "2016-12-10", shown=shown).status_code for _ in range(2)] == [303, 303]
    assert Edit.objects.count() == 1
    late = put(admin, "6", "2016-12-12", shown=other)
    assert late.status_code == 422 and "изменил другой человек" in words(late) and 'value="6"' in late.content.decode()
    assert put(admin, "6", "2016-12-12", shown=late).status_code == 303


def test_not_for_a_day_that_begins_in_a_moment(admin: Client) -> None:
    late = start_of(date(2016, 12, 6), zone()) - timedelta(minutes=20)
    DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + (late - moment().now))
    assert put(admin, "5", "2016-12-06").status_code == 422
    assert put(admin, "5", "2016-12-07").status_code == 303


def test_every_policy_has_words_and_a_page(admin: Client) -> None:
    assert [one.code for one in rules() if str(one.title) == one.code] == []
    for code, default in DEFAULTS.items():
        assert checked(code, str(default)) == str(default)
        assert admin.get(f"/staff/policies/{code}/").status_code == 200
    assert admin.get("/staff/policies/nothing/").status_code == 404

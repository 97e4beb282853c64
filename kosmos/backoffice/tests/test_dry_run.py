"""A day is tried by the worker, as things are and with a planned change; nothing is changed, and it comes true."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Sum
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import words
from kosmos.catalogue.models import Plan, Price
from kosmos.charging.services import open_days
from kosmos.config.context import moment
from kosmos.editing.models import DayTrial
from kosmos.editing.services import run_trial, tidy_trials
from kosmos.kernel.days import start_of
from kosmos.ledger.models import Posting
from kosmos.wording.typography import zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
PAGE = "/staff/day-trials/"


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def ask(admin: Client, **typed: str) -> Any:
    return admin.post(PAGE, {"key": "k", "day": "2016-12-05", **typed})


def test_what_a_trial_finds_is_what_the_day_brings(admin: Client) -> None:
    asked = ask(admin, **{"plan-1": "orbit", "fee-1": "30"})
    address = asked.headers["Location"]
    waiting = admin.get(address)
    assert asked.status_code == 303 and waiting.headers["Refresh"] == "3" and "Ждёт" in words(waiting)
    postings = Posting.objects.count()
    assert run_trial(now=moment().now) and not run_trial(now=moment().now)
    assert Posting.objects.count() == postings and not Price.objects.filter(fee_kopecks=3000).exists()
    found = DayTrial.objects.get()
    page = admin.get(address)
    assert "Refresh" not in page.headers and "плата за день" in words(page) and "Орбита 100: 30,00" in words(page)
    assert found.done == found.total > 0
    open_days(now=start_of(date(2016, 12, 5), zone()))
    brought = Posting.objects.filter(posted_on="2016-12-05").aggregate(Sum("amount_kopecks"))["amount_kopecks__sum"]
    assert found.found is not None
    assert sum(found.found["now"]["kopecks"].values()) == brought
    assert sum(found.found["tried"]["kopecks"].values()) != brought


def test_the_same_form_asks_once(admin: Client) -> None:
    assert ask(admin).headers["Location"] == ask(admin).headers["Location"]
    assert DayTrial.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"day": "2016-12-01"}, "ещё не открыт"),
        ({"day": "2018-01-01"}, "двух месяцев"),
        ({"day": "завтра"}, "Выберите день"),
        ({"plan-1": "orbit", "fee-1": "даром"}, "Введите сумму"),
        ({"fee-2": "5"}, "Выберите тариф"),
        ({"plan-1": "nothing", "fee-1": "5"}, "Выберите тариф из списка"),
        ({"before": "orbit", "after": ""}, "два разных тарифа"),
        ({"before": "orbit", "after": "orbit"}, "два разных тарифа"),
    ],
)
def test_what_cannot_be_tried_is_said(admin: Client, typed: dict[str, str], said: str) -> None:
    answer = ask(admin, **typed)
    assert answer.status_code == 422 and said in words(answer) and not DayTrial.objects.exists()


def test_a_day_that_opened_meanwhile_is_said(admin: Client) -> None:
    address = ask(admin).headers["Location"]
    open_days(now=start_of(date(2016, 12, 5), zone()))
    run_trial(now=moment().now)
    assert "Посчитать не удалось" in words(admin.get(address))


def test_old_ones_are_forgotten(admin: Client) -> None:
    ask(admin)
    assert tidy_trials(now=moment().now) == 0
    assert tidy_trials(now=moment().now + timedelta(days=31)) == 1
    assert Plan.objects.exists()

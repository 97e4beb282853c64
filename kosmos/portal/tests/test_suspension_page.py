"""The page of the suspension: choosing days, what is shown is what happens, cancelling, and coming back early."""

from datetime import date, datetime

import pytest
from django.test import Client

from kosmos.charging.models import Suspension, SuspensionState
from kosmos.charging.pauses import pause_ahead
from kosmos.charging.services import NewPayment, open_days, post_payments
from kosmos.kernel import clock
from kosmos.kernel.days import each_day, start_of
from kosmos.ledger.models import Account
from kosmos.portal.tests.paying import ZONE
from kosmos.portal.tests.wishing import hidden, markup, read

pytestmark = pytest.mark.django_db
PAGE, RESUME = "/cabinet/suspension/", "/cabinet/suspension/resume/"
DAYS = {"first": "2026-12-10", "last": "2026-12-19"}
ASKED = f"{PAGE}?first=2026-12-10&last=2026-12-19"


@pytest.fixture
def running(account_id: int) -> int:
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())
    return account_id


def reach(day: date) -> None:
    before = clock.now().astimezone(ZONE).date()
    clock.move(datetime(day.year, day.month, day.day, 12, tzinfo=ZONE))
    for each in each_day(before, day):
        open_days(now=start_of(each, ZONE))


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


def test_a_calendar_leads_to_the_first_and_the_last_day(running: int, owner: Client) -> None:
    page = read(owner.get(PAGE))
    assert page.faults == []
    assert "Декабрь 2026" in page.text
    html = markup(owner.get(PAGE))
    assert 'href="/cabinet/suspension/?first=2026-12-05#choose"' in html
    assert "first=2026-12-04" not in html
    then = markup(owner.get(f"{PAGE}?first=2026-12-10"))
    assert 'href="/cabinet/suspension/?first=2026-12-10&amp;last=2026-12-19#choose"' in then
    assert "60 дней" in then
    assert read(owner.get(f"{PAGE}?first=2026-12-10&month=2027-01")).faults == []


def test_what_was_shown_is_what_happens(running: int, owner: Client) -> None:
    asked = owner.get(ASKED)
    page = read(asked)
    assert page.faults == []
    for words in ("с 10 декабря (чт) по 19 декабря (сб)", "10 дней", "20 декабря (вс)", "Приостановить с 10 декабря"):
        assert words in page.text
    first_on, last_on = date(2026, 12, 10), date(2026, 12, 19)
    ahead = pause_ahead(running, first_on=first_on, last_on=last_on, now=clock.now())
    assert owner.post(PAGE, {**DAYS, "seen": hidden(asked)}).headers["Location"] == PAGE
    assert "Пауза запланирована" in read(owner.get(PAGE)).text
    reach(first_on)
    assert balance(running) == ahead.balance_begin_kopecks
    reach(last_on)
    assert balance(running) == ahead.balance_end_kopecks
    reach(ahead.back_on)
    assert balance(running) == ahead.balance_back_kopecks


def test_a_second_attempt_plans_nothing(running: int, owner: Client) -> None:
    shown = hidden(owner.get(ASKED))
    owner.post(PAGE, {**DAYS, "seen": shown})
    again = owner.post(PAGE, {**DAYS, "seen": shown})
    assert again.status_code == 422
    assert "уже запланирована" in read(again).text
    assert Suspension.objects.count() == 1


def test_what_changed_meanwhile_is_shown_again(running: int, owner: Client) -> None:
    shown = hidden(owner.get(ASKED))
    post_payments([NewPayment(running, 1_00, "more")], now=clock.now())
    asked = owner.post(PAGE, {**DAYS, "seen": shown})
    assert asked.status_code == 422
    assert "условия изменились" in read(asked).text
    assert not Suspension.objects.exists()
    assert owner.post(PAGE, {**DAYS, "seen": hidden(asked)}).status_code == 302


def test_a_planned_one_is_cancelled_once(running: int, owner: Client) -> None:
    owner.post(PAGE, {**DAYS, "seen": hidden(owner.get(ASKED))})
    shown = hidden(owner.get(PAGE))
    assert owner.post(RESUME, {"seen": shown}).headers["Location"] == PAGE
    assert Suspension.objects.get().state == SuspensionState.CANCELLED
    assert "Приостановка отменена" in read(owner.get(PAGE)).text
    again = owner.post(RESUME, {"seen": shown})
    assert again.status_code == 422
    assert "Приостановки нет" in read(again).text


def test_coming_back_early_costs_what_was_shown(running: int, owner: Client) -> None:
    owner.post(PAGE, {**DAYS, "seen": hidden(owner.get(ASKED))})
    planned = hidden(owner.get(PAGE))
    reach(date(2026, 12, 12))
    assert owner.post(RESUME, {"seen": planned}).status_code == 422
    asked = owner.get(PAGE)
    page = read(asked)
    assert page.faults == []
    for words in ("Пауза идёт до 19 декабря (сб)", "−0,83", "На счёте станет"):
        assert words in page.text
    before = balance(running)
    assert owner.post(RESUME, {"seen": hidden(asked)}).status_code == 302
    assert balance(running) == before - 83
    assert Suspension.objects.get().state == SuspensionState.OVER


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("first=2026-12-04&last=2026-12-10", "завтра или позже"),
        ("first=2026-12-10&last=2026-12-09", "не может быть раньше первого"),
        ("first=2026-12-10&last=2027-03-09", "от 1 до 60 дней"),
        ("first=abc&last=2026-12-09", "Введите дату"),
        ("first=0001-01-01&last=9999-12-31", "Введите дату"),
        ("first=31.02.2027&last=05.03.2027", "Введите дату"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(running: int, owner: Client, query: str, words: str) -> None:
    page = read(owner.get(f"{PAGE}?{query}"))
    assert page.faults == []
    assert words in page.text
    assert "Приостановить с" not in page.text


def test_days_may_be_typed_as_people_write_them(running: int, owner: Client) -> None:
    assert "Приостановить с 10 декабря" in read(owner.get(f"{PAGE}?first=10.12.2026&last=19.12.2026")).text


def test_a_blocked_account_is_told_what_to_pay(account_id: int, owner: Client) -> None:
    page = read(owner.get(PAGE))
    assert page.faults == []
    assert "сначала пополните на 5,90" in page.text


def test_strangers_are_sent_to_sign_in(running: int, client: Client) -> None:
    assert client.get(PAGE).status_code == 302
    assert client.get(RESUME).status_code == 405
    assert client.post(RESUME).status_code == 302

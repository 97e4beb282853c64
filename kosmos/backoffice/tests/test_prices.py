"""A new price is shown on real accounts, kept once, told, and taken back; days that are open keep theirs."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import hidden, words
from kosmos.catalogue.models import Plan, Price
from kosmos.charging.repricing import holders, taken_for
from kosmos.charging.services import NewPayment, open_days, post_payments
from kosmos.config.context import moment
from kosmos.editing.models import Edit
from kosmos.kernel.days import start_of
from kosmos.kernel.models import DemoClock, Outbox
from kosmos.notifications.services import announce_prices
from kosmos.wording.typography import zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
JANUARY = date(2017, 1, 1)


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def address() -> str:
    return f"/staff/plans/{Plan.objects.get(code='orbit').pk}/prices/"


def looked(admin: Client, fee: str = "27,90", month: str = "2017-01-01") -> Any:
    return admin.get(f"{address()}new/", {"from": month, "fee": fee})


def confirm(admin: Client, shown: Any, fee: str = "27,90", month: str = "2017-01-01") -> Any:
    form = {"key": hidden(shown, "key"), "seen": hidden(shown, "seen"), "from": month, "fee": fee}
    return admin.post(f"{address()}new/", form)


def at_noon(day: int) -> datetime:
    return start_of(date(2016, 12, day), zone()) + timedelta(hours=12)


def test_what_is_shown_is_what_the_opening_charges(admin: Client) -> None:
    account_id = next(iter(holders(Plan.objects.get(code="orbit").pk)))
    post_payments([NewPayment(account_id, 5000, "much")], now=moment().now)
    shown = looked(admin)
    said = words(shown)
    assert "27,90 BYN вместо 25,90 BYN" in said and "1 лицевой счёт" in said
    first = int(re.findall(r'data-name="С новой ценой">0,(\d\d)', shown.content.decode())[0])
    assert "работает 1 0,83 0,90 +0,07 0 0" in said
    file = admin.get(f"{address()}new/", {"from": "2017-01-01", "fee": "27,90", "as": "csv"})
    lines = b"".join(file.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines[1].endswith(";работает;0,83;0,90;0,07;работает")
    assert confirm(admin, shown).status_code == 303
    assert Price.objects.filter(plan__code="orbit", from_on=JANUARY).get().fee_kopecks == 2790
    open_days(now=start_of(JANUARY, zone()))
    assert taken_for([account_id], Plan.objects.get(code="orbit").pk, JANUARY) == {account_id: (first, True)}
    assert first == 2790 // 31


def test_who_cannot_pay_the_new_price_is_named(admin: Client) -> None:
    account_id = next(iter(holders(Plan.objects.get(code="orbit").pk)))
    post_payments([NewPayment(account_id, 2590, "enough")], now=moment().now)
    assert "остановится: не хватит денег" in words(looked(admin, "60"))
    assert "остановится: не хватит денег" not in words(looked(admin, "24"))


@pytest.mark.parametrize(
    ("fee", "month", "said"),
    [
        ("много", "2017-01-01", "Введите сумму"),
        ("", "2017-01-01", "Введите сумму"),
        ("27,90", "2016-12-01", "ещё не начался"),
        ("27,90", "2017-01-15", "ещё не начался"),
        ("27,90", "когда-нибудь", "Выберите месяц"),
        ("25,90", "2017-01-01", "и так будет"),
    ],
)
def test_what_cannot_be_is_said(admin: Client, fee: str, month: str, said: str) -> None:
    answer = looked(admin, fee, month)
    assert answer.status_code == 422 and said in words(answer)
    sent = admin.post(f"{address()}new/", {"key": "k", "seen": "", "from": month, "fee": fee})
    assert sent.status_code == 422 and not Edit.objects.exists()


def test_sent_twice_it_is_kept_once(admin: Client) -> None:
    shown = looked(admin)
    answers = [confirm(admin, shown), confirm(admin, shown)]
    assert [one.status_code for one in answers] == [303, 303]
    assert Edit.objects.count() == 1 and "второй раз ничего не изменилось" in words(admin.get(address()))


def test_of_two_the_second_looks_again(admin: Client) -> None:
    first, second = looked(admin), looked(admin, "29,90")
    confirm(admin, first)
    refused = confirm(admin, second, "29,90")
    assert refused.status_code == 422 and "цены этого тарифа изменили" in words(refused)
    assert "29,90 BYN вместо 27,90" in words(refused)
    assert confirm(admin, refused, "29,90").status_code == 303
    assert Price.objects.get(from_on=JANUARY).fee_kopecks == 2990


def test_it_is_told_and_so_is_its_withdrawal(admin: Client) -> None:
    confirm(admin, looked(admin))
    assert announce_prices(now=at_noon(5)) == 0
    assert announce_prices(now=at_noon(20)) == 1
    page = admin.get(f"{address()}2017-01-01/withdraw/")
    form = {"key": hidden(page, "key"), "seen": hidden(page, "seen")}
    assert [admin.post(f"{address()}2017-01-01/withdraw/", form).status_code for _ in range(2)] == [303, 303]
    assert not Price.objects.filter(from_on=JANUARY).exists()
    told = Outbox.objects.filter(kind="price_kept").get()
    assert told.about == {"plan": "orbit", "on": "2017-01-01", "kopecks": 2590}
    confirm(admin, looked(admin))
    assert announce_prices(now=at_noon(21)) == 1
    assert "отменено" in words(admin.get(address()))


def test_a_price_is_not_for_a_month_that_begins_in_a_moment(admin: Client) -> None:
    late = start_of(JANUARY, zone()) - timedelta(minutes=30)
    clock = DemoClock.objects.get()
    DemoClock.objects.update(ahead=clock.ahead + (late - moment().now))
    answer = looked(admin)
    assert answer.status_code == 422 and "ещё не начался" in words(answer)

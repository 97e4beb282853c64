"""What the traffic page says, what can be bought on it once, and what may follow a used-up volume."""

import re
from typing import Any

import pytest
from django.test import Client

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.services import suspend
from kosmos.ledger.models import Account
from kosmos.portal.tests.traffic_world import NOW, holder_of, pay, signed_in, sold, stop_the_clock, use
from kosmos.portal.words.traffic import megabyte_price, speed, volume
from kosmos.usage.models import TrafficChoice, TrafficPurchase
from kosmos.usage.queries import traffic_of
from kosmos.usage.rules import GIGABYTE, MEGABYTE
from kosmos.usage.tests.world import at

pytestmark = pytest.mark.django_db
HARD_SPACE = "\u00a0"


def shown(client: Client, address: str) -> str:
    """What a page says, with plain spaces and without its marks."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return said(answer)


def said(answer: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode().replace(HARD_SPACE, " ")).split())


def fields(client: Client, address: str) -> dict[str, str]:
    """The hidden fields of a page's confirming form."""
    forms = client.get(address).content.decode().split("<form")
    form = next(one for one in forms if 'name="seen"' in one)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


def test_what_is_left_is_said_with_the_pace_and_what_follows() -> None:
    holder_of(sold()["slow"], megabytes=200)
    stop_the_clock()
    text = shown(signed_in(), "/cabinet/traffic/")
    assert "0,4 ГБ осталось из 1" in text
    assert "Полная скорость, доплат нет. При таком темпе хватит до 20 ноября (вс)." in text
    assert "Снова 1 ГБ 1 декабря (чт)" in text
    assert "Если объём закончится раньше: скорость снизится до 0,512 Мбит/с, доплат нет." in text
    assert "11 ноября (пт) 400 МБ" in text
    assert "08:00 200 МБ" in text
    assert "12 ноября (сб) 0" in text


def test_the_hours_of_a_day_and_other_months() -> None:
    plan = sold()["slow"]
    account_id = holder_of(plan)
    use(account_id, plan, 5, at(2, 3, month=12))
    stop_the_clock(at(3, 9, month=12))
    client = signed_in()
    assert "20:00 300 МБ" in shown(client, "/cabinet/traffic/?day=2016-11-10")
    november = shown(client, "/cabinet/traffic/?month=2016-11")
    assert "Месяц в целом Использовано 900 МБ Объём тарифа 1 ГБ" in november
    assert "Сейчас" not in november
    assert "9 ноября (ср) трафика не было." in shown(client, "/cabinet/traffic/?day=2016-11-09")
    for wrong in ("?month=2016-10", "?month=2017-01", "?month=none", "?day=2016-12-04", "?day=2016-13-01", "?day=x"):
        assert client.get(f"/cabinet/traffic/{wrong}").status_code == 404, wrong


def test_plans_without_a_volume_and_accounts_without_the_internet() -> None:
    plans = sold()
    holder_of(plans["endless"])
    holder_of(login="maria")
    stop_the_clock()
    assert "Трафик не ограничен" in shown(signed_in(), "/cabinet/traffic/")
    assert "нет интернета" in shown(signed_in("maria"), "/cabinet/traffic/")


@pytest.mark.parametrize(
    ("megabytes", "way", "words"),
    [
        pytest.param(280, None, "Использовано 82 %", id="low"),
        pytest.param(400, None, "скорость снижена до 0,512 Мбит/с, доплат нет", id="throttled"),
        pytest.param(400, UsedUp.STOP, "интернет остановлен до конца месяца", id="stopped"),
    ],
)
def test_each_state_in_words_here_and_at_home(megabytes: int, way: UsedUp | None, words: str) -> None:
    plan = sold()["slow"]
    account_id = holder_of(plan, megabytes=megabytes)
    if way:
        TrafficChoice.objects.create(
            account_id=account_id, subscription=1, number=1, plan=plan, used_up=way, chosen_at=at(12)
        )
    stop_the_clock()
    client = signed_in()
    assert words in shown(client, "/cabinet/traffic/")
    home = shown(client, "/cabinet/")
    assert ("Использовано 82 %" if megabytes == 280 else "Объём закончился") in home


def test_a_bundle_is_bought_as_it_was_shown_and_once() -> None:
    account_id = holder_of(sold()["slow"], megabytes=400)
    stop_the_clock()
    client, before = signed_in(), balance(account_id)
    address = "/cabinet/traffic/1/more/"
    text = shown(client, f"{address}?gb=4")
    after = f"{(before - 500) // 100},{(before - 500) % 100:02d}"
    assert f"На счёте станет {after} BYN" in text
    assert "Останется трафика 4 ГБ полная скорость вернётся сразу" in text
    assert "до 30 ноября (ср) включительно" in text
    form = fields(client, f"{address}?gb=4")
    answer = client.post(address, form, follow=True)
    assert answer.redirect_chain == [("/cabinet/traffic/", 303)]
    assert "Докуплено: 4 ГБ." in said(answer)
    assert balance(account_id) == before - 500
    again = client.post(address, form, follow=True)
    assert "Этот трафик уже куплен: второй раз деньги не списаны." in said(again)
    assert TrafficPurchase.objects.count() == 1
    assert balance(account_id) == before - 500


def test_a_second_tab_is_shown_anew() -> None:
    account_id = holder_of(sold()["slow"])
    stop_the_clock()
    client, address = signed_in(), "/cabinet/traffic/1/more/"
    tabs = [fields(client, f"{address}?gb=1") for _ in range(2)]
    assert client.post(address, tabs[0]).status_code == 303
    answer = client.post(address, tabs[1])
    assert answer.status_code == 422
    assert "1,50" in said(answer)
    assert TrafficPurchase.objects.count() == 1
    assert traffic_of(account_id, NOW)[0].bought_bytes == GIGABYTE


@pytest.mark.parametrize("change", ["price", "sold no more", "money", "no key", "nothing chosen"])
def test_what_changed_meanwhile_asks_again(change: str) -> None:
    account_id = holder_of(sold()["slow"])
    stop_the_clock()
    client, address = signed_in(), "/cabinet/traffic/1/more/"
    form = fields(client, f"{address}?gb=1")
    if change == "price":
        Plan.objects.filter(code="slow").update(bundles=[{"volume_bytes": GIGABYTE, "price_kopecks": 151}])
    elif change == "sold no more":
        Plan.objects.filter(code="slow").update(bundles=[])
    elif change == "money":
        pay(account_id, 100)
    else:
        del form["key" if change == "no key" else "gb"]
    assert client.post(address, form).status_code == 422
    assert not TrafficPurchase.objects.exists()


def test_what_refuses_it_says_the_way_out() -> None:
    plan = sold()["slow"]
    account_id = holder_of(plan, kopecks=32_00)
    stop_the_clock()
    client = signed_in()
    spent = 32_00 - balance(account_id)
    pay(account_id, 1)
    assert spent > 0
    Plan.objects.filter(code="slow").update(bundles=[{"volume_bytes": GIGABYTE, "price_kopecks": 50_00}])
    answer = client.get("/cabinet/traffic/1/more/?gb=1")
    missing = 50_00 - balance(account_id)
    assert f"/cabinet/pay/?sum={missing}" in answer.content.decode()
    assert "На счёте не хватает" in said(answer)
    suspend(account_id=account_id, first_on=at(13).date(), days=5, now=NOW)
    stop_the_clock(at(14))
    assert "Вернуть услуги раньше" in shown(client, "/cabinet/traffic/1/more/?gb=1")
    assert "Услуги приостановлены: трафик не тратится" in shown(client, "/cabinet/traffic/")


def test_a_way_without_a_price_is_chosen_with_a_confirmation() -> None:
    account_id = holder_of(sold()["slow"])
    stop_the_clock()
    client, address = signed_in(), "/cabinet/traffic/1/then/"
    assert "Так сейчас" in shown(client, address)
    assert "подействует, когда закончатся" in shown(client, f"{address}?then=stop")
    form = fields(client, f"{address}?then=stop")
    answer = client.post(address, form, follow=True)
    assert "Выбрано: остановить до конца месяца." in said(answer)
    assert traffic_of(account_id, NOW)[0].then == "stop"
    assert "Так уже выбрано" in said(client.post(address, form, follow=True))
    assert TrafficChoice.objects.count() == 1


def test_a_charge_is_never_chosen_without_its_tick() -> None:
    plan = sold()["slow"]
    account_id = holder_of(plan, megabytes=400)
    stop_the_clock()
    client, address = signed_in(), "/cabinet/traffic/1/then/"
    form = fields(client, f"{address}?then=charge")
    answer = client.post(address, form)
    assert answer.status_code == 422
    assert "Поставьте отметку" in said(answer)
    assert not TrafficChoice.objects.exists()
    assert client.post(address, {**form, "agree": "yes"}).status_code == 303
    before = balance(account_id)
    use(account_id, plan, 100, NOW)
    assert before - balance(account_id) == 125
    assert "Сверх" in shown(client, "/cabinet/traffic/")
    Plan.objects.filter(code="slow").update(megabyte_kopeck_hundredths=126)
    assert traffic_of(account_id, NOW)[0].state == "throttled"
    assert client.post(address, {**form, "agree": "yes"}).status_code == 422


def test_pages_of_other_accounts_and_plans_are_not_there() -> None:
    plans = sold()
    holder_of(plans["slow"])
    holder_of(plans["endless"], login="maria")
    stop_the_clock()
    for page in ("more", "then"):
        assert signed_in("maria").get(f"/cabinet/traffic/1/{page}/").status_code == 404
        assert signed_in().get(f"/cabinet/traffic/2/{page}/").status_code == 404
        assert Client().get(f"/cabinet/traffic/1/{page}/").status_code == 302


def test_volumes_are_written_plainly() -> None:
    written = [volume(0), volume(1), volume(54 * MEGABYTE), volume(GIGABYTE), volume(GIGABYTE * 5 // 2)]
    assert [text.replace(HARD_SPACE, " ") for text in written] == ["0", "1 МБ", "54 МБ", "1 ГБ", "2,5 ГБ"]
    assert [megabyte_price(price) for price in (100, 125, 20_000)] == ["0,01", "0,0125", "2,00"]
    assert [speed(kbps).replace(HARD_SPACE, " ") for kbps in (1000, 512)] == ["1 Мбит/с", "0,512 Мбит/с"]

"""The page on which one leaves: the final reckoning comes true, staying after all, and what is left at the end."""

from datetime import date, datetime

import pytest
from django.test import Client

from kosmos.catalogue.models import Needs, Plan, Price, Service, Settlement
from kosmos.charging.models import Leaving, LeavingState, Status, Subscription, Suspension
from kosmos.charging.services import (
    NewPayment,
    change_plan,
    charge_once,
    connect,
    open_days,
    post_payments,
    suspend,
)
from kosmos.kernel import clock
from kosmos.kernel.days import ONE_DAY, each_day, start_of
from kosmos.ledger.models import Account
from kosmos.portal.tests.paying import ZONE
from kosmos.portal.tests.wishing import hidden, read
from kosmos.support.models import Entry, Request, RequestState
from kosmos.support.services import settle_leavings

pytestmark = pytest.mark.django_db
PAGE, STAY = "/cabinet/leaving/", "/cabinet/leaving/stay/"
TOMORROW = date(2026, 12, 5)


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


def test_the_reckoning_comes_true(running: int, owner: Client) -> None:
    asked = owner.get(PAGE)
    page = read(asked)
    assert page.faults == []
    for words in ("отключим 5 декабря (сб)", "На счёте сейчас", "25,06 BYN", "Вернём вам", "до конца дня"):
        assert words in page.text
    sent = {"seen": hidden(asked), "reason": "переезжаю", "payout": "в кассе, карта 4111 1111 1111 1111"}
    assert owner.post(PAGE, sent).headers["Location"] == PAGE
    planned = read(owner.get(PAGE))
    assert planned.faults == []
    assert "завтра, 5 декабря (сб)" in planned.text
    wish = Leaving.objects.get()
    assert wish.reason == "переезжаю"
    assert "4111 1111" not in wish.payout
    reach(TOMORROW)
    assert balance(running) == 25_06
    done = read(owner.get(PAGE))
    assert done.faults == []
    assert "Договор расторгнут 5 декабря 2026" in done.text
    assert "осталось 25,06 BYN" in done.text
    assert settle_leavings(now=clock.now()) == 1
    assert Leaving.objects.get().state == LeavingState.DONE
    assert "Договор расторгнут" in read(owner.get(PAGE)).text


def test_what_is_left_is_asked_back_once(running: int, owner: Client) -> None:
    shown = hidden(owner.get(PAGE))
    owner.post(PAGE, {"seen": shown})
    again = owner.post(PAGE, {"seen": shown})
    assert again.status_code == 422
    assert "уже расторгается" in read(again).text
    assert Leaving.objects.count() == 1
    asked = Request.objects.get()
    assert (asked.topic, asked.state) == ("leaving", RequestState.NEW)
    assert "25,06" in asked.text
    assert str(asked.number) in read(owner.get(PAGE)).text


def test_one_may_stay_after_all(running: int, owner: Client) -> None:
    owner.post(PAGE, {"seen": hidden(owner.get(PAGE))})
    shown = hidden(owner.get(PAGE))
    assert owner.post(STAY, {"seen": shown}).headers["Location"] == PAGE
    assert "Вы остаётесь" in read(owner.get(PAGE)).text
    assert Request.objects.get().state == RequestState.CLOSED
    again = owner.post(STAY, {"seen": shown})
    assert again.status_code == 422
    assert "не расторгается" in read(again).text
    reach(TOMORROW)
    assert Subscription.objects.get().status == Status.RUNNING
    owner.post(PAGE, {"seen": hidden(owner.get(PAGE))})
    assert Leaving.objects.filter(state=LeavingState.PLANNED).count() == 1


def test_what_is_blocked_ends_at_once(account_id: int, owner: Client) -> None:
    charge_once(account_id=account_id, amount_kopecks=30_00, now=clock.now(), note="router")
    asked = owner.get(PAGE)
    page = read(asked)
    assert page.faults == []
    for words in ("отключим сразу", "Останется заплатить", "10,00 BYN"):
        assert words in page.text
    owner.post(PAGE, {"seen": hidden(asked)})
    done = read(owner.get(PAGE))
    assert "осталось заплатить 10,00 BYN" in done.text
    assert owner.post(STAY, {"seen": "x"}).status_code == 422
    assert not Request.objects.exists()
    post_payments([NewPayment(account_id, 10_00, "debt")], now=clock.now())
    assert "расчёт закрыт" in read(owner.get(PAGE)).text


def test_a_postpaid_month_is_given_back_from_tomorrow(running: int, owner: Client) -> None:
    service = Plan.objects.get().service
    plan = Plan.objects.create(code="post", name={"ru": "Пост"}, service=service, settlement=Settlement.POSTPAID)
    Price.objects.create(plan=plan, from_on=date(2026, 11, 1), fee_kopecks=18_00)
    connect(account_id=running, plan=plan, now=clock.now())
    asked = owner.get(PAGE)
    page = read(asked)
    assert page.faults == []
    final = balance(running) + 18_00 - 18_00 * 4 // 31
    assert "вернём за «Пост»" in page.text
    owner.post(PAGE, {"seen": hidden(asked)})
    reach(TOMORROW)
    assert balance(running) == final
    assert f"{final // 100},{final % 100:02}" in page.text


def test_what_changed_meanwhile_is_shown_again(running: int, owner: Client) -> None:
    shown = hidden(owner.get(PAGE))
    post_payments([NewPayment(running, 1_00, "more")], now=clock.now())
    asked = owner.post(PAGE, {"seen": shown, "reason": "переезд"})
    assert asked.status_code == 422
    page = read(asked)
    assert "условия изменились" in page.text
    assert "переезд" in page.text
    assert not Leaving.objects.exists()


def test_a_planned_suspension_goes_with_it(running: int, owner: Client) -> None:
    suspend(account_id=running, first_on=TOMORROW + ONE_DAY, days=3, now=clock.now())
    asked = owner.get(PAGE)
    assert "Приостановка с 6 декабря (вс) отменится" in read(asked).text
    owner.post(PAGE, {"seen": hidden(asked)})
    reach(date(2026, 12, 8))
    assert "Договор расторгнут" in read(owner.get(PAGE)).text
    assert balance(running) == 25_06


def test_an_account_without_services_has_nothing_to_end(running: int, owner: Client) -> None:
    Subscription.objects.update(status=Status.ENDED)
    page = read(owner.get(PAGE))
    assert page.faults == []
    assert "Услуг на этом счёте нет" in page.text
    refused = owner.post(PAGE, {"seen": "x"})
    assert refused.status_code == 422
    assert "Отключать нечего" in read(refused).text


def other_plan(fee: int = 20_00) -> Plan:
    terms = {"service": Plan.objects.get().service, "settlement": Settlement.PREPAID, "needs": Needs.FULL_FEE}
    plan = Plan.objects.create(code="other", name={"ru": "Другой"}, **terms)
    Price.objects.create(plan=plan, from_on=date(2026, 11, 1), fee_kopecks=fee)
    return plan


def said(asked: Request) -> list[str]:
    return list(Entry.objects.filter(request_id=asked.id).order_by("number").values_list("text", flat=True))


def leave_by_page(owner: Client) -> None:
    assert owner.post(PAGE, {"seen": hidden(owner.get(PAGE))}).status_code == 302


def test_the_final_sum_is_said_when_leaving_takes_effect(running: int, owner: Client) -> None:
    leave_by_page(owner)
    post_payments([NewPayment(running, 10_00, "more")], now=clock.now())
    reach(TOMORROW)
    assert settle_leavings(now=clock.now()) == 1
    assert settle_leavings(now=clock.now()) == 0
    asked = Request.objects.get()
    assert "по расчёту на сегодня это 25,06" in asked.text.replace("\u00a0", " ")
    assert [text.replace("\u00a0", " ") for text in said(asked)] == [
        "Договор расторгнут 05.12.2026. На счёте осталось 35,06 BYN: верните эту сумму."
    ]


def test_what_came_after_leaving_is_asked_back_too(running: int, owner: Client) -> None:
    charge_once(account_id=running, amount_kopecks=30_00, now=clock.now(), note="router")
    leave_by_page(owner)
    assert not Request.objects.exists()
    post_payments([NewPayment(running, 10_00, "more")], now=clock.now())
    reach(TOMORROW)
    settle_leavings(now=clock.now())
    assert "осталось 5,06" in Request.objects.get().text.replace("\u00a0", " ")
    assert str(Request.objects.get().number) in read(owner.get(PAGE)).text


def test_where_nothing_is_left_the_request_is_closed(running: int, owner: Client) -> None:
    leave_by_page(owner)
    charge_once(account_id=running, amount_kopecks=25_06, now=clock.now(), note="router")
    reach(TOMORROW)
    settle_leavings(now=clock.now())
    asked = Request.objects.get()
    assert asked.state == RequestState.CLOSED
    assert "ничего не осталось" in said(asked)[-1]


def test_leaving_again_has_the_same_request(running: int, owner: Client) -> None:
    leave_by_page(owner)
    owner.post(STAY, {"seen": hidden(owner.get(PAGE))})
    leave_by_page(owner)
    asked = Request.objects.get()
    assert asked.state == RequestState.OPEN
    assert ["отменено" in text for text in said(asked)] == [True, False]


def test_while_leaving_nothing_is_connected_or_paused(running: int, owner: Client) -> None:
    service = Service.objects.create(code="tv", name={"ru": "ТВ"})
    plan = Plan.objects.create(code="tv", name={"ru": "ТВ"}, service=service, settlement=1, audiences=["home"])
    Price.objects.create(plan=plan, from_on=date(2026, 11, 1), fee_kopecks=1_00)
    path = "/cabinet/services/connect/tv/"
    shown = hidden(owner.get(path, {"plan": "tv"}))
    leave_by_page(owner)
    refused = owner.post(path, {"plan": "tv", "seen": shown})
    assert refused.status_code == 422
    page = read(refused)
    assert page.faults == []
    assert "Договор расторгается: 5 декабря (сб) всё отключится. Сначала передумайте" in page.text
    assert f'href="{PAGE}"' in refused.content.decode()
    assert Leaving.objects.get().state == LeavingState.PLANNED
    paused = owner.post("/cabinet/suspension/", {"first": "2026-12-06", "last": "2026-12-08", "seen": "x"})
    assert "Договор расторгается" in read(paused).text
    assert not Suspension.objects.exists()
    assert "Передумать и остаться" in read(owner.get(PAGE)).text


def test_an_end_that_is_withdrawn_withdraws_leaving_and_says_so(running: int, owner: Client) -> None:
    leave_by_page(owner)
    number = Subscription.objects.get().number
    assert owner.post(f"/cabinet/services/{number}/cancel/").status_code == 303
    assert "Расторжение договора тоже отменено" in read(owner.get("/cabinet/services/")).text
    assert Leaving.objects.get().state == LeavingState.CANCELLED
    assert Request.objects.get().state == RequestState.CLOSED


@pytest.mark.parametrize("charged", [0, 10_00], ids=["granted", "refused"])
def test_staying_brings_a_planned_change_back_or_says_why_not(running: int, owner: Client, charged: int) -> None:
    held = Subscription.objects.get()
    other = other_plan()
    change_plan(account_id=running, plan=held.plan, to=other, now=clock.now())
    leave_by_page(owner)
    if charged:
        charge_once(account_id=running, amount_kopecks=charged, now=clock.now())
    owner.post(STAY, {"seen": hidden(owner.get(PAGE))})
    page = read(owner.get(PAGE))
    assert page.faults == []
    held.refresh_from_db()
    assert held.planned_plan == (None if charged else other)
    assert ("Переход на «Другой» не вернулся. На счёте не хватает 4,94 BYN" in page.text) == bool(charged)

"""The pages of equipment and visits: what an order costs and means, and that it is charged once."""

from uuid import uuid4

import pytest
from django.test import Client

from kosmos.catalogue.models import Extra, ExtraKind, Plan, PlanStatus, Policy, Price, Settlement
from kosmos.charging.models import ExtraOrder, Status, Subscription
from kosmos.charging.services import NewPayment, connect, post_payments
from kosmos.kernel import clock
from kosmos.ledger.models import Account
from kosmos.portal.tests.paying import FIRST
from kosmos.portal.tests.wishing import hidden, markup, read

pytestmark = pytest.mark.django_db
LIST, ROUTER = "/cabinet/extras/", "/cabinet/extras/router/"


@pytest.fixture(autouse=True)
def _sold(account_id: int) -> None:
    described = {"ru": "Две частоты"}
    Extra.objects.create(code="router", name={"ru": "Роутер"}, description=described, kind=1, price_kopecks=24_00)
    Extra.objects.create(code="visit", name={"ru": "Выезд мастера"}, kind=ExtraKind.VISIT, price_kopecks=15_00)
    Extra.objects.create(code="office", name={"ru": "Стойка"}, kind=2, price_kopecks=60_00, audiences=["business"])
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


def order(owner: Client, path: str = ROUTER, **more: str) -> dict[str, str]:
    asked = owner.get(path)
    return {"seen": hidden(asked), "key": hidden(asked, "key"), **more}


def test_everybody_is_offered_his_own(owner: Client) -> None:
    page = read(owner.get(LIST))
    assert page.faults == []
    for words in ("Роутер", "24,00 BYN", "Две частоты", "Выезд мастера", "15,00 BYN"):
        assert words in page.text
    assert "Стойка" not in page.text


def test_what_was_shown_is_what_is_charged(account_id: int, owner: Client) -> None:
    asked = owner.get(ROUTER)
    page = read(asked)
    assert page.faults == []
    for words in ("24,00 BYN", "1,06 BYN", "сейчас 25,06", "завтра, 5 декабря (сб)"):
        assert words in page.text
    sent = order(owner, wish="после 18")
    assert owner.post(ROUTER, sent).headers["Location"] == LIST
    assert balance(account_id) == 1_06
    listed = read(owner.get(LIST))
    assert listed.faults == []
    for words in ("Заказано: «Роутер»", "заказано", "после 18"):
        assert words in listed.text


def test_a_form_is_taken_once(account_id: int, owner: Client) -> None:
    visit = "/cabinet/extras/visit/"
    sent, other = order(owner), order(owner, visit)
    for _ in range(3):
        assert owner.post(ROUTER, sent).status_code == 302
    assert ExtraOrder.objects.count() == 1
    assert balance(account_id) == 1_06
    assert "уже принят" in read(owner.get(LIST)).text
    assert "Пожелание осталось" not in read(owner.get(LIST)).text
    owner.post(ROUTER, {**sent, "wish": "после 18"})
    assert "Пожелание осталось прежним" in read(owner.get(LIST)).text
    assert not ExtraOrder.objects.get().wish
    used = owner.post(visit, {**other, "key": sent["key"]})
    assert used.status_code == 422
    assert ExtraOrder.objects.count() == 1


def test_two_windows_make_two_orders_only_after_a_new_look(account_id: int, owner: Client) -> None:
    post_payments([NewPayment(account_id, 26_00, "more")], now=clock.now())
    first, second = order(owner), order(owner)
    owner.post(ROUTER, first)
    asked = owner.post(ROUTER, second)
    assert asked.status_code == 422
    assert "условия изменились" in read(asked).text
    assert ExtraOrder.objects.count() == 1
    assert owner.post(ROUTER, {"seen": hidden(asked), "key": hidden(asked, "key")}).status_code == 302
    assert balance(account_id) == 25_06 + 26_00 - 48_00


def test_a_price_that_changed_is_shown_again(account_id: int, owner: Client) -> None:
    sent = order(owner)
    Extra.objects.filter(code="router").update(price_kopecks=25_00)
    asked = owner.post(ROUTER, sent)
    assert asked.status_code == 422
    assert "25,00 BYN" in read(asked).text
    assert balance(account_id) == 25_06


def test_without_the_money_it_says_what_is_missing_and_takes_it(account_id: int, owner: Client) -> None:
    sent = order(owner)
    owner.post(ROUTER, sent)
    asked = owner.get(ROUTER)
    page = read(asked)
    assert page.faults == []
    assert "Не хватает 22,94" in page.text
    assert 'href="/cabinet/pay/?sum=2294"' in markup(asked)
    refused = owner.post(ROUTER, {**sent, "key": str(uuid4())})
    assert refused.status_code == 422
    assert "На счёте не хватает 22,94 BYN" in read(refused).text
    assert balance(account_id) == 1_06
    post_payments([NewPayment(account_id, 22_94, "missing")], now=clock.now())
    assert owner.post(ROUTER, order(owner)).status_code == 302
    assert balance(account_id) == 0


def test_a_closed_account_orders_nothing(account_id: int, owner: Client) -> None:
    sent = order(owner)
    Subscription.objects.update(status=Status.ENDED)
    for answer, status in ((owner.get(ROUTER), 200), (owner.post(ROUTER, sent), 422)):
        assert answer.status_code == status
        assert "Услуг на этом счёте больше нет" in read(answer).text
        assert "не выключились" not in read(answer).text
    assert balance(account_id) == 25_06


def test_an_account_that_had_nothing_yet_orders_what_it_pays_for(account_id: int, owner: Client) -> None:
    Subscription.objects.all().delete()
    assert owner.post(ROUTER, order(owner)).status_code == 302
    assert balance(account_id) == 1_06


def test_below_zero_it_says_what_that_means(owner: Client) -> None:
    Policy.objects.create(code="extras_credit_kopecks", from_on=FIRST, value="5000")
    owner.post(ROUTER, order(owner))
    page = read(owner.get(ROUTER))
    assert page.faults == []
    assert "−22,94 BYN" in page.text
    assert "минус 22,94 BYN" in page.text


def test_with_a_postpaid_plan_it_is_due_by_the_months_end(account_id: int, owner: Client) -> None:
    service = Plan.objects.get().service
    plan = Plan.objects.create(code="post", name={"ru": "Пост"}, service=service, settlement=Settlement.POSTPAID)
    Price.objects.create(plan=plan, from_on=FIRST, fee_kopecks=18_00)
    connect(account_id=account_id, plan=plan, now=clock.now())
    page = read(owner.get("/cabinet/extras/visit/"))
    assert page.faults == []
    assert "до 31 декабря (чт)" in page.text
    owner.post("/cabinet/extras/visit/", order(owner, "/cabinet/extras/visit/"))
    assert Account.objects.get(id=account_id).unpaid_kopecks > 15_00
    assert Subscription.objects.filter(status=Status.RUNNING).count() == 2


def test_what_is_not_sold_is_not_ordered(account_id: int, owner: Client) -> None:
    sent = order(owner)
    assert owner.get("/cabinet/extras/nothing/").status_code == 404
    assert "не заказать" in read(owner.get("/cabinet/extras/office/")).text
    assert owner.post("/cabinet/extras/office/", {"seen": "x", "key": str(uuid4())}).status_code == 422
    Extra.objects.update(status=PlanStatus.ARCHIVED)
    refused = owner.post(ROUTER, sent)
    assert refused.status_code == 422
    assert read(refused).faults == []
    assert not ExtraOrder.objects.exists()
    assert balance(account_id) == 25_06


def test_a_key_that_is_none_orders_nothing_unseen(owner: Client) -> None:
    assert owner.post(ROUTER, {"seen": "", "key": "none"}).status_code == 422
    assert not ExtraOrder.objects.exists()


def test_the_statement_says_what_was_ordered(account_id: int, owner: Client) -> None:
    owner.post(ROUTER, order(owner))
    assert "Заказ: «Роутер»" in read(owner.get("/cabinet/statement/")).text

"""The pages of services: the sketch's own story to the kopeck, and every second attempt."""

import re
from datetime import timedelta

import pytest
from django.http import HttpResponseBase
from django.test import Client

from kosmos.catalogue.models import Building, Kind, Needs, Plan, Price, Service, Settlement
from kosmos.charging.models import Planned, Status, Subscription
from kosmos.charging.services import NewPayment, charge_once, connect, post_payments
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.portal.tests.paying import FIRST
from kosmos.portal.tests.sane import Page

pytestmark = pytest.mark.django_db

CHANGE = "/cabinet/services/1/plan/"


@pytest.fixture(autouse=True)
def more_plans(account_id: int) -> None:
    """4 December, 25,06 on the account, «Орбита 100» runs; what else is sold."""
    Plan.objects.update(audiences=["home"], speed_kbps=100_000)
    internet = Service.objects.get(code="internet")
    television = Service.objects.create(code="digital_tv", name={"ru": "Цифровое ТВ"})
    for code, name, service, kind, fee in (
        ("orbita-50", "Орбита 50", internet, Kind.BASE, 20_90),
        ("orbita-300", "Орбита 300", internet, Kind.BASE, 32_90),
        ("tv", "ТВ Базовый", television, Kind.BASE, 8_00),
        ("kino", "Кино", television, Kind.PACKAGE, 5_40),
        ("sport", "Спорт", television, Kind.PACKAGE, 31_00),
    ):
        terms = {"settlement": Settlement.PREPAID, "needs": Needs.FULL_FEE, "audiences": ["home"]}
        plan = Plan.objects.create(code=code, name={"ru": name}, service=service, kind=kind, **terms)
        Price.objects.create(plan=plan, from_on=FIRST, fee_kopecks=fee)
    post_payments([NewPayment(account_id, 5_90, "third")], now=clock.now())


def read(response: HttpResponseBase) -> Page:
    markup = response.content.decode()  # type: ignore[attr-defined]
    page = Page(re.sub("<(td|small|span class=.part)", r" <\1", markup))
    assert page.faults == []
    return page


def digest_in(response: HttpResponseBase) -> str:
    found = re.search(r'name="seen" value="(\w+)"', response.content.decode())  # type: ignore[attr-defined]
    assert found, "no digest"
    return found[1]


def confirm(owner: Client, path: str, **fields: str) -> HttpResponseBase:
    """Look at a preview, and press the button below it."""
    shown = owner.get(path, fields)
    return owner.post(path, {**fields, "seen": digest_in(shown)})


def held(account_id: int, code: str) -> Subscription | None:
    live = Subscription.objects.exclude(status=Status.ENDED)
    return live.filter(account_id=account_id, plan__code=code).first()


def tomorrow() -> None:
    DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + timedelta(days=1))


def test_what_is_connected_and_what_else_can_be(owner: Client) -> None:
    page = read(owner.get("/cabinet/services/"))
    for words in (
        "«Орбита 100» 100 Мбит/с 25,90 в месяц, 0,83–0,84 в день Работает с 4 декабря 2026",
        "−0,83 завтра",
        "Цифровое ТВ «ТВ Базовый», 8,00 в месяц",
    ):
        assert words in page.text


def test_plans_stand_side_by_side_with_what_is_missing(owner: Client) -> None:
    response = owner.get(CHANGE)
    page = read(response)
    for words in ("Ваш тариф", "20,90 BYN в месяц", "0,67–0,68 в день", "Можно с завтрашнего дня", "Пополнить на 7,84"):
        assert words in page.text
    assert 'href="/cabinet/pay/?sum=784"' in response.content.decode()


def test_a_service_that_does_not_reach_the_house_says_so(owner: Client) -> None:
    building = Building.objects.create(city="Минск", street="ул. Сурганова", house="17")
    building.services.add(Service.objects.get(code="internet"))
    page = read(owner.get("/cabinet/services/"))
    assert "Цифровое ТВ «ТВ Базовый», 8,00 в месяц В вашем доме этой услуги пока нет." in page.text
    for _ in range(2):
        assert owner.get("/cabinet/services/connect/digital_tv/").status_code == 404
        refused = owner.post("/cabinet/services/connect/digital_tv/", {"plan": "tv", "seen": "x"})
        assert refused.status_code == 422
        assert read(refused).text.count("В вашем доме этой услуги пока нет.") == 2
        assert "уже подключён" not in read(refused).text
        Subscription.objects.update(status=Status.ENDED)


def test_the_missing_sum_leads_to_a_payment_of_it(owner: Client) -> None:
    page = owner.get("/cabinet/pay/?sum=784").content.decode()
    assert 'value="own" id="a-own" checked' in page and 'name="own" value="7,84"' in page
    assert 'value="own" id="a-own" checked' not in owner.get("/cabinet/pay/?sum=x").content.decode()


def test_a_plan_is_changed_as_it_was_shown(account_id: int, owner: Client) -> None:
    shown = owner.get(CHANGE, {"plan": "orbita-50"})
    page = read(shown)
    for words in (
        "Если перейти на «Орбита 50»",
        "Когда завтра, 5 декабря (сб) сегодня работает «Орбита 100»",
        "Стоимость перехода 0,00",
        "Спишем завтра −0,68 «Орбита 50» вместо −0,83",
        "На счёте завтра 24,38 BYN 25,06 − 0,68. Хватит до 31 декабря (чт)",
    ):
        assert words in page.text
    assert page.stars == 1
    answer = owner.post(CHANGE, {"plan": "orbita-50", "seen": digest_in(shown)})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/cabinet/services/")
    page = read(owner.get("/cabinet/services/"))
    assert "Переход на «Орбита 50» запланирован: завтра, 5 декабря (сб)." in page.text
    assert "Завтра, 5 декабря (сб) тариф станет «Орбита 50»." in page.text
    tomorrow()
    page = read(owner.get("/cabinet/services/"))
    assert "На счёте" not in page.text or "на счёте 24,38" in page.text
    assert "«Орбита 50»" in page.text


def test_pressed_twice_it_is_planned_once_and_can_be_cancelled_once(account_id: int, owner: Client) -> None:
    digest = digest_in(owner.get(CHANGE, {"plan": "orbita-50"}))
    for _ in range(2):
        assert owner.post(CHANGE, {"plan": "orbita-50", "seen": digest}).status_code == 303
    assert "второй раз ничего делать не нужно" in read(owner.get("/cabinet/services/")).text
    assert owner.post("/cabinet/services/1/cancel/").status_code == 303
    assert "Отменено: «Орбита 100» работает как раньше." in read(owner.get("/cabinet/services/")).text
    again = owner.post("/cabinet/services/1/cancel/")
    assert again.status_code == 422
    assert "Отменять нечего" in read(again).text
    mine = held(account_id, "orbita-100")
    assert mine is not None and mine.planned is None


@pytest.mark.parametrize("meanwhile", ["price", "money", "other tab"])
def test_what_changed_meanwhile_is_shown_again(account_id: int, owner: Client, meanwhile: str) -> None:
    digest = digest_in(owner.get(CHANGE, {"plan": "orbita-50"}))
    if meanwhile == "price":
        Price.objects.filter(plan__code="orbita-50").update(fee_kopecks=21_90)
    elif meanwhile == "money":
        charge_once(account_id=account_id, amount_kopecks=1, now=clock.now(), note="visit")
    else:
        Price.objects.filter(plan__code="orbita-300").update(fee_kopecks=25_00)
        assert confirm(owner, CHANGE, plan="orbita-300").status_code == 303
    answer = owner.post(CHANGE, {"plan": "orbita-50", "seen": digest})
    assert answer.status_code == 422
    assert "условия изменились" in read(answer).text
    assert Subscription.objects.filter(planned_plan__code="orbita-50").count() == 0
    assert owner.post(CHANGE, {"plan": "orbita-50", "seen": digest_in(answer)}).status_code == 303
    assert Subscription.objects.filter(planned_plan__code="orbita-50").count() == 1


def test_without_the_digest_nothing_happens(account_id: int, owner: Client) -> None:
    for fields in ({"plan": "orbita-50"}, {"plan": "orbita-300", "seen": "0"}, {"plan": "nonsense"}, {}):
        assert owner.post(CHANGE, fields).status_code == 422
    assert Subscription.objects.filter(planned=Planned.CHANGE).count() == 0


def test_an_account_closed_meanwhile_is_told_so(account_id: int, owner: Client) -> None:
    digest = digest_in(owner.get(CHANGE, {"plan": "orbita-50"}))
    Subscription.objects.update(status=Status.ENDED)
    answer = owner.post(CHANGE, {"plan": "orbita-50", "seen": digest})
    assert answer.status_code == 422
    assert "Эта услуга уже отключена" in read(answer).text


def test_a_service_and_its_package_are_connected(account_id: int, owner: Client) -> None:
    path = "/cabinet/services/connect/digital_tv/"
    assert "Спишем сегодня −0,26 «ТВ Базовый»" in read(owner.get(path, {"plan": "tv"})).text
    digest = digest_in(owner.get(path, {"plan": "tv"}))
    assert owner.post(path, {"plan": "tv", "seen": digest}).status_code == 303
    page = read(owner.get("/cabinet/services/"))
    assert "Подключено: «ТВ Базовый». Уже работает." in page.text
    again = owner.post(path, {"plan": "tv", "seen": digest})
    assert again.status_code == 422
    assert "уже подключён" in read(again).text
    assert "«Кино» 5,40 в месяц" in page.text and "Пополнить на 6,20" in page.text
    package = "/cabinet/services/packages/kino/on/"
    assert "Добавится «Кино», 5,40" in read(owner.get(package)).text
    assert confirm(owner, package).status_code == 303
    refused = owner.get(package)
    assert "Сейчас это сделать нельзя" in read(refused).text
    assert held(account_id, "kino") is not None


def test_ending_a_base_plan_shows_that_its_packages_end(account_id: int, owner: Client) -> None:
    for code in ("tv", "kino"):
        connect(account_id=account_id, plan=Plan.objects.get(code=code), now=clock.now())
    path = "/cabinet/services/2/off/"
    page = read(owner.get(path))
    for words in (
        "Когда завтра, 5 декабря (сб)",
        "Отключится «ТВ Базовый», 8,00 «Кино», 5,40",
        "Остаётся «Орбита 100»",
    ):
        assert words in page.text
    assert confirm(owner, path).status_code == 303
    assert "отключится по вашему желанию" in read(owner.get("/cabinet/services/")).text
    tomorrow()
    after = read(owner.get("/cabinet/services/")).text
    assert "Цифровое ТВ «ТВ Базовый», 8,00 в месяц" in after and "Кино" not in after


def test_what_ends_by_another_wish_is_not_among_what_this_one_ends(account_id: int, owner: Client) -> None:
    post_payments([NewPayment(account_id, 50_00, "more")], now=clock.now())
    confirm(owner, "/cabinet/services/connect/digital_tv/", plan="tv")
    television = held(account_id, "tv")
    assert television
    confirm(owner, f"/cabinet/services/{television.number}/off/")
    found = owner.get(CHANGE, {"plan": "orbita-50"}).context["looked"].shown
    assert [part.plan for part in found.ended] == []
    last = owner.get("/cabinet/services/1/off/").context["looked"].shown
    assert [part.number for part in last.ended] == [1]


def test_a_blocked_one_ends_at_once_and_its_packages_tomorrow(account_id: int, owner: Client) -> None:
    for code in ("tv", "kino"):
        connect(account_id=account_id, plan=Plan.objects.get(code=code), now=clock.now())
    Subscription.objects.filter(plan__code="tv").update(status=Status.BLOCKED)
    page = read(owner.get("/cabinet/services/2/off/"))
    assert "Отключится «ТВ Базовый», 8,00 «Кино», 5,40" in page.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/cabinet/services/9/plan/", 404),
        ("/cabinet/services/9/off/", 404),
        ("/cabinet/services/99999999/off/", 404),
        ("/cabinet/services/packages/tv/on/", 404),
        ("/cabinet/services/packages/nothing/on/", 404),
        ("/cabinet/services/connect/internet/", 404),
        ("/cabinet/services/1/cancel/", 405),
    ],
)
def test_what_is_not_there_is_not_found(owner: Client, path: str, status: int) -> None:
    assert owner.get(path).status_code == status


def test_a_package_without_its_plan_says_what_to_do(owner: Client) -> None:
    page = read(owner.get("/cabinet/services/packages/kino/on/"))
    assert "сначала включите его" in page.text and "Выбрать основной тариф" in page.text
    assert owner.post("/cabinet/services/packages/kino/on/").status_code == 422

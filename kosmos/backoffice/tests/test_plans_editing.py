from typing import Any

import pytest
from django.test import Client

from kosmos.backoffice.tests.conftest import SignedIn
from kosmos.backoffice.tests.test_editing import send, words
from kosmos.catalogue.models import Extra, Family, Plan, PlanStatus, Price
from kosmos.editing.models import Edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("anna")]
STAFF = "/staff/"
NEW = {
    "code": "orbit-200",
    "name-ru": "Орбита 200",
    "service": "internet",
    "family": "",
    "kind": "1",
    "settlement": "1",
    "fee_kopecks": "35,90",
    "blocks": "1",
    "needs": "1",
    "status": "1",
    "audiences": ["home"],
    "connection_fee_kopecks": "",
    "speed_kbps": "200",
    "volume_bytes": "500",
    "used_up": "1",
    "throttle_kbps": "0,512",
    "megabyte_kopeck_hundredths": "",
    "used_up_choices": [],
    "bundles": "10 = 5,00\n50 ГБ = 20",
}
EXTRA = {"code": "router-6", "name-ru": "Роутер", "kind": "1", "price_kopecks": "95", "status": "1"}


@pytest.fixture
def admin(signed_in: SignedIn) -> Client:
    return signed_in("administrator")


def test_a_plan_is_added_with_its_price_and_can_be_had(admin: Client) -> None:
    made = send(admin, f"{STAFF}plans/new/", NEW)
    assert made.status_code == 303
    plan = Plan.objects.get(code="orbit-200")
    assert (plan.speed_kbps, plan.volume_bytes, plan.throttle_kbps) == (200_000, 500 * 1024**3, 512)
    assert [one["price_kopecks"] for one in plan.bundles] == [500, 2000]
    assert [(str(one.from_on), one.fee_kopecks) for one in Price.objects.filter(plan=plan)] == [("2016-12-01", 3590)]
    page = admin.get(made.headers["Location"]).content.decode()
    assert "0,512" in page and "10 = 5,00" in page and 'name="code"' not in page
    assert "Орбита 200" in words(admin.get(f"{STAFF}plans/"))
    changed = {**NEW, "speed_kbps": "100", "needs": "2", "volume_bytes": ""}
    refused = send(admin, made.headers["Location"], changed)
    assert refused.status_code == 422 and "Сначала укажите объём" in words(refused)
    assert send(admin, made.headers["Location"], {**NEW, "speed_kbps": "100", "needs": "2"}).status_code == 303
    assert Plan.objects.get(code="orbit-200").needs == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"code": "Орбита"}, "Только латинские"),
        ({"code": "orbit"}, "Такое уже есть"),
        ({"fee_kopecks": "много"}, "Введите сумму"),
        ({"fee_kopecks": ""}, "Заполните"),
        ({"kind": "2", "settlement": "2"}, "только с предоплатой"),
        ({"used_up": ""}, "Заполните"),
        ({"throttle_kbps": ""}, "нужно для выбранного способа"),
        ({"megabyte_kopeck_hundredths": "0,01"}, "Уберите или выберите способ"),
        ({"used_up_choices": ["2"]}, "Отметьте два способа"),
        ({"bundles": "десять"}, "10 = 5,00"),
        ({"speed_kbps": "быстро"}, "Мбит/с"),
        ({"kind": "9"}, "Выберите из списка"),
    ],
)
def test_what_no_plan_can_be_is_said(admin: Client, changes: dict[str, Any], said: str) -> None:
    answer = send(admin, f"{STAFF}plans/new/", {**NEW, **changes})
    assert answer.status_code == 422 and said in words(answer)
    assert not Plan.objects.filter(code="orbit-200").exists() and not Edit.objects.exists()


def test_what_was_sold_stays_so(admin: Client) -> None:
    plan = Plan.objects.get(code="orbit")
    Plan.objects.filter(pk=plan.pk).update(speed_kbps=100_000)
    address = f"{STAFF}plans/{plan.pk}/"
    shown = words(admin.get(address))
    assert "за что они платят, не меняется" in shown
    typed = {"name-ru": "Орбита 100", "family": "", "status": "1", "connection_fee_kopecks": "0", "blocks": "2"}
    slower = send(admin, address, {**typed, "speed_kbps": "50"})
    assert slower.status_code == 422 and "только повысить" in words(slower)
    assert send(admin, address, {**typed, "name-ru": "Орбита", "speed_kbps": "150"}).status_code == 303
    now = Plan.objects.get(pk=plan.pk)
    assert (now.name["ru"], now.speed_kbps, now.blocks) == ("Орбита", 150_000, plan.blocks)
    assert send(admin, address, {}, do="end").headers["Location"] == f"{STAFF}plans/"
    assert Plan.objects.get(pk=plan.pk).status == PlanStatus.ARCHIVED and Price.objects.filter(plan=plan).exists()


def test_a_plan_that_nobody_had_is_removed(admin: Client) -> None:
    address = send(admin, f"{STAFF}plans/new/", NEW).headers["Location"]
    send(admin, address, {}, do="end")
    assert not Plan.objects.filter(code="orbit-200").exists() and admin.get(address).status_code == 404


def test_families_and_extras(admin: Client) -> None:
    family = {"code": "orbits", "name-ru": "Орбиты", "service": "internet"}
    address = send(admin, f"{STAFF}families/new/", family).headers["Location"]
    assert send(admin, address, {"name-ru": "Орбитальные"}).status_code == 303
    assert Family.objects.get().name == {"ru": "Орбитальные"}
    Plan.objects.update(family=Family.objects.get())
    refused = admin.get(send(admin, address, {}, do="end").headers["Location"])
    assert "есть тарифы" in words(refused) and Family.objects.exists()
    Plan.objects.update(family=None)
    send(admin, address, {}, do="end")
    assert not Family.objects.exists()
    address = send(admin, f"{STAFF}extras/new/", EXTRA).headers["Location"]
    assert send(admin, address, {**EXTRA, "price_kopecks": "0"}).status_code == 422
    assert send(admin, address, {**EXTRA, "price_kopecks": "99,50"}).status_code == 303
    send(admin, address, {}, do="end")
    extra = Extra.objects.get()
    assert (extra.price_kopecks, extra.status) == (9950, PlanStatus.ARCHIVED)


def test_a_form_sent_twice_adds_one_plan(admin: Client) -> None:
    form = {"key": "k", "do": "save", **NEW}
    answers = [admin.post(f"{STAFF}plans/new/", form) for _ in range(2)]
    assert {answer.headers["Location"] for answer in answers} == {answers[0].headers["Location"]}
    assert Plan.objects.filter(code="orbit-200").count() == Edit.objects.count() == 1


def test_others_do_not_edit_the_catalogue(signed_in: SignedIn) -> None:
    for role in ("agent", "editor", "finance", "sales"):
        browser = signed_in(role)
        assert {browser.get(f"{STAFF}{one}/").status_code for one in ("plans", "families", "extras")} == {403}

from datetime import date

import pytest

from kosmos.catalogue.errors import UnknownOperator, UnknownPlan
from kosmos.catalogue.models import Building, Plan, PlanStatus, Price, Service, Settlement
from kosmos.catalogue.queries import open_plans, operator, plan_by_code, price_on, services_at, text_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Plan:
    service = Service.objects.create(code="internet", name={"ru": "Интернет"})
    made = Plan.objects.create(
        code="kombo", name={"ru": "КОМБО"}, service=service, settlement=Settlement.PREPAID, audiences=["home"]
    )
    for month, fee in ((1, 2590), (3, 2690)):
        Price.objects.create(plan=made, from_on=date(2016, month, 1), fee_kopecks=fee)
    return made


@pytest.mark.parametrize(
    ("day", "fee"),
    [
        (date(2015, 12, 31), None),
        (date(2016, 1, 1), 2590),
        (date(2016, 2, 29), 2590),
        (date(2016, 3, 1), 2690),
    ],
)
def test_price_on_a_day(plan: Plan, day: date, fee: int | None) -> None:
    price = price_on(plan.id, day)
    assert (price.fee_kopecks if price else None) == fee


def test_what_is_not_there() -> None:
    with pytest.raises(UnknownPlan):
        plan_by_code("nothing")
    with pytest.raises(UnknownOperator):
        operator()


def test_open_plans_are_those_of_an_audience(plan: Plan) -> None:
    assert list(open_plans("home")) == [plan]
    assert list(open_plans("student")) == []
    Plan.objects.update(status=PlanStatus.ARCHIVED)
    assert list(open_plans("home")) == []


def test_services_at_an_address(plan: Plan) -> None:
    Building.objects.create(city="Минск", street="Красная", house="6").services.add(plan.service)
    assert list(services_at(city="минск", street="КРАСНАЯ", house="6")) == [plan.service]
    assert list(services_at(city="Минск", street="Красная", house="7")) == []


@pytest.mark.parametrize(("language", "text"), [("ru", "Да"), ("en", "Yes"), ("be", "Да")])
def test_texts_fall_back_to_russian(language: str, text: str) -> None:
    assert text_in({"ru": "Да", "en": "Yes"}, language) == text

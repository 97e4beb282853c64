from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosmos.catalogue.models import (
    Kind,
    Operator,
    PaymentPoint,
    PlaceKind,
    Plan,
    Price,
    Service,
    Settlement,
    UsedUp,
)

pytestmark = pytest.mark.django_db
NAME = {"ru": "Имя"}


def plan(**columns: Any) -> Plan:
    service = Service.objects.get_or_create(code="internet", defaults={"name": NAME})[0]
    values = {"code": "plan", "name": NAME, "service": service, "settlement": Settlement.PREPAID, **columns}
    return Plan.objects.create(**values)


@pytest.mark.parametrize(
    ("columns", "constraint"),
    [
        ({"name": {"be": "Імя"}}, "plan_in_russian"),
        ({"kind": Kind.PACKAGE, "settlement": Settlement.POSTPAID}, "packages_are_prepaid"),
        ({"connection_fee_kopecks": -1}, "connection_fee_positive"),
        ({"speed_kbps": 0}, "speed_positive"),
        ({"volume_bytes": 1}, "traffic_is_consistent"),
        ({"volume_bytes": 1, "used_up": UsedUp.THROTTLE}, "traffic_is_consistent"),
        ({"volume_bytes": 1, "used_up": UsedUp.STOP, "throttle_kbps": 1}, "traffic_is_consistent"),
        ({"volume_bytes": 0, "used_up": UsedUp.STOP}, "traffic_is_consistent"),
        ({"volume_bytes": 1, "used_up": UsedUp.CHARGE}, "traffic_is_consistent"),
    ],
)
def test_a_plan_that_cannot_be(columns: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        plan(**columns)


@pytest.mark.parametrize(
    "columns",
    [
        {"used_up": UsedUp.THROTTLE, "throttle_kbps": 512},
        {"used_up": UsedUp.STOP},
        {"used_up": UsedUp.CHARGE, "megabyte_kopeck_hundredths": 1},
    ],
)
def test_traffic_that_can_be(columns: dict[str, Any]) -> None:
    assert plan(volume_bytes=1, **columns).pk


@pytest.mark.parametrize(
    ("from_on", "fee", "constraint"),
    [
        (date(2016, 1, 2), 100, "price_from_the_first"),
        (date(2016, 2, 1), -1, "fee_positive"),
        (date(2016, 1, 1), 100, "one_price_a_month"),
    ],
)
def test_a_price_that_cannot_be(from_on: date, fee: int, constraint: str) -> None:
    here = plan()
    Price.objects.create(plan=here, from_on=date(2016, 1, 1), fee_kopecks=2590)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Price.objects.create(plan=here, from_on=from_on, fee_kopecks=fee)


def test_there_is_one_operator() -> None:
    Operator.objects.create(code="one", name=NAME, timezone="Europe/Minsk", currency="BYN")
    with pytest.raises(IntegrityError, match="one_operator"), transaction.atomic():
        Operator.objects.create(id=2, code="two", name=NAME, timezone="Europe/Minsk", currency="BYN")


def test_a_payment_point_is_there_once_even_without_an_address() -> None:
    PaymentPoint.objects.create(kind=PlaceKind.ERIP, name=NAME)
    PaymentPoint.objects.create(kind=PlaceKind.ERIP, name=NAME, address={"ru": "Минск"})
    with pytest.raises(IntegrityError, match="one_payment_point"), transaction.atomic():
        PaymentPoint.objects.create(kind=PlaceKind.ERIP, name=NAME)

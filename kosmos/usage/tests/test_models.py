from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kosmos.usage.models import TrafficCount, TrafficMonth, TrafficPurchase
from kosmos.usage.tests.world import account, at, plans

pytestmark = pytest.mark.django_db
NOVEMBER = date(2016, 11, 1)
REFILLED = {"refilled_on": NOVEMBER, "volume_bytes": 10}


@pytest.fixture
def account_id() -> int:
    plans()
    return account()


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(REFILLED, id="refilled"),
        pytest.param({"beyond_bytes": 5}, id="not refilled, with traffic beyond"),
        pytest.param({**REFILLED, "bought_bytes": 3, "bought_used_bytes": 3}, id="bought and used"),
        pytest.param({**REFILLED, "volume_used_bytes": 11}, id="more used than a smaller plan gives"),
        pytest.param({**REFILLED, "charged_bytes": 1, "charged_kopeck_hundredths": 5}, id="charged"),
    ],
)
def test_months_that_can_be(account_id: int, values: dict[str, Any]) -> None:
    TrafficMonth.objects.create(account_id=account_id, subscription=1, month_on=NOVEMBER, **values)


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({**REFILLED, "month_on": date(2016, 11, 2)}, id="not the first of a month"),
        pytest.param({"refilled_on": date(2016, 12, 1), "volume_bytes": 10}, id="refilled in another month"),
        pytest.param({"refilled_on": date(2015, 11, 1), "volume_bytes": 10}, id="refilled in another year"),
        pytest.param({"volume_bytes": 10}, id="a volume without a refill"),
        pytest.param({"volume_used_bytes": 1}, id="used without a refill"),
        pytest.param({"bought_bytes": 1}, id="bought without a refill"),
        pytest.param({"charged_bytes": 1, "charged_kopeck_hundredths": 1}, id="charged without a refill"),
        pytest.param({"refilled_on": NOVEMBER}, id="a refill with nothing"),
        pytest.param({**REFILLED, "bought_used_bytes": 1}, id="more used than bought"),
        pytest.param({**REFILLED, "volume_used_bytes": -1}, id="less than nothing used"),
        pytest.param({**REFILLED, "beyond_bytes": -1}, id="less than nothing beyond"),
        pytest.param({**REFILLED, "charged_bytes": 1}, id="charged for nothing"),
        pytest.param({**REFILLED, "charged_kopeck_hundredths": 1}, id="nothing charged for"),
    ],
)
def test_months_that_cannot_be(account_id: int, values: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficMonth.objects.create(**{"account_id": account_id, "subscription": 1, "month_on": NOVEMBER, **values})


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"volume_bytes": 0}, id="no bytes"),
        pytest.param({"month_on": date(2016, 11, 2)}, id="not the first of a month"),
    ],
)
def test_counts_and_purchases_that_cannot_be(account_id: int, values: dict[str, Any]) -> None:
    common = {"account_id": account_id, "reference": "a", "subscription": 1, "month_on": NOVEMBER, "volume_bytes": 1}
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficCount.objects.create(**{**common, "source": "s", "counted_at": at(1), **values})
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficPurchase.objects.create(**{**common, "bought_at": at(1), "price_kopecks": 1, "posting": 1, **values})
    with pytest.raises(IntegrityError), transaction.atomic():
        TrafficPurchase.objects.create(**{**common, "bought_at": at(1), "price_kopecks": 0, "posting": 1})

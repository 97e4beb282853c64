from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from kosmos.catalogue.models import Plan, Settlement
from kosmos.charging.errors import Blocked, InsufficientFunds, NotConnected, Suspended
from kosmos.charging.services import NewPayment, change_plan, charge_once, connect, disconnect, post_payments, suspend
from kosmos.kernel.errors import DomainError
from kosmos.ledger.errors import ClockWentBack
from kosmos.ledger.models import Account
from kosmos.usage.errors import PlanWithoutVolume
from kosmos.usage.models import TrafficCount, TrafficMonth, TrafficPurchase
from kosmos.usage.queries import traffic_of
from kosmos.usage.rules import GIGABYTE, MEGABYTE
from kosmos.usage.services import buy_traffic, count_traffic
from kosmos.usage.tests.world import account, at, charges, one, plans

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold() -> dict[str, Plan]:
    return plans()


def count(account_id: int, plan: Plan, megabytes: int, reference: str, **others: Any) -> bool:
    values = {"volume_bytes": megabytes * MEGABYTE, "now": at(2), "source": "radius", "reference": reference}
    return count_traffic(account_id=account_id, plan=plan, **{**values, **others})


def buy(account_id: int, plan: Plan, megabytes: int, kopecks: int, reference: str, **others: Any) -> bool:
    values = {"volume_bytes": megabytes * MEGABYTE, "price_kopecks": kopecks, "now": at(2), "reference": reference}
    return buy_traffic(account_id=account_id, plan=plan, **{**values, **others})


def balance(account_id: int) -> int:
    return Account.objects.get(id=account_id).balance_kopecks


def test_a_count_is_taken_from_what_is_left(sold: dict[str, Plan]) -> None:
    account_id = account(sold["slow"], sold["endless"])
    assert one(account_id, at(1)).left_bytes == GIGABYTE
    assert count(account_id, sold["slow"], 24, "a")
    traffic = one(account_id, at(2))
    assert (traffic.left_bytes, traffic.used_bytes, traffic.state) == (1000 * MEGABYTE, 24 * MEGABYTE, "full")
    assert (traffic.plan, traffic.subscription, traffic.month_on) == ("slow", 1, date(2016, 11, 1))
    assert (traffic.then, traffic.throttle_kbps, traffic.megabyte_kopeck_hundredths) == ("throttle", 512, None)
    assert TrafficMonth.objects.get().refilled_on == traffic.refilled_on == date(2016, 11, 1)
    assert charges(account_id) == []


def test_a_count_told_again_changes_nothing(sold: dict[str, Plan]) -> None:
    account_id, other = account(sold["dear"]), account(sold["dear"])
    assert count(account_id, sold["dear"], 1030, "a")
    before = TrafficMonth.objects.values().get()
    assert not count(account_id, sold["dear"], 1030, "a", now=at(3))
    assert not count(account_id, sold["slow"], 5, "a", now=at(3))
    assert TrafficMonth.objects.values().get() == before
    assert charges(account_id) == [(7, "traffic:dear")]
    assert count(account_id, sold["dear"], 1, "a", now=at(3), source="file")
    assert count(other, sold["dear"], 1, "a", now=at(3))
    assert TrafficCount.objects.count() == 3


def test_charges_are_the_difference_of_the_months_totals(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dear"])
    before = balance(account_id)
    assert count(account_id, sold["dear"], 1024, "a")
    for number in range(8):
        assert count(account_id, sold["dear"], 0, f"b{number}", volume_bytes=MEGABYTE // 2)
    assert charges(account_id) == [(1, "traffic:dear")] * 3 + [(2, "traffic:dear")]
    assert one(account_id, at(2)).charged_kopecks == 5
    assert balance(account_id) == before - 100 - 5


def test_a_charge_may_take_the_balance_below_zero_and_then_the_next_day_blocks(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dear"], kopecks=3000)
    count(account_id, sold["dear"], 1024 + 2400, "a")
    assert balance(account_id) == 3000 - 200 - 3000
    assert count(account_id, sold["dear"], 80, "b", now=at(3))
    traffic = one(account_id, at(3))
    assert (traffic.state, traffic.refilled_on) == ("charging", date(2016, 11, 1))
    assert balance(account_id) == -200 - 100


def test_a_charge_beside_a_running_postpaid_plan_is_due_by_the_months_end(sold: dict[str, Plan]) -> None:
    Plan.objects.filter(code="endless").update(settlement=Settlement.POSTPAID)
    sold["endless"].refresh_from_db()
    account_id = account(sold["dear"], kopecks=3000)
    connect(account_id=account_id, plan=sold["endless"], now=at(1))
    count(account_id, sold["dear"], 1024 + 800, "a")
    found = Account.objects.get(id=account_id)
    assert (found.balance_kopecks, found.unpaid_kopecks) == (3000 - 3000 - 200 - 1000, 3000 + 1000)


@pytest.mark.parametrize("volume_bytes", [0, -1])
def test_a_count_has_bytes(sold: dict[str, Plan], volume_bytes: int) -> None:
    account_id = account(sold["slow"])
    with pytest.raises(ValueError, match="at least one byte"):
        count(account_id, sold["slow"], 0, "a", volume_bytes=volume_bytes)
    with pytest.raises(ValueError, match="at least one byte"):
        buy(account_id, sold["slow"], 0, 1, "a", volume_bytes=volume_bytes)
    with pytest.raises(ValueError, match="at least one kopeck"):
        buy(account_id, sold["slow"], 1, volume_bytes, "a")


def test_what_a_count_refuses(sold: dict[str, Plan]) -> None:
    account_id = account(sold["slow"], sold["endless"])
    with pytest.raises(NotConnected):
        count(account_id, sold["dry"], 1, "a")
    with pytest.raises(PlanWithoutVolume):
        count(account_id, sold["endless"], 1, "a")
    assert count(account_id, sold["slow"], 1, "b", now=at(5))
    with pytest.raises(ClockWentBack):
        count(account_id, sold["slow"], 1, "c", now=at(4))
    disconnect(account_id=account_id, plan=sold["slow"], now=at(5))
    with pytest.raises(NotConnected):
        count(account_id, sold["slow"], 1, "d", now=at(6))
    assert [found.reference for found in TrafficCount.objects.all()] == ["b"]


def test_bought_traffic_is_charged_once_and_extends_the_volume(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dry"])
    count(account_id, sold["dry"], 1100, "a")
    assert one(account_id, at(2)).state == "stopped"
    before = balance(account_id)
    assert buy(account_id, sold["dry"], 512, 900, "b")
    assert not buy(account_id, sold["dry"], 512, 900, "b")
    traffic = one(account_id, at(2))
    assert (traffic.left_bytes, traffic.bought_bytes, traffic.state) == (512 * MEGABYTE, 512 * MEGABYTE, "full")
    assert traffic.over_bytes == 76 * MEGABYTE
    assert charges(account_id) == [(900, "traffic_bought:dry")]
    purchase = TrafficPurchase.objects.get()
    assert purchase.posting == Account.objects.get(id=account_id).last_number
    assert balance(account_id) == before - 900


def test_buying_exactly_what_can_be_spent(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dry"], kopecks=3000)
    with pytest.raises(InsufficientFunds) as refusal:
        buy(account_id, sold["dry"], 1, 2801, "b")
    assert refusal.value.parameters["missing_kopecks"] == 1
    assert buy(account_id, sold["dry"], 1, 2800, "b")
    assert balance(account_id) == 0


def _suspended(account_id: int, sold: dict[str, Plan]) -> None:
    suspend(account_id=account_id, first_on=date(2016, 11, 2), days=3, now=at(1))


def _blocked(account_id: int, sold: dict[str, Plan]) -> None:
    charge_once(account_id=account_id, amount_kopecks=10_000, now=at(1))


@pytest.mark.parametrize(
    ("before", "code", "refusal"),
    [
        pytest.param(_suspended, "dry", Suspended, id="while suspended"),
        pytest.param(_blocked, "dry", Blocked, id="while blocked"),
        pytest.param(None, "slow", NotConnected, id="a plan that is not connected"),
        pytest.param(None, "endless", PlanWithoutVolume, id="a plan without a volume"),
    ],
)
def test_what_buying_refuses(
    sold: dict[str, Plan],
    before: Callable[[int, dict[str, Plan]], None] | None,
    code: str,
    refusal: type[DomainError],
) -> None:
    account_id = account(sold["dry"], sold["endless"])
    if before:
        before(account_id, sold)
    with pytest.raises(refusal):
        buy(account_id, sold[code], 1, 1, "b")
    assert not TrafficPurchase.objects.exists()


def test_the_month_turns_at_midnight_of_the_operators_zone(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dear"])
    assert count(account_id, sold["dear"], 1025, "a", now=at(30, hour=23))
    assert buy(account_id, sold["dear"], 10, 10, "b", now=at(30, hour=23))
    assert one(account_id, at(30, hour=23)).left_bytes == 10 * MEGABYTE
    assert count(account_id, sold["dear"], 1025, "c", now=at(1, hour=0, month=12))
    months = TrafficMonth.objects.order_by("month_on").values_list("month_on", "refilled_on", "bought_bytes")
    assert list(months) == [
        (date(2016, 11, 1), date(2016, 11, 1), 10 * MEGABYTE),
        (date(2016, 12, 1), date(2016, 12, 1), 0),
    ]
    assert charges(account_id) == [(1, "traffic:dear"), (10, "traffic_bought:dear"), (1, "traffic:dear")]


def test_a_month_in_which_it_did_not_run_is_unfilled_until_it_does(sold: dict[str, Plan]) -> None:
    account_id = account(sold["dear"], kopecks=3000)
    charge_once(account_id=account_id, amount_kopecks=5000, now=at(2))
    assert count(account_id, sold["dear"], 50, "a", now=at(1, month=12))
    traffic = one(account_id, at(1, month=12))
    assert (traffic.state, traffic.left_bytes, traffic.refilled_on) == ("unfilled", 0, None)
    assert TrafficMonth.objects.get().volume_bytes == 0
    assert len(charges(account_id)) == 1
    post_payments([NewPayment(account_id, 5000, "back")], now=at(4, month=12))
    assert one(account_id, at(5, month=12)).refilled_on == date(2016, 12, 4)
    assert count(account_id, sold["dear"], 24, "b", now=at(5, month=12))
    traffic = one(account_id, at(5, month=12))
    assert (traffic.state, traffic.left_bytes, traffic.over_bytes) == ("full", 1000 * MEGABYTE, 50 * MEGABYTE)
    assert TrafficMonth.objects.get().refilled_on == date(2016, 12, 4)


def test_a_change_of_plan_keeps_what_was_used(sold: dict[str, Plan]) -> None:
    service = sold["slow"].service
    Plan.objects.filter(code="dear").update(service=service, volume_bytes=2 * GIGABYTE)
    sold["dear"].refresh_from_db()
    account_id = account(sold["slow"])
    count(account_id, sold["slow"], 1000, "a")
    change_plan(account_id=account_id, plan=sold["slow"], to=sold["dear"], now=at(2))
    assert one(account_id, at(2)).left_bytes == 24 * MEGABYTE
    traffic = one(account_id, at(3))
    assert (traffic.plan, traffic.left_bytes) == ("dear", 1048 * MEGABYTE)
    count(account_id, sold["dear"], 1049, "b", now=at(3))
    assert charges(account_id) == [(1, "traffic:dear")]
    change_plan(account_id=account_id, plan=sold["dear"], to=sold["slow"], now=at(3))
    traffic = one(account_id, at(4))
    assert (traffic.left_bytes, traffic.state) == (0, "throttled")
    assert count(account_id, sold["slow"], 10, "c", now=at(4))
    assert len(charges(account_id)) == 1


def test_traffic_of_writes_nothing(sold: dict[str, Plan]) -> None:
    account_id = account(sold["slow"])
    assert [traffic.plan for traffic in traffic_of(account_id, at(20))] == ["slow"]
    assert Account.objects.get(id=account_id).open_through_on == date(2016, 11, 1)
    assert not TrafficMonth.objects.exists()
    assert traffic_of(account(sold["endless"]), at(1)) == []

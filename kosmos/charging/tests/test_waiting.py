"""A plan waits for its money, and the payment that makes it possible connects it in the same transaction."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosmos.catalogue.models import Plan, Price
from kosmos.charging import services
from kosmos.charging.audit import check_ledger
from kosmos.charging.errors import NothingWaiting, OtherAudience, Suspended
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Status, Subscription, WaitingPlan, WaitingState
from kosmos.charging.outlook import home_of
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services.waiting import accounts_that_wait
from kosmos.ledger.models import Account, Posting
from kosmos.subscribers.models import Contract, SignIn, Subscriber

PLANS: list[dict[str, Any]] = [
    {"code": "orbit", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "comet", "settlement": "prepaid", "fee": "15.00", "needs": "full_fee"},
    {"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
    {"code": "phone", "settlement": "prepaid", "fee": "9.00", "service": "phone"},
]
NOON = "2016-11-18T12:00"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def plan(code: str) -> Plan:
    return Plan.objects.get(code=code)


def set_up() -> int:
    told = {"from": "2016-11-18", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": "1"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["1"]
    services.open_days(now=at("2016-11-18T00:00"))
    return account_id


@pytest.fixture
def account(db: None) -> int:
    """An account with nothing on it."""
    return set_up()


def pay(account_id: int, kopecks: int, reference: str = "r", when: str = NOON) -> None:
    services.post_payments([services.NewPayment(account_id, kopecks, reference)], now=at(when))


def wait(account_id: int, code: str = "orbit", when: str = NOON) -> int | None:
    return services.connect_or_wait(account_id=account_id, plan=plan(code), now=at(when))


def running(account_id: int) -> set[str]:
    held = Subscription.objects.filter(account_id=account_id, status=Status.RUNNING)
    return set(held.values_list("plan__code", flat=True))


def states(account_id: int) -> list[str]:
    found = WaitingPlan.objects.filter(account_id=account_id).order_by("number")
    return [WaitingState(state).label for state in found.values_list("state", flat=True)]


def test_with_the_money_there_it_is_connected_at_once(account: int) -> None:
    pay(account, 2590)
    assert wait(account) == 1
    assert running(account) == {"orbit"}
    assert states(account) == []


def test_the_exact_sum_connects_it_and_a_kopeck_less_does_not(account: int) -> None:
    assert wait(account) is None
    view = home_of(account, now=at(NOON))
    assert view.state == "waiting"
    assert view.awaited is not None
    assert (view.awaited.plan, view.awaited.top_up_kopecks) == ("orbit", 2590)
    pay(account, 2589, "a")
    again = home_of(account, now=at(NOON)).awaited
    assert again is not None
    assert again.top_up_kopecks == 1
    assert running(account) == set()
    pay(account, 1, "b")
    assert running(account) == {"orbit"}
    assert states(account) == ["connected"]
    assert home_of(account, now=at(NOON)).awaited is None
    assert home_of(account, now=at(NOON)).state in ("working", "low")
    assert check_ledger().findings == []


def test_a_connection_fee_is_part_of_the_sum(account: int) -> None:
    Plan.objects.filter(code__in=("orbit", "tv")).update(connection_fee_kopecks=1000)
    wait(account)
    assert home_of(account, now=at(NOON)).awaited.top_up_kopecks == 3590  # type: ignore[union-attr]
    wait(account, "tv")
    assert states(account) == ["replaced", "waiting"]
    assert home_of(account, now=at(NOON)).awaited.top_up_kopecks == 1000  # type: ignore[union-attr]
    pay(account, 1000)
    assert running(account) == {"tv"}
    charges = Posting.objects.filter(account_id=account).order_by("number").values_list("amount_kopecks", flat=True)
    assert list(charges)[:2] == [1000, -1000]


def test_a_payment_told_twice_connects_once(account: int) -> None:
    wait(account)
    for _ in range(2):
        pay(account, 2590, "same")
    assert Subscription.objects.filter(account_id=account).count() == 1


def test_it_is_replaced_and_withdrawn(account: int) -> None:
    wait(account)
    wait(account)
    wait(account, "comet")
    assert states(account) == ["replaced", "waiting"]
    services.stop_waiting(account_id=account, now=at(NOON))
    with pytest.raises(NothingWaiting):
        services.stop_waiting(account_id=account, now=at(NOON))
    pay(account, 10_000)
    assert running(account) == set()
    assert home_of(account, now=at(NOON)).state == "waiting"


def test_another_base_plan_of_the_service_takes_its_place_and_other_services_do_not(account: int) -> None:
    wait(account)
    services.connect(account_id=account, plan=plan("tv"), now=at(NOON))
    assert states(account) == ["waiting"]
    pay(account, 1_500 + 781)
    assert states(account) == ["waiting"]
    services.connect(account_id=account, plan=plan("comet"), now=at(NOON))
    assert states(account) == ["replaced"]


def test_what_refuses_it_for_another_reason_leaves_it_waiting_and_the_payment_whole(account: int) -> None:
    pay(account, 900, "phone")
    services.connect(account_id=account, plan=plan("phone"), now=at(NOON))
    wait(account)
    services.suspend(account_id=account, first_on=at("2016-11-19T00:00").date(), days=2, now=at(NOON))
    services.open_days(now=at("2016-11-19T00:00"))
    with pytest.raises(Suspended):
        wait(account, "comet", "2016-11-19T09:00")
    pay(account, 5_000, "big", "2016-11-19T10:00")
    assert states(account) == ["waiting"]
    assert home_of(account, now=at("2016-11-19T10:00")).awaited.refused == "suspended"  # type: ignore[union-attr]
    services.open_days(now=at("2016-11-21T00:00"))
    assert services.connect_paid(now=at("2016-11-21T00:01")) == 1
    assert "orbit" in running(account)


def test_a_price_that_falls_connects_what_is_within_reach(account: int) -> None:
    wait(account)
    pay(account, 2000)
    assert services.connect_paid(now=at(NOON)) == 0
    Price.objects.create(plan=plan("orbit"), from_on=at("2016-12-01T00:00").date(), fee_kopecks=1990)
    services.open_days(now=at("2016-12-01T00:00"))
    assert services.connect_paid(now=at("2016-12-01T00:01")) == 1
    assert services.connect_paid(now=at("2016-12-01T00:02")) == 0


def test_other_refusals_are_refusals(account: int) -> None:
    Plan.objects.filter(code="orbit").update(audiences=["business"])
    with pytest.raises(OtherAudience):
        _with_contract(account, lambda: wait(account))
    assert states(account) == []


def test_leaving_withdraws_it(account: int) -> None:
    services.connect(account_id=account, plan=plan("tv"), now=at(NOON))
    wait(account)
    services.leave(account_id=account, now=at(NOON))
    assert states(account) == ["cancelled"]


def test_many_payments_at_once_connect_each_what_waits(db: None) -> None:
    told = {"from": "2016-11-18", "to": "2016-12-31", "plans": PLANS, "events": []}
    numbers = [{"number": str(number)} for number in range(6)]
    accounts = list(_set_up(scenario_of({**told, "accounts": numbers})).accounts.values())
    services.open_days(now=at("2016-11-18T00:00"))
    for account_id in accounts[:4]:
        wait(account_id)
    sums = [2590, 2589, 5000, 1, 5000, 5000]
    payments = [services.NewPayment(one, kopecks, "r") for one, kopecks in zip(accounts, sums, strict=True)]
    services.post_payments([*payments, services.NewPayment(accounts[1], 1, "r2")], now=at(NOON))
    assert [bool(running(one)) for one in accounts] == [True, True, True, False, False, False]
    assert accounts_that_wait(accounts) == {accounts[3]}
    assert check_ledger().findings == []


@pytest.mark.usefixtures("committed")
def test_two_payments_on_two_connections_connect_it_once() -> None:
    account_id = set_up()
    wait(account_id)

    def one(reference: str) -> None:
        try:
            pay(account_id, 2590, reference)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, ("a", "b")))
    assert Subscription.objects.filter(account_id=account_id).count() == 1
    assert Account.objects.get(id=account_id).balance_kopecks == 2 * 2590 - 87


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    charged=st.integers(0, 6000),
    fee=st.integers(0, 1500),
    before=st.sampled_from(["nothing", "tv", "phone", "phone blocked", "tv blocked"]),
    code=st.sampled_from(["orbit", "comet"]),
)
def test_the_sum_that_is_said_is_exact(charged: int, fee: int, before: str, code: str) -> None:
    with imagined():
        account_id = set_up()
        Plan.objects.filter(code=code).update(connection_fee_kopecks=fee)
        now = _lived(account_id, before)
        if charged:
            services.charge_once(account_id=account_id, amount_kopecks=charged, now=at(now))
        wait(account_id, code, now)
        awaited = home_of(account_id, now=at(now)).awaited
        assert awaited is not None
        needed = awaited.top_up_kopecks
        assert needed is not None
        for kopecks, connected in ((needed - 1, False), (needed, True)):
            if kopecks:
                with imagined():
                    pay(account_id, kopecks, "the sum", now)
                    assert (code in running(account_id)) is connected


def _lived(account_id: int, before: str) -> str:
    """What the account was before the wish; when that is made."""
    if before.startswith("phone"):
        pay(account_id, 900, "first")
        services.connect(account_id=account_id, plan=plan("phone"), now=at(NOON))
    if before.startswith("tv"):
        services.connect(account_id=account_id, plan=plan("tv"), now=at(NOON))
    if not before.endswith("blocked"):
        return NOON
    services.open_days(now=at("2016-12-02T00:00"))
    return "2016-12-02T09:00"


def _with_contract(account_id: int, act: Callable[[], object]) -> object:
    sign_in = SignIn.objects.create(id=1, login="anna", must_change_password=False)
    holder = Subscriber.objects.create(id=1, sign_in=sign_in, kind=1, name="Anna")
    Contract.objects.create(
        account_id=account_id,
        number="1",
        signed_on=at(NOON).date(),
        subscriber=holder,
        city="Минск",
        street="Ясная",
        house="1",
    )
    return act()

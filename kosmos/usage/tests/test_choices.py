"""What follows as its holder chose: from now on, of this plan, and never a charge that he did not agree to."""

from datetime import timedelta
from typing import Any

import pytest

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.charging.errors import NotConnected
from kosmos.charging.services import change_plan
from kosmos.kernel.models import Outbox
from kosmos.usage.errors import NotAChoice, PlanWithoutVolume, PriceNotAgreed
from kosmos.usage.models import TrafficChoice
from kosmos.usage.queries import mark_passed
from kosmos.usage.rules import GIGABYTE, MEGABYTE, Month, Terms, Then, Wish, chosen, reached, runs_out_at
from kosmos.usage.services import buy_traffic, choose_what_follows, count_traffic
from kosmos.usage.tests.world import account, at, charges, one, plans

ALL = [int(way) for way in UsedUp]
FULL = Terms(GIGABYTE, Then.THROTTLE, 512, 125)


@pytest.fixture
def sold() -> dict[str, Plan]:
    found = plans()
    Plan.objects.filter(code="slow").update(used_up_choices=ALL, megabyte_kopeck_hundredths=125)
    Plan.objects.filter(code="dear").update(used_up_choices=ALL, throttle_kbps=512)
    return {plan.code: plan for plan in Plan.objects.filter(code__in=found)}


def use(account_id: int, plan: Plan, megabytes: int, reference: str, day: int = 2) -> None:
    count_traffic(
        account_id=account_id,
        plan=plan,
        volume_bytes=megabytes * MEGABYTE,
        now=at(day),
        source="radius",
        reference=reference,
    )


@pytest.mark.parametrize(
    ("terms", "wish", "then"),
    [
        pytest.param(FULL, None, Then.THROTTLE, id="the plan's own"),
        pytest.param(FULL, Wish(Then.STOP), Then.STOP, id="stopping is always there"),
        pytest.param(FULL, Wish(Then.CHARGE, 125), Then.CHARGE, id="the price agreed to"),
        pytest.param(FULL, Wish(Then.CHARGE, 200), Then.CHARGE, id="cheaper than agreed"),
        pytest.param(FULL, Wish(Then.CHARGE, 124), Then.THROTTLE, id="dearer than agreed"),
        pytest.param(FULL, Wish(Then.CHARGE), Then.THROTTLE, id="no price agreed"),
        pytest.param(Terms(1, Then.STOP), Wish(Then.THROTTLE), Then.STOP, id="no speed any more"),
        pytest.param(Terms(1, Then.CHARGE, None, 5), Wish(Then.THROTTLE), Then.STOP, id="never the declined charge"),
        pytest.param(Terms(1, Then.CHARGE, None, 5), Wish(Then.CHARGE, 4), Then.CHARGE, id="the plan charges anyway"),
    ],
)
def test_what_follows(terms: Terms, wish: Wish | None, then: Then) -> None:
    found = chosen(terms, wish)
    assert found.then == then
    assert (found.throttle_kbps is not None) == (then == Then.THROTTLE)
    assert (found.megabyte_kopeck_hundredths is not None) == (then == Then.CHARGE)


def test_the_pace_is_left_by_passed_over_used() -> None:
    since, now = at(1, 0), at(11, 0)
    assert runs_out_at(used_bytes=100, left_bytes=50, since=since, now=now) == now + timedelta(days=5)
    assert runs_out_at(used_bytes=3, left_bytes=1, since=since, now=now) == now + timedelta(seconds=288_000)
    assert runs_out_at(used_bytes=0, left_bytes=50, since=since, now=now) is None
    assert runs_out_at(used_bytes=9, left_bytes=50, since=since, now=at(1, 11)) is None


def test_thresholds_are_passed_once() -> None:
    terms = Terms(1000, Then.STOP)
    months = {used: Month(refilled=True, volume_used_bytes=used) for used in (0, 799, 800, 900, 1000)}
    assert reached(months[0], months[799], terms) is None
    assert reached(months[799], months[800], terms) == 80
    assert reached(months[800], months[900], terms) is None
    assert reached(months[0], months[1000], terms) == 100
    assert reached(months[1000], months[1000], terms) is None


@pytest.mark.django_db
def test_a_choice_holds_from_now_on(sold: dict[str, Plan]) -> None:
    account_id, plan = account(sold["slow"]), sold["slow"]
    use(account_id, plan, 1124, "a")
    wish: dict[str, Any] = {"account_id": account_id, "plan": plan}
    assert choose_what_follows(**wish, then=Then.CHARGE, now=at(2), agreed_price=125)
    assert not choose_what_follows(**wish, then=Then.CHARGE, now=at(2), agreed_price=125)
    assert charges(account_id) == []
    use(account_id, plan, 100, "b")
    assert charges(account_id) == [(125, "traffic:slow")]
    assert choose_what_follows(**wish, then=Then.STOP, now=at(3))
    use(account_id, plan, 100, "c", day=3)
    assert charges(account_id) == [(125, "traffic:slow")]
    found = one(account_id, at(3))
    assert (found.state, found.over_bytes) == ("stopped", 300 * MEGABYTE)
    assert list(TrafficChoice.objects.order_by("number").values_list("number", "used_up")) == [(1, 3), (2, 2)]


@pytest.mark.django_db
def test_a_choice_is_of_one_plan(sold: dict[str, Plan]) -> None:
    Plan.objects.filter(code="dear").update(service=sold["slow"].service)
    account_id, plan = account(sold["slow"]), sold["slow"]
    choose_what_follows(account_id=account_id, plan=plan, then=Then.CHARGE, now=at(2), agreed_price=125)
    change_plan(account_id=account_id, plan=plan, to=Plan.objects.get(code="dear"), now=at(2))
    assert one(account_id, at(2)).then == "charge"
    Plan.objects.filter(code="dear").update(used_up=UsedUp.STOP, used_up_choices=ALL)
    assert one(account_id, at(3)).then == "stop"


@pytest.mark.django_db
def test_what_cannot_be_chosen(sold: dict[str, Plan]) -> None:
    account_id = account(sold["slow"], sold["dry"], sold["endless"])
    told: dict[str, Any] = {"account_id": account_id, "now": at(2)}
    with pytest.raises(NotAChoice):
        choose_what_follows(plan=sold["dry"], then=Then.THROTTLE, **told)
    with pytest.raises(NotConnected):
        choose_what_follows(plan=sold["dear"], then=Then.STOP, **told)
    with pytest.raises(PlanWithoutVolume):
        choose_what_follows(plan=sold["endless"], then=Then.STOP, **told)
    for price in (None, 124):
        with pytest.raises(PriceNotAgreed):
            choose_what_follows(plan=sold["slow"], then=Then.CHARGE, agreed_price=price, **told)
    assert not TrafficChoice.objects.exists()


@pytest.mark.django_db
def test_80_and_100_percent_are_told_once_and_again_after_a_purchase(sold: dict[str, Plan]) -> None:
    account_id, plan = account(sold["slow"]), sold["slow"]
    for number, megabytes in enumerate((800, 50, 300, 10)):
        use(account_id, plan, megabytes, str(number))
    told = [("traffic_warning", "1 2016-11 80 0"), ("traffic_used_up", "1 2016-11 100 0")]
    kinds = ("traffic_warning", "traffic_used_up")
    rows = Outbox.objects.filter(account_id=account_id, kind__in=kinds)
    assert sorted(rows.values_list("kind", "key")) == sorted(told)
    buy_traffic(account_id=account_id, plan=plan, volume_bytes=GIGABYTE, price_kopecks=100, now=at(2), reference="more")
    use(account_id, plan, 1024, "last")
    told.append(("traffic_used_up", f"1 2016-11 100 {GIGABYTE}"))
    assert sorted(rows.values_list("kind", "key")) == sorted(told)
    assert mark_passed(account_id, 1, at(2)) == 100
    assert mark_passed(account_id, 1, at(1, month=12)) is None
    assert mark_passed(account_id, 2, at(2)) is None
    assert rows.get(key="1 2016-11 80 0").about["left_bytes"] == 174 * MEGABYTE

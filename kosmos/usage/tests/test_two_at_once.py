from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.db import connection

from kosmos.charging.errors import PreviewChanged
from kosmos.ledger.models import Account
from kosmos.usage.models import TrafficCount, TrafficMonth, TrafficPurchase
from kosmos.usage.purchases import Bundle, buy_as_seen, purchase_of
from kosmos.usage.rules import MEGABYTE
from kosmos.usage.services import buy_traffic, count_traffic
from kosmos.usage.tests.world import account, at, charges, one, plans

pytestmark = pytest.mark.usefixtures("committed")
AT_ONCE = 4


def at_once(*acts: Callable[[], bool]) -> list[bool]:
    """Do things at the same time, each on a connection of its own."""

    def run(act: Callable[[], bool]) -> bool:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_one_reference_told_by_several_at_once_counts_once() -> None:
    plan = plans()["dear"]
    account_id = account(plan)
    told = partial(
        count_traffic,
        account_id=account_id,
        plan=plan,
        volume_bytes=1032 * MEGABYTE,
        now=at(2),
        source="radius",
        reference="a",
    )
    assert sorted(at_once(*[told] * AT_ONCE)) == [False] * (AT_ONCE - 1) + [True]
    assert charges(account_id) == [(10, "traffic:dear")]
    assert one(account_id, at(2)).used_bytes == 1032 * MEGABYTE


def test_counts_at_once_lose_nothing() -> None:
    plan = plans()["dear"]
    account_id = account(plan)
    told = partial(count_traffic, account_id=account_id, plan=plan, volume_bytes=1000 * MEGABYTE, now=at(2), source="s")
    assert all(at_once(*(partial(told, reference=str(number)) for number in range(AT_ONCE))))
    assert TrafficMonth.objects.get().charged_bytes == (AT_ONCE * 1000 - 1024) * MEGABYTE
    assert sum(kopecks for kopecks, _ in charges(account_id)) == (AT_ONCE * 1000 - 1024) * 125 // 100
    assert TrafficCount.objects.count() == AT_ONCE


def test_money_for_one_purchase_buys_one() -> None:
    plan = plans()["dry"]
    account_id = account(plan, kopecks=3000)
    bought = partial(
        buy_traffic,
        account_id=account_id,
        plan=plan,
        volume_bytes=MEGABYTE,
        price_kopecks=2800,
        now=at(2),
        reference="b",
    )
    assert sorted(at_once(bought, bought)) == [False, True]
    assert TrafficPurchase.objects.count() == 1
    assert Account.objects.get(id=account_id).balance_kopecks == 0


def test_two_windows_that_show_the_same_buy_once() -> None:
    plan, bundle = plans()["dry"], Bundle(MEGABYTE, 100)
    account_id = account(plan)
    shown = purchase_of(account_id, plan, bundle, now=at(2))

    def confirmed(reference: str) -> bool:
        try:
            return buy_as_seen(
                account_id, plan, bundle, now=at(2), reference=reference, agreed=lambda found: found == shown
            )
        except PreviewChanged:
            return False

    assert sorted(at_once(partial(confirmed, "one"), partial(confirmed, "other"))) == [False, True]
    assert TrafficPurchase.objects.count() == 1
    assert [kopecks for kopecks, _ in charges(account_id)] == [100]

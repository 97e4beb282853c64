"""The traffic beside a home page is what the account's own traffic is, at the price of one statement."""

import pytest

from kosmos.charging.queries import home_of
from kosmos.charging.services import open_days
from kosmos.usage.queries import traffic_at_home, traffic_of
from kosmos.usage.rules import MEGABYTE
from kosmos.usage.services import count_traffic
from kosmos.usage.tests.world import account, at, plans
from tests.statements import counted_statements

pytestmark = pytest.mark.django_db


def test_traffic_at_home_is_the_accounts_own_and_follows_each_count() -> None:
    sold = plans()
    holder = account(sold["slow"], sold["dear"], sold["endless"])
    open_days(now=at(9))
    home_of(holder, now=at(9))
    for reference, megabytes in (("a", 300), ("b", 900)):
        count_traffic(
            account_id=holder,
            plan=sold["slow"],
            volume_bytes=megabytes * MEGABYTE,
            now=at(9, 10),
            source="test",
            reference=reference,
        )
        home = home_of(holder, now=at(9, 10))
        with counted_statements() as sent:
            shown = traffic_at_home(home)
        assert len(sent) == 1
        assert shown == traffic_of(holder, at(9, 10))
    assert [one.state for one in shown] == ["throttled", "full"]
    assert traffic_at_home(home_of(holder, now=at(1, month=12))) == traffic_of(holder, at(1, month=12))


def test_plans_without_a_volume_cost_nothing() -> None:
    holder = account(plans()["endless"])
    home = home_of(holder, now=at(1, 10))
    with counted_statements() as sent:
        assert traffic_at_home(home) == []
    assert sent == []

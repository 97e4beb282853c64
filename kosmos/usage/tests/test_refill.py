"""Whether, and since when, a month is refilled: asked afterwards, held against what was seen day by day."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import pytest

from kosmos.catalogue.models import Plan, Settlement
from kosmos.charging.models import Status, Subscription
from kosmos.charging.queries import first_day_run
from kosmos.charging.scenario import play, player
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import NewPayment, charge_once, post_payments, reverse_payment
from kosmos.kernel.days import month_start
from kosmos.kernel.money import kopecks
from kosmos.ledger.models import Posting, PostingKind
from kosmos.usage.rules import MEGABYTE
from kosmos.usage.services import count_traffic
from kosmos.usage.tests.world import ZONE, account, at, one, plans
from tests.oracle.stories import story

pytestmark = pytest.mark.django_db
SEEDS = 3
A_KOPECK_A_DAY = 31
"""Kopecks a month; what costs less leaves days without a posting."""
MOVES = (PostingKind.SHARE, PostingKind.ACCRUAL)


class Watcher:
    """Looks at every account as each day ends: which subscriptions ran on it, and what is said of the month."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.cheap_plans = {plan["code"] for plan in told["plans"] if kopecks(plan["fee"]) < A_KOPECK_A_DAY}
        self.ran: dict[tuple[int, int, date], list[date]] = defaultdict(list)
        self.wrong: list[tuple[Any, ...]] = []
        self.cheap: set[tuple[int, int, date]] = set()
        self.seen: set[tuple[bool, int]] = set()

    def look(self, account_id: int, _: Mapping[str, Plan], now: datetime) -> dict[str, Any]:
        """A day ends; nothing is added to what the story prints."""
        day = now.astimezone(ZONE).date()
        posted = set(
            Posting.objects.filter(account_id=account_id, posted_on=day, kind__in=MOVES).values_list(
                "subscription", flat=True
            )
        )
        live = Subscription.objects.filter(account_id=account_id).exclude(status=Status.ENDED)
        for held in live.select_related("plan"):
            days_of = (account_id, held.number, month_start(day))
            days = self.ran[days_of]
            if held.status == Status.RUNNING or held.number in posted:
                days.append(day)
            expected, said = min(days, default=None), first_day_run(held, day)
            self.seen.add((said is None, held.status))
            self.cheap |= {days_of} if held.plan.code in self.cheap_plans else set()
            exact = days_of not in self.cheap
            if (said != expected) if exact else ((said is None) != (expected is None)):
                self.wrong.append((account_id, held.number, day, said, expected))
        return {}


def test_what_is_said_afterwards_is_what_was_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for seed in range(SEEDS):
        told = story(seed)
        watcher = Watcher(told)
        monkeypatch.setattr(player, "DAY_FIGURES", [watcher.look])
        play(scenario_of(told))
        assert watcher.wrong == [], seed
        seen |= watcher.seen
    waiting = {(unfilled, int(status)) for unfilled in (True, False) for status in (Status.BLOCKED, Status.SUSPENDED)}
    assert seen == {*waiting, (False, int(Status.RUNNING))}


def test_a_postpaid_plan_blocked_within_the_month_keeps_what_is_left() -> None:
    sold = plans()
    Plan.objects.filter(code="dry").update(settlement=Settlement.POSTPAID)
    sold["dry"].refresh_from_db()
    account_id = account(sold["dry"], kopecks=0)
    post_payments([NewPayment(account_id, 3000, "november")], now=at(20))
    reverse_payment(account_id=account_id, reference="november", now=at(2, month=12))
    blocked = one(account_id, at(3, month=12))
    assert Subscription.objects.get().status == Status.BLOCKED
    assert (blocked.state, blocked.refilled_on) == ("full", date(2016, 12, 1))
    assert one(account_id, at(1, month=1, year=2017)).state == "unfilled"


def test_a_plan_without_a_fee_is_refilled_too() -> None:
    free = plans(fee_kopecks=0)
    account_id = account(free["dry"], kopecks=0, now=at(3))
    assert one(account_id, at(5)).refilled_on == date(2016, 11, 3)
    charge_once(account_id=account_id, amount_kopecks=1, now=at(6))
    assert one(account_id, at(7)).refilled_on == date(2016, 11, 6)
    assert one(account_id, at(1, month=12)).state == "unfilled"
    post_payments([NewPayment(account_id, 1, "back")], now=at(2, month=12))
    assert one(account_id, at(3, month=12)).refilled_on == date(2016, 12, 2)


def test_the_first_count_keeps_the_day_of_the_refill() -> None:
    free = plans(fee_kopecks=0)
    account_id = account(free["dry"], kopecks=0, now=at(3))
    count_traffic(
        account_id=account_id, plan=free["dry"], volume_bytes=MEGABYTE, now=at(5), source="radius", reference="a"
    )
    charge_once(account_id=account_id, amount_kopecks=1, now=at(6))
    assert one(account_id, at(7)).refilled_on == date(2016, 11, 3)

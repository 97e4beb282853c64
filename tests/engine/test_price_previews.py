"""What the page of a new price says that its first day takes is what that day's opening charges, account by account."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import date, timedelta

import pytest

from kosmos.catalogue.models import Plan, Price
from kosmos.charging import services
from kosmos.charging.imagining import imagined
from kosmos.charging.repricing import NewPrice, first_days, taken_for
from kosmos.charging.scenario.player import ZONE
from kosmos.kernel.days import ONE_DAY, next_month, start_of
from tests.engine.worlds import Watcher, World, live

LOOKS = (1, 2, 12, 25)
"""On these days of a month somebody looks, in the evening before them."""
FEES = (0, 1, 990, 2590, 2791, 12_345)
ENOUGH = 14
"""So many times somebody looks in a world."""

Taken = Mapping[int, tuple[int, bool]]


class EnoughSeen(Exception):
    """The world may stop."""


class Pricing(Watcher):
    """Before some days, looks at what a next price of every plan would do, and lets it happen."""

    def before_day(self, world: World, day: date) -> None:
        """Some days are looked at, until there were enough."""
        if day == world.days[0] or day.day not in LOOKS or world.rng.random() < 0.5:
            return
        if self.seen["looks"] >= ENOUGH:
            raise EnoughSeen
        self.seen.update(looks=1)
        first = day if day.day == 1 else next_month(day)
        if day.day != 1 and world.rng.random() < 0.2:
            first = next_month(first)
        self._look(world, day, first)

    def _look(self, world: World, day: date, first: date) -> None:
        """Each plan's price is looked at; the plans' days are then opened together, without them and with one."""
        now = start_of(day, ZONE) - timedelta(minutes=1)
        prices = [NewPrice(plan, first, world.rng.choice(FEES)) for plan in self._held()]
        shown = {price: list(first_days(price, now=now)) for price in prices}
        ids = {price: [one.account_id for one in days] for price, days in shown.items()}
        with imagined():
            services.open_days(now=start_of(first - ONE_DAY, ZONE))
            plain = self._opened(ids, first, kept=None)
            for price, days in shown.items():
                was = {one.account_id: (one.kopecks_before, one.runs_before) for one in days}
                will = {one.account_id: (one.kopecks_after, one.runs_after) for one in days}
                changed = sum(was[one] != will[one] for one in was)
                self.seen.update(accounts=len(days), changed=changed, stopped=sum(one[1] for one in was.values()))
                self.expect(world, f"{now}: as it is, {price}", was, plain[price])
                self.expect(world, f"{now}: with {price}", will, self._opened({price: ids[price]}, first, price)[price])

    def _held(self) -> list[int]:
        return list(
            Plan.objects.filter(subscription__isnull=False).distinct().order_by("id").values_list("id", flat=True)
        )

    def _opened(self, ids: Mapping[NewPrice, list[int]], first: date, kept: NewPrice | None) -> dict[NewPrice, Taken]:
        """Open the first day for everybody, with a price or without, and look."""
        with imagined():
            if kept:
                held = {"fee_kopecks": kept.fee_kopecks}
                Price.objects.update_or_create(plan_id=kept.plan_id, from_on=kept.from_on, defaults=held)
            services.open_days(now=start_of(first, ZONE))
            return {price: taken_for(those, price.plan_id, first) for price, those in ids.items()}


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_a_price_takes_what_was_shown(seed: int) -> None:
    watcher = Pricing()
    with suppress(EnoughSeen):
        live(seed, [watcher])
    assert not watcher.broken, "\n".join(watcher.broken[:3])
    assert watcher.seen["changed"] > 5

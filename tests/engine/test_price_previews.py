"""What the page of a new price says that its first day takes is what that day's opening charges, account by account."""

from datetime import date, timedelta

import pytest

from kosmos.catalogue.models import Plan, Price
from kosmos.charging import services
from kosmos.charging.imagining import imagined
from kosmos.charging.repricing import NewPrice, accounts_with, first_days, taken_for
from kosmos.charging.scenario.player import ZONE
from kosmos.kernel.days import next_month, start_of
from tests.engine.worlds import Watcher, World, live

LOOKS = (1, 2, 12, 25)
"""On these days of a month somebody looks, in the evening before them."""


class Pricing(Watcher):
    """Before some days, looks at what each plan's next price would do, and lets it happen."""

    def before_day(self, world: World, day: date) -> None:
        """Every plan gets a price of its own."""
        if day == world.days[0] or day.day not in LOOKS or self.seen["looks"] > 40:
            return
        first = day if day.day == 1 else next_month(day)
        for plan in Plan.objects.order_by("id"):
            fee = world.rng.choice([0, 1, 990, 2590, 2791, 12_345])
            self._look(world, NewPrice(plan.id, first, fee), day)

    def _look(self, world: World, price: NewPrice, day: date) -> None:
        ids = accounts_with(price.plan_id, limit=1000)
        foreseen = first_days(ids, price, now=start_of(day, ZONE) - timedelta(minutes=1))
        shown = {one.account_id: (one.kopecks_after, one.runs_after) for one in foreseen}
        plain = {one.account_id: (one.kopecks_before, one.runs_before) for one in foreseen}
        self.seen.update(looks=1, accounts=len(ids), changed=sum(shown[one] != plain[one] for one in ids))
        self.expect(world, f"as it is, {price}", plain, self._opened(ids, price, kept=False))
        self.expect(world, f"with {price}", shown, self._opened(ids, price, kept=True))

    def _opened(self, ids: list[int], price: NewPrice, *, kept: bool) -> dict[int, tuple[int, bool]]:
        """Open the days for everybody, with the price or without it, and look."""
        with imagined():
            if kept:
                held = {"fee_kopecks": price.fee_kopecks}
                Price.objects.update_or_create(plan_id=price.plan_id, from_on=price.from_on, defaults=held)
            services.open_days(now=start_of(price.from_on, ZONE))
            return taken_for(ids, price.plan_id, price.from_on)


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_a_price_takes_what_was_shown(seed: int) -> None:
    watcher = Pricing()
    live(seed, [watcher])
    assert not watcher.broken, "\n".join(watcher.broken[:3])
    assert watcher.seen["changed"] > 5

"""A plan's bundles: what buying one would do, played and undone, and buying exactly that."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kosmos.catalogue.models import Plan
from kosmos.charging.errors import PreviewChanged
from kosmos.charging.forecast import forecast
from kosmos.charging.imagining import imagined
from kosmos.charging.services.moment import begin
from kosmos.kernel.days import month_end
from kosmos.usage.errors import NotForSale
from kosmos.usage.models import TrafficPurchase
from kosmos.usage.queries import traffic_of
from kosmos.usage.services import buy_traffic


@dataclass(frozen=True, slots=True)
class Bundle:
    """Traffic that can be bought for a plan."""

    volume_bytes: int
    price_kopecks: int


@dataclass(frozen=True, slots=True)
class Purchase:
    """A bundle, and what would be there after it was bought; it is good through ``good_until``.

    ``bought_bytes`` is all that was bought in the month, this one included. ``lasted_until`` and ``lasts_until`` are
    the last days on which all that runs still runs, without it and with it; None if no end is in sight.
    """

    plan: str
    bundle: Bundle
    balance_before_kopecks: int
    balance_kopecks: int
    bought_bytes: int
    good_until: date
    lasted_until: date | None
    lasts_until: date | None


def bundles_of(plan: Plan) -> tuple[Bundle, ...]:
    """What can be bought for a plan, the smallest first."""
    return tuple(Bundle(one["volume_bytes"], one["price_kopecks"]) for one in plan.bundles)


def bundle_of(plan: Plan, volume_bytes: int) -> Bundle:
    """The bundle of a volume. NotForSale if there is none, or none any more."""
    for bundle in bundles_of(plan):
        if bundle.volume_bytes == volume_bytes:
            return bundle
    raise NotForSale(f"{plan.code} has no bundle of {volume_bytes} bytes", plan=plan.code)


def purchase_of(account_id: int, plan: Plan, bundle: Bundle, *, now: datetime) -> Purchase:
    """What buying a bundle would do now; what refuses it refuses this."""
    with imagined():
        before = forecast(account_id, now=now)
        buy(account_id, plan, bundle, now=now, reference="preview")
        after = forecast(account_id, now=now)
        bought = next(one.bought_bytes for one in traffic_of(account_id, now) if one.plan == plan.code)
    return Purchase(
        plan=plan.code,
        bundle=bundle,
        balance_before_kopecks=before.figures.balance,
        balance_kopecks=after.figures.balance,
        bought_bytes=bought,
        good_until=month_end(after.day),
        lasted_until=before.lasts_until,
        lasts_until=after.lasts_until,
    )


def buy(account_id: int, plan: Plan, bundle: Bundle, *, now: datetime, reference: str) -> bool:
    """Buy a bundle; whether it was new. Errors: those of ``buy_traffic``."""
    return buy_traffic(
        account_id=account_id,
        plan=plan,
        volume_bytes=bundle.volume_bytes,
        price_kopecks=bundle.price_kopecks,
        now=now,
        reference=reference,
    )


@transaction.atomic
def buy_as_seen(
    account_id: int,
    plan: Plan,
    bundle: Bundle,
    *,
    now: datetime,
    reference: str,
    agreed: Callable[[Purchase], bool],
) -> bool:
    """Buy a bundle as it was shown; whether it was new: of one reference only the first buys.

    What it would do now is shown to ``agreed`` with the account locked, so that of two confirmations at once only
    one is of what was seen. Errors: those of ``buy_traffic``, PreviewChanged.
    """
    begin(account_id, now=now)
    if TrafficPurchase.objects.filter(account_id=account_id, reference=reference).exists():
        return False
    if not agreed(purchase_of(account_id, plan, bundle, now=now)):
        raise PreviewChanged("something changed since it was shown", account_id=account_id)
    return buy(account_id, plan, bundle, now=now, reference=reference)

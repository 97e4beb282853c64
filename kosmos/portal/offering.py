"""What is sold to an audience on a day: plans and packages by service, and what is paid once."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from kosmos.catalogue.models import Extra, Plan, Price, Service
from kosmos.catalogue.queries import open_extras, open_plans
from kosmos.charging.choices import Offer, offer_on

MOST_COMPARED = 4
"""So many plans stand side by side."""


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service with its plans and packages, the cheapest first."""

    service: Service
    plans: tuple[Offer, ...]
    packages: tuple[Offer, ...]

    @property
    def from_kopecks(self) -> int:
        """The least monthly fee of its plans."""
        return min((offer.fee_kopecks for offer in self.plans), default=0)


@dataclass(frozen=True, slots=True)
class OnSale:
    """All that an audience can have on a day."""

    day: date
    services: tuple[OfferedService, ...]
    extras: tuple[Extra, ...]

    def only(self, codes: Collection[str]) -> "OnSale":
        """The same, of some services."""
        return OnSale(self.day, tuple(one for one in self.services if one.service.code in codes), self.extras)

    def named(self, codes: Iterable[str]) -> tuple[Offer, ...]:
        """The plans and packages with these codes, each once and in this order; what is not sold is not among them."""
        there = {offer.code: offer for one in self.services for offer in (*one.plans, *one.packages)}
        return tuple(there[code] for code in dict.fromkeys(codes) if code in there)


def on_sale(audience: str, day: date, *, with_extras: bool = True) -> OnSale:
    """The open plans and packages of an audience that have a price on a day, and the extras. No archived ones."""
    plans = list(open_plans(audience))
    fees = _fees(plans, day)
    priced = [(plan.service, offer_on(plan, day, fees[plan.id])) for plan in plans if plan.id in fees]
    services = tuple(
        _service(next_service, [offer for _, offer in group])
        for next_service, group in groupby(priced, key=lambda one: one[0])
    )
    extras = tuple(open_extras(audience)) if with_extras else ()
    return OnSale(day, tuple(one for one in services if one.plans), extras)


def _service(service: Service, offers: Sequence[Offer]) -> OfferedService:
    cheapest = sorted(offers, key=lambda offer: (offer.fee_kopecks, offer.code))
    plans = tuple(offer for offer in cheapest if not offer.is_package)
    return OfferedService(service, plans, tuple(offer for offer in cheapest if offer.is_package))


def _fees(plans: Iterable[Plan], day: date) -> dict[int, int]:
    prices = Price.objects.filter(plan__in=[plan.id for plan in plans], from_on__lte=day)
    return dict(prices.order_by("plan_id", "-from_on").distinct("plan_id").values_list("plan_id", "fee_kopecks"))

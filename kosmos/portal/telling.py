"""The worked examples of the payment page: the engine's stories of plans that are sold, each played once a month."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from threading import Lock

from kosmos.catalogue.models import Price
from kosmos.catalogue.policies import Policies, policies_on
from kosmos.catalogue.queries import plan_by_code
from kosmos.charging.choices import Offer
from kosmos.charging.examples import Story, Told, story_of
from kosmos.kernel.days import next_month
from kosmos.portal.offering import OnSale
from kosmos.portal.words.stories import event_words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an example: what happened, what was posted, and where it left the account."""

    told: Told
    words: str


@dataclass(frozen=True, slots=True)
class Example:
    """A plan's story with its words."""

    offer: Offer
    story: Story
    lines: tuple[Line, ...]


_told: dict[Hashable, Story] = {}
_one_at_a_time = Lock()


def examples_of(sale: OnSale, policies: Policies) -> list[Example]:
    """A prepaid plan that needs its whole fee, and a postpaid one, in the coming month; those that are sold."""
    offers = [offer for one in sale.services for offer in one.plans]
    prepaid = [offer for offer in offers if offer.settlement == "prepaid" and offer.needs == "full_fee"]
    short = [offer for offer in prepaid if offer.blocks == "short"]
    postpaid = [offer for offer in offers if offer.settlement == "postpaid"]
    chosen = [min(some, key=_plainest) for some in (short, postpaid) if some]
    return [_example(offer, next_month(sale.day), policies) for offer in chosen]


def _plainest(offer: Offer) -> tuple[int, bool, int]:
    """What can be told in the fewest words comes first: no connection fee, a speed, a small fee."""
    return offer.connection_fee_kopecks, not offer.speed_kbps, offer.fee_kopecks


def _example(offer: Offer, first: date, policies: Policies) -> Example:
    story = _story(offer, first)
    lines = tuple(Line(told, event_words(told, story, offer, policies)) for told in story.told)
    return Example(offer, story, lines)


def _story(offer: Offer, first: date) -> Story:
    """Played anew only for another month, other prices or other rules of the house."""
    prices = tuple(Price.objects.filter(plan__code=offer.code).order_by("id").values_list("from_on", "fee_kopecks"))
    key = (offer.code, first, prices, offer.connection_fee_kopecks, policies_on(first))
    with _one_at_a_time:
        if key not in _told:
            if len(_told) > 16:
                _told.clear()
            _told[key] = story_of(plan_by_code(offer.code), first=first)
        return _told[key]

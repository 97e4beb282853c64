"""What the pages of services show: what is connected by service, what is planned, and what else may be chosen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kosmos.catalogue.models import Plan
from kosmos.charging.choices import Choice, Offer, offer_on
from kosmos.charging.home import Home, NextCharge
from kosmos.charging.queries import Held
from kosmos.portal.words import StateWords, service_words
from kosmos.portal.words.offers import day_price_words, pays_words, speed_words, stops_words, used_up_words
from kosmos.wording.typography import quoted, text


@dataclass(frozen=True, slots=True)
class Row:
    """A subscription as the page says it."""

    held: Held
    offer: Offer
    title: str
    speed: str
    day_price: str
    state: StateWords
    next_charge: NextCharge | None
    planned_title: str


@dataclass(frozen=True, slots=True)
class Card:
    """A plan as it stands beside others: what it is, and what came of trying to choose it (nothing for one's own)."""

    offer: Offer
    title: str
    speed: str
    day_price: str
    pays: str
    stops: str
    used_up: str
    choice: Choice | None


@dataclass(frozen=True, slots=True)
class Group:
    """A service that is connected: its plans, their packages, and the packages that it can have besides."""

    code: str
    name: str
    plans: tuple[Row, ...]
    packages: tuple[Row, ...]
    more: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Other:
    """A service that is not connected, and its plans, the cheapest first."""

    code: str
    name: str
    cards: tuple[Card, ...]

    @property
    def cheapest(self) -> Card:
        """The plan with the least fee."""
        return self.cards[0]

    @property
    def open(self) -> bool:
        """Whether one of its plans can be connected now."""
        return any(card.choice is not None and card.choice.refused is None for card in self.cards)


def groups_of(view: Home, choices: Sequence[Choice]) -> tuple[Group, ...]:
    """What is connected, by service in the order of connection, each with what it can have besides."""
    rows = _rows(view)
    services = dict.fromkeys(row.held.service for row in rows)
    return tuple(_group(code, [row for row in rows if row.held.service == code], choices) for code in services)


def others_of(view: Home, choices: Sequence[Choice]) -> tuple[Other, ...]:
    """The services that are not connected and can be had."""
    based = {held.service for held in view.held if not held.is_package}
    wanted = [choice for choice in choices if choice.offer.service not in based and not choice.offer.is_package]
    services = dict.fromkeys(choice.offer.service for choice in wanted)
    return tuple(
        Other(code, text(of_service[0].offer.service_name), tuple(map(card_of, of_service)))
        for code in services
        if (of_service := [choice for choice in wanted if choice.offer.service == code])
    )


def card_of(choice: Choice) -> Card:
    """A choice with its words."""
    return card_of_offer(choice.offer, choice)


def card_of_offer(offer: Offer, choice: Choice | None = None) -> Card:
    """A plan with its words."""
    return Card(
        offer=offer,
        title=quoted(text(offer.name)),
        speed=speed_words(offer.speed_kbps),
        day_price=day_price_words(offer),
        pays=pays_words(offer),
        stops=stops_words(offer),
        used_up=used_up_words(offer),
        choice=choice,
    )


def _group(code: str, rows: Sequence[Row], choices: Sequence[Choice]) -> Group:
    more = [one for one in choices if one.offer.service == code and one.offer.is_package]
    return Group(
        code=code,
        name=text(rows[0].held.service_name),
        plans=tuple(row for row in rows if not row.held.is_package),
        packages=tuple(row for row in rows if row.held.is_package),
        more=tuple(map(card_of, more)),
    )


def _rows(view: Home) -> list[Row]:
    charges = {charge.subscription: charge for charge in view.next_charges}
    plans = Plan.objects.select_related("service", "family").in_bulk(
        [held.plan for held in view.held], field_name="code"
    )
    return [_row(held, plans[held.plan], view.today, charges.get(held.number)) for held in view.held]


def _row(held: Held, plan: Plan, today: date, charge: NextCharge | None) -> Row:
    offer = offer_on(plan, today, held.fee_kopecks)
    return Row(
        held=held,
        offer=offer,
        title=quoted(text(held.name)),
        speed=speed_words(held.speed_kbps),
        day_price=day_price_words(offer),
        state=service_words(held.status),
        next_charge=charge,
        planned_title=quoted(text(held.planned_name)) if held.planned_name else "",
    )

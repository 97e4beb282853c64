"""From a confirmed sum to the bank's page: the order, and where its payer goes next."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kosmos.payments.models import Order, OrderState
from kosmos.payments.rails.base import Rail, rail_named
from kosmos.payments.services.orders import create_order, create_order_of_nobody, hosted_page_of
from kosmos.payments.sums import spellings
from kosmos.wording.typography import language

RAIL = "assist"


@dataclass(frozen=True, slots=True)
class Wish:
    """A confirmed payment: ``account_id`` is None for a number that is nobody's; ``key`` names the form.

    ``link`` is the one by which somebody else pays.
    """

    account_id: int | None
    number: str
    amount_kopecks: int
    key: str
    link: UUID | None = None


def checkout(wish: Wish, *, now: datetime) -> str:
    """Make the order, once for its key; the address of the bank's page, or of its result if that is known.

    Errors: AmountOutOfRange, NotPayable, RailNotConfigured.
    """
    rail = rail_named(RAIL)
    order = _order(wish, now)
    if order.state not in {OrderState.NEW, OrderState.WAITING}:
        return reverse("portal:result", args=[order.token])
    return _hosted(order, rail)


def bank_page_of(order: Order) -> str:
    """The bank's page of an order that waits for its payer. RailNotConfigured."""
    return _hosted(order, rail_named(order.rail))


def _hosted(order: Order, rail: Rail) -> str:
    """The bank sends the payer back by the order's number, and never learns the token of its page."""
    back = f"{settings.ENVIRONMENT.public_url}{reverse('gateway:return')}?{urlencode({'ordernumber': order.number})}"
    return hosted_page_of(order, rail, return_url=back, language=language())


def _order(wish: Wish, now: datetime) -> Order:
    """The two ways ask the database as much, so that neither takes longer."""
    amount, key = wish.amount_kopecks, wish.key
    if wish.account_id is None:
        number = spellings(wish.number)[-1]
        return create_order_of_nobody(number=number, amount_kopecks=amount, now=now, rail=RAIL, key=key)
    return create_order(account_id=wish.account_id, amount_kopecks=amount, now=now, rail=RAIL, key=key, link=wish.link)

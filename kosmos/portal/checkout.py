"""From a confirmed sum to the bank's page: the order, and where its payer goes next."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.models import Order, OrderState
from kosmos.payments.rails.base import HostedPage, rail_named
from kosmos.payments.rules import ERIP_SOLD
from kosmos.payments.services.orders import (
    create_order,
    create_order_of_nobody,
    hosted_page_of,
    rails_by_health,
    send_payer,
)
from kosmos.payments.sums import spellings
from kosmos.wording.typography import language


@dataclass(frozen=True, slots=True)
class Wish:
    """A confirmed payment: ``account_id`` is None for a number that is nobody's; ``key`` names the form.

    ``link`` is the one by which somebody else pays. ``erip``: through «Расчёт», not by card.
    """

    account_id: int | None
    number: str
    amount_kopecks: int
    key: str
    link: UUID | None = None
    erip: bool = False


def checkout(wish: Wish, *, now: datetime) -> str:
    """Make the order, once for its key; the address where its payer goes on, or of its result if that is known.

    Errors: AmountOutOfRange, NotPayable, RailNotConfigured.
    """
    order = _order(wish, now)
    if order.state not in {OrderState.NEW, OrderState.WAITING}:
        return reverse("portal:result", args=[order.token])
    page = send_payer(order, return_url=partial(_back, order.number), now=now, language=language())
    return reverse("portal:result", args=[order.token]) if order.rail == ERIP_SOLD else _address(order, page)


def bank_page_of(order: Order) -> str:
    """Where the payer of an order that waits for him goes on; nothing if its page was never made. RailNotConfigured."""
    page = bank_form_of(order)
    return _address(order, page) if page else ""


def bank_form_of(order: Order) -> HostedPage | None:
    """The bank's page of an order, with the form that opens it; None if there is none. RailNotConfigured."""
    rail = rail_named(order.rail)
    if order.rail == ERIP_SOLD or (rail.makes_pages and not order.page):
        return None
    return hosted_page_of(order, rail, return_url=_back(order.number, order.rail), language=language())


def _address(order: Order, page: HostedPage) -> str:
    """The bank's page itself, or ours from which it is opened by a form."""
    return reverse("portal:bank", args=[order.token]) if page.fields else page.url


def _back(number: str, rail: str) -> str:
    """The bank sends the payer back by the order's number, and never learns the token of its page."""
    if rail == ERIP_SOLD:
        return ""
    returns = reverse(f"gateway:return-{rail}")
    return f"{settings.ENVIRONMENT.public_url}{returns}?{urlencode({'ordernumber': number})}"


def _order(wish: Wish, now: datetime) -> Order:
    """The two ways ask the database as much, so that neither takes longer."""
    rail = ERIP_SOLD if wish.erip else next(iter(rails_by_health(now)), None)
    if rail is None:
        raise RailNotConfigured("no provider of cards is set up")
    amount, key = wish.amount_kopecks, wish.key
    if wish.account_id is None:
        number = spellings(wish.number)[-1]
        return create_order_of_nobody(number=number, amount_kopecks=amount, now=now, rail=rail, key=key)
    return create_order(account_id=wish.account_id, amount_kopecks=amount, now=now, rail=rail, key=key, link=wish.link)

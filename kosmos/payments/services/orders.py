"""An order comes into being, and its payer is sent to the provider's page."""

import secrets
from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from kosmos.ledger.models import AccountKind, AccountNumber
from kosmos.payments.errors import AmountOutOfRange, KeyUsedOtherwise, NotPayable, RailNotConfigured
from kosmos.payments.models import CardLeave, Order, OrderState
from kosmos.payments.rails.base import HostedPage, Leave, Rail, RailUnreachable, Wish, card_rails, rail_named
from kosmos.payments.rules import ERIP_SOLD, FIRST_ASK, MOST_KOPECKS, life_of, payable_until
from kosmos.payments.services.cases import suspense_account
from kosmos.payments.services.health import by_health, talk

LINKED = "LINK"
"""How the numbers of orders begin that were paid by a link."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SIGNS = _LETTERS + "23456789"


def create_order(
    *,
    account_id: int,
    amount_kopecks: int,
    now: datetime,
    key: str,
    rail: str = "assist",
    link: UUID | None = None,
    expires_at: datetime | None = None,
) -> Order:
    """Make an order; the same form (``key``) sent again gives the same order.

    One that is paid by a ``link`` has a number that does not tell the account's. It can be paid for an hour, or until
    ``expires_at``.

    Errors: AmountOutOfRange, NotPayable, KeyUsedOtherwise.
    """
    account = AccountNumber.objects.filter(account_id=account_id, account__kind=AccountKind.SUBSCRIBER).first()
    if account is None:
        raise NotPayable("no subscriber's account")
    number = f"{LINKED}{_signs(6)}" if link else account.number
    return _make(
        account_id,
        number,
        amount_kopecks=amount_kopecks,
        now=now,
        key=key,
        rail=rail,
        link=link,
        expires_at=expires_at,
    )


def create_order_of_nobody(*, number: str, amount_kopecks: int, now: datetime, key: str, rail: str = "assist") -> Order:
    """Make an order for an account number that is nobody's: its money will wait on the suspense account.

    Its payer cannot tell it from another, so that paying does not tell whose numbers there are. Errors as above.
    """
    account_id = suspense_account(rail, now=now)
    return _make(account_id, number, amount_kopecks=amount_kopecks, now=now, key=key, rail=rail)


def _make(
    account_id: int,
    number: str,
    *,
    amount_kopecks: int,
    now: datetime,
    key: str,
    rail: str,
    link: UUID | None = None,
    expires_at: datetime | None = None,
) -> Order:
    if not 0 < amount_kopecks <= MOST_KOPECKS:
        raise AmountOutOfRange(least_kopecks=1, most_kopecks=MOST_KOPECKS)
    order = Order(
        account_id=account_id,
        number=_number(number),
        token=secrets.token_urlsafe(24),
        key=key,
        link=link,
        rail=rail,
        amount_kopecks=amount_kopecks,
        created_at=now,
        expires_at=expires_at or now + life_of(rail),
        next_ask_at=now + FIRST_ASK,
    )
    Order.objects.bulk_create([order], ignore_conflicts=True)
    return _same(Order.objects.get(account_id=account_id, key=key), amount_kopecks)


def _same(order: Order, amount_kopecks: int) -> Order:
    if order.amount_kopecks != amount_kopecks:
        raise KeyUsedOtherwise("the form made another order already")
    return order


def _number(account_number: str) -> str:
    """An order's number: nobody can guess it, and it is one of its kind, as its account's number is.

    The dashes that group an account's digits are left out: how somebody's number is written tells nobody anything.
    It ends in a letter: where a provider signs number and amount written together, no digit can change sides.
    """
    return f"{account_number.replace('-', '')}-{_signs(9)}{secrets.choice(_LETTERS)}"


def _signs(count: int) -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(count))


def hosted_page_of(order: Order, rail: Rail, *, return_url: str, language: str = "ru") -> HostedPage:
    """The provider's page for an order; from now on it waits for the payer.

    RailUnreachable where the provider has to make the page. Never in a transaction.
    """
    if order.page:
        return HostedPage(order.page, made=True)
    wish = Wish(
        number=order.number,
        amount_kopecks=order.amount_kopecks,
        currency=order.currency,
        return_url=return_url,
        language=language,
        expires_at=payable_until(order.rail, order.expires_at),
        leave=_leave_asked_with(order),
    )
    page = rail.hosted_page(wish)
    made = {"page": page.url} if page.made else {}
    may_pay = (OrderState.NEW, OrderState.WAITING)
    Order.objects.filter(pk=order.pk, state__in=may_pay).update(state=OrderState.WAITING, **made)
    return page


def _leave_asked_with(order: Order) -> Leave | None:
    found = CardLeave.objects.filter(account_id=order.account_id, order_number=order.number).first()
    return Leave(found.least_kopecks, found.most_kopecks, found.period_days, found.until_on) if found else None


def send_payer(order: Order, *, return_url: Callable[[str], str], now: datetime, language: str = "ru") -> HostedPage:
    """Where the payer of an order goes: to its provider's page, or the next one's if that cannot make one now.

    ``return_url`` says where a rail's payers come back. RailNotConfigured if nobody answers. Never in a transaction.
    """
    others = rails_by_health(now) if order.rail != ERIP_SOLD else []
    for name in (order.rail, *(rail for rail in others if rail != order.rail)):
        rail = rail_named(name)
        if name != order.rail:
            if not Order.objects.filter(pk=order.pk, state=OrderState.NEW, rail=order.rail).update(rail=name):
                break
            order.rail = name
        page = partial(hosted_page_of, order, rail, return_url=return_url(name), language=language)
        try:
            return talk(name, page, now=now) if rail.makes_pages and not order.page else page()
        except RailUnreachable:
            continue
    raise RailNotConfigured("no provider answers", rail=order.rail)


def rails_by_health(now: datetime) -> list[str]:
    """The rails that take cards, in the operator's order; those whose provider was silent lately are last."""
    return by_health(card_rails(), now=now)

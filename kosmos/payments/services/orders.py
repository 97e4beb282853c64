"""An order comes into being, and its payer is sent to the provider's page."""

import secrets
from datetime import datetime
from uuid import UUID

from kosmos.ledger.models import AccountKind, AccountNumber
from kosmos.payments.errors import AmountOutOfRange, KeyUsedOtherwise, NotPayable
from kosmos.payments.models import Order, OrderState
from kosmos.payments.rails.base import Rail, Wish
from kosmos.payments.rules import FIRST_ASK, LIFE, MOST_KOPECKS
from kosmos.payments.services.cases import suspense_account

LINKED = "LINK"
"""How the numbers of orders begin that were paid by a link."""

_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_SIGNS = _LETTERS + "23456789"


def create_order(
    *, account_id: int, amount_kopecks: int, now: datetime, key: str, rail: str = "assist", link: UUID | None = None
) -> Order:
    """Make an order; the same form (``key``) sent again gives the same order.

    One that is paid by a ``link`` has a number that does not tell the account's.

    Errors: AmountOutOfRange, NotPayable, KeyUsedOtherwise.
    """
    account = AccountNumber.objects.filter(account_id=account_id, account__kind=AccountKind.SUBSCRIBER).first()
    if account is None:
        raise NotPayable("no subscriber's account")
    number = f"{LINKED}{_signs(6)}" if link else account.number
    return _make(account_id, number, amount_kopecks=amount_kopecks, now=now, key=key, rail=rail, link=link)


def create_order_of_nobody(*, number: str, amount_kopecks: int, now: datetime, key: str, rail: str = "assist") -> Order:
    """Make an order for an account number that is nobody's: its money will wait on the suspense account.

    Its payer cannot tell it from another, so that paying does not tell whose numbers there are. Errors as above.
    """
    account_id = suspense_account(rail, now=now)
    return _make(account_id, number, amount_kopecks=amount_kopecks, now=now, key=key, rail=rail)


def _make(
    account_id: int, number: str, *, amount_kopecks: int, now: datetime, key: str, rail: str, link: UUID | None = None
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
        expires_at=now + LIFE,
        next_ask_at=now + FIRST_ASK,
    )
    Order.objects.bulk_create([order], ignore_conflicts=True)
    return _same(Order.objects.get(account_id=account_id, key=key), amount_kopecks, rail)


def _same(order: Order, amount_kopecks: int, rail: str) -> Order:
    if (order.amount_kopecks, order.rail) != (amount_kopecks, rail):
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


def hosted_page_of(order: Order, rail: Rail, *, return_url: str, language: str = "ru") -> str:
    """The address of the provider's page for an order; from now on it waits for the payer."""
    Order.objects.filter(pk=order.pk, state=OrderState.NEW).update(state=OrderState.WAITING)
    wish = Wish(order.number, order.amount_kopecks, order.currency, return_url, language)
    return rail.hosted_page(wish)

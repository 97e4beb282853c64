"""What staff do with payments: nobody's money is put on an account or sent back; a card payment is given back.

And a bill is made, by which a subscriber is asked to pay.
"""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from kosmos.charging.errors import MoreThanLeft, PreviewChanged, UnknownPayment
from kosmos.charging.models import PartReversal, Payment
from kosmos.charging.services import left_of
from kosmos.payments.errors import MoneyGoesBack
from kosmos.payments.models import Order
from kosmos.payments.queries import orders_paid_on
from kosmos.payments.services.bills import check_bill, request_bill
from kosmos.payments.services.refunds import order_to_refund, refundable, request_refund
from kosmos.payments.services.reversals import Why, take_reversal
from kosmos.payments.services.suspense import assign, goes_back, money_of, send_back

if TYPE_CHECKING:
    from kosmos.workplace.wishes import Wish


def order_of(account_id: int, rail: str, operation: str) -> Order:
    """The order that a card payment paid. UnknownPayment."""
    found = orders_paid_on(account_id).filter(rail=rail, operation=operation).first() if operation else None
    if found is None:
        raise UnknownPayment(f"no payment {operation} on this account", reference=operation)
    return found


def standing_of(account_id: int, rail: str, operation: str) -> int:
    """What of a payment stands still. UnknownPayment."""
    found = Payment.objects.filter(account_id=account_id, provider=rail, reference=operation).first()
    if found is None:
        raise UnknownPayment(f"no payment {operation} on this account", reference=operation)
    return left_of(found)


def assign_money(wish: "Wish", _key: UUID, _note: str, now: datetime) -> int:
    """Put money of nobody's on the account. Errors of ``assign``, PreviewChanged if it is another sum."""
    _same_sum(wish)
    return assign(rail=wish.rail, operation=wish.operation, account_id=wish.account_id, now=now)


def send_money_back(wish: "Wish", key: UUID, note: str, now: datetime) -> int | None:
    """Have the provider give money of nobody's back, or record that it went back where none can: its line's number.

    Errors of ``send_back`` and ``request_refund``, PreviewChanged if it is another sum.
    """
    _same_sum(wish)
    held = money_of(wish.rail, wish.operation)
    order = order_to_refund(held)
    if order is None:
        return send_back(rail=wish.rail, operation=wish.operation, note=note, now=now)
    if goes_back(held):
        raise MoneyGoesBack
    request_refund(order, amount_kopecks=refundable(order), key=str(key), now=now, reason=note)
    return None


def return_ahead(wish: "Wish", *, now: datetime) -> None:
    """Do what a return of money of nobody's will have done: for a preview. Errors as above."""
    _same_sum(wish)
    send_back(rail=wish.rail, operation=wish.operation, note="", now=now)


def ask_refund(wish: "Wish", key: UUID, note: str, now: datetime) -> None:
    """Have the provider give money back, once for each key. UnknownPayment, NotRefundable, MoreThanLeft."""
    order = order_of(wish.account_id, wish.rail, wish.operation)
    request_refund(order, amount_kopecks=wish.amount_kopecks, key=str(key), now=now, reason=note)


def refund_ahead(wish: "Wish", *, now: datetime) -> None:
    """Do what a refund will do once its provider has made it: for a preview. UnknownPayment, MoreThanLeft."""
    _refuse_more(wish, refundable(order_of(wish.account_id, wish.rail, wish.operation)))
    _take_back(wish, UUID(int=0), Why.REFUND, now)


def charge_back(wish: "Wish", key: UUID, _note: str, now: datetime) -> int:
    """Post what the bank took back of a payment; the number of the line. UnknownPayment, MoreThanLeft."""
    _refuse_more(wish, standing_of(wish.account_id, wish.rail, wish.operation))
    _take_back(wish, key, Why.CHARGEBACK, now)
    return PartReversal.objects.get(account_id=wish.account_id, key=f"{Why.CHARGEBACK} {key}").posting


def ask_bill(wish: "Wish", key: UUID, _note: str, now: datetime) -> None:
    """Have a bill made, once for each key, whose link the subscriber is sent. Errors of ``request_bill``."""
    request_bill(
        wish.account_id,
        amount_kopecks=wish.amount_kopecks,
        comment=wish.comment,
        until_at=wish.until_at or now,
        key=str(key),
        now=now,
    )


def bill_ahead(wish: "Wish", *, now: datetime) -> None:
    """Refuse what a bill would be refused for: it moves nothing by itself."""
    until_at = wish.until_at or now
    check_bill(wish.account_id, amount_kopecks=wish.amount_kopecks, comment=wish.comment, until_at=until_at, now=now)


def _take_back(wish: "Wish", key: UUID, why: Why, now: datetime) -> None:
    take_reversal(
        account_id=wish.account_id,
        provider=wish.rail,
        reference=wish.operation,
        key=str(key),
        now=now,
        amount_kopecks=wish.amount_kopecks,
        why=why,
    )


def _refuse_more(wish: "Wish", left_kopecks: int) -> None:
    if not 0 < wish.amount_kopecks <= left_kopecks:
        raise MoreThanLeft(f"only {left_kopecks} are left", left_kopecks=left_kopecks)


def _same_sum(wish: "Wish") -> None:
    """The limit is measured by the sum that was asked for: it is the money's own."""
    if money_of(wish.rail, wish.operation).amount_kopecks != wish.amount_kopecks:
        raise PreviewChanged

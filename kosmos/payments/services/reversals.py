"""Money that a provider took back (storno, chargeback), wholly or in part: posted once for each key.

Whether it was spent meanwhile makes no difference: the balance may go below zero (rulebook 9).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet

from kosmos.charging.errors import UnknownPayment
from kosmos.charging.models import PartReversal, Payment
from kosmos.charging.services import left_of, reverse_part, reverse_payment
from kosmos.kernel.money import plain
from kosmos.ledger.services import lock_accounts
from kosmos.payments.models import Order, OrderState
from kosmos.payments.queries import orders_paid_on
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.suspense import note_taken_back


class Why(StrEnum):
    """Why a provider takes money back."""

    STORNO = "storno"
    CHARGEBACK = "chargeback"
    REFUND = "refund"


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What a reversal took, and what of the payment still stands."""

    kopecks: int
    left_kopecks: int


def reverse_rest(*, account_id: int, provider: str, reference: str, now: datetime) -> int:
    """Take back what is left of a payment; how much that was: nothing if there is none. Safe to repeat."""
    with transaction.atomic():
        lock_accounts([account_id])
        payment = _payment(account_id, provider, reference)
        left = left_of(payment) if payment else 0
        if left:
            reverse_payment(account_id=account_id, reference=reference, now=now, provider=provider)
        return left


@transaction.atomic
def take_reversal(
    *,
    account_id: int,
    provider: str,
    reference: str,
    key: str,
    now: datetime,
    amount_kopecks: int | None = None,
    why: Why = Why.STORNO,
) -> TakenBack:
    """Post what a provider took back of a payment, all that is left if no amount is said; once for each ``key``.

    More than is left cannot be posted: what is left is taken, and a case tells of the rest. An order whose payment is
    all taken back is refunded; a chargeback always has a case. UnknownPayment.
    """
    lock_accounts([account_id])
    payment = _payment(account_id, provider, reference)
    if payment is None:
        raise UnknownPayment(f"no payment {reference} on this account", reference=reference)
    key = f"{why.value} {key}"
    parts = PartReversal.objects.filter(account_id=account_id, provider=provider, reference=reference)
    before = parts.filter(key=key).first()
    if before is not None:
        return TakenBack(before.amount_kopecks, left_of(payment))
    left = left_of(payment)
    taken = left if amount_kopecks is None else min(amount_kopecks, left)
    if taken:
        reverse_part(
            account_id=account_id, provider=provider, reference=reference, amount_kopecks=taken, key=key, now=now
        )
    _tell_people(payment, key, why, wanted=amount_kopecks, taken=taken, now=now)
    if taken and taken == left:
        _orders(payment).filter(state=OrderState.PAID).update(state=OrderState.REFUNDED, next_ask_at=None)
        note_taken_back(payment, returned=why is Why.REFUND, now=now)
    return TakenBack(taken, left - taken)


def _payment(account_id: int, provider: str, reference: str) -> Payment | None:
    return Payment.objects.filter(account_id=account_id, provider=provider, reference=reference).first()


def _tell_people(payment: Payment, key: str, why: Why, *, wanted: int | None, taken: int, now: datetime) -> None:
    more = taken == 0 if wanted is None else wanted > taken
    if why is Why.REFUND and _orders(payment).filter(state=OrderState.REFUNDED).exists():
        more = more and _was_charged_back(payment)
    kinds = (["chargeback"] if why is Why.CHARGEBACK else []) + (["more_than_left"] if more else [])
    said = "all" if wanted is None else plain(wanted)
    for kind in kinds:
        open_case(
            account_id=payment.account_id,
            order_number=_order_number(payment),
            kind=kind,
            operation=f"{payment.reference} {key}",
            details=f"{said} of {plain(payment.amount_kopecks)} to be taken back, {plain(taken)} were",
            now=now,
        )


def _was_charged_back(payment: Payment) -> bool:
    """Whether its payer had something of it back by a chargeback: what he has by a refund, too, he has twice."""
    mine = PartReversal.objects.filter(
        account_id=payment.account_id, provider=payment.provider, reference=payment.reference
    )
    return mine.filter(key__startswith=f"{Why.CHARGEBACK.value} ").exists()


def _order_number(payment: Payment) -> str:
    found = _orders(payment).first()
    return found.number if found else payment.reference


def _orders(payment: Payment) -> QuerySet[Order]:
    return orders_paid_on(payment.account_id).filter(rail=payment.provider, operation=payment.reference)

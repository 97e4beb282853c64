"""A part of a payment is taken back: refunds in several steps, and what is left of one that was refunded in part."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet, Sum

from kosmos.charging.errors import AlreadyReversed, MoreThanLeft, ReversalKeyUsed, UnknownPayment
from kosmos.charging.models import PartReversal, Payment
from kosmos.charging.services.moment import Moment, begin
from kosmos.kernel.days import month_start
from kosmos.kernel.outbox import tell
from kosmos.ledger.models import Cause, LedgerCode, Posting, PostingKind
from kosmos.ledger.rules import early_taken_back, unpaid_again
from kosmos.ledger.services import Line


def left_of(payment: Payment) -> int:
    """What of a payment still stands, in kopecks."""
    if payment.reversed_by is not None:
        return 0
    return payment.amount_kopecks - _taken(payment)


def _parts(payment: Payment) -> QuerySet[PartReversal]:
    return PartReversal.objects.filter(
        account_id=payment.account_id, provider=payment.provider, reference=payment.reference
    )


def _taken(payment: Payment) -> int:
    taken: int | None = _parts(payment).aggregate(taken=Sum("amount_kopecks"))["taken"]
    return taken or 0


@transaction.atomic
def reverse_part(
    *, account_id: int, provider: str, reference: str, amount_kopecks: int, key: str, now: datetime
) -> int:
    """Take a part of a payment back, or all that is left, once for each key; the number of its posting.

    It may take the balance below zero. What the payment had paid early in this month is not due at once, as if only
    the rest had been paid (rulebook 4). Errors: UnknownPayment, ReversalKeyUsed, AlreadyReversed, MoreThanLeft.
    """
    if amount_kopecks <= 0:
        raise ValueError("a reversal moves at least one kopeck")
    moment = begin(account_id, now=now)
    payment = Payment.objects.filter(account_id=account_id, provider=provider, reference=reference).first()
    if payment is None:
        raise UnknownPayment(f"no payment {reference} on this account", reference=reference)
    before = _parts(payment).filter(key=key).first()
    if before is not None:
        if before.amount_kopecks != amount_kopecks:
            raise ReversalKeyUsed("this key was used for another reversal", key=key)
        return before.posting
    left = left_of(payment)
    if not left:
        raise AlreadyReversed(f"payment {reference} is reversed already", reference=reference)
    if amount_kopecks > left:
        raise MoreThanLeft(f"only {left} of payment {reference} are left", left_kopecks=left)
    return _post(moment, payment, amount_kopecks, key, last=amount_kopecks == left)


def _post(moment: Moment, payment: Payment, amount_kopecks: int, key: str, *, last: bool) -> int:
    early = _early_of(payment, amount_kopecks)
    this_month = month_start(payment.posted_on) == month_start(moment.day)
    posted = Posting.objects.get(account_id=payment.account_id, number=payment.posting, posted_on=payment.posted_on)
    line = Line(
        PostingKind.REVERSAL,
        -amount_kopecks,
        code=LedgerCode(posted.code),
        reverses=payment.posting,
        note=payment.reference,
    )
    number = moment.post(line, unpaid_change=unpaid_again(moment.figures, early) if this_month else 0)
    PartReversal.objects.create(
        account_id=payment.account_id,
        posting=number,
        provider=payment.provider,
        reference=payment.reference,
        key=key,
        amount_kopecks=amount_kopecks,
        paid_early_kopecks=early,
    )
    if last:
        Payment.objects.filter(pk=payment.pk).update(reversed_by=number)
    moment.settle(Cause.PAYMENT_REVERSED)
    about = {"kopecks": amount_kopecks, "posting": number}
    tell("payment_reversed", account_id=payment.account_id, key=str(number), at=moment.at, about=about)
    return number


def _early_of(payment: Payment, amount_kopecks: int) -> int:
    """How much of what the payment had paid early goes with this part: what was left over goes first."""
    before = Posting.objects.filter(account_id=payment.account_id, number__lt=payment.posting)
    balance: int = before.aggregate(sum=Sum("amount_kopecks"))["sum"] or 0
    taken = _taken(payment)
    return early_taken_back(
        payment.amount_kopecks,
        paid_early=payment.paid_early_kopecks,
        balance_before=balance,
        taken=taken + amount_kopecks,
    ) - early_taken_back(
        payment.amount_kopecks, paid_early=payment.paid_early_kopecks, balance_before=balance, taken=taken
    )

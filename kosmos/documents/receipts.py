"""What a receipt says of a payment: read from the passbook, and from the order it was paid by."""

from dataclasses import dataclass
from datetime import date, datetime

from kosmos.charging.models import Payment
from kosmos.ledger.models import LedgerCode, Posting
from kosmos.payments.models import Order


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment that came; ``number`` is its line in the passbook, ``reference`` the provider's number.

    ``channel`` is the ledger's code by which it came, ``order_number`` ours if it was paid by an order here, and
    ``taken_back_on`` the day on which it was taken back, if it was.
    """

    number: int
    amount_kopecks: int
    came_at: datetime
    channel: str
    provider: str
    reference: str
    order_number: str
    taken_back_on: date | None


def receipt_of(account_id: int, number: int) -> Receipt | None:
    """The receipt of the payment at this line of an account's passbook; None if there is no payment."""
    return _receipt(Payment.objects.filter(account_id=account_id, posting=number).first())


def receipt_of_order(order: Order) -> Receipt | None:
    """The receipt of what an order brought; None if nothing of it was posted."""
    if not order.operation:
        return None
    key = {"account_id": order.account_id, "provider": order.rail, "reference": order.operation}
    return _receipt(Payment.objects.filter(**key).first())


def _receipt(payment: Payment | None) -> Receipt | None:
    if payment is None:
        return None
    lines = Posting.objects.filter(account_id=payment.account_id)
    posted = lines.get(number=payment.posting, posted_on=payment.posted_on)
    order = Order.objects.filter(
        account_id=payment.account_id, rail=payment.provider, operation=payment.reference
    ).first()
    back = payment.reversed_by
    return Receipt(
        number=payment.posting,
        amount_kopecks=payment.amount_kopecks,
        came_at=posted.posted_at,
        channel=LedgerCode(posted.code).label if posted.code in LedgerCode.values else "",
        provider=payment.provider,
        reference=payment.reference,
        order_number=order.number if order else "",
        taken_back_on=lines.values_list("posted_on", flat=True).get(number=back) if back else None,
    )

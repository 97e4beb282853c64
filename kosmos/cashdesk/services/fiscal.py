"""A receipt is told to the fiscal equipment, after the money was taken and outside of its transaction."""

import uuid
from datetime import datetime

from kosmos.cashdesk.fiscal.base import Fiscal, Sale
from kosmos.cashdesk.models import FiscalRecord, Receipt


def register(receipt_id: uuid.UUID, equipment: Fiscal | None, *, now: datetime, refund: bool = False) -> str:
    """Have a receipt printed, or its void, once; the equipment's number. Empty where there is no equipment.

    FiscalFailed: the money is taken all the same, and this may be asked again.
    """
    if equipment is None:
        return ""
    before = FiscalRecord.objects.filter(receipt_id=receipt_id, refund=refund).first()
    if before is not None:
        return before.number
    receipt = Receipt.objects.select_related("shift__cashier", "account__accountnumber").get(id=receipt_id)
    sale = Sale(
        reference=receipt.reference,
        account=receipt.account.accountnumber.number,
        amount_kopecks=receipt.amount_kopecks,
        given_kopecks=receipt.given_kopecks,
        cashier=receipt.shift.cashier.name,
        at=receipt.at,
        refund=refund,
    )
    number = equipment.register(sale)
    record = FiscalRecord(id=uuid.uuid4(), receipt=receipt, refund=refund, number=number, at=now)
    FiscalRecord.objects.bulk_create([record], ignore_conflicts=True)
    return FiscalRecord.objects.values_list("number", flat=True).get(receipt=receipt, refund=refund)

"""What there is to say about shifts and their receipts."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from kosmos.cashdesk.models import Receipt, Shift, VoidRequest, VoidState
from kosmos.cashdesk.rules import Figures
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.sql import rows, statement
from kosmos.subscribers.models import StaffMember

PROVIDER = "cash_desk"
"""The provider of the desk's payments in charging."""


@dataclass(frozen=True, slots=True)
class InLedger:
    """A shift as the ledger's postings have it: what the report says has to be the same."""

    receipts: int
    taken_kopecks: int
    voids: int
    voided_kopecks: int
    desk_kopecks: int

    def agrees_with(self, figures: Figures) -> bool:
        """Whether a report says what is posted."""
        told = (figures.receipts, figures.taken_kopecks, figures.voids, figures.voided_kopecks, figures.desk_kopecks)
        return told == (self.receipts, self.taken_kopecks, self.voids, self.voided_kopecks, self.desk_kopecks)


def open_shift_of(cashier: StaffMember) -> Shift | None:
    """The shift that a cashier has open."""
    return Shift.objects.select_related("cashier").filter(cashier=cashier, closed_at=None).first()


def days_open(shift: Shift, now: datetime) -> int:
    """How many business days ago a shift was opened."""
    zone = operator_zone()
    return (business_day(now, zone) - business_day(shift.opened_at, zone)).days


def figures_of(shift: Shift) -> Figures:
    """A shift in sums, as it is now."""
    found = rows(statement("cashdesk", "shift_figures"), {"shift": shift.id})[0]
    receipts, taken, voids, voided, began, handed, shortage, surplus, closing = found
    return Figures(
        float_kopecks=began,
        receipts=receipts,
        taken_kopecks=taken,
        voids=voids,
        voided_kopecks=voided,
        handed_kopecks=handed,
        shortage_kopecks=shortage,
        surplus_kopecks=surplus,
        closing_kopecks=closing,
        counted_kopecks=shift.counted_kopecks,
    )


def ledger_of(shift: Shift) -> InLedger:
    """The same as the ledger has it."""
    return InLedger(*rows(statement("cashdesk", "shift_in_ledger"), {"shift": shift.id})[0])


def receipts_of(shift: Shift) -> QuerySet[Receipt]:
    """A shift's receipts, the newest first, each with ``voided`` and ``void_waits``."""
    asked = VoidRequest.objects.filter(receipt=OuterRef("pk"))
    return (
        Receipt.objects.filter(shift=shift)
        .select_related("account__accountnumber")
        .annotate(
            voided=Exists(asked.filter(state=VoidState.APPROVED)),
            void_waits=Exists(asked.filter(state=VoidState.ASKED)),
        )
        .order_by("-number")
    )


def receipt_of_cashier(receipt_id: uuid.UUID, cashier: StaffMember) -> Receipt | None:
    """A receipt that this cashier wrote."""
    found = Receipt.objects.select_related("shift__cashier", "account__accountnumber")
    return found.filter(id=receipt_id, shift__cashier=cashier).first()


def void_of(receipt: Receipt) -> VoidRequest | None:
    """The newest wish to void a receipt."""
    asked = VoidRequest.objects.select_related("asked_by", "decided_by").filter(receipt=receipt)
    return asked.order_by("-asked_at").first()


def waiting_voids() -> QuerySet[VoidRequest]:
    """The receipts that wait to be voided, the oldest wish first."""
    waiting = VoidRequest.objects.filter(state=VoidState.ASKED)
    return waiting.select_related("receipt__shift__cashier", "receipt__account__accountnumber", "asked_by").order_by(
        "asked_at"
    )

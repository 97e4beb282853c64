"""What the operator's own desks take in cash: shifts, receipts, wishes to void one, and what else comes and goes."""

from django.db import models
from django.db.models import F, Q

from kosmos.ledger.models import Account, OperatorPosting
from kosmos.subscribers.models import StaffMember


class Shift(models.Model):
    """A cashier's time at the desk, from the float to the counted money; a cashier has one at a time.

    ``number`` is that of its Z report, ``key`` and ``close_key`` are the forms that opened and closed it.
    ``last_receipt`` is the number of its newest receipt: its row is locked by whoever adds one. ``closed_by`` is the
    cashier, or the supervisor where the cashier could not.
    """

    id = models.UUIDField(primary_key=True)
    number = models.IntegerField(unique=True)
    key = models.TextField(unique=True)
    cashier = models.ForeignKey(StaffMember, models.PROTECT, related_name="shifts", db_index=False)
    opened_at = models.DateTimeField()
    last_receipt = models.IntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)
    close_key = models.TextField(blank=True, default="")
    counted_kopecks = models.BigIntegerField(null=True)
    note = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["cashier", "-opened_at"], name="shift_by_cashier")]
        constraints = [
            models.UniqueConstraint(fields=["cashier"], name="one_shift_at_a_time", condition=Q(closed_at=None)),
            models.UniqueConstraint(fields=["close_key"], name="one_closing_a_form", condition=~Q(close_key="")),
            models.CheckConstraint(condition=Q(number__gt=0, last_receipt__gte=0), name="shift_numbered"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None, counted_kopecks=None, close_key="")
                | Q(closed_at__isnull=False, closed_by__isnull=False, counted_kopecks__gte=0) & ~Q(close_key=""),
                name="closed_shift_is_counted",
            ),
        ]


class Receipt(models.Model):
    """Money taken at a desk, never changed; a void is a request of its own.

    ``number`` counts within the shift, without gaps; ``key`` is the form that took the money, ``reference`` that of
    the payment in charging (provider ``cash_desk``). What was given less the amount is the change.
    """

    id = models.UUIDField(primary_key=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="receipts", db_index=False)
    number = models.IntegerField()
    key = models.TextField(unique=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    reference = models.TextField(unique=True)
    amount_kopecks = models.BigIntegerField()
    given_kopecks = models.BigIntegerField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "-at"], name="receipt_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["shift", "number"], name="receipt_number_of_shift"),
            models.CheckConstraint(
                condition=Q(number__gt=0, amount_kopecks__gt=0, given_kopecks__gte=F("amount_kopecks")),
                name="receipt_amounts",
            ),
        ]

    @property
    def change_kopecks(self) -> int:
        """What was given back."""
        return self.given_kopecks - self.amount_kopecks


class VoidReason(models.TextChoices):
    """Why a receipt is to be voided."""

    WRONG_ACCOUNT = "wrong_account"
    WRONG_AMOUNT = "wrong_amount"
    TAKEN_TWICE = "taken_twice"
    CHANGED_MIND = "changed_mind"
    OTHER = "other"


class VoidState(models.TextChoices):
    """Where a wish to void a receipt stands."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class VoidRequest(models.Model):
    """A cashier's wish that a receipt be voided; another person approves it, and only then the payment is reversed."""

    id = models.UUIDField(primary_key=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="voids", db_index=False)
    key = models.TextField(unique=True)
    reason = models.TextField(choices=VoidReason)
    note = models.TextField(blank=True, default="")
    state = models.TextField(choices=VoidState, default=VoidState.ASKED)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["receipt"], name="void_by_receipt"),
            models.Index(fields=["asked_at"], name="void_waiting", condition=Q(state=VoidState.ASKED)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt"], name="one_void_a_receipt", condition=Q(state__in=["asked", "approved"])
            ),
            models.CheckConstraint(condition=Q(reason__in=VoidReason.values), name="void_reason_known"),
            models.CheckConstraint(condition=Q(state__in=VoidState.values), name="void_state_known"),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None, decided_by=None)
                | ~Q(state="asked") & Q(decided_at__isnull=False, decided_by__isnull=False),
                name="void_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "refused"]) | ~Q(decided_by=F("asked_by")),
                name="void_takes_two_people",
            ),
        ]


class MoveKind(models.TextChoices):
    """What money that is nobody's payment comes and goes for; ``CLOSING`` is what is handed over with the Z report."""

    FLOAT = "float"
    HANDED_OVER = "handed_over"
    SHORTAGE = "shortage"
    SURPLUS = "surplus"
    CLOSING = "closing"


class CashMove(models.Model):
    """Money that came to a desk or left it otherwise than by a receipt, with its posting; never changed."""

    id = models.UUIDField(primary_key=True)
    shift = models.ForeignKey(Shift, models.PROTECT, related_name="moves")
    key = models.TextField(unique=True)
    kind = models.TextField(choices=MoveKind)
    amount_kopecks = models.BigIntegerField()
    at = models.DateTimeField()
    posting = models.OneToOneField(OperatorPosting, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["shift", "kind"], name="one_float_and_one_end", condition=~Q(kind=MoveKind.HANDED_OVER)
            ),
            models.CheckConstraint(condition=Q(kind__in=MoveKind.values), name="cash_move_kind_known"),
            models.CheckConstraint(condition=Q(amount_kopecks__gt=0), name="cash_move_positive"),
        ]


class FiscalRecord(models.Model):
    """What the fiscal equipment answered about a receipt, or about its void; never changed."""

    id = models.UUIDField(primary_key=True)
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="fiscal_records", db_index=False)
    refund = models.BooleanField(default=False)
    number = models.TextField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["receipt", "refund"], name="one_fiscal_record"),
            models.CheckConstraint(condition=~Q(number=""), name="fiscal_record_numbered"),
        ]

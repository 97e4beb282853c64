"""What staff did on accounts, and what one asks another to allow.

The models of it; they are part of ``kosmos.workplace.models``.
"""

from datetime import datetime
from enum import StrEnum

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from kosmos.ledger.models import Account
from kosmos.subscribers.models import StaffMember


class Doing(StrEnum):
    """What staff do on an account; each is a page, and a value of what was done: none is ever renamed."""

    PROMISE = "promise"
    UNBLOCK = "unblock"
    END_UNBLOCK = "end-unblock"
    CHARGE = "charge"
    ADJUST = "adjust"
    REVERSE = "reverse"
    CHANGE = "plan"
    ON = "on"
    OFF = "off"
    CANCEL = "cancel"
    SUSPEND = "suspend"
    RESUME = "resume"
    CLOSE = "close"
    STAY = "stay"
    ASSIGN = "assign"
    SEND_BACK = "send-back"
    REFUND = "refund"
    CHARGEBACK = "chargeback"
    BILL = "bill"


WITH_PAYMENTS = frozenset({Doing.ASSIGN, Doing.SEND_BACK, Doing.REFUND, Doing.CHARGEBACK})
"""What finance does with payments: money that was nobody's is put on an account or sent back, a card payment is given
back, or the bank took it back."""


class ApprovalState(models.TextChoices):
    """Where an approval stands; one that is asked for is expired once its time is over."""

    ASKED = "asked", "asked"
    GIVEN = "given", "given"
    REFUSED = "refused", "refused"
    WITHDRAWN = "withdrawn", "withdrawn"


class Approval(models.Model):
    """An act past the limit of who asks for it: another allows it or refuses it, once and in time.

    ``wish`` is the act as ``kosmos.workplace.acts`` reads it, ``asked_as`` the role in which it was asked for. What it
    would do is looked at anew when it is allowed.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    id = models.UUIDField()
    key = models.UUIDField(unique=True)
    doing = models.TextField()
    wish = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.TextField()
    note = models.TextField(default="")
    asked_by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    asked_as = models.TextField()
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    state = models.TextField(choices=ApprovalState, default=ApprovalState.ASKED)
    decided_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(default="")

    class Meta:
        app_label = "workplace"
        indexes = (
            models.Index(fields=["id"], name="approval_by_id"),
            models.Index(fields=["asked_at"], name="approval_waiting", condition=Q(state="asked")),
            models.Index(fields=["-decided_at"], name="approval_decided", condition=Q(decided_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                condition=~Q(state__in=["given", "refused"])
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
                name="approval_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by=None, decided_at=None)
                | (~Q(state="asked") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="approval_decided_whole",
            ),
        )

    def waits(self, now: datetime) -> bool:
        """Whether it can be decided still."""
        return self.state == ApprovalState.ASKED and now < self.expires_at


class StaffAct(models.Model):
    """What one of the staff did on an account, once for each form (``key``), with its reason; never changed.

    ``posting`` is the line that it put on the account, ``amount_kopecks`` what that moved. ``approved_by`` is who
    allowed what was past a limit.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    id = models.UUIDField()
    key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    doing = models.TextField()
    wish = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.TextField()
    note = models.TextField(default="")
    amount_kopecks = models.BigIntegerField(null=True)
    posting = models.IntegerField(null=True)
    approved_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        app_label = "workplace"
        indexes = (models.Index(fields=["account", "-at", "-id"], name="staff_act_by_account"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("by")), name="staff_act_approved_by_another"
            ),
        )

"""What staff keep of their own about the accounts that they work on."""

from django.db import models
from django.db.models import Q

from kosmos.ledger.models import Account
from kosmos.subscribers.models import StaffMember
from kosmos.workplace.acting import Approval, ApprovalState, StaffAct

__all__ = ["Approval", "ApprovalState", "Note", "StaffAct"]


class Note(models.Model):
    """What one of the staff noted about an account for his colleagues; the subscriber never sees it.

    Never changed and never taken back: a mistake is corrected by the next note. ``key`` is the form that made it.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    id = models.UUIDField()
    key = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["account", "-at", "-id"], name="note_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="note_once_for_a_form"),
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
        ]

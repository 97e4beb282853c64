"""What was done that has to be accounted for, and by whom: the audit of everything but sign-ins.

The models of it; they are part of ``kosmos.subscribers.models``.
"""

from enum import StrEnum

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q


class Act(StrEnum):
    """What can be noted; new ones need no migration, and words in ``kosmos.backoffice.audit_words``."""

    PAGE_REFUSED = "page_refused"
    PERSONAL_SHOWN = "personal_shown"
    NOTE_ADDED = "note_added"
    PROMISE_GIVEN = "promise_given"
    CHARGED_ONCE = "charged_once"
    ADJUSTED = "adjusted"
    POSTING_REVERSED = "posting_reversed"
    PLAN_CHANGED = "plan_changed"
    PACKAGE_ON = "package_on"
    PACKAGE_OFF = "package_off"
    UNBLOCKED = "unblocked"
    UNBLOCK_ENDED = "unblock_ended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    ACCOUNT_CLOSED = "account_closed"
    PLANNED_CANCELLED = "planned_cancelled"
    ACT_UNDONE = "act_undone"
    APPROVAL_ASKED = "approval_asked"
    APPROVAL_GIVEN = "approval_given"
    APPROVAL_REFUSED = "approval_refused"
    APPROVAL_WITHDRAWN = "approval_withdrawn"
    SHIFT_OPENED = "shift_opened"
    CASH_TAKEN = "cash_taken"
    VOID_ASKED = "void_asked"
    VOID_APPROVED = "void_approved"
    VOID_REFUSED = "void_refused"
    VOID_WITHDRAWN = "void_withdrawn"
    SHIFT_CLOSED = "shift_closed"
    CASH_HANDED_OVER = "cash_handed_over"
    STAFF_ADDED = "staff_added"
    STAFF_RENAMED = "staff_renamed"
    STAFF_ROLE_CHANGED = "staff_role_changed"
    STAFF_SWITCHED_ON = "staff_switched_on"
    STAFF_SWITCHED_OFF = "staff_switched_off"
    STAFF_SHEET_PRINTED = "staff_sheet_printed"
    STAFF_FACTOR_RESET = "staff_factor_reset"
    STAFF_SESSIONS_ENDED = "staff_sessions_ended"
    FILE_SAVED = "file_saved"
    ACCOUNTS_GUESSED = "accounts_guessed"
    MONEY_ASSIGNED = "money_assigned"
    MONEY_SENT_BACK = "money_sent_back"
    REFUND_ASKED = "refund_asked"
    CHARGED_BACK = "charged_back"
    BILL_ASKED = "bill_asked"
    STATEMENT_TAKEN = "statement_taken"
    STATEMENT_CHOSEN = "statement_chosen"
    STATEMENT_DROPPED = "statement_dropped"
    CASE_TAKEN = "case_taken"
    CASE_CLOSED = "case_closed"
    MONEY_HANDED_OVER = "money_handed_over"


class AuditRecord(models.Model):
    """A line of the audit, never changed: who did what to what, when and from where, and what it was and became.

    ``staff`` is who did it; empty for what a subscriber tried (``sign_in``) or the system did. ``subject`` and
    ``object_id`` name the thing where it is not, or not only, the account.
    """

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    staff = models.ForeignKey("subscribers.StaffMember", models.PROTECT, null=True, related_name="acts", db_index=False)
    sign_in = models.ForeignKey("subscribers.SignIn", models.PROTECT, null=True, related_name="+", db_index=False)
    action = models.TextField()
    account = models.ForeignKey("ledger.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    subject = models.TextField(blank=True, default="")
    object_id = models.TextField(blank=True, default="")
    before = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    device = models.TextField(blank=True, default="")

    class Meta:
        app_label = "subscribers"
        indexes = (
            models.Index(fields=["at", "id"], name="audit_by_time"),
            models.Index(fields=["staff", "at"], name="audit_by_staff"),
            models.Index(fields=["account", "at"], name="audit_by_account", condition=Q(account__isnull=False)),
            models.Index(fields=["subject", "object_id", "at"], name="audit_by_thing", condition=~Q(object_id="")),
            models.Index(fields=["action", "at"], name="audit_by_action"),
            models.Index(fields=["address", "at"], name="audit_by_address", condition=~Q(address="")),
        )
        constraints = (
            models.CheckConstraint(condition=Q(action__regex=r"^[a-z_]+$"), name="audit_action_is_a_word"),
            models.CheckConstraint(condition=~Q(subject="") | Q(object_id=""), name="audit_object_has_subject"),
        )

"""What is known of ERIP's transactions, of what they were answered, and of the files that were dealt with."""

from django.db import models

from kosmos.ledger.models import Account


class EripState(models.TextChoices):
    """How far a transaction of ERIP's has come; only ``committed`` and ``storn_started`` are paid."""

    STARTED = "started"
    COMMITTED = "committed"
    CANCELLED = "cancelled"
    STORN_STARTED = "storn_started"
    STORN_COMMITTED = "storn_committed"


class EripTransaction(models.Model):
    """A payment as ERIP knows it, begun online or first heard of by a file; a second one of a number is never made.

    Once paid it is the payment of provider erip whose reference is ``transaction_id``. Its account is held for it until
    ``locked_until`` while it is started. ``number`` is what we call it. ``transfer_kopecks`` came by a file 210.
    """

    pk = models.CompositePrimaryKey("account_id", "transaction_id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, db_constraint=False)
    transaction_id = models.TextField()
    number = models.TextField()
    state = models.TextField(choices=EripState)
    amount_kopecks = models.BigIntegerField()
    agent = models.TextField(default="")
    terminal = models.TextField(default="")
    begun_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)
    paid_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    reason = models.TextField(default="")
    transfer_file = models.TextField(default="")
    transfer_kopecks = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["account", "locked_until"], name="erip_lock", condition=models.Q(state="started")),
            models.Index(fields=["transaction_id"], name="erip_transaction_id"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(amount_kopecks__gt=0), name="erip_amount_positive"),
            models.CheckConstraint(condition=models.Q(state__in=EripState.values), name="erip_state_known"),
        )


class EripReply(models.Model):
    """What a request of ERIP's was answered, kept to answer its copies alike; ``said`` is what it asked for."""

    pk = models.CompositePrimaryKey("account_id", "kind", "request_id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, db_constraint=False)
    kind = models.TextField()
    request_id = models.TextField()
    transaction_id = models.TextField()
    said = models.TextField()
    answer = models.JSONField()
    at = models.DateTimeField(db_index=True)


class EripFile(models.Model):
    """A file of ERIP's, by its name; ``lines_done`` of it are dealt with, and those in ``bad_lines`` could not be.

    ``digest`` is the SHA-256 of its bytes: another file of the same name is not taken for it.
    """

    name = models.TextField(primary_key=True)
    digest = models.TextField()
    lines_done = models.IntegerField(default=0)
    bad_lines = models.JSONField(default=list)
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)


class EripDemands(models.Model):
    """A file 202 that was written: which one it was, and what ERIP's receipt (204) said of it."""

    number = models.BigIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    records = models.IntegerField()
    result = models.IntegerField(null=True)
    answered_at = models.DateTimeField(null=True)
    errors = models.JSONField(default=list)


class EripExchange(models.Model):
    """When files were last exchanged with ERIP, one row: whoever moves ``due_at`` on does it. ``fault`` is the last.

    ``done_at`` is of the last exchange that went through.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    due_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    fault = models.TextField(default="")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(id=1), name="one_erip_exchange"),)

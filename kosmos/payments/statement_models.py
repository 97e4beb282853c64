"""Statements of banks and the post, the profiles that they are read by, and the payments that they brought.

The models of it; they are part of ``kosmos.payments.models``.
"""

from django.db import models
from django.db.models import Q

from kosmos.ledger.models import Account, LedgerCode
from kosmos.subscribers.models import StaffMember


class StatementProfile(models.Model):
    """How one bank or the post writes its statements, in one version; a change is a new version, none is changed.

    ``provider`` is whose references they are: two profiles of one bank have the same. ``code`` is where the money is
    once it is credited. ``form`` is what ``rails.registry.profile`` reads.
    """

    pk = models.CompositePrimaryKey("name", "version")
    name = models.TextField()
    version = models.IntegerField()
    provider = models.TextField()
    code = models.SmallIntegerField(choices=LedgerCode)
    form = models.JSONField()
    made_at = models.DateTimeField()


class StatementState(models.TextChoices):
    """Where a statement stands: read and waiting for a choice, being posted, posted, or put away unposted."""

    READ = "read"
    POSTING = "posting"
    POSTED = "posted"
    DROPPED = "dropped"


class Statement(models.Model):
    """A file of a provider, once for each content; ``content`` is packed by zlib, the evidence of what was posted.

    ``good_only`` is the operator's choice: the good lines though some are bad, or all of them or none. ``done`` counts
    the credits that were gone through: ``posted`` of them were new (``nobodys`` of those stand on the suspense
    account), ``repeated`` were here before.
    """

    id = models.UUIDField(primary_key=True)
    name = models.TextField()
    profile = models.TextField()
    version = models.IntegerField()
    provider = models.TextField()
    code = models.SmallIntegerField(choices=LedgerCode)
    digest = models.TextField()
    content = models.BinaryField()
    state = models.TextField(choices=StatementState, default=StatementState.READ)
    good_only = models.BooleanField(default=False)
    credits = models.IntegerField()
    amount_kopecks = models.BigIntegerField()
    bad = models.IntegerField()
    done = models.IntegerField(default=0)
    posted = models.IntegerField(default=0)
    posted_kopecks = models.BigIntegerField(default=0)
    repeated = models.IntegerField(default=0)
    nobodys = models.IntegerField(default=0)
    nobodys_kopecks = models.BigIntegerField(default=0)
    fee_kopecks = models.BigIntegerField(default=0)
    came_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = (
            models.Index(fields=["-came_at", "-id"], name="statement_newest"),
            models.Index(fields=["came_at"], name="statement_to_post", condition=Q(state="posting")),
        )
        constraints = (
            models.UniqueConstraint(fields=["provider", "digest"], name="statement_once"),
            models.CheckConstraint(condition=Q(state__in=StatementState.values), name="statement_state_known"),
            models.CheckConstraint(
                condition=Q(posted__gte=0, repeated__gte=0, nobodys__gte=0, done__lte=models.F("credits")),
                name="statement_counts",
            ),
        )


class StatementPayment(models.Model):
    """A payment that a statement brought, once for each reference of its provider, whichever file it came in.

    The key is looked up before the account is known, as an account's number is (ADR 13). ``said`` is the account that
    the line names, ``line`` where it stands in the file. Cards in the texts are masked.
    """

    pk = models.CompositePrimaryKey("provider", "reference")
    provider = models.TextField()
    reference = models.TextField()
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, db_constraint=False)
    statement = models.UUIDField()
    line = models.IntegerField()
    amount_kopecks = models.BigIntegerField()
    fee_kopecks = models.BigIntegerField()
    paid_at = models.DateTimeField()
    came_at = models.DateTimeField()
    said = models.TextField()
    payer = models.TextField()
    purpose = models.TextField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(amount_kopecks__gt=0, fee_kopecks__gte=0), name="statement_payment_positive"
            ),
        )

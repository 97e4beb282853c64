"""How a subscriber comes to a password, and back to one: sheets, one-time links, and who proved to be whom.

The models of it; they are part of ``kosmos.subscribers.models``.
"""

from django.db import models
from django.db.models import Q


class SheetReason(models.TextChoices):
    """Why a sheet with a login and a one-time password was printed."""

    FIRST = "first", "first"
    LOST = "lost", "lost"
    EXPIRED = "expired", "expired"
    SPOILED = "spoiled", "spoiled"
    OTHER = "other", "other"


class LinkChannel(models.TextChoices):
    """By which contact of the contract a link goes."""

    SMS = "sms", "sms"
    EMAIL = "email", "email"


class AccessSheet(models.Model):
    """A sealed sheet that was printed, once for each form (``key``); the password on it is kept nowhere."""

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    sign_in = models.ForeignKey("subscribers.SignIn", models.PROTECT, related_name="sheets")
    at = models.DateTimeField()
    by = models.ForeignKey("subscribers.StaffMember", models.PROTECT, related_name="+", db_index=False)
    reason = models.TextField(choices=SheetReason)
    expires_at = models.DateTimeField()

    class Meta:
        app_label = "subscribers"
        constraints = (models.CheckConstraint(condition=Q(reason__in=SheetReason.values), name="sheet_reason_known"),)


class IdentityCheck(models.Model):
    """Whoever asks for access again is asked who he is: which questions, and how many answers were right.

    What was answered is not kept. One that was passed allows one link or one sheet, noted in ``used_at``.
    """

    id = models.UUIDField(primary_key=True)
    sign_in = models.ForeignKey("subscribers.SignIn", models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey("ledger.Account", models.PROTECT, related_name="+", db_index=False)
    by = models.ForeignKey("subscribers.StaffMember", models.PROTECT, related_name="+", db_index=False)
    begun_at = models.DateTimeField()
    asked = models.JSONField()
    judged_at = models.DateTimeField(null=True)
    right = models.SmallIntegerField(default=0)
    passed = models.BooleanField(default=False)
    used_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "subscribers"
        indexes = (models.Index(fields=["sign_in", "begun_at"], name="identity_check_by_sign_in"),)
        constraints = (
            models.CheckConstraint(condition=Q(passed=False) | Q(judged_at__isnull=False), name="passed_when_judged"),
            models.CheckConstraint(condition=Q(used_at__isnull=True) | Q(passed=True), name="used_when_passed"),
        )


class AccessLink(models.Model):
    """A link by which its holder sets a password, once and not for long; only a digest of its token is kept.

    ``by`` is empty where the subscriber asked for it himself. A later link ends an earlier one.
    """

    id = models.UUIDField(primary_key=True)
    key = models.TextField(unique=True)
    sign_in = models.ForeignKey("subscribers.SignIn", models.PROTECT, related_name="access_links")
    digest = models.TextField(unique=True)
    channel = models.TextField(choices=LinkChannel)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    used = models.BooleanField(default=False)
    by = models.ForeignKey("subscribers.StaffMember", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        app_label = "subscribers"
        constraints = (
            models.CheckConstraint(condition=Q(channel__in=LinkChannel.values), name="link_channel_known"),
            models.CheckConstraint(condition=Q(used=False) | Q(ended_at__isnull=False), name="used_link_is_over"),
        )


class AccessAsk(models.Model):
    """A wish for access that somebody typed on the site, sealed; looked at apart from his request, and deleted."""

    id = models.UUIDField(primary_key=True)
    at = models.DateTimeField()
    sealed = models.TextField()

    class Meta:
        app_label = "subscribers"
        indexes = (models.Index(fields=["at"], name="access_ask_by_age"),)

"""Refunds: money that goes back to a payer through the provider that took it."""

from django.db import models

from kosmos.ledger.models import Account


class RefundState(models.TextChoices):
    """How far a refund has come; only ``done`` took the money from the account, ``refused`` will not."""

    ASKED = "asked"
    SENT = "sent"
    UNKNOWN = "unknown"
    DONE = "done"
    REFUSED = "refused"


UNDER_WAY = (RefundState.ASKED, RefundState.SENT, RefundState.UNKNOWN)
"""A refund that has come so far may take the money still."""


class Refund(models.Model):
    """A part of an order's payment, or all of it, to be given back; once for each ``key``.

    ``reference`` is the payment's, ``operation`` the provider's number of the refund. Marked as sent before the
    provider hears of it: what became of one that was sent is asked about when ``next_ask_at`` comes.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    id = models.UUIDField()
    key = models.TextField()
    order_number = models.TextField()
    rail = models.TextField()
    reference = models.TextField()
    amount_kopecks = models.BigIntegerField()
    state = models.TextField(choices=RefundState, default=RefundState.ASKED)
    operation = models.TextField(default="")
    reason = models.TextField(default="")
    asked_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_ask_at"], name="refund_to_ask", condition=models.Q(next_ask_at__isnull=False)),
        )
        constraints = (
            models.UniqueConstraint(fields=["account", "key"], name="refund_once_for_a_key"),
            models.CheckConstraint(condition=models.Q(amount_kopecks__gt=0), name="refund_positive"),
            models.CheckConstraint(condition=models.Q(state__in=RefundState.values), name="refund_state_known"),
        )

"""Orders, what was said of them word by word, money that is nobody's yet, and what a person must look at."""

from datetime import datetime

from django.db import models

from kosmos.ledger.models import Account


class OrderState(models.TextChoices):
    """What became of an order; ``unknown`` means that the provider could not be asked."""

    NEW = "new"
    WAITING = "waiting"
    PAID = "paid"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    REFUNDED = "refunded"


class Order(models.Model):
    """A wish to pay an amount to an account through a rail.

    ``number`` is what the provider knows it by, ``token`` the secret of its page, ``key`` the form that made it.
    ``link`` is the one that it was paid by, if it was.
    ``attempt`` is the provider's attempt heard of last; ``operation`` the one that was posted: with the rail it is
    the reference of the payment in charging. The provider is asked when ``next_ask_at`` comes.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.TextField()
    token = models.TextField(db_index=True)
    key = models.TextField()
    link = models.UUIDField(null=True)
    rail = models.TextField()
    amount_kopecks = models.BigIntegerField()
    currency = models.TextField(default="BYN")
    state = models.TextField(choices=OrderState, default=OrderState.NEW)
    reason = models.TextField(default="")
    attempt = models.TextField(default="")
    operation = models.TextField(default="")
    paid_kopecks = models.BigIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["number"], name="order_by_number"),
            models.Index(fields=["next_ask_at"], name="order_to_ask", condition=models.Q(next_ask_at__isnull=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="order_once_for_a_form"),
            models.UniqueConstraint(fields=["account", "token"], name="order_token"),
            models.CheckConstraint(
                condition=models.Q(amount_kopecks__gt=0, paid_kopecks__gte=0), name="order_amount_positive"
            ),
            models.CheckConstraint(condition=models.Q(state__in=OrderState.values), name="order_state_known"),
            models.CheckConstraint(
                condition=~models.Q(state="paid") | (models.Q(paid_at__isnull=False) & ~models.Q(operation="")),
                name="order_paid_by_an_operation",
            ),
        ]

    @property
    def provider_number(self) -> str:
        """The provider's number to show people: of the operation that paid, else of the last attempt."""
        return self.operation or self.attempt


class PayLink(models.Model):
    """An address by which whoever has it may pay an account, made and revoked by its holder.

    ``label`` is all that its page says of the account, unless ``shows_due``. A sum is suggested, or ``fixed``; ``key``
    names the form that made the link.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    id = models.UUIDField(db_index=True)
    key = models.TextField()
    label = models.TextField()
    amount_kopecks = models.BigIntegerField(null=True)
    fixed = models.BooleanField(default=False)
    shows_due = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="link_once_for_a_form"),
            models.CheckConstraint(
                condition=models.Q(amount_kopecks__isnull=True, fixed=False)
                | models.Q(amount_kopecks__isnull=False, amount_kopecks__gt=0),
                name="link_sum_is_whole",
            ),
            models.CheckConstraint(
                condition=~models.Q(label="") & models.Q(expires_at__gt=models.F("created_at")), name="link_is_whole"
            ),
        ]

    def in_force(self, now: datetime) -> bool:
        """Whether it can be paid by."""
        return self.revoked_at is None and now < self.expires_at


class RawMessage(models.Model):
    """What came from or went to a provider, word by word, cards masked; only ever added.

    ``direction`` is push, question or answer; ``verdict`` what we made of it.
    """

    id = models.UUIDField(primary_key=True)
    rail = models.TextField()
    direction = models.TextField()
    order_number = models.TextField(db_index=True)
    at = models.DateTimeField(db_index=True)
    content = models.TextField()
    verdict = models.TextField()


class Unidentified(models.Model):
    """Money that a provider took and that is nobody's yet; once for each operation.

    It stands on the suspense ``account`` if ``posted``; other currencies than the ledger's are only noted here.
    """

    pk = models.CompositePrimaryKey("account_id", "rail", "operation")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    rail = models.TextField()
    operation = models.TextField()
    order_number = models.TextField()
    amount_kopecks = models.BigIntegerField()
    currency = models.TextField()
    reason = models.TextField()
    posted = models.BooleanField()
    came_at = models.DateTimeField()


class Case(models.Model):
    """Something about an order that a person must look at; opened once for each kind and operation."""

    pk = models.CompositePrimaryKey("account_id", "order_number", "kind", "operation")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    order_number = models.TextField()
    kind = models.TextField()
    operation = models.TextField()
    details = models.TextField()
    opened_at = models.DateTimeField(db_index=True)
    closed_at = models.DateTimeField(null=True)

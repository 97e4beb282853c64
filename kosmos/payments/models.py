"""Orders, what was said of them word by word, money that is nobody's yet, and what a person must look at."""

from datetime import datetime

from django.db import models

from kosmos.ledger.models import Account
from kosmos.payments.card_models import Bill, CardLeave, ComparedDay, RailHealth
from kosmos.payments.erip_models import EripDemands, EripExchange, EripFile, EripReply, EripState, EripTransaction
from kosmos.payments.refund_models import UNDER_WAY, Refund, RefundState
from kosmos.payments.statement_models import Statement, StatementPayment, StatementProfile, StatementState
from kosmos.subscribers.models import StaffMember

__all__ = [
    "UNDER_WAY",
    "AgentPayment",
    "AgentPaymentState",
    "Bill",
    "CardLeave",
    "Case",
    "ComparedDay",
    "EripDemands",
    "EripExchange",
    "EripFile",
    "EripReply",
    "EripState",
    "EripTransaction",
    "Order",
    "OrderState",
    "PayLink",
    "RailHealth",
    "RawMessage",
    "Refund",
    "RefundState",
    "Statement",
    "StatementPayment",
    "StatementProfile",
    "StatementState",
    "Unidentified",
    "UnidentifiedState",
]


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
    the reference of the payment in charging. The provider is asked when ``next_ask_at`` comes. ``page`` is the one that
    the provider made for it, where it makes them.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.TextField()
    token = models.TextField(db_index=True)
    key = models.TextField()
    link = models.UUIDField(null=True)
    rail = models.TextField()
    page = models.TextField(default="")
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


class AgentPaymentState(models.TextChoices):
    """Whether the money that an agent took is on the account, or was taken back because the agent said so."""

    PAID = "paid"
    CANCELLED = "cancelled"


class AgentPayment(models.Model):
    """Money that an agent took from a payer, once for each ``reference`` of its own (txn_id, receipt, PAY_ID).

    ``provider`` is the agent, ``rail`` the protocol that it speaks, ``number`` our number of it, which the agent hears
    whenever it asks. The key is looked up before the account is known, as an account's number is (ADR 13).
    ``paid_at`` is by the agent's clock, ``came_at`` by ours; ``request`` is what was said, cards masked.
    """

    pk = models.CompositePrimaryKey("provider", "reference")
    provider = models.TextField()
    reference = models.TextField()
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, db_constraint=False)
    number = models.BigIntegerField(unique=True)
    rail = models.TextField()
    amount_kopecks = models.BigIntegerField()
    fee_kopecks = models.BigIntegerField(default=0)
    terminal = models.TextField(default="")
    paid_at = models.DateTimeField()
    came_at = models.DateTimeField()
    state = models.TextField(choices=AgentPaymentState, default=AgentPaymentState.PAID)
    cancelled_at = models.DateTimeField(null=True)
    request = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_kopecks__gt=0, fee_kopecks__gte=0), name="agent_amount_positive"
            ),
            models.CheckConstraint(
                condition=models.Q(state="paid", cancelled_at__isnull=True)
                | models.Q(state="cancelled", cancelled_at__isnull=False),
                name="agent_payment_cancelled_once",
            ),
        ]


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

    class Meta:
        indexes = [
            models.Index(
                fields=["rail", "at"],
                name="refused_pushes",
                condition=models.Q(direction="push", verdict__startswith="refused"),
            )
        ]


class UnidentifiedState(models.TextChoices):
    """Whether money that was nobody's waits still, was put on an account, went back to its sender, or its provider
    took it back.
    """

    WAITING = "waiting"
    ASSIGNED = "assigned"
    RETURNED = "returned"
    TAKEN_BACK = "taken_back"


class Unidentified(models.Model):
    """Money that a provider took and that was nobody's when it came; once for each operation.

    It stands on the suspense ``account`` if ``posted``; other currencies than the ledger's are only noted here.
    ``order_number`` is the order or the account that was said, ``payer`` and ``purpose`` what else was.
    ``assigned_to`` is whose it turned out to be, and stays when the provider takes it back from there.
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
    payer = models.TextField(default="")
    purpose = models.TextField(default="")
    state = models.TextField(choices=UnidentifiedState, default=UnidentifiedState.WAITING)
    assigned_to = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+", db_index=False)
    settled_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    class Meta:
        indexes = [
            models.Index(fields=["-came_at"], name="unidentified_waiting", condition=models.Q(state="waiting")),
            models.Index(
                fields=["assigned_to"], name="unidentified_assigned", condition=models.Q(assigned_to__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="waiting", assigned_to=None, settled_at=None)
                | models.Q(state="assigned", assigned_to__isnull=False, settled_at__isnull=False)
                | models.Q(state="returned", assigned_to=None, settled_at__isnull=False)
                | models.Q(state="taken_back", settled_at__isnull=False),
                name="unidentified_settled_whole",
            )
        ]


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
    taken_by = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="+", db_index=False)
    note = models.TextField(default="")

    class Meta:
        indexes = [models.Index(fields=["opened_at"], name="case_open", condition=models.Q(closed_at=None))]

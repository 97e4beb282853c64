"""What an account uses, its promises, suspensions and payments; every table begins with the account."""

from django.db import models

from kosmos.catalogue.models import Extra, Plan
from kosmos.ledger.models import Account


class Status(models.IntegerChoices):
    """The status of a subscription (rulebook 1)."""

    RUNNING = 1, "running"
    BLOCKED = 2, "blocked"
    SUSPENDED = 3, "suspended"
    ENDED = 4, "ended"


class Planned(models.IntegerChoices):
    """What takes effect when ``planned_on`` opens."""

    CHANGE = 1, "change"
    END = 2, "end"


class Subscription(models.Model):
    """An account's use of a plan; written only when its state changes, never for a day's share.

    A running prepaid one is charged through the account's ``open_through_on``; ``charged_through_on`` says the
    last day charged of one that does not run. ``blocked_since_charge`` is rule 5's "blocked at any time since
    the last day charged". ``accrued_through_on`` is the last day that a postpaid one has been accrued for.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    plan = models.ForeignKey(Plan, models.PROTECT, db_index=False)
    status = models.SmallIntegerField(choices=Status, default=Status.BLOCKED)
    connected_at = models.DateTimeField()
    status_on = models.DateField()
    blocked_since_charge = models.BooleanField(default=False)
    charged_through_on = models.DateField(null=True)
    accrued_through_on = models.DateField(null=True)
    planned = models.SmallIntegerField(choices=Planned, null=True)
    planned_on = models.DateField(null=True)
    planned_plan = models.ForeignKey(Plan, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["account"],
                name="subscription_planned",
                condition=models.Q(planned_on__isnull=False),
            ),
            models.Index(fields=["account"], name="subscription_blocked", condition=models.Q(status=Status.BLOCKED)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned__isnull=True, planned_on__isnull=True, planned_plan__isnull=True)
                | models.Q(planned__isnull=True, planned_plan__isnull=True, status=Status.ENDED)
                | models.Q(planned=Planned.CHANGE, planned_on__isnull=False, planned_plan__isnull=False)
                | models.Q(planned=Planned.END, planned_on__isnull=False, planned_plan__isnull=True),
                name="planned_whole",
            )
        ]


class Promise(models.Model):
    """Service on trust until an instant; kept once a payment left nothing overdue (rulebook 8).

    One ``by_staff`` is a temporary unblock: without the conditions of a promise, and none for the next promise.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    taken_at = models.DateTimeField()
    until_at = models.DateTimeField()
    kept = models.BooleanField(default=False)
    lapsed = models.BooleanField(default=False)
    by_staff = models.BooleanField(default=False, db_default=False)

    class Meta:
        indexes = [
            models.Index(fields=["until_at"], name="promise_due", condition=models.Q(lapsed=False)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account"], name="one_promise_in_force", condition=models.Q(lapsed=False))
        ]


class SuspensionState(models.IntegerChoices):
    """Where a suspension stands."""

    PLANNED = 1, "planned"
    RUNNING = 2, "running"
    OVER = 3, "over"
    CANCELLED = 4, "cancelled"


class Suspension(models.Model):
    """Whole days on which all of an account's services pause at the subscriber's wish (rulebook 8)."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    asked_at = models.DateTimeField()
    first_on = models.DateField()
    last_on = models.DateField()
    state = models.SmallIntegerField(choices=SuspensionState, default=SuspensionState.PLANNED)
    resumed_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"],
                name="one_suspension_at_a_time",
                condition=models.Q(state__in=[SuspensionState.PLANNED, SuspensionState.RUNNING]),
            )
        ]


class LeavingState(models.IntegerChoices):
    """Where a wish to leave stands."""

    PLANNED = 1, "planned"
    DONE = 2, "done"
    CANCELLED = 3, "cancelled"


class Leaving(models.Model):
    """A subscriber's wish to leave: everything connected ends; ``ended`` are the subscriptions that it ended.

    ``replaced`` are the codes of the plans that some of them were to change to, by their numbers. A planned wish is
    done once its day is open and nothing is connected any more, and void as soon as an end is withdrawn.
    ``payout`` is how the subscriber wants back what is left.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    asked_at = models.DateTimeField()
    ends_on = models.DateField()
    ended = models.JSONField(default=list)
    replaced = models.JSONField(default=dict)
    reason = models.TextField(default="")
    payout = models.TextField(default="")
    state = models.SmallIntegerField(choices=LeavingState, default=LeavingState.PLANNED)

    class Meta:
        indexes = [
            models.Index(fields=["ends_on"], name="leaving_due", condition=models.Q(state=LeavingState.PLANNED)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="one_leaving_at_a_time", condition=models.Q(state=LeavingState.PLANNED)
            )
        ]


class WaitingState(models.IntegerChoices):
    """Where a plan that waits for money stands."""

    WAITING = 1, "waiting"
    CONNECTED = 2, "connected"
    CANCELLED = 3, "cancelled"
    REPLACED = 4, "replaced"


class WaitingPlan(models.Model):
    """A plan that is wished for and will be connected as soon as the money for it is there.

    ``by_staff`` is as `connect` takes it; ``subscription`` is what it became, ``over_at`` when it waited no more.
    """

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    plan = models.ForeignKey(Plan, models.PROTECT, db_index=False)
    by_staff = models.BooleanField(default=False)
    asked_at = models.DateTimeField()
    state = models.SmallIntegerField(choices=WaitingState, default=WaitingState.WAITING)
    over_at = models.DateTimeField(null=True)
    subscription = models.SmallIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], name="one_plan_waits", condition=models.Q(state=WaitingState.WAITING)
            ),
            models.CheckConstraint(
                condition=models.Q(state=WaitingState.CONNECTED, subscription__isnull=False)
                | (~models.Q(state=WaitingState.CONNECTED) & models.Q(subscription=None)),
                name="waiting_plan_became",
            ),
        ]


class OrderState(models.IntegerChoices):
    """Where an order stands; support cancels."""

    ORDERED = 1, "ordered"
    CANCELLED = 2, "cancelled"


class ExtraOrder(models.Model):
    """Equipment or a visit that was ordered and charged, once for each ``key`` of the one who asked."""

    pk = models.CompositePrimaryKey("account_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    number = models.SmallIntegerField()
    key = models.UUIDField()
    extra = models.ForeignKey(Extra, models.PROTECT, db_index=False)
    ordered_at = models.DateTimeField()
    price_kopecks = models.BigIntegerField()
    posting = models.IntegerField()
    wish = models.TextField(default="")
    state = models.SmallIntegerField(choices=OrderState, default=OrderState.ORDERED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="one_order_a_key")]


class Payment(models.Model):
    """Money that came, once for each provider's reference (rulebook 9).

    ``paid_early_kopecks`` is rule 4's part: what it paid of ``unpaid`` before that was due.
    """

    pk = models.CompositePrimaryKey("account_id", "provider", "reference")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False, db_constraint=False)
    provider = models.TextField()
    reference = models.TextField()
    amount_kopecks = models.BigIntegerField()
    paid_early_kopecks = models.BigIntegerField()
    posted_on = models.DateField()
    posting = models.IntegerField()
    reversed_by = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount_kopecks__gt=0), name="payment_positive"),
            models.CheckConstraint(condition=models.Q(paid_early_kopecks__gte=0), name="paid_early_positive"),
        ]


class PartReversal(models.Model):
    """A part of a payment that was taken back, once for each ``key``; the last part marks the payment as reversed.

    ``paid_early_kopecks`` is what it undoes of rule 4's part of the payment.
    """

    pk = models.CompositePrimaryKey("account_id", "posting")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    posting = models.IntegerField()
    provider = models.TextField()
    reference = models.TextField()
    key = models.TextField()
    amount_kopecks = models.BigIntegerField()
    paid_early_kopecks = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "provider", "reference", "key"], name="one_part_a_key"),
            models.CheckConstraint(
                condition=models.Q(
                    amount_kopecks__gt=0,
                    paid_early_kopecks__gte=0,
                    amount_kopecks__gte=models.F("paid_early_kopecks"),
                ),
                name="part_reversal_whole",
            ),
        ]


class Correction(models.Model):
    """Money that staff put right by a posting, up or down, once for each ``key``; one that ``reverses`` names a line.

    ``paid_early_kopecks`` is rule 4's part of one that adds money, as of a payment. ``reversed_by`` takes it back.
    """

    pk = models.CompositePrimaryKey("account_id", "posting")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    posting = models.IntegerField()
    key = models.UUIDField()
    posted_on = models.DateField()
    amount_kopecks = models.BigIntegerField()
    paid_early_kopecks = models.BigIntegerField()
    reverses = models.IntegerField(null=True)
    reversed_by = models.IntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="one_correction_a_key"),
            models.UniqueConstraint(
                fields=["account", "reverses"], name="corrected_once", condition=models.Q(reverses__isnull=False)
            ),
            models.CheckConstraint(condition=~models.Q(amount_kopecks=0), name="correction_moves_money"),
            models.CheckConstraint(
                condition=models.Q(paid_early_kopecks=0)
                | models.Q(paid_early_kopecks__gt=0, amount_kopecks__gte=models.F("paid_early_kopecks")),
                name="correction_pays_early_what_it_adds",
            ),
        ]


class Outlook(models.Model):
    """What the engine said last of an account and its days ahead, as data; true while ``digest`` is.

    The digest is of all that the engine read for it. ``day`` is the business day it was played for, ``seen_on`` the
    last one on which somebody looked.
    """

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True)
    day = models.DateField()
    digest = models.TextField()
    made_at = models.DateTimeField()
    seen_on = models.DateField()
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["day", "seen_on"], name="outlook_by_day")]

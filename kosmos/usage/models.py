"""Traffic by account, subscription and month, and the counts and purchases that made it; account first everywhere."""

from django.db import models

from kosmos.catalogue.models import Plan, UsedUp
from kosmos.ledger.models import Account


class TrafficMonth(models.Model):
    """A subscription's traffic in one month; there from its first count or purchase in that month on.

    ``refilled_on`` is the first day of the month on which it ran, None if it has not yet: then nothing is left.
    ``volume_bytes`` is the volume of its plan as this row was last written. The rest is rules.Month.
    """

    pk = models.CompositePrimaryKey("account_id", "subscription", "month_on")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    subscription = models.SmallIntegerField()
    month_on = models.DateField()
    refilled_on = models.DateField(null=True)
    volume_bytes = models.BigIntegerField(default=0)
    volume_used_bytes = models.BigIntegerField(default=0)
    bought_bytes = models.BigIntegerField(default=0)
    bought_used_bytes = models.BigIntegerField(default=0)
    beyond_bytes = models.BigIntegerField(default=0)
    charged_bytes = models.BigIntegerField(default=0)
    charged_kopeck_hundredths = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(month_on__day=1), name="traffic_by_month"),
            models.CheckConstraint(
                condition=models.Q(
                    refilled_on__isnull=True,
                    volume_bytes=0,
                    volume_used_bytes=0,
                    bought_bytes=0,
                    charged_bytes=0,
                )
                | models.Q(
                    refilled_on__isnull=False,
                    refilled_on__year=models.F("month_on__year"),
                    refilled_on__month=models.F("month_on__month"),
                    volume_bytes__gt=0,
                ),
                name="traffic_refilled_in_its_month",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    volume_used_bytes__gte=0,
                    bought_used_bytes__gte=0,
                    bought_bytes__gte=models.F("bought_used_bytes"),
                    beyond_bytes__gte=0,
                ),
                name="traffic_positive",
            ),
            models.CheckConstraint(
                condition=models.Q(charged_bytes=0, charged_kopeck_hundredths=0)
                | models.Q(charged_bytes__gt=0, charged_kopeck_hundredths__gt=0),
                name="traffic_charged_whole",
            ),
        ]


class TrafficCount(models.Model):
    """Traffic as its source told it: counted once for each source's reference on an account."""

    pk = models.CompositePrimaryKey("account_id", "source", "reference")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    source = models.TextField()
    reference = models.TextField()
    subscription = models.SmallIntegerField()
    month_on = models.DateField()
    counted_at = models.DateTimeField()
    volume_bytes = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(volume_bytes__gt=0), name="traffic_count_positive"),
            models.CheckConstraint(condition=models.Q(month_on__day=1), name="traffic_count_by_month"),
        ]


class TrafficPurchase(models.Model):
    """Traffic bought for the rest of a month: once for each reference on an account; ``posting`` paid for it."""

    pk = models.CompositePrimaryKey("account_id", "reference")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    reference = models.TextField()
    subscription = models.SmallIntegerField()
    month_on = models.DateField()
    bought_at = models.DateTimeField()
    volume_bytes = models.BigIntegerField()
    price_kopecks = models.BigIntegerField()
    posting = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(volume_bytes__gt=0, price_kopecks__gt=0), name="traffic_purchase_positive"
            ),
            models.CheckConstraint(condition=models.Q(month_on__day=1), name="traffic_purchase_by_month"),
        ]


class TrafficHour(models.Model):
    """How much was counted in an hour: the sum of its counts, for charts; ``hour_at`` is the hour's first instant."""

    pk = models.CompositePrimaryKey("account_id", "subscription", "hour_at")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    subscription = models.SmallIntegerField()
    hour_at = models.DateTimeField()
    volume_bytes = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(volume_bytes__gt=0), name="traffic_hour_positive"),
        ]


class TrafficChoice(models.Model):
    """What a subscriber chose to follow when a plan's traffic is used up; the last one by number counts.

    It is of one plan: another has terms of its own. For a charge it keeps the price that was agreed to.
    """

    pk = models.CompositePrimaryKey("account_id", "subscription", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    subscription = models.SmallIntegerField()
    number = models.IntegerField()
    plan = models.ForeignKey(Plan, models.PROTECT, db_index=False)
    used_up = models.SmallIntegerField(choices=UsedUp)
    megabyte_kopeck_hundredths = models.BigIntegerField(null=True)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(used_up=UsedUp.CHARGE, megabyte_kopeck_hundredths__gt=0)
                | (~models.Q(used_up=UsedUp.CHARGE) & models.Q(megabyte_kopeck_hundredths__isnull=True)),
                name="traffic_choice_agreed_price",
            ),
        ]

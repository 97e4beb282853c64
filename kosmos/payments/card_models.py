"""What is kept of providers of cards: whether they answer, what payers allow them, bills, and compared days."""

from django.db import models

from kosmos.ledger.models import Account


class RailHealth(models.Model):
    """How often in a row a provider was silent, and when it last was; no row while all is well.

    Every process sees it, so that a silent provider holds up nobody.
    """

    rail = models.TextField(primary_key=True)
    silences = models.IntegerField(default=0)
    silent_at = models.DateTimeField()


class CardLeave(models.Model):
    """A payer's leave to take later payments from his card, asked for with an order: given when that was paid.

    The provider does it again by its number of that payment, which the order bears; no card is known here.
    """

    pk = models.CompositePrimaryKey("account_id", "order_number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    order_number = models.TextField()
    rail = models.TextField()
    least_kopecks = models.BigIntegerField()
    most_kopecks = models.BigIntegerField()
    period_days = models.IntegerField()
    until_on = models.DateField()
    asked_at = models.DateTimeField()
    charged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(least_kopecks__gt=0, most_kopecks__gte=models.F("least_kopecks"), period_days__gt=0),
                name="card_leave_bounds",
            ),
        )


class Bill(models.Model):
    """An order that a member of staff had a bill made of, which its payer opens by an address, the order's ``page``.

    The provider is asked to make it when ``next_ask_at`` comes; ``made_at`` is when it was, ``comment`` what it is for.
    """

    pk = models.CompositePrimaryKey("account_id", "order_number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    order_number = models.TextField()
    comment = models.TextField()
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=["next_ask_at"], name="bill_to_make", condition=models.Q(next_ask_at__isnull=False)),
        )
        constraints = (models.CheckConstraint(condition=~models.Q(comment=""), name="bill_says_what_for"),)


class ComparedDay(models.Model):
    """A day of which a provider was asked to tell all orders; ``differences`` is how many were not as ours.

    ``done_at`` is empty while it was silent; then it is asked again when ``next_ask_at`` comes.
    """

    pk = models.CompositePrimaryKey("rail", "day")
    rail = models.TextField()
    day = models.DateField()
    differences = models.IntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    next_ask_at = models.DateTimeField()

"""The one table that the portal keeps: how often something was tried."""

from django.db import models


class Tally(models.Model):
    """How often a subject did a limited thing in a window of time; rows of windows long past are dropped.

    ``window`` counts windows since 1970; ``subject`` is a digest where it would name a person or an account.
    """

    pk = models.CompositePrimaryKey("name", "window", "subject")
    name = models.TextField()
    window = models.BigIntegerField()
    subject = models.TextField()
    count = models.IntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(count__gt=0), name="tally_positive")]

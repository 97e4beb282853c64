"""The one fact that the ground keeps: how far the demo's clock was moved."""

from django.db import models


class DemoClock(models.Model):
    """There only in a demo's database; the demo's time is the real one plus ``ahead``."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_demo_clock")]


class Outbox(models.Model):
    """Something that happened to an account, written in the transaction that made it happen, for whoever tells people.

    Once for each key of a kind; ``taken_at`` says that it was taken up.
    """

    pk = models.CompositePrimaryKey("account_id", "kind", "key")
    account_id = models.BigIntegerField()
    kind = models.TextField()
    key = models.TextField()
    at = models.DateTimeField()
    about = models.JSONField(default=dict)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["at"], name="outbox_waiting", condition=models.Q(taken_at=None))]

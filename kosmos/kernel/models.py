"""The one fact that the ground keeps: how far the demo's clock was moved."""

from django.db import models


class DemoClock(models.Model):
    """There only in a demo's database; the demo's time is the real one plus ``ahead``."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    ahead = models.DurationField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_demo_clock")]

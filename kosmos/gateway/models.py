"""What the demo's simulator of Assist remembers; empty in production, where it refuses to start."""

from django.db import models


class SimulatedAttempt(models.Model):
    """An attempt to pay an order on the simulator's page; the card is never kept, only what a provider masks.

    ``bill`` is the provider's number of it, ``state`` and ``response_code`` are in Assist's words, and
    ``operations`` counts what was done: 1 when it was approved or declined, 2 when that was cancelled.
    """

    bill = models.TextField(primary_key=True)
    order_number = models.TextField(db_index=True)
    amount_kopecks = models.BigIntegerField()
    currency = models.TextField()
    return_url = models.TextField()
    masked_card = models.TextField()
    state = models.TextField(default="In Process")
    response_code = models.TextField(default="AS300")
    operations = models.SmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class SimulatedPush(models.Model):
    """A push that the simulator has to deliver; repeated with growing pauses while nobody answers it."""

    id = models.UUIDField(primary_key=True)
    bill = models.TextField()
    body = models.TextField()
    due_at = models.DateTimeField(null=True, db_index=True)
    tries = models.SmallIntegerField(default=0)
    answered = models.TextField(default="")

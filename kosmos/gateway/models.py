"""What the demo's simulators remember; empty in production, where they refuse to start."""

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


class SimulatedLetter(models.Model):
    """An e-mail that the demo's catcher took, once for each Message-ID; ``repeats`` counts what came again."""

    message_id = models.TextField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    sender = models.TextField()
    recipient = models.TextField()
    subject = models.TextField()
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    repeats = models.IntegerField(default=0)


class SimulatedSms(models.Model):
    """An SMS that the demo's gateway took, once for each client id."""

    client_id = models.TextField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    to = models.TextField()
    text = models.TextField()
    repeats = models.IntegerField(default=0)


class SimulatedGateway(models.Model):
    """A gateway of the demo: whether it was switched off, and the port of the mail catcher."""

    channel = models.TextField(primary_key=True)
    down = models.BooleanField(default=False)
    port = models.IntegerField(null=True)

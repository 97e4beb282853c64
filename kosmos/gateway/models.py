"""What the demo's simulators remember; empty in production, where they refuse to start."""

from django.db import models


class SimulatedPage(models.Model):
    """An order that a merchant sent to a simulated provider of cards; ``token`` is in the address of its page.

    A bill is one too: it has a comment, and can be paid until an instant.
    """

    token = models.TextField(primary_key=True)
    rail = models.TextField()
    order_number = models.TextField()
    amount_kopecks = models.BigIntegerField()
    currency = models.TextField()
    return_url = models.TextField()
    delay = models.BooleanField(default=False)
    comment = models.TextField(default="")
    pay_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()


class SimulatedRefund(models.Model):
    """A part of an attempt's money that a merchant had given back; ``key`` is his, once for each."""

    id = models.UUIDField(primary_key=True)
    bill = models.TextField(db_index=True)
    key = models.TextField(unique=True)
    number = models.TextField()
    amount_kopecks = models.BigIntegerField()
    at = models.DateTimeField()


class SimulatedKey(models.Model):
    """The private key by which a simulated provider signs; the demo's rail reads the public half of it."""

    rail = models.TextField(primary_key=True)
    pem = models.TextField()


class SimulatedAttempt(models.Model):
    """An attempt to pay an order on the simulator's page; the card is never kept, only what a provider masks.

    A demand in ERIP is one too: payers type its ``account`` until it ``expires_at``.

    ``bill`` is the provider's number of it, ``state`` and ``response_code`` in Assist's words for every ``rail``, and
    ``operations`` counts what was done: 1 when it was approved or declined, 2 when that was cancelled.
    """

    bill = models.TextField(primary_key=True)
    rail = models.TextField(default="assist")
    order_number = models.TextField(db_index=True)
    amount_kopecks = models.BigIntegerField()
    currency = models.TextField()
    return_url = models.TextField()
    masked_card = models.TextField()
    state = models.TextField(default="In Process")
    response_code = models.TextField(default="AS300")
    operations = models.SmallIntegerField(default=0)
    delay = models.BooleanField(default=False)
    account = models.TextField(default="")
    expires_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()


class SimulatedPush(models.Model):
    """A push that the simulator has to deliver; repeated with growing pauses while nobody answers it."""

    id = models.UUIDField(primary_key=True)
    bill = models.TextField()
    rail = models.TextField(default="assist")
    headers = models.JSONField(default=dict)
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

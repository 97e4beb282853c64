"""What people are told: messages, how each wants to be told, and the operator's news."""

from django.db import models
from django.db.models import Q

from kosmos.ledger.models import Account
from kosmos.subscribers.models import Subscriber


class Channel(models.TextChoices):
    """The ways to a person; the list in the cabinet is always one of them."""

    CABINET = "cabinet", "cabinet"
    EMAIL = "email", "email"
    SMS = "sms", "sms"


class State(models.IntegerChoices):
    """Where a message stands; one that is being sent is held by a worker (see services/claims.py)."""

    QUEUED = 1, "queued"
    SENDING = 2, "sending"
    SENT = 3, "sent"
    DROPPED = 4, "dropped"
    FAILED = 5, "failed"


class MessageTemplate(models.Model):
    """An operator's own words for an event: subject, text and SMS, each {"ru": …}; what is empty the house says."""

    event = models.TextField(primary_key=True)
    subject = models.JSONField(default=dict)
    text = models.JSONField(default=dict)
    sms = models.JSONField(default=dict)


class Message(models.Model):
    """One change of state told by one channel, once: ``key`` is the change's own.

    ``about`` is data; the text is made when it is sent, or in the cabinet when it is read. ``id`` is what a gateway
    knows it by, ``attempts`` how often it was handed to one; ``reason`` says why it was dropped or failed.
    """

    pk = models.CompositePrimaryKey("account_id", "event", "key", "channel")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    event = models.TextField()
    key = models.TextField()
    channel = models.TextField(choices=Channel)
    id = models.UUIDField(unique=True)
    at = models.DateTimeField()
    about = models.JSONField(default=dict)
    state = models.SmallIntegerField(choices=State)
    attempts = models.SmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    claimed_by = models.IntegerField(null=True)
    sent_at = models.DateTimeField(null=True)
    address = models.TextField(blank=True, default="")
    subject = models.TextField(blank=True, default="")
    text = models.TextField(blank=True, default="")
    provider_id = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["channel", "next_at"], name="message_due", condition=Q(state=State.QUEUED)),
            models.Index(fields=["claimed_by"], name="message_claimed", condition=Q(state=State.SENDING)),
            models.Index(fields=["account", "at"], name="message_listed", condition=Q(channel=Channel.CABINET)),
            models.Index(fields=["account"], name="message_unread", condition=Q(channel=Channel.CABINET, read_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="message_state_known"),
            models.CheckConstraint(condition=Q(channel__in=Channel.values), name="message_channel_known"),
        ]


class Preference(models.Model):
    """Whether a subscriber wants messages on a topic by a channel; what is not here is as rules.py has it."""

    pk = models.CompositePrimaryKey("subscriber_id", "topic", "channel")
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, db_index=False)
    topic = models.TextField()
    channel = models.TextField(choices=Channel)
    wanted = models.BooleanField()


class LowDays(models.Model):
    """How many days before the money ends a subscriber wants to hear of it."""

    subscriber = models.OneToOneField(Subscriber, models.PROTECT, primary_key=True)
    days = models.SmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(days__range=(1, 14)), name="low_days_in_range")]


class LowSpell(models.Model):
    """An account whose money ends soon, and since when: it is told once in such a time."""

    account = models.OneToOneField(Account, models.PROTECT, primary_key=True)
    since_on = models.DateField()
    until_on = models.DateField()


class LookedAt(models.Model):
    """The business day for which accounts were looked at last, and the first account that was not yet."""

    what = models.TextField(primary_key=True)
    day = models.DateField()
    after = models.BigIntegerField(default=0)


class Gateway(models.Model):
    """A gateway that did not answer rests until an instant; how many times in a row it was silent."""

    channel = models.TextField(primary_key=True, choices=Channel)
    silences = models.IntegerField(default=0)
    rests_until = models.DateTimeField(null=True)


class News(models.Model):
    """The operator's news: a title and a text as the catalogue has them, and until when they are news.

    ``told_through`` is the last account whose holder was told.
    """

    id = models.UUIDField(primary_key=True)
    title = models.JSONField()
    body = models.JSONField()
    published_at = models.DateTimeField()
    until_on = models.DateField(null=True)
    withdrawn = models.BooleanField(default=False)
    told_through = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(title__has_key="ru"), name="news_title_in_russian"),
            models.CheckConstraint(condition=Q(body__has_key="ru"), name="news_body_in_russian"),
        ]

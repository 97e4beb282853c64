"""Requests to support with what was said and their files, and outages that everybody is told of."""

from django.db import models
from django.db.models import Q

from kosmos.ledger.models import Account
from kosmos.subscribers.models import StaffMember


class Topic(models.TextChoices):
    """What a request is about; each has its time to answer in the policy ``answer_hours``."""

    MONEY = "money"
    INTERNET = "internet"
    TV = "tv"
    EQUIPMENT = "equipment"
    DOCUMENTS = "documents"
    LEAVING = "leaving"
    OTHER = "other"


class RequestState(models.TextChoices):
    """Whose turn it is: of a new or open one it is ours, of an answered one the subscriber's, of a closed one nobody's.

    Nobody has taken a new one up yet.
    """

    NEW = "new"
    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Request(models.Model):
    """A subscriber's request: ``id`` names it in addresses and cannot be guessed, ``number`` is for saying aloud.

    ``key`` is the form that made it, ``row`` the number of the posting that it is about, ``promised_at`` until when
    we answer while it is our turn, ``owner`` who of the staff took it, ``merged_into`` the request of the same account
    in which a closed one is answered.
    """

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    id = models.UUIDField()
    number = models.TextField()
    key = models.TextField()
    topic = models.TextField(choices=Topic)
    text = models.TextField()
    row = models.IntegerField(null=True)
    state = models.TextField(choices=RequestState, default=RequestState.NEW)
    owner = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="requests")
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reopened = models.IntegerField(default=0)
    last_entry = models.IntegerField(default=0)
    merged_into = models.UUIDField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], name="request_by_id"),
            models.Index(fields=["number"], name="request_by_number"),
            models.Index(fields=["promised_at"], name="request_waiting", condition=Q(state__in=["new", "open"])),
            models.Index(fields=["-changed_at"], name="request_by_change"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="request_once_for_a_form"),
            models.UniqueConstraint(fields=["account", "number"], name="request_number_of_account"),
            models.CheckConstraint(condition=Q(topic__in=Topic.values), name="request_topic_known"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="request_state_known"),
            models.CheckConstraint(condition=~Q(text=""), name="request_says_something"),
            models.CheckConstraint(
                condition=Q(state__in=["new", "open"], promised_at__isnull=False)
                | (Q(state__in=["answered", "closed"]) & Q(promised_at__isnull=True)),
                name="request_promised_while_ours",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at__isnull=True)),
                name="request_closed_at_a_time",
            ),
            models.CheckConstraint(condition=Q(reopened__gte=0, last_entry__gte=0), name="request_counts"),
            models.CheckConstraint(condition=Q(merged_into=None) | Q(state="closed"), name="merged_request_is_closed"),
        ]


class EntryKind(models.TextChoices):
    """Who wrote an entry, and for whom: only what the subscriber wrote and the answers are his, the rest is for staff.

    Of ``owner`` the text is the name of whoever it was given to, of ``merged`` the number of the request that was
    merged into this one, of ``closed`` a dash.
    """

    SUBSCRIBER = "subscriber"
    ANSWER = "answer"
    NOTE = "note"
    OWNER = "owner"
    MERGED = "merged"
    CLOSED = "closed"


FOR_SUBSCRIBER = (EntryKind.SUBSCRIBER, EntryKind.ANSWER)
"""The kinds of entries that a subscriber's pages show."""


class Entry(models.Model):
    """What was written after the request's own text, numbered from 1 within it; never changed.

    ``key`` is the form that made it.
    """

    pk = models.CompositePrimaryKey("account_id", "request_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    request_id = models.UUIDField()
    number = models.IntegerField()
    key = models.TextField()
    kind = models.TextField(choices=EntryKind)
    staff = models.ForeignKey(StaffMember, models.PROTECT, null=True, related_name="entries", db_index=False)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="entry_by_account")]
        constraints = [
            models.UniqueConstraint(fields=["account", "request_id", "key"], name="entry_once_for_a_form"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entry_kind_known"),
            models.CheckConstraint(condition=~Q(text=""), name="entry_says_something"),
            models.CheckConstraint(
                condition=Q(kind="subscriber", staff__isnull=True) | (~Q(kind="subscriber") & Q(staff__isnull=False)),
                name="entry_has_a_writer",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="entry_numbered"),
        ]


class AnswerText(models.Model):
    """A ready text of an answer: what staff choose it by, and its words by language, with fields such as {name}.

    A row with the code of one of the house's own texts (``kosmos.support.answers``) stands in its place. ``topic`` is
    what it is usually for, empty for anything; a ``removed`` one is not offered.
    """

    code = models.TextField(primary_key=True)
    name = models.TextField()
    topic = models.TextField(blank=True, default="")
    texts = models.JSONField()
    removed = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="answer_text_has_name"),
            models.CheckConstraint(condition=Q(texts__has_key="ru"), name="answer_text_in_russian"),
            models.CheckConstraint(condition=Q(topic="") | Q(topic__in=Topic.values), name="answer_text_topic_known"),
        ]


class Taking(models.Model):
    """What the button "take the next" gave to whom; ``key`` is its form's, so that pressed twice it gives one thing.

    ``kind`` and ``object_id`` name a request or an application that asks to be called.
    """

    key = models.TextField(primary_key=True)
    staff = models.ForeignKey(StaffMember, models.PROTECT, related_name="+", db_index=False)
    kind = models.TextField()
    object_id = models.UUIDField()
    at = models.DateTimeField()


class Attachment(models.Model):
    """A file that came with a request (entry 0) or with one of its entries; its bytes are its pieces."""

    pk = models.CompositePrimaryKey("account_id", "id")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    id = models.UUIDField()
    request_id = models.UUIDField()
    entry = models.IntegerField()
    place = models.IntegerField()
    name = models.TextField()
    media_type = models.TextField()
    size_bytes = models.IntegerField()
    sha256 = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["account", "request_id"], name="attachment_of_request"),
            models.Index(fields=["account", "at"], name="attachment_by_account"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(size_bytes__gt=0), name="attachment_has_bytes"),
            models.CheckConstraint(condition=~Q(name=""), name="attachment_has_name"),
        ]


class Piece(models.Model):
    """A part of an attachment's bytes; only an attachment's own reader knows the way to it."""

    pk = models.CompositePrimaryKey("account_id", "attachment_id", "number")
    account = models.ForeignKey(Account, models.PROTECT, db_index=False)
    attachment_id = models.UUIDField()
    number = models.IntegerField()
    content = models.BinaryField()


class Outage(models.Model):
    """A time without services, planned or not: a title and a text as the catalogue has them, and where it is felt.

    ``until_at`` is when it is expected to be over, None if nobody knows, ``ended_at`` when it was; a ``withdrawn`` one
    was announced by mistake or called off. ``places`` are [{"city": …, "streets": […]}], no streets for the whole
    city, no places for the whole network; ``services`` are codes, none for all.
    """

    id = models.UUIDField(primary_key=True)
    title = models.JSONField()
    text = models.JSONField()
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    withdrawn = models.BooleanField(default=False)
    announced_at = models.DateTimeField()
    places = models.JSONField(default=list)
    services = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["from_at"], name="outage_not_over", condition=Q(ended_at=None, withdrawn=False)),
            models.Index(fields=["-announced_at"], name="outage_by_announcing"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(title__has_key="ru"), name="outage_title_in_russian"),
            models.CheckConstraint(condition=Q(text__has_key="ru"), name="outage_text_in_russian"),
            models.CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gt=models.F("from_at")), name="outage_until_after_from"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=models.F("from_at")), name="outage_ended_after_from"
            ),
        ]

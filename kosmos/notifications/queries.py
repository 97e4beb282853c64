"""What a subscriber was told, and how he wants to be told."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from kosmos.notifications.channels.base import gateways
from kosmos.notifications.models import Channel, LowDays, Message, Preference
from kosmos.notifications.rules import LOCKED, LOW_DAYS, TOPIC_OF, TOPICS, is_wanted
from kosmos.notifications.writing import said_of
from kosmos.subscribers.models import Subscriber

PAGE = 20


@dataclass(frozen=True, slots=True)
class Listed:
    """A message in the cabinet's list, in the language that it is read in."""

    id: uuid.UUID
    account_id: int
    event: str
    topic: str
    at: datetime
    subject: str
    text: str
    read: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A topic's box for a channel: ticked or not, and whether it can be changed."""

    topic: str
    channel: str
    wanted: bool
    fixed: bool


@dataclass(frozen=True, slots=True)
class Settings:
    """How a subscriber is told: a row of boxes a topic, and days before money ends. ``channels`` have a gateway."""

    channels: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Choice, ...]], ...]
    low_days: int


def messages_of(
    account_ids: Collection[int], *, language: str, now: datetime, page: int = 1, unread: bool = False
) -> tuple[Sequence[Listed], bool]:
    """A page of what was told of these accounts, the newest first, and whether there is more."""
    found = _listed(account_ids).order_by("-at", "-id")
    if unread:
        found = found.filter(read_at=None)
    start = (page - 1) * PAGE
    got = list(found[start : start + PAGE + 1])
    said = said_of(got[:PAGE], language, now=now)
    listed = [
        Listed(one.id, one.account_id, one.event, TOPIC_OF[one.event], one.at, subject, text, one.read_at is not None)
        for one, (subject, text) in zip(got[:PAGE], said, strict=True)
    ]
    return listed, len(got) > PAGE


def unread_of(account_ids: Collection[int]) -> int:
    """How many messages of these accounts were not read yet; one query, answered by an index."""
    return _listed(account_ids).filter(read_at=None).count()


def settings_of(subscriber: Subscriber) -> Settings:
    """How a subscriber is told, topic by topic, by the channels that have a gateway."""
    chosen = {(one.topic, one.channel): one.wanted for one in Preference.objects.filter(subscriber=subscriber)}
    channels = tuple(channel for channel in (Channel.EMAIL, Channel.SMS) if channel in gateways())
    rows = tuple((topic, tuple(_choice(topic, one, chosen) for one in channels)) for topic in TOPICS)
    days = LowDays.objects.filter(subscriber=subscriber).values_list("days", flat=True).first()
    return Settings(tuple(str(one) for one in channels), rows, days or LOW_DAYS)


def _choice(topic: str, channel: str, chosen: dict[tuple[str, str], bool]) -> Choice:
    return Choice(topic, str(channel), is_wanted(topic, channel, chosen), (topic, channel) in LOCKED)


def _listed(account_ids: Collection[int]) -> QuerySet[Message]:
    return Message.objects.filter(account_id__in=list(account_ids), channel=Channel.CABINET)

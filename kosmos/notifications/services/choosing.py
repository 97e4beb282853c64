"""How a subscriber wants to be told, and what he has read."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from kosmos.notifications.errors import LowDaysOutOfRange
from kosmos.notifications.models import Channel, LowDays, Message, Preference
from kosmos.notifications.rules import BY_DEFAULT, LEAST_LOW_DAYS, LOCKED, MOST_LOW_DAYS, TOPICS
from kosmos.subscribers.models import Subscriber


@transaction.atomic
def choose(subscriber: Subscriber, *, wanted: Mapping[tuple[str, str], bool], low_days: int) -> None:
    """Keep which topics go by which channel, and how many days ahead the end of money is told. LowDaysOutOfRange.

    What ``wanted`` does not name stays; what nobody can switch off is passed over.
    """
    if not LEAST_LOW_DAYS <= low_days <= MOST_LOW_DAYS:
        raise LowDaysOutOfRange("1 to 14 days", least=LEAST_LOW_DAYS, most=MOST_LOW_DAYS)
    for (topic, channel), want in wanted.items():
        if topic in TOPICS and channel in BY_DEFAULT and (topic, channel) not in LOCKED:
            Preference.objects.update_or_create(
                subscriber=subscriber, topic=topic, channel=channel, defaults={"wanted": want}
            )
    LowDays.objects.update_or_create(subscriber=subscriber, defaults={"days": low_days})


def mark_read(account_ids: Collection[int], message_id: uuid.UUID, *, now: datetime) -> bool:
    """Mark one message of these accounts as read; False if there is none."""
    found = _listed(account_ids).filter(id=message_id)
    found.filter(read_at=None).update(read_at=now)
    return found.exists()


def mark_all_read(account_ids: Collection[int], *, now: datetime, through: datetime) -> int:
    """Mark as read what happened up to an instant, that of the page that was seen; how many."""
    return _listed(account_ids).filter(read_at=None, at__lte=through).update(read_at=now)


def _listed(account_ids: Collection[int]) -> QuerySet[Message]:
    return Message.objects.filter(account_id__in=list(account_ids), channel=Channel.CABINET)

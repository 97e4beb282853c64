"""Events of the outbox become messages, one for each channel and change, in the transaction that takes them up."""

import json
import uuid
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, LiteralString
from zoneinfo import ZoneInfo

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.sql import execute, rows, statement
from kosmos.notifications.models import Channel, Message, Preference, State
from kosmos.notifications.rules import AT_ONCE, GIVE_UP, ONLY_BY, House, Told, is_told, out_of_quiet, told_of
from kosmos.subscribers.models import Contract

KEPT = timedelta(days=30)
"""Events that were taken up are kept for so long."""
_FORGET_CODES: LiteralString = """
UPDATE kernel_outbox SET about = about - 'code'
 WHERE kind = 'email_code_asked' AND taken_at = %(now)s AND about ? 'code'
"""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event that is told, and to whose account it happened."""

    account_id: int
    at: datetime
    told: Told


def take_up(*, now: datetime, channels: Collection[str], limit: int = 500, house: House | None = None) -> int:
    """Make messages of at most so many events; how many were taken up. ``channels`` are those with a gateway.

    Two workers never take up the same event, and an event that is told again makes no second message.
    """
    with transaction.atomic():
        taken = rows(statement("notifications", "take_up"), {"now": now, "limit": limit})
        execute(_FORGET_CODES, {"now": now})
        happened = [
            Happened(account_id, at, told)
            for account_id, kind, key, at, about in sorted(taken, key=lambda row: row[3])
            for told in told_of(kind, key, json.loads(about))
        ]
        queue(happened, now=now, channels=channels, house=house or House())
    return len(taken)


def queue(happened: Sequence[Happened], *, now: datetime, channels: Collection[str], house: House) -> None:
    """Write the messages of events; those that are there already stay as they are."""
    holders = _holders({one.account_id for one in happened})
    chosen = _chosen(set(holders.values()))
    zone = operator_zone() if happened else ZoneInfo("UTC")
    made = []
    for one in happened:
        holder = holders.get(one.account_id)
        if holder is not None:
            wanted = _wanted(one.told.event, channels, chosen.get(holder, {}))
            made += [_message(one, channel, now, zone, house) for channel in wanted if _in_time(one, channel, now)]
    Message.objects.bulk_create(made, ignore_conflicts=True)


def tidy_outbox(*, now: datetime) -> int:
    """Forget what was taken up long ago; how many events."""
    return execute("DELETE FROM kernel_outbox WHERE taken_at < %(before)s", {"before": now - KEPT})


def _in_time(one: Happened, channel: str, now: datetime) -> bool:
    return channel == Channel.CABINET or one.at > now - GIVE_UP


def _wanted(event: str, channels: Collection[str], chosen: dict[tuple[str, str], bool]) -> Iterator[str]:
    only = ONLY_BY.get(event)
    for channel in Channel.values if only is None else [only]:
        if channel in (Channel.CABINET, *channels) and is_told(event, channel, chosen):
            yield channel


def _message(one: Happened, channel: str, now: datetime, zone: ZoneInfo, house: House) -> Message:
    told, listed = one.told, channel == Channel.CABINET
    waits = channel == Channel.SMS and told.event not in AT_ONCE
    due_at = out_of_quiet(now, zone, house) if waits else now
    values: dict[str, Any] = {"state": State.SENT, "sent_at": one.at} if listed else {"state": State.QUEUED}
    return Message(
        account_id=one.account_id,
        event=told.event,
        key=told.key,
        channel=channel,
        id=uuid.uuid4(),
        at=one.at,
        about=dict(told.about),
        next_at=None if listed else due_at,
        **values,
    )


def _holders(account_ids: Collection[int]) -> dict[int, int]:
    found = Contract.objects.filter(account_id__in=account_ids)
    return dict(found.values_list("account_id", "subscriber_id"))


def _chosen(subscribers: Iterable[int]) -> dict[int, dict[tuple[str, str], bool]]:
    found: dict[int, dict[tuple[str, str], bool]] = {}
    for one in Preference.objects.filter(subscriber_id__in=list(subscribers)):
        found.setdefault(one.subscriber_id, {})[one.topic, one.channel] = one.wanted
    return found

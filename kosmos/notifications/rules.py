"""What is told on which topic, when nobody is woken, and how long a message is tried."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

TOPIC_OF = {
    "connected": "service",
    "running": "service",
    "blocked": "service",
    "ended": "service",
    "low": "low",
    "payment_received": "payment",
    "payment_reversed": "payment",
    "bill_made": "payment",
    "promise_taken": "promise",
    "promise_lapsed": "promise",
    "unblocked": "promise",
    "unblock_ended": "promise",
    "suspension_planned": "suspension",
    "suspension_began": "suspension",
    "suspension_ended": "suspension",
    "suspension_resumed": "suspension",
    "suspension_cancelled": "suspension",
    "plan_change_planned": "plan",
    "plan_changed": "plan",
    "end_planned": "plan",
    "price_changed": "price",
    "price_kept": "price",
    "traffic_warning": "traffic",
    "traffic_used_up": "traffic",
    "request_answered": "request",
    "contact_changed": "security",
    "email_code_asked": "security",
    "password_changed": "security",
    "access_link_email": "security",
    "access_link_sms": "security",
    "access_link_sent": "security",
    "second_factor_on": "security",
    "second_factor_off": "security",
    "deletion_planned": "security",
    "deletion_cancelled": "security",
    "news": "news",
}
"""Every event that is told, and the topic by which people choose."""
TOPICS = tuple(dict.fromkeys(TOPIC_OF.values()))
BY_DEFAULT = {
    "email": frozenset(TOPICS) - {"news"},
    "sms": frozenset({"service", "low", "promise", "price", "traffic"}),
}
LOCKED = {("security", "email")}
"""What nobody can switch off besides the list in the cabinet: who changes a contact must not silence the owner."""
BY_ALL = frozenset({"contact_changed", "access_link_sent"})
"""What goes by every channel at once, whatever was chosen and at any hour: its owner hears of it before it is used."""
CONTACT_STANDS = timedelta(days=14)
"""How long whoever had a contact before it was changed is still told of such changes."""
ONLY_BY = {"email_code_asked": "email", "access_link_email": "email", "access_link_sms": "sms"}
"""What goes by one channel at any hour, to the address that it names, and is not listed: a secret for its reader."""
ASKED_FOR = frozenset({"bill_made"})
"""What its reader has just asked the staff for."""
AT_ONCE = BY_ALL | ONLY_BY.keys() | ASKED_FOR
"""What does not wait for the morning, nor for anybody's choice."""
LOW_DAYS, LEAST_LOW_DAYS, MOST_LOW_DAYS = 3, 1, 14
EVENT_OF = {"plan_connected": "connected"}
RUNNING, BLOCKED, SUSPENDED, ENDED = 1, 2, 3, 4
GIVE_UP = timedelta(days=3)
"""What could not be sent by then is of no use any more."""
SHORTEST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class House:
    """The operator's rules of telling: when no SMS is sent, and how long before a new price is told."""

    quiet_from: time = time(21)
    quiet_until: time = time(9)
    price_notice_days: int = 14


@dataclass(frozen=True, slots=True)
class Told:
    """An event to tell: which, its own key, and what there is to say."""

    event: str
    key: str
    about: Mapping[str, Any]


def told_of(kind: str, key: str, about: Mapping[str, Any]) -> list[Told]:
    """What a row of the outbox tells people: nothing, one event or more."""
    if kind == "services_turned":
        return _turns(key, about)
    event = EVENT_OF.get(kind, kind)
    return [Told(event, key, about)] if event in TOPIC_OF else []


def _turns(key: str, about: Mapping[str, Any]) -> list[Told]:
    """Blocked, running and ended are told; what a suspension's begin and end do is told as those."""
    found: dict[str, list[int]] = {}
    for number, after in sorted(about["after"].items(), key=lambda item: int(item[0])):
        before = about["before"][number]
        event = {RUNNING: "running", BLOCKED: "blocked", ENDED: "ended"}.get(after)
        if event and after != before and (before, after) != (SUSPENDED, RUNNING):
            found.setdefault(event, []).append(int(number))
    return [
        Told(event, key, {"subscriptions": numbers, "on": about["on"], "cause": about.get("cause", "")})
        for event, numbers in found.items()
    ]


def is_wanted(topic: str, channel: str, chosen: Mapping[tuple[str, str], bool]) -> bool:
    """Whether a topic goes by a channel, by a person's choices; the cabinet has all."""
    if channel == "cabinet" or (topic, channel) in LOCKED:
        return True
    return chosen.get((topic, channel), topic in BY_DEFAULT[channel])


def is_told(event: str, channel: str, chosen: Mapping[tuple[str, str], bool]) -> bool:
    """Whether an event goes by a channel, by a person's choices of topics."""
    return event in AT_ONCE or is_wanted(TOPIC_OF[event], channel, chosen)


def out_of_quiet(at: datetime, zone: ZoneInfo, house: House) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls into."""
    local = at.astimezone(zone)
    clock = local.time()
    overnight = house.quiet_from > house.quiet_until
    late, early = clock >= house.quiet_from, clock < house.quiet_until
    if not (late or early if overnight else late and early):
        return at
    day = local.date() + timedelta(days=1) if overnight and late else local.date()
    return datetime.combine(day, house.quiet_until, zone)


def wait_after(attempts: int) -> timedelta:
    """How long is waited after so many attempts: twice as long each time, up to an hour."""
    return min(SHORTEST_WAIT * (1 << min(max(attempts - 1, 0), 10)), LONGEST_WAIT)


def numbers_of(about: Mapping[str, Any]) -> Iterable[int]:
    """The subscriptions that an event is about."""
    if "subscriptions" in about:
        return [int(number) for number in about["subscriptions"]]
    return [int(about["subscription"])] if "subscription" in about else []

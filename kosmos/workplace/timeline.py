"""Everything that happened about an account, and who did it, the newest first; one statement a page."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from kosmos.charging.why import RULES, StatementRow, Why
from kosmos.kernel.days import days_in_month, month_end
from kosmos.kernel.sql import array, rows, statement
from kosmos.ledger.models import Cause, LedgerCode, PostingKind
from kosmos.subscribers.models import Subscriber

PAGE = 30
PARTS = ("money", "daily", "services", "messages", "requests", "applications", "access", "staff", "notes")
"""What a timeline is made of: ``daily`` are the shares that days took when they opened, ``money`` all other money."""
OF_SERVICES = (
    "connected",
    "running",
    "blocked",
    "ended",
    "low",
    "promise_taken",
    "promise_lapsed",
    "suspension_planned",
    "suspension_began",
    "suspension_ended",
    "suspension_resumed",
    "suspension_cancelled",
    "plan_change_planned",
    "plan_changed",
    "end_planned",
    "unblocked",
    "unblock_ended",
    "traffic_used_up",
)
"""Events that a subscriber is told of and that say how his services fare; others are only messages."""
_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened: ``part`` is one of PARTS, ``what`` its sort, ``data`` what there is to say of it.

    ``who`` is the member of staff who did it; empty for the subscriber and the system. ``row`` is there for postings,
    without the balance after it.
    """

    part: str
    what: str
    key: str
    at: datetime
    id: str
    who: str
    data: dict[str, Any]

    @property
    def row(self) -> StatementRow | None:
        """The line of the passbook, if it is one."""
        return _row(self) if self.what == "posting" else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the timeline begins: after the line with this instant and key."""

    at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, and where the next page begins; None if these were the last."""

    lines: tuple[Line, ...]
    following: Place | None


def timeline(
    account_id: int, subscriber: Subscriber, *, parts: Collection[str], after: Place | None = None, limit: int = PAGE
) -> Page:
    """A page of what happened about an account of a subscriber; personal data in it is whole."""
    scope = {
        "account_id": account_id,
        "subscriber_id": subscriber.pk,
        "sign_in_id": subscriber.sign_in_id,
        "parts": array(sorted(parts)),
        "services": array(OF_SERVICES),
        "before_at": after.at if after else _END_OF_TIME,
        "before_key": after.key if after else "",
        "limit": limit + 1,
    }
    found = [_line(row) for row in rows(statement("workplace", "timeline"), scope)]
    last = found[limit - 1] if len(found) > limit else None
    return Page(tuple(found[:limit]), Place(last.at, last.key) if last else None)


def _line(row: tuple[Any, ...]) -> Line:
    *told, data = row
    part, what, key, at, name, who = told
    return Line(part, what, key, at, name, who, json.loads(data))


def _row(line: Line) -> StatementRow:
    told = line.data
    kind = PostingKind(told["kind"])
    return StatementRow(
        number=told["number"],
        day=date.fromisoformat(told["day"]),
        at=line.at,
        kind=kind.label,
        plan=told["plan"],
        amount_kopecks=told["kopecks"],
        balance_kopecks=0,
        why=Why(RULES[kind], Cause(told["cause"]).label, _inputs(told), told["kopecks"]),
        name=told["name"],
        subscription=told["subscription"],
        channel=LedgerCode(told["code"]).label,
    )


def _inputs(told: dict[str, Any]) -> dict[str, Any]:
    """What the title of a line is made of."""
    inputs: dict[str, Any] = {name: told[name] for name in ("reverses", "note") if told[name] is not None}
    if told["from_on"]:
        first = date.fromisoformat(told["from_on"])
        inputs |= {"first_day": first, "last_day": month_end(first), "days_in_month": days_in_month(first)}
    return inputs

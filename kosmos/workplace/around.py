"""What stands around an account: notes, requests, applications, visits, equipment, who asked last; one statement."""

import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from kosmos.kernel.sql import rows, statement

T = TypeVar("T")

NOTES, REQUESTS, APPLICATIONS, VISITS, ORDERS = 5, 5, 3, 5, 10
"""How many of each are shown."""


@dataclass(frozen=True, slots=True)
class NoteShown:
    """A note, and whose it is."""

    at: datetime
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class RequestShown:
    """A request; ``promised_at`` while it waits for us."""

    id: uuid.UUID
    number: str
    topic: str
    state: str
    owner: str
    changed_at: datetime
    promised_at: datetime | None


@dataclass(frozen=True, slots=True)
class ApplicationShown:
    """An application that became this account, or was made for it; ``due_at`` while something is to be done."""

    id: uuid.UUID
    number: str
    kind: str
    stage: str
    created_at: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class VisitShown:
    """A visit; ``why`` says why it was called off or came to nothing, ``serials`` what was left with the subscriber."""

    id: uuid.UUID
    application_id: uuid.UUID
    starts_at: datetime
    ends_at: datetime
    state: str
    technician: str
    why: str
    serials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrderShown:
    """Equipment or a visit that was ordered; ``name`` as the catalogue has it."""

    name: dict[str, str]
    ordered_at: datetime
    price_kopecks: int
    cancelled: bool


@dataclass(frozen=True, slots=True)
class CheckShown:
    """The last check of who asked: how many answers were right of how many, and who asked."""

    at: datetime
    by: str
    passed: bool
    right: int
    asked: int


@dataclass(frozen=True, slots=True)
class Around:
    """All of it; ``more`` names the sorts of which there are more than are here."""

    notes: tuple[NoteShown, ...]
    requests: tuple[RequestShown, ...]
    applications: tuple[ApplicationShown, ...]
    visits: tuple[VisitShown, ...]
    orders: tuple[OrderShown, ...]
    check: CheckShown | None
    more: frozenset[str]

    @property
    def serials(self) -> tuple[tuple[VisitShown, str], ...]:
        """Every serial number that technicians reported, with the visit, the newest visit first."""
        return tuple((visit, serial) for visit in self.visits for serial in visit.serials)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the statement."""

    what: str
    id: str
    at: datetime
    until_at: datetime | None
    data: dict[str, Any]


def around(account_id: int, *, sign_in_id: int) -> Around:
    """What stands around an account whose holder signs in by this."""
    scope = {
        "account_id": account_id,
        "sign_in_id": sign_in_id,
        "notes": NOTES + 1,
        "requests": REQUESTS + 1,
        "applications": APPLICATIONS + 1,
        "visits": VISITS + 1,
        "orders": ORDERS + 1,
    }
    found: dict[str, list[_Row]] = {}
    for what, name, at, until_at, data in rows(statement("workplace", "around"), scope):
        found.setdefault(what, []).append(_Row(what, name, at, until_at, json.loads(data)))
    checks = _made(found.get("check", []), _check, 1)
    return Around(
        notes=_made(found.get("note", []), _note, NOTES),
        requests=_made(found.get("request", []), _request, REQUESTS),
        applications=_made(found.get("application", []), _application, APPLICATIONS),
        visits=_made(found.get("visit", []), _visit, VISITS),
        orders=_made(found.get("order", []), _order, ORDERS),
        check=checks[0] if checks else None,
        more=frozenset(what for what, held in found.items() if len(held) > _SHOWN[what]),
    )


_SHOWN = {
    "note": NOTES,
    "request": REQUESTS,
    "application": APPLICATIONS,
    "visit": VISITS,
    "order": ORDERS,
    "check": 1,
}


def _made(found: list[_Row], make: Callable[[_Row], T], most: int) -> tuple[T, ...]:
    return tuple(make(row) for row in found[:most])


def _note(row: _Row) -> NoteShown:
    return NoteShown(row.at, row.data["by"], row.data["text"])


def _request(row: _Row) -> RequestShown:
    told = row.data
    return RequestShown(
        uuid.UUID(row.id), told["number"], told["topic"], told["state"], told["owner"], row.at, row.until_at
    )


def _application(row: _Row) -> ApplicationShown:
    return ApplicationShown(
        uuid.UUID(row.id), row.data["number"], row.data["kind"], row.data["stage"], row.at, row.until_at
    )


def _visit(row: _Row) -> VisitShown:
    told = row.data
    return VisitShown(
        id=uuid.UUID(row.id),
        application_id=uuid.UUID(told["application"]),
        starts_at=row.at,
        ends_at=row.until_at or row.at,
        state=told["state"],
        technician=told["by"],
        why=told["why"],
        serials=tuple(map(str, told["serials"])),
    )


def _order(row: _Row) -> OrderShown:
    return OrderShown(row.data["name"], row.at, row.data["price_kopecks"], row.data["cancelled"])


def _check(row: _Row) -> CheckShown:
    told = row.data
    return CheckShown(row.at, told["by"], told["passed"], told["right"], told["asked"])

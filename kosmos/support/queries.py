"""Requests as their subscriber sees them, as staff see them, the bytes of their files, and outages."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, OuterRef, QuerySet, Subquery

from kosmos.charging.why import StatementRow, statement_rows
from kosmos.ledger.models import AccountNumber, Posting
from kosmos.subscribers.models import Contract
from kosmos.support.errors import UnknownRequest
from kosmos.support.models import FOR_SUBSCRIBER, Attachment, Entry, EntryKind, Outage, Piece, Request, RequestState

PLANNED_AHEAD = timedelta(days=14)
"""How long before it begins everybody is told of a planned outage."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in a conversation: the request's own text (number 0) or an entry, with its files.

    ``kind`` is an EntryKind's word, ``who`` the name of the staff member, empty for the subscriber.
    """

    number: int
    kind: str
    who: str
    text: str
    at: datetime
    files: tuple[Attachment, ...]


@dataclass(frozen=True, slots=True)
class Queued:
    """A request in the staff's queue, with whose it is."""

    request: Request
    account_number: str
    name: str
    of_organisation: bool = False


def requests_of(account_id: int) -> QuerySet[Request]:
    """An account's requests, what changed last first."""
    return Request.objects.filter(account_id=account_id).order_by("-changed_at", "-created_at")


def request_of(account_id: int, request_id: uuid.UUID) -> Request:
    """One of an account's requests. UnknownRequest, for another's too."""
    found = Request.objects.select_related("owner").filter(account_id=account_id, id=request_id).first()
    if found is None:
        raise UnknownRequest
    return found


def request_for_staff(request_id: uuid.UUID) -> Request:
    """Any account's request. UnknownRequest."""
    found = Request.objects.select_related("owner").filter(id=request_id).first()
    if found is None:
        raise UnknownRequest
    return found


def conversation_of(request: Request, *, with_notes: bool = False) -> list[Said]:
    """What was said in a request, oldest first; what is for staff only ``with_notes``, which no subscriber's page
    asks for.
    """
    entries = Entry.objects.select_related("staff").filter(account_id=request.account_id, request_id=request.id)
    if not with_notes:
        entries = entries.filter(kind__in=FOR_SUBSCRIBER)
    files: dict[int, list[Attachment]] = {}
    for file in Attachment.objects.filter(account_id=request.account_id, request_id=request.id).order_by("place"):
        files.setdefault(file.entry, []).append(file)
    first = Said(0, EntryKind.SUBSCRIBER.value, "", request.text, request.created_at, tuple(files.get(0, ())))
    return [first, *(_said(entry, files) for entry in entries.order_by("number"))]


def _said(entry: Entry, files: dict[int, list[Attachment]]) -> Said:
    who = entry.staff.name if entry.staff else ""
    return Said(entry.number, entry.kind, who, entry.text, entry.at, tuple(files.get(entry.number, ())))


def others_of(request: Request) -> list[Request]:
    """The account's requests beside one that are not closed, what waits longest first."""
    others = Request.objects.select_related("owner").filter(account_id=request.account_id)
    return list(others.exclude(id=request.id).exclude(state=RequestState.CLOSED).order_by("created_at"))


def merged_into(request: Request) -> list[Request]:
    """The requests that are answered in this one, in the order in which they came."""
    found = Request.objects.filter(account_id=request.account_id, merged_into=request.id)
    return list(found.order_by("created_at"))


def attachment_of(request: Request, attachment_id: uuid.UUID) -> Attachment:
    """A file of a request. UnknownRequest if that has none such."""
    found = Attachment.objects.filter(account_id=request.account_id, request_id=request.id, id=attachment_id).first()
    if found is None:
        raise UnknownRequest
    return found


def content_of(attachment: Attachment) -> Iterator[bytes]:
    """A file's bytes, one piece at a time."""
    held = Piece.objects.filter(account_id=attachment.account_id, attachment_id=attachment.id)
    for number in range(held.count()):
        yield bytes(held.values_list("content", flat=True).get(number=number))


def row_of(account_id: int, number: int) -> StatementRow | None:
    """The line of an account's statement with a number, without the balance about it; None if there is none."""
    posting = Posting.objects.filter(account_id=account_id, number=number).first() if 0 < number < 2**31 else None
    return statement_rows([posting], 0)[0] if posting else None


def queue(*, states: Sequence[str], topic: str = "", mine: int | None = None, limit: int = 200) -> list[Queued]:
    """Requests in these states, what was promised soonest first, then the latest; of one topic or owner if asked."""
    wanted = Request.objects.select_related("owner").filter(state__in=states)
    if topic:
        wanted = wanted.filter(topic=topic)
    if mine is not None:
        wanted = wanted.filter(owner_id=mine)
    numbers = AccountNumber.objects.filter(account_id=OuterRef("account_id")).values("number")[:1]
    holders = Contract.objects.filter(account_id=OuterRef("account_id"))
    names, unps = holders.values("subscriber__name")[:1], holders.values("subscriber__unp")[:1]
    found = wanted.annotate(account_number=Subquery(numbers), name=Subquery(names), unp=Subquery(unps))
    found = found.order_by("promised_at", "-changed_at")[:limit]
    return [Queued(one, one.account_number or "", one.name or "", bool(one.unp)) for one in found]


def count_by_state() -> dict[str, int]:
    """How many requests there are in each state."""
    held = dict(Request.objects.values_list("state").annotate(count=Count("id")).order_by())
    return {state: held.get(state, 0) for state in RequestState.values}


def outages_now(now: datetime) -> list[Outage]:
    """What is out at an instant, the newest first; one that lasts longer than expected is out until it is ended."""
    return list(_not_over(now).filter(from_at__lte=now).order_by("-from_at", "id"))


def outages_planned(now: datetime, *, ahead: timedelta = PLANNED_AHEAD) -> list[Outage]:
    """What will be out soon, the nearest first."""
    return list(_not_over(now).filter(from_at__gt=now, from_at__lte=now + ahead).order_by("from_at", "id"))


def _not_over(now: datetime) -> QuerySet[Outage]:
    """Announced by an instant and neither ended nor called off."""
    return Outage.objects.filter(ended_at=None, withdrawn=False, announced_at__lte=now)

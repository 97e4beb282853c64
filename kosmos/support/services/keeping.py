"""What all writes about requests share: the lock, the entries' numbers, and the files in pieces."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Sum

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.working import working
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.subscribers.models import Contract, StaffMember
from kosmos.support.errors import FilesTooLarge, TextMissing, TextTooLong, UnknownRequest
from kosmos.support.files import Accepted, bytes_of
from kosmos.support.models import Attachment, Entry, EntryKind, Piece, Request, RequestState
from kosmos.support.rules import LONGEST_TEXT, MOST_BYTES_A_DAY, answer_hours, promised_at, words_of

ONE_DAY = timedelta(days=1)
PIECE_BYTES = 512 * 1024
OURS = (RequestState.NEW, RequestState.OPEN)
"""The states in which it is our turn."""
NOBODY = "—"
"""What stands for a name in the line about a request that was given back, and for words in one that has none."""


@dataclass(frozen=True, slots=True)
class Written:
    """What a form made: the request, and whether it was made only now, not by the same form before."""

    request: Request
    fresh: bool


def read_words(typed: str) -> str:
    """What was typed as it is kept. TextMissing, TextTooLong."""
    text = words_of(typed)
    if not text:
        raise TextMissing
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(most=LONGEST_TEXT)
    return text


def lock_requests(account_id: int) -> None:
    """Let nobody else write requests of an account until the transaction's end. UnknownSubscriber without a contract.

    The contract's row is locked, not the account's: money moves on meanwhile.
    """
    if not Contract.objects.select_for_update(no_key=True).filter(account_id=account_id).exists():
        raise UnknownSubscriber(f"No contract for the account with id {account_id}.", account_id=account_id)


def locked_request(account_id: int, request_id: uuid.UUID) -> Request:
    """A request that only this transaction writes to. UnknownRequest."""
    lock_requests(account_id)
    found = Request.objects.filter(account_id=account_id, id=request_id).first()
    if found is None:
        raise UnknownRequest
    return found


def was_written(request: Request, key: str) -> bool:
    """Whether a form has written its entry already."""
    return Entry.objects.filter(account_id=request.account_id, request_id=request.id, key=key).exists()


def add_entry(
    request: Request, kind: EntryKind, text: str, *, key: str, now: datetime, staff: StaffMember | None = None
) -> int:
    """Add an entry to a locked request; its number. The request itself is saved by whoever changes its state."""
    request.last_entry += 1
    Entry.objects.create(
        account_id=request.account_id,
        request_id=request.id,
        number=request.last_entry,
        key=key,
        kind=kind,
        staff=staff,
        text=text,
        at=now,
    )
    return request.last_entry


def move(request: Request, state: RequestState, now: datetime) -> None:
    """Put a locked request into a state; on the way to our turn it gets a new promise."""
    if state not in OURS:
        request.promised_at = None
    elif request.state not in OURS:
        request.promised_at = promise_of(request.topic, now)
    request.state = state
    request.closed_at = now if state == RequestState.CLOSED else None
    request.changed_at = now
    request.save()


def promise_of(topic: str, now: datetime) -> datetime:
    """Until when what is asked now is answered, by the hours of work that hold today."""
    zone = operator_zone()
    policies = policies_on(business_day(now, zone))
    hours = answer_hours(policies.answer_hours)
    return promised_at(topic, now.astimezone(zone), working(policies.support_hours), hours)


def keep_files(request: Request, entry: int, files: Sequence[Accepted], now: datetime) -> None:
    """Keep files of a request (entry 0) or of an entry. FilesTooLarge if the account sent too much in a day."""
    if not files:
        return
    lately = Attachment.objects.filter(account_id=request.account_id, at__gt=now - ONE_DAY)
    held = lately.aggregate(total=Sum("size_bytes"))["total"] or 0
    if held + bytes_of(files) > MOST_BYTES_A_DAY:
        raise FilesTooLarge(most_megabytes=MOST_BYTES_A_DAY >> 20)
    for place, file in enumerate(files):
        _keep(request, entry, place, file, now)


def _keep(request: Request, entry: int, place: int, file: Accepted, now: datetime) -> None:
    attachment = Attachment.objects.create(
        account_id=request.account_id,
        id=uuid.uuid4(),
        request_id=request.id,
        entry=entry,
        place=place,
        name=file.name,
        media_type=file.media_type,
        size_bytes=len(file.content),
        sha256=file.sha256,
        at=now,
    )
    for number, begin in enumerate(range(0, len(file.content), PIECE_BYTES)):
        content = file.content[begin : begin + PIECE_BYTES]
        Piece.objects.create(account_id=request.account_id, attachment_id=attachment.id, number=number, content=content)

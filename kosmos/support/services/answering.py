"""What staff do with a request: take it, answer, note something for colleagues, close it."""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.kernel.outbox import tell
from kosmos.subscribers.models import StaffMember
from kosmos.support.errors import RequestChanged, RequestClosed
from kosmos.support.models import Entry, EntryKind, Request, RequestState
from kosmos.support.services.keeping import Written, add_entry, locked_request, move, read_words, was_written


@transaction.atomic
def take(*, account_id: int, request_id: uuid.UUID, staff: StaffMember, now: datetime) -> Written:
    """Make a request somebody's own, a colleague's too; not fresh if it is already. UnknownRequest, RequestClosed."""
    request = _open_one(account_id, request_id)
    if request.owner_id == staff.pk:
        return Written(request, fresh=False)
    request.owner = staff
    move(request, RequestState.OPEN if request.state == RequestState.NEW else RequestState(request.state), now)
    return Written(request, fresh=True)


def answer(
    *,
    account_id: int,
    request_id: uuid.UUID,
    staff: StaffMember,
    text: str,
    key: str,
    seen: int,
    now: datetime,
    closing: bool = False,
) -> Written:
    """Answer a request, and close it with that if ``closing``; the subscriber is told. The same ``key`` again: nothing.

    ``seen`` is the number of the last entry that the answer takes into account. UnknownRequest, TextMissing,
    TextTooLong, RequestClosed, and RequestChanged if the subscriber has written more since.
    """
    words = read_words(text)
    with transaction.atomic():
        request = locked_request(account_id, request_id)
        if was_written(request, key):
            return Written(request, fresh=False)
        _still_open(request)
        _nothing_new(request, seen)
        number = add_entry(request, EntryKind.ANSWER, words, key=key, now=now, staff=staff)
        request.owner = request.owner or staff
        move(request, RequestState.CLOSED if closing else RequestState.ANSWERED, now)
        about = {"request": str(request.id), "number": request.number, "closed": closing}
        tell("request_answered", account_id=account_id, key=f"{request.id}:{number}", at=now, about=about)
        return Written(request, fresh=True)


def note(*, account_id: int, request_id: uuid.UUID, staff: StaffMember, text: str, key: str, now: datetime) -> Written:
    """Note something that only staff see, in a closed request too. UnknownRequest, TextMissing, TextTooLong."""
    words = read_words(text)
    with transaction.atomic():
        request = locked_request(account_id, request_id)
        if was_written(request, key):
            return Written(request, fresh=False)
        add_entry(request, EntryKind.NOTE, words, key=key, now=now, staff=staff)
        request.save(update_fields=["last_entry"])
        return Written(request, fresh=True)


@transaction.atomic
def close_for(*, account_id: int, request_id: uuid.UUID, staff: StaffMember, seen: int, now: datetime) -> Written:
    """Close a request without a word more; a closed one stays as it is. UnknownRequest, RequestChanged."""
    request = locked_request(account_id, request_id)
    if request.state == RequestState.CLOSED:
        return Written(request, fresh=False)
    _nothing_new(request, seen)
    request.owner = request.owner or staff
    move(request, RequestState.CLOSED, now)
    return Written(request, fresh=True)


def _open_one(account_id: int, request_id: uuid.UUID) -> Request:
    request = locked_request(account_id, request_id)
    _still_open(request)
    return request


def _still_open(request: Request) -> None:
    if request.state == RequestState.CLOSED:
        raise RequestClosed(number=request.number)


def _nothing_new(request: Request, seen: int) -> None:
    theirs = Entry.objects.filter(
        account_id=request.account_id, request_id=request.id, number__gt=seen, kind=EntryKind.SUBSCRIBER
    )
    if theirs.exists():
        raise RequestChanged(number=request.number)

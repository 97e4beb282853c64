"""What staff say in a request: an answer, a note for colleagues, that it is closed."""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.kernel.outbox import tell
from kosmos.subscribers.models import StaffMember
from kosmos.support.answers import field_left
from kosmos.support.errors import AnsweredMeanwhile, FieldLeft, RequestChanged, RequestClosed
from kosmos.support.models import Entry, EntryKind, Request, RequestState
from kosmos.support.services.keeping import NOBODY, Written, add_entry, locked_request, move, read_words, was_written


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
    TextTooLong, FieldLeft, RequestClosed, RequestChanged if the subscriber has written more since, and
    AnsweredMeanwhile if a colleague has.
    """
    words = read_words(text)
    if left := field_left(words):
        raise FieldLeft(field=left)
    with transaction.atomic():
        request = locked_request(account_id, request_id)
        if was_written(request, key):
            return Written(request, fresh=False)
        still_open(request)
        nothing_new(request, seen, staff)
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
    """Close a request without a word more; a closed one stays as it is.

    UnknownRequest, RequestChanged, AnsweredMeanwhile.
    """
    request = locked_request(account_id, request_id)
    if request.state == RequestState.CLOSED:
        return Written(request, fresh=False)
    nothing_new(request, seen, staff)
    request.owner = request.owner or staff
    add_entry(request, EntryKind.CLOSED, NOBODY, key=f"closed-{request.last_entry}", now=now, staff=staff)
    move(request, RequestState.CLOSED, now)
    return Written(request, fresh=True)


def nothing_new(request: Request, seen: int, staff: StaffMember) -> None:
    """Nobody else did anything after the entry that was seen last. RequestChanged, AnsweredMeanwhile."""
    since = Entry.objects.filter(account_id=request.account_id, request_id=request.id, number__gt=seen)
    if since.filter(kind=EntryKind.SUBSCRIBER).exists():
        raise RequestChanged(number=request.number)
    theirs = since.exclude(kind=EntryKind.NOTE).exclude(staff=staff).select_related("staff").order_by("number")
    last = theirs.last()
    if last is not None and last.staff is not None:
        raise AnsweredMeanwhile(name=last.staff.name)


def still_open(request: Request) -> None:
    """RequestClosed, unless it is open."""
    if request.state == RequestState.CLOSED:
        raise RequestClosed(number=request.number)

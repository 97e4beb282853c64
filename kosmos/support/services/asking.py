"""What a subscriber does: opens a request, writes more, closes it, opens it again."""

import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from kosmos.ledger.models import Posting
from kosmos.support.errors import (
    RequestClosed,
    RequestMerged,
    RequestNotClosed,
    TooManyEntries,
    TooManyRequests,
    UnknownRow,
    UnknownTopic,
)
from kosmos.support.files import Accepted, Sent, accepted
from kosmos.support.models import Entry, EntryKind, Request, RequestState, Topic
from kosmos.support.rules import MOST_ENTRIES_AN_HOUR, MOST_NEW_A_DAY
from kosmos.support.services.keeping import (
    ONE_DAY,
    Written,
    add_entry,
    keep_files,
    lock_requests,
    locked_request,
    move,
    promise_of,
    read_words,
    was_written,
)

ONE_HOUR = timedelta(hours=1)
LEAST_NUMBER, NUMBERS = 100_000, 900_000


def open_request(
    *,
    account_id: int,
    topic: str,
    text: str,
    key: str,
    now: datetime,
    row: int | None = None,
    files: Sequence[Sent] = (),
) -> Written:
    """Open a request, about a row of the statement if one is named; the same ``key`` again gives the same one.

    UnknownTopic, TextMissing, TextTooLong, UnknownRow, TooManyRequests, and whatever is wrong with the files
    (kosmos.support.errors.FILE_ERRORS): then nothing is kept.
    """
    if topic not in Topic.values:
        raise UnknownTopic
    words, taken = read_words(text), accepted(files)
    with transaction.atomic():
        lock_requests(account_id)
        before = Request.objects.filter(account_id=account_id, key=key).first()
        if before is not None:
            return Written(before, fresh=False)
        _room_for_a_request(account_id, now)
        _known_row(account_id, row)
        request = _create(account_id, topic=topic, text=words, row=row, key=key, now=now)
        keep_files(request, 0, taken, now)
        return Written(request, fresh=True)


def write(
    *, account_id: int, request_id: uuid.UUID, text: str, key: str, now: datetime, files: Sequence[Sent] = ()
) -> Written:
    """Write more in a request; it is our turn then. The same ``key`` again changes nothing.

    UnknownRequest, TextMissing, TextTooLong, RequestClosed, RequestMerged, TooManyEntries, FILE_ERRORS.
    """
    words, taken = read_words(text), accepted(files)
    with transaction.atomic():
        request = locked_request(account_id, request_id)
        if was_written(request, key):
            return Written(request, fresh=False)
        _not_merged(request)
        if request.state == RequestState.CLOSED:
            raise RequestClosed(number=request.number)
        _say(request, words, taken, key=key, now=now)
        move(request, RequestState.NEW if request.state == RequestState.NEW else RequestState.OPEN, now)
        return Written(request, fresh=True)


def reopen(
    *, account_id: int, request_id: uuid.UUID, text: str, key: str, now: datetime, files: Sequence[Sent] = ()
) -> Written:
    """Open a closed request again, with the reason. As ``write``, and RequestNotClosed."""
    words, taken = read_words(text), accepted(files)
    with transaction.atomic():
        request = locked_request(account_id, request_id)
        if was_written(request, key):
            return Written(request, fresh=False)
        if request.state != RequestState.CLOSED:
            raise RequestNotClosed(number=request.number)
        _not_merged(request)
        _say(request, words, taken, key=key, now=now)
        request.reopened += 1
        move(request, RequestState.OPEN, now)
        return Written(request, fresh=True)


@transaction.atomic
def close(*, account_id: int, request_id: uuid.UUID, now: datetime) -> Written:
    """Close a request at its subscriber's wish; one that is closed stays as it is. UnknownRequest."""
    request = locked_request(account_id, request_id)
    if request.state == RequestState.CLOSED:
        return Written(request, fresh=False)
    move(request, RequestState.CLOSED, now)
    return Written(request, fresh=True)


def _not_merged(request: Request) -> None:
    """RequestMerged, if it is answered in another."""
    if request.merged_into is not None:
        other = Request.objects.get(account_id=request.account_id, id=request.merged_into)
        raise RequestMerged(number=other.number)


def _create(account_id: int, *, topic: str, text: str, row: int | None, key: str, now: datetime) -> Request:
    return Request.objects.create(
        account_id=account_id,
        id=uuid.uuid4(),
        number=_free_number(),
        key=key,
        topic=topic,
        text=text,
        row=row,
        created_at=now,
        changed_at=now,
        promised_at=promise_of(topic, now),
    )


def _free_number() -> str:
    """Six digits that no request has: short enough to be said on the phone."""
    while True:
        number = str(LEAST_NUMBER + secrets.randbelow(NUMBERS))
        if not Request.objects.filter(number=number).exists():
            return number


def _say(request: Request, text: str, files: Sequence[Accepted], *, key: str, now: datetime) -> None:
    mine = Entry.objects.filter(account_id=request.account_id, kind=EntryKind.SUBSCRIBER, at__gt=now - ONE_HOUR)
    if mine.count() >= MOST_ENTRIES_AN_HOUR:
        raise TooManyEntries(most=MOST_ENTRIES_AN_HOUR)
    number = add_entry(request, EntryKind.SUBSCRIBER, text, key=key, now=now)
    keep_files(request, number, files, now)


def _room_for_a_request(account_id: int, now: datetime) -> None:
    if Request.objects.filter(account_id=account_id, created_at__gt=now - ONE_DAY).count() >= MOST_NEW_A_DAY:
        raise TooManyRequests(most=MOST_NEW_A_DAY)


def _known_row(account_id: int, row: int | None) -> None:
    if row is not None and not Posting.objects.filter(account_id=account_id, number=row).exists():
        raise UnknownRow(row=row)

"""Notes about an account, by staff for staff."""

import uuid
from datetime import datetime

from kosmos.subscribers.models import StaffMember
from kosmos.support.rules import words_of
from kosmos.workplace.errors import NoteMissing, NoteTooLong
from kosmos.workplace.models import Note

LONGEST_NOTE = 2_000
LAST_NOTES = 5
"""So many are shown on the subscriber's page; the timeline has them all."""


def add_note(*, account_id: int, text: str, key: str, by: StaffMember, now: datetime) -> bool:
    """Note something about an account, card numbers masked; False if this form was sent before: nothing changes.

    NoteMissing, NoteTooLong.
    """
    words = words_of(text)
    if not words:
        raise NoteMissing
    if len(words) > LONGEST_NOTE:
        raise NoteTooLong(longest=LONGEST_NOTE)
    note = Note(account_id=account_id, id=uuid.uuid4(), key=key, at=now, by=by, text=words)
    Note.objects.bulk_create([note], ignore_conflicts=True)
    return Note.objects.filter(account_id=account_id, id=note.id).exists()


def last_notes(account_id: int, *, limit: int = LAST_NOTES) -> list[Note]:
    """The latest notes about an account, the newest first, one more than ``limit`` if there are more."""
    found = Note.objects.select_related("by").filter(account_id=account_id)
    return list(found.order_by("-at", "-id")[: limit + 1])

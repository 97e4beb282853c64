"""Notes about an account, by staff for staff."""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services import Origin, note_act
from kosmos.subscribers.services.audit import NOWHERE
from kosmos.support.rules import words_of
from kosmos.workplace.errors import NoteMissing, NoteTooLong
from kosmos.workplace.models import Note

LONGEST_NOTE = 2_000


@transaction.atomic
def add_note(*, account_id: int, text: str, key: str, by: StaffMember, now: datetime, origin: Origin = NOWHERE) -> bool:
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
    if not Note.objects.filter(account_id=account_id, id=note.id).exists():
        return False
    note_act(
        Act.NOTE_ADDED,
        now=now,
        staff=by,
        origin=origin,
        account_id=account_id,
        subject="note",
        object_id=note.id,
    )
    return True

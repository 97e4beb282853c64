"""Files of houses that the staff send: kept to be looked at, loaded once."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit
from kosmos.editing.models import CoverageFile, Edit, Subject
from kosmos.editing.rules import refuse
from kosmos.editing.services.keeping import Form, Saved, mark_of

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 100
Report = Mapping[str, Any]


def keep_file(name: str, content: bytes, form: Form) -> CoverageFile:
    """Keep a file of houses for a day, to be looked at and loaded. Unfit: empty, too big."""
    if not content:
        refuse({"file": "missing"})
    if len(content) > MOST_BYTES:
        refuse({"file": "too_big"})
    tidy = "".join(sign for sign in name if sign.isprintable())[-LONGEST_NAME:]
    return CoverageFile.objects.create(id=uuid.uuid4(), staff=form.staff, at=form.now, name=tidy, content=content)


@transaction.atomic
def load_file(file_id: uuid.UUID, form: Form, load: Callable[[bytes], Report]) -> Saved:
    """Load a file once, as it was looked at; what was loaded stands in the record.

    ``load`` writes and says what it changed. ChangedMeanwhile if that is not what ``seen`` marks, and then nothing was
    written; NothingToEdit for a file that is not there any more.
    """
    held = CoverageFile.objects.select_for_update().filter(pk=file_id).first()
    if held is None:
        raise NothingToEdit
    if held.loaded_at is not None:
        return Saved(str(file_id), fresh=False)
    report = load(bytes(held.content))
    if mark_of(report) != form.seen:
        raise ChangedMeanwhile
    held.content, held.loaded_at = b"", form.now
    held.save(update_fields=["content", "loaded_at"])
    Edit.objects.create(
        id=uuid.uuid4(),
        key=form.key,
        subject=Subject.COVERAGE,
        object_id=str(file_id),
        staff=form.staff,
        at=form.now,
        before=None,
        after={"name": held.name, **report},
    )
    return Saved(str(file_id), fresh=True)

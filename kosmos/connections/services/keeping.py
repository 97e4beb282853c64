"""What all writes about an application share: the lock, the version, and the lines of its history."""

import uuid
from datetime import datetime

from django.db.models import F, Max

from kosmos.connections.errors import ApplicationChanged, UnknownApplication
from kosmos.connections.models import Application, ApplicationEntry, EntryKind
from kosmos.subscribers.models import StaffMember


def locked_application(application_id: uuid.UUID) -> Application:
    """An application that only this transaction writes to. UnknownApplication."""
    found = Application.objects.select_for_update(no_key=True).filter(id=application_id).first()
    if found is None:
        raise UnknownApplication
    return found


def was_written(application: Application, key: str) -> bool:
    """Whether a form has written its line already."""
    return bool(key) and ApplicationEntry.objects.filter(application=application, key=key).exists()


def seen_as_it_is(application: Application, version: int) -> None:
    """ApplicationChanged if a locked application is not the one that was on the page."""
    if application.version != version:
        raise ApplicationChanged(number=application.number)


def save_change(application: Application, *fields: str) -> None:
    """Save these fields of an application and count its version on. ApplicationChanged if it is not as it was read."""
    changes = {field: getattr(application, field) for field in fields}
    unchanged = Application.objects.filter(id=application.id, version=application.version)
    if not unchanged.update(version=F("version") + 1, **changes):
        raise ApplicationChanged(number=application.number)
    application.version += 1


def add_entry(
    application: Application,
    kind: EntryKind,
    *,
    by: StaffMember | None,
    now: datetime,
    text: str = "",
    before: str = "",
    after: str = "",
    reason: str = "",
    again_at: datetime | None = None,
    key: str = "",
) -> ApplicationEntry:
    """Add a line to the history of an application that is locked, or was changed in this transaction."""
    last = ApplicationEntry.objects.filter(application=application).aggregate(last=Max("number"))["last"] or 0
    return ApplicationEntry.objects.create(
        application=application,
        number=last + 1,
        key=key,
        at=now,
        by=by,
        kind=kind,
        before=before,
        after=after,
        reason=reason,
        again_at=again_at,
        text=text,
    )

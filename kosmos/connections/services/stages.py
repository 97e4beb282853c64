"""The one writer of an application's stage."""

from datetime import datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections import rules
from kosmos.connections.errors import ReasonMissing, StageRefused
from kosmos.connections.models import Application, EntryKind, Refusal, Stage
from kosmos.connections.services.keeping import add_entry, save_change
from kosmos.connections.working import sales_work
from kosmos.subscribers.models import StaffMember


@transaction.atomic
def advance(
    application: Application,
    to: Stage,
    by: StaffMember | None,
    now: datetime,
    *,
    reason: str = "",
    note: str = "",
    due_at: datetime | None = None,
    key: str = "",
) -> Application:
    """Move an application to a stage: its history, since when, until when the next step, and the version counted on.

    ``by`` is empty where nobody of the staff did it, ``reason`` a Refusal, asked for by REFUSED alone, ``due_at`` takes
    the place of the deadline that ``kosmos.connections.rules`` gives. The account of a signed contract is saved before.
    The application is changed in place, and its owner is saved with it. StageRefused, ReasonMissing, and
    ApplicationChanged if it was read before somebody else changed it: lock it first (``locked_application``).
    """
    before = application.stage
    if not rules.may_move(before, to, application.kind):
        raise StageRefused(before=before, after=str(to))
    if (to == Stage.REFUSED) != bool(reason) or (reason and reason not in Refusal.values):
        raise ReasonMissing
    application.stage, application.refusal = to, reason
    application.stage_since_at = now
    application.due_at = due_at or deadline_of(application, now)
    save_change(application, "stage", "refusal", "stage_since_at", "due_at", "owner")
    add_entry(application, EntryKind.STAGE, by=by, now=now, before=before, after=to, reason=reason, text=note, key=key)
    return application


def deadline_of(application: Application, now: datetime) -> datetime | None:
    """Until when an application that comes into its stage now is to be worked on; a call-back's own hour goes first."""
    if application.stage == Stage.NEW and application.call_until_at and application.call_until_at > now:
        return application.call_until_at
    return rules.due_at(application.stage, application.kind, now.astimezone(operator_zone()), sales_work(now))

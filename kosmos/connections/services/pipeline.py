"""What staff do with an application on its way: call, note, own, move on, refuse, open again, tell duplicates.

Whoever does something says which ``version`` of the application was on the page: ApplicationChanged if somebody else
has changed it since. The ``key`` is the form's: sent again, it changes nothing.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypedDict

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.connections import rules
from kosmos.connections.errors import (
    BadCallAgain,
    OtherIsDuplicate,
    SameApplication,
    StageNotByHand,
    UnknownApplication,
)
from kosmos.connections.models import ENDED, Application, ApplicationKind, EntryKind, Refusal, Stage
from kosmos.connections.services.keeping import (
    add_entry,
    locked_application,
    save_change,
    seen_as_it_is,
    was_written,
)
from kosmos.connections.services.stages import advance
from kosmos.connections.services.visits import release_visit
from kosmos.connections.texts import note_of
from kosmos.connections.working import sales_work
from kosmos.subscribers.models import StaffMember

REACHED, NOT_REACHED = "reached", "not_reached"
"""What a call's line in the history says after it."""
DUPLICATE = "duplicate"
"""What the line of the application that stays says when another turned out to be the same."""
MOST_DAYS_AHEAD = 60


class Who(TypedDict):
    """Who wishes something when, what version of the application he saw, and the key of his form."""

    by: StaffMember
    now: datetime
    version: int
    key: str


@dataclass(frozen=True, slots=True)
class Done:
    """An application after a wish about it, and whether that changed anything, not the same form before."""

    application: Application
    fresh: bool


@transaction.atomic
def move(
    application_id: uuid.UUID,
    to: Stage,
    *,
    by: StaffMember,
    now: datetime,
    version: int,
    key: str,
    reason: str = "",
    note: str = "",
) -> Done:
    """Put an application into a stage that can be said by hand; REFUSED with a reason, NEW opens a refused one again.

    A planned visit is cancelled. Whoever moves one that nobody owns owns it then. UnknownApplication,
    ApplicationChanged, StageNotByHand, StageRefused, ReasonMissing, NoteTooLong.
    """
    text = note_of(note)
    one = locked_application(application_id)
    if was_written(one, key):
        return Done(one, fresh=False)
    seen_as_it_is(one, version)
    if to not in rules.BY_HAND:
        raise StageNotByHand(after=str(to))
    one.owner = one.owner or by
    advance(one, to, by, now, reason=reason, note=text, key=key)
    release_visit(one, text)
    return Done(one, fresh=True)


@transaction.atomic
def call(
    application_id: uuid.UUID,
    *,
    by: StaffMember,
    now: datetime,
    version: int,
    key: str,
    reached: bool,
    again_at: datetime | None = None,
    note: str = "",
) -> Done:
    """Write a call down: who was reached is contacted (a call-back is done), unless he is to be called again.

    Where nobody answered, the next try is due at ``again_at`` or some working hours later. UnknownApplication,
    ApplicationChanged, BadCallAgain, NoteTooLong.
    """
    text = note_of(note)
    one = locked_application(application_id)
    if was_written(one, key):
        return Done(one, fresh=False)
    seen_as_it_is(one, version)
    _can_be_called_again(one, again_at, now)
    one.owner = one.owner or by
    after = REACHED if reached else NOT_REACHED
    add_entry(one, EntryKind.CALL, by=by, now=now, after=after, again_at=again_at, text=text, key=key)
    to = _after_call(one, reached=reached, again=again_at is not None)
    if to is not None:
        return Done(advance(one, to, by, now, due_at=again_at), fresh=True)
    one.due_at = again_at or _next_try(one, now, reached=reached)
    save_change(one, "owner", "due_at")
    return Done(one, fresh=True)


@transaction.atomic
def note(application_id: uuid.UUID, *, by: StaffMember, now: datetime, key: str, text: str) -> Done:
    """Note something for colleagues, whatever else happened meanwhile. UnknownApplication, NoteMissing, NoteTooLong."""
    words = note_of(text, needed=True)
    one = locked_application(application_id)
    if was_written(one, key):
        return Done(one, fresh=False)
    add_entry(one, EntryKind.NOTE, by=by, now=now, text=words, key=key)
    return Done(one, fresh=True)


@transaction.atomic
def give(
    application_id: uuid.UUID, to: StaffMember | None, *, by: StaffMember, now: datetime, version: int, key: str
) -> Done:
    """Give an application to somebody, oneself too, or to nobody; not fresh if it is his already.

    UnknownApplication, ApplicationChanged.
    """
    one = locked_application(application_id)
    owner_id = to.pk if to else None
    if was_written(one, key) or one.owner_id == owner_id:
        return Done(one, fresh=False)
    seen_as_it_is(one, version)
    before, one.owner = one.owner, to
    save_change(one, "owner")
    was, becomes = (person.name if person else "" for person in (before, to))
    add_entry(one, EntryKind.OWNER, by=by, now=now, key=key, before=was, after=becomes)
    return Done(one, fresh=True)


@transaction.atomic
def mark_duplicate(
    application_id: uuid.UUID, of: uuid.UUID, *, by: StaffMember, now: datetime, version: int, key: str
) -> Done:
    """Refuse an application because another is the same; the histories of both say so.

    UnknownApplication, ApplicationChanged, SameApplication, OtherIsDuplicate, StageRefused.
    """
    if application_id == of:
        raise SameApplication
    one, other = _locked_both(application_id, of)
    if was_written(one, key):
        return Done(one, fresh=False)
    seen_as_it_is(one, version)
    if other.refusal == Refusal.DUPLICATE:
        raise OtherIsDuplicate(number=other.number)
    one.owner = one.owner or by
    advance(one, Stage.REFUSED, by, now, reason=Refusal.DUPLICATE, note=other.number, key=key)
    release_visit(one, other.number)
    add_entry(other, EntryKind.CHANGED, by=by, now=now, after=DUPLICATE, text=one.number)
    return Done(one, fresh=True)


def _can_be_called_again(one: Application, again_at: datetime | None, now: datetime) -> None:
    if again_at is None:
        return
    if one.stage in ENDED or not now < again_at <= now + timedelta(days=MOST_DAYS_AHEAD):
        raise BadCallAgain(most_days=MOST_DAYS_AHEAD)


def _after_call(one: Application, *, reached: bool, again: bool) -> Stage | None:
    """The stage that a call leads to, if any."""
    if not reached or one.stage != Stage.NEW:
        return None
    if one.kind == ApplicationKind.CALL_BACK:
        return None if again else Stage.CALLED
    return Stage.CONTACTED


def _next_try(one: Application, now: datetime, *, reached: bool) -> datetime | None:
    """Until when the next step is, after a call that named no time for another."""
    if reached or one.stage not in {Stage.NEW, Stage.CONTACTED}:
        return one.due_at
    return sales_work(now).after(now.astimezone(operator_zone()), timedelta(hours=rules.HOURS_TO_NEXT_TRY))


def _locked_both(one_id: uuid.UUID, other_id: uuid.UUID) -> tuple[Application, Application]:
    """Two applications, locked in the order of their ids, so that nobody waits in a ring. UnknownApplication."""
    wanted = Application.objects.select_for_update(no_key=True).filter(id__in=(one_id, other_id)).order_by("id")
    found = {one.id: one for one in wanted}
    if len(found) != 2:
        raise UnknownApplication
    return found[one_id], found[other_id]

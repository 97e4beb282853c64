"""One way to change anything that editors may: locked, compared with what the form showed, written with its line."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import IntegrityError, models, transaction
from django.db.models import Q

from kosmos.catalogue.queries import operator_zone
from kosmos.editing.errors import ChangedMeanwhile, NothingToEdit, Unfit
from kosmos.editing.models import Edit, Subject
from kosmos.kernel.days import business_day
from kosmos.subscribers.models import StaffMember

M = TypeVar("M", bound=models.Model)
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Form:
    """Who sends what form, and the mark of the state that it showed; none for a new thing."""

    staff: StaffMember
    key: str
    now: datetime
    seen: str = ""

    @property
    def day(self) -> date:
        """The business day on which it is sent."""
        return business_day(self.now, operator_zone())


@dataclass(frozen=True, slots=True)
class Saved:
    """The thing as it is kept; not ``fresh`` if the same form was sent before, or nothing was different."""

    object_id: str
    fresh: bool


@dataclass(frozen=True, slots=True)
class Kind(Generic[M]):
    """A kind of thing: its table, and the columns that are edited."""

    subject: Subject
    model: type[M]
    columns: tuple[str, ...]
    beside: Callable[[M], State] = lambda _row: {}
    """What is edited of it and is no column."""
    where: Callable[[str], Q] = lambda object_id: Q(pk=object_id)
    """How a thing is found by what it is called in the record, and how it is called there."""
    called: Callable[[M], str] = lambda row: str(row.pk)
    blank: Callable[[str], M | None] = lambda _object_id: None
    """The thing as it is while nobody has changed it, where there is always one."""

    def state(self, row: M) -> State:
        """What is edited, as JSON has it."""
        return {name: _plain(getattr(row, name)) for name in self.columns} | self.beside(row)

    def find(self, object_id: str, *, lock: bool = False) -> M:
        """The thing. NothingToEdit."""
        found = self.row(object_id, lock=lock)
        if found is None:
            raise NothingToEdit
        return found

    def row(self, object_id: str, *, lock: bool = False) -> M | None:
        """The thing, or how it is while nobody has changed it; None if it is not there."""
        rows = self.model._default_manager.filter(self.where(object_id))
        return (rows.select_for_update() if lock else rows).first() or self.blank(object_id)


def mark_of(state: Mapping[str, Any]) -> str:
    """What tells one state of a thing from another."""
    return hashlib.sha256(json.dumps(state, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def keep(kind: Kind[M], object_id: str | None, form: Form, change: Callable[[M | None], M | None]) -> Saved:
    """Change a thing, or make one where ``object_id`` is None, with its line in the record; once for each form.

    ``change`` is given the locked thing, writes it and gives it back, None if it was removed. ChangedMeanwhile if
    it is not as the form showed it, Unfit where the database has such a thing already, NothingToEdit.
    """
    try:
        return _keep(kind, object_id, form, change)
    except (IntegrityError, Unfit) as error:
        # The same form may have been kept since this one looked.
        if done := done_before(form):
            return done
        if isinstance(error, Unfit):
            raise
        if object_id is not None and kind.blank(object_id) is not None:
            raise ChangedMeanwhile from None
        raise Unfit(fields={kind.columns[0]: "taken"}) from None


@transaction.atomic
def _keep(kind: Kind[M], object_id: str | None, form: Form, change: Callable[[M | None], M | None]) -> Saved:
    row = kind.row(object_id, lock=True) if object_id is not None else None
    before = kind.state(row) if row is not None else None
    if done := done_before(form):
        return done
    if object_id is not None and before is None:
        raise NothingToEdit
    if before is not None and mark_of(before) != form.seen:
        raise ChangedMeanwhile
    changed = change(row)
    if changed is not None:
        changed.refresh_from_db()
    after = kind.state(changed) if changed is not None else None
    held = object_id if object_id is not None else kind.called(changed) if changed is not None else ""
    if before == after:
        return Saved(held, fresh=False)
    _write(kind.subject, held, form, before, after)
    return Saved(held, fresh=True)


def _write(subject: Subject, object_id: str, form: Form, before: State | None, after: State | None) -> None:
    Edit.objects.create(
        id=uuid.uuid4(),
        key=form.key,
        subject=subject,
        object_id=object_id,
        staff=form.staff,
        at=form.now,
        before=before,
        after=after,
    )


def done_before(form: Form) -> Saved | None:
    """What the same form did before; None if it is sent for the first time."""
    found = Edit.objects.filter(key=form.key).first()
    return Saved(found.object_id, fresh=False) if found else None


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date | datetime) else value

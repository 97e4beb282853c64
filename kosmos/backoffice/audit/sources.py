"""What the audit is made of: each source finds its own lines, the latest first, from a place in the timeline on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from kosmos.backoffice.application_words import entry_title
from kosmos.backoffice.audit.asked import Asked
from kosmos.backoffice.audit.differences import Difference, differences
from kosmos.backoffice.audit.labels import labels_of
from kosmos.backoffice.audit.words import act_words, edit_title, event_words, record_said
from kosmos.connections.models import ApplicationEntry
from kosmos.connections.numbers import number_words
from kosmos.editing.models import Edit
from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import SignIn, SignInEvent, SignInEventKind, StaffMember


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the timeline. ``order`` tells which of several of one instant stands first.

    ``who`` is empty for the system; ``login`` is there for whoever signs in, ``staff_id`` for the staff.
    """

    at: datetime
    order: str
    who: str
    title: str
    said: str = ""
    login: str = ""
    staff_id: int | None = None
    holder_id: int | None = None
    account_id: int | None = None
    subject: str = ""
    object_id: str = ""
    changes: list[Difference] = field(default_factory=list)
    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """After which line to go on; what stands at the same instant is told apart by ``order``."""

    at: datetime
    order: str


def records(asked: Asked, place: Place | None, limit: int) -> list[Line]:
    """What was noted of acts, pages refused and personal data shown."""
    if not asked.what.acts:
        return []
    found = AuditRecord.objects.select_related("staff__sign_in", "sign_in")
    if asked.what.acts != frozenset(Act):
        found = found.filter(action__in=asked.what.acts)
    if asked.who is not None:
        found = found.filter(staff_id=asked.who)
    if asked.others:
        found = found.filter(staff=None)
    if asked.account_id is not None:
        found = found.filter(account_id=asked.account_id)
    if asked.address:
        found = found.filter(address=asked.address)
    return _taken(found, asked, place, limit, "r")


def events(asked: Asked, place: Place | None, limit: int) -> list[Line]:
    """Sign-ins and what happened about them; with an account, those of its holder."""
    if not asked.what.events:
        return []
    found = SignInEvent.objects.select_related("sign_in__staff_member")
    if asked.what.events != frozenset(SignInEventKind):
        found = found.filter(kind__in=asked.what.events)
    if asked.who is not None:
        found = found.filter(sign_in_id=asked.who)
    if asked.others:
        found = found.exclude(sign_in_id__in=StaffMember.objects.values("pk"))
    if asked.account_id is not None:
        found = found.filter(sign_in__subscriber__contracts__account_id=asked.account_id)
    if asked.address:
        found = found.filter(address=asked.address)
    return _taken(found, asked, place, limit, "s")


def edits(asked: Asked, place: Place | None, limit: int) -> list[Line]:
    """What editors changed of the site and the catalogue; where it was done from is not kept of them."""
    if not asked.what.edits or asked.account_id is not None or asked.address or asked.others:
        return []
    found = Edit.objects.select_related("staff__sign_in")
    if asked.who is not None:
        found = found.filter(staff_id=asked.who)
    return _taken(found, asked, place, limit, "e")


def entries(asked: Asked, place: Place | None, limit: int) -> list[Line]:
    """What staff did about applications."""
    if not asked.what.entries or asked.address or asked.others:
        return []
    found = ApplicationEntry.objects.select_related("by__sign_in", "application").filter(by__isnull=False)
    if asked.who is not None:
        found = found.filter(by_id=asked.who)
    if asked.account_id is not None:
        found = found.filter(application__account_id=asked.account_id)
    return _taken(found, asked, place, limit, "a")


SOURCES = (records, events, edits, entries)
"""All that the timeline is put together of."""


def _taken(found: QuerySet[Any], asked: Asked, place: Place | None, limit: int, mark: str) -> list[Line]:
    """The lines of a source within the days asked for, from a place on."""
    if asked.from_at:
        found = found.filter(at__gte=asked.from_at)
    if asked.until_at:
        found = found.filter(at__lt=asked.until_at)
    if place:
        found = found.filter(_after(place, mark))
    keys = ("-application_id", "-number") if mark == "a" else ("-id",)
    return [_LINES[mark](row) for row in found.order_by("-at", *keys)[:limit]]


def _after(place: Place, mark: str) -> Q:
    """What of a source stands after a place: sources of one instant stand by their marks, the later letter first."""
    if mark > place.order[0]:
        return Q(at__lt=place.at)
    from_here = Q(at__lte=place.at)  # alone, so that an index by time is entered here and not at the present
    if mark < place.order[0]:
        return from_here
    return from_here & (Q(at__lt=place.at) | _below(place.order[1:], mark))


def _below(key: str, mark: str) -> Q:
    if mark != "a":
        return Q(id__lt=UUID(key))
    application, number = key.split(".")
    return Q(application_id__lt=UUID(application)) | Q(application_id=UUID(application), number__lt=int(number))


def _of_record(row: AuditRecord) -> Line:
    return Line(
        at=row.at,
        order=f"r{row.id}",
        **_who(row.staff, row.sign_in),
        title=act_words(row.action),
        said=record_said(row),
        account_id=row.account_id,
        subject=row.subject,
        object_id=row.object_id,
        changes=[] if row.action == Act.PAGE_REFUSED else differences(row.before, row.after, subject=row.subject),
        address=row.address,
        device=row.device,
    )


def _of_event(row: SignInEvent) -> Line:
    title, said = event_words(row)
    member = getattr(row.sign_in, "staff_member", None) if row.sign_in else None
    who = _who(member, row.sign_in)
    return Line(at=row.at, order=f"s{row.id}", **who, title=title, said=said, address=row.address, device=row.device)


def _of_edit(row: Edit) -> Line:
    return Line(
        at=row.at,
        order=f"e{row.id}",
        **_who(row.staff, None),
        title=edit_title(row.subject, added=row.before is None, removed=row.after is None),
        subject=row.subject,
        object_id=row.object_id,
        changes=differences(row.before, row.after, labels=labels_of(row.subject), public=True),
    )


def _of_entry(row: ApplicationEntry) -> Line:
    return Line(
        at=row.at,
        order=f"a{row.application_id}.{row.number}",
        **_who(row.by, None),
        title=entry_title(row),
        said=f"№ {number_words(row.application.number)}",
        account_id=row.application.account_id,
        subject="application",
        object_id=str(row.application_id),
    )


def _who(staff: StaffMember | None, sign_in: SignIn | None) -> dict[str, Any]:
    if staff is not None:
        return {"who": staff.name, "login": staff.sign_in.login, "staff_id": staff.pk}
    if sign_in is not None:
        return {"who": "", "login": sign_in.login, "holder_id": sign_in.pk}
    return {"who": "", "login": ""}


_LINES: Mapping[str, Callable[[Any], Line]] = {"r": _of_record, "s": _of_event, "e": _of_edit, "a": _of_entry}
"""What makes a line of a row, by the mark of its source."""

"""Applications as staff look for them: the list, the board's columns, one with its history and what is like it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from django.db.models import Count, Q, QuerySet

from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import ENDED, Application, ApplicationEntry, Stage
from kosmos.connections.numbers import read_number
from kosmos.subscribers.contacts import phone_of
from kosmos.subscribers.errors import BadPhone
from kosmos.subscribers.models import StaffMember, Subscriber

OPEN = tuple(stage for stage in Stage if stage not in ENDED)
"""The stages in which something is to be done."""
LONGEST_SEARCH = 100
MOST_WORDS = 6
LEAST_DIGITS = 4
MOST_ALIKE = 20
_WITH = ("owner", "plan", "service")
_SEARCHED = ("name", "organisation", "address", "city", "street", "house", "apartment", "dormitory", "room")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications are looked for; what is empty is not asked. ``owner`` 0 is nobody."""

    stages: tuple[str, ...] = OPEN
    kind: str = ""
    owner: int | None = None
    late: bool = False
    text: str = ""

    @property
    def waiting(self) -> bool:
        """Whether only such are wanted about which something is to be done: their deadlines put them in order."""
        return not set(self.stages) & set(ENDED)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the list a part of it begins: after the application with this instant and id."""

    at: datetime
    id: uuid.UUID


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list, and where the next begins; None if this was the last."""

    applications: tuple[Application, ...]
    following: Place | None


@dataclass(frozen=True, slots=True)
class Counted:
    """How many applications a stage holds, and how many of them are late."""

    total: int = 0
    late: int = 0


@dataclass(frozen=True, slots=True)
class Alike:
    """Another application by the same phone or to the same place."""

    application: Application
    same_phone: bool
    same_place: bool


def listed(wanted: Wanted, *, now: datetime, after: Place | None = None, limit: int = 50) -> Part:
    """A part of the applications that are wanted: what waits by its deadline, others the newest first."""
    found = _found(wanted, now)
    order, field = (("due_at", "id"), "due_at") if wanted.waiting else (("-created_at", "id"), "created_at")
    if after is not None:
        beyond = Q(**{f"{field}__{'gt' if wanted.waiting else 'lt'}": after.at})
        found = found.filter(beyond | Q(**{field: after.at, "id__gt": after.id}))
    rows = list(found.order_by(*order)[: limit + 1])
    shown, last = tuple(rows[:limit]), rows[limit - 1] if len(rows) > limit else None
    return Part(shown, Place(getattr(last, field), last.id) if last else None)


def counted(wanted: Wanted, *, now: datetime) -> dict[str, Counted]:
    """How many of the applications that are wanted each of their stages holds."""
    late = Count("id", filter=Q(due_at__lt=now))
    rows = _found(wanted, now).values_list("stage").annotate(total=Count("id"), late=late).order_by()
    held = {stage: Counted(total, late) for stage, total, late in rows}
    return {stage: held.get(stage, Counted()) for stage in wanted.stages}


def application_for_staff(application_id: uuid.UUID) -> Application:
    """Any application, with its plan, service, house and owner. UnknownApplication."""
    found = Application.objects.select_related(*_WITH, "covered_by").filter(id=application_id).first()
    if found is None:
        raise UnknownApplication
    return found


def history_of(application: Application) -> list[ApplicationEntry]:
    """What happened about an application, the newest first."""
    return list(ApplicationEntry.objects.select_related("by").filter(application=application).order_by("-number"))


def alike(application: Application) -> list[Alike]:
    """Other applications by the same phone or to the same place, what is still open first, then the newest."""
    place = _same_place(application)
    others = Application.objects.select_related(*_WITH).exclude(id=application.id)
    by_phone = list(others.filter(phone=application.phone).order_by("-created_at")[:MOST_ALIKE])
    by_place = list(others.filter(place).order_by("-created_at")[:MOST_ALIKE]) if place else []
    phones, places = {one.id for one in by_phone}, {one.id for one in by_place}
    every = {one.id: one for one in (*by_phone, *by_place)}.values()
    newest = sorted(every, key=lambda one: one.created_at, reverse=True)
    ordered = sorted(newest, key=lambda one: one.stage in ENDED)
    return [Alike(one, one.id in phones, one.id in places) for one in ordered]


def subscribers_by_phone(phone: str, *, limit: int = 5) -> list[Subscriber]:
    """Who holds a contract with this phone already."""
    held = Subscriber.objects.filter(phone=phone).prefetch_related("contracts")
    return list(islice(held.order_by("id"), limit))


def staff_of(roles: Sequence[str]) -> QuerySet[StaffMember]:
    """Who of the staff has one of these roles and can sign in, by name."""
    return StaffMember.objects.filter(role__in=roles, sign_in__is_active=True).order_by("name")


def _found(wanted: Wanted, now: datetime) -> QuerySet[Application]:
    found = Application.objects.select_related(*_WITH).filter(stage__in=wanted.stages)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.owner is not None:
        found = found.filter(owner_id=wanted.owner or None)
    if wanted.late:
        found = found.filter(due_at__lt=now)
    return found.filter(_said(wanted.text)) if wanted.text.strip() else found


def _said(text: str) -> Q:
    """Applications with this number, this phone or part of it, or with each of the words in name or place."""
    typed = text[:LONGEST_SEARCH]
    words = typed.replace(",", " ").split()[:MOST_WORDS]
    found = Q()
    for word in words:
        found &= _any_of(word)
    if number := read_number(typed):
        found |= Q(number=number)
    return found | _phone(typed)


def _any_of(word: str) -> Q:
    found = Q()
    for field in _SEARCHED:
        found |= Q(**{f"{field}__icontains": word})
    return found


def _phone(typed: str) -> Q:
    """By the whole phone in any usual form, or by digits of it that stand together."""
    digits = "".join(sign for sign in typed if sign.isascii() and sign.isdigit())
    if len(digits) < LEAST_DIGITS or any(sign.isalpha() for sign in typed):
        return Q(pk__in=[])
    try:
        return Q(phone=phone_of(typed))
    except BadPhone:
        return Q(phone__contains=digits)


def _same_place(application: Application) -> Q | None:
    """The same flat, room or office, however its letters are written; None where no place is known."""
    fields: tuple[str, ...] = ()
    if application.dormitory and application.room:
        fields = ("dormitory", "room")
    elif application.street and application.house:
        fields = ("city", "street", "house", "building", "apartment")
    elif application.address:
        fields = ("address",)
    return Q(**{f"{field}__iexact": getattr(application, field) for field in fields}) if fields else None

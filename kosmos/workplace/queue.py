"""What waits for an answer or a call, as one queue: who has what, what nobody has, and the next of it.

Requests and call-backs stand in it together, what was promised soonest first: so what is late stands before all.
"""

import uuid
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from kosmos.connections.errors import ApplicationChanged, UnknownApplication
from kosmos.connections.models import Application, ApplicationKind, Stage
from kosmos.connections.services import pipeline
from kosmos.kernel.sql import rows, statement
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.models import Contract, StaffMember
from kosmos.support import services
from kosmos.support.errors import RequestClosed, RequestTaken, UnknownRequest
from kosmos.support.models import Request, RequestState, Taking

REQUEST, CALL = "request", "call"
MINE, FREE, ALL = "mine", "free", "all"
SHOWN = 100
TRIES = 20
"""How often another thing is tried where a colleague was quicker."""
_NO_OWNER = Q(owner=None) | Q(owner__sign_in__is_active=False)


@dataclass(frozen=True, slots=True)
class Task:
    """Something in the queue: a request or a call-back, whose it is, until when it was promised.

    ``topic`` is a request's; ``from_at`` and ``until_at`` are the hours that somebody wants to be called in.
    """

    kind: str
    id: uuid.UUID
    number: str
    due_at: datetime
    topic: str
    text: str
    name: str
    of_organisation: bool
    account_number: str
    phone: str
    owner: StaffMember | None
    from_at: datetime | None = None
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """How many things there are, and how many of them are late."""

    total: int
    late: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits: one's own, what nobody has, all of it."""

    mine: Held
    free: Held
    all: Held


def counts(staff_id: int, kinds: Collection[str], now: datetime) -> Counts:
    """How much waits of these kinds, in one statement."""
    asked = {"staff_id": staff_id, "now": now, "requests": REQUEST in kinds, "calls": CALL in kinds}
    mine, mine_late, free, free_late, every, late = rows(statement("workplace", "queue_counts"), asked)[0]
    return Counts(Held(mine, mine_late), Held(free, free_late), Held(every, late))


def tasks(
    kinds: Collection[str], whose: str, staff_id: int, now: datetime, *, topic: str = "", limit: int = SHOWN
) -> list[Task]:
    """What waits of these kinds, the soonest promised first: one's own, nobody's, or all; of one topic if asked."""
    found: list[Task] = []
    if REQUEST in kinds:
        wanted = _whose(_requests(), whose, staff_id)
        found += map(_task_of_request, (wanted.filter(topic=topic) if topic else wanted)[:limit])
    if CALL in kinds and not topic:
        wanted_calls = _whose(_calls(now) if whose == FREE else _calls(), whose, staff_id)
        found += map(_task_of_call, wanted_calls[:limit])
    return sorted(found, key=lambda task: (task.due_at, task.number))[:limit]


def next_task(kinds: Collection[str], now: datetime) -> Task | None:
    """What would be taken next; None if nothing is nobody's."""
    return next(iter(tasks(kinds, FREE, 0, now, limit=1)), None)


def take_next(staff: StaffMember, kinds: Collection[str], *, key: str, now: datetime) -> Taking | None:
    """Give somebody the most urgent thing that nobody has; None if there is none.

    The same ``key`` gives the same thing again; two who ask at once get two.
    """
    for task in _candidates(staff, kinds, key, now):
        if isinstance(task, Taking):
            return task
        try:
            return _taken(staff, task, key, now)
        except (RequestTaken, RequestClosed, UnknownRequest, ApplicationChanged, UnknownApplication, IntegrityError):
            continue
    return None


def _candidates(staff: StaffMember, kinds: Collection[str], key: str, now: datetime) -> Iterator[Task | Taking]:
    """What this form gave already, or what is the next as long as somebody else is quicker."""
    for _ in range(TRIES):
        if before := Taking.objects.filter(key=key, staff=staff).first():
            yield before
        task = next_task(kinds, now)
        if task is None:
            return
        yield task


@transaction.atomic
def _taken(staff: StaffMember, task: Task, key: str, now: datetime) -> Taking:
    made = Taking.objects.create(key=key, staff=staff, kind=task.kind, object_id=task.id, at=now)
    _TAKE[task.kind](staff, task, key, now)
    return made


def _take_request(staff: StaffMember, task: Task, key: str, now: datetime) -> None:
    found = Request.objects.get(id=task.id)
    was = task.owner.pk if task.owner else None
    given = services.give(
        account_id=found.account_id, request_id=found.id, to=staff, by=staff, was=was, key=key, now=now
    )
    if not given.fresh:
        raise RequestTaken(name=staff.name)


def _take_call(staff: StaffMember, task: Task, key: str, now: datetime) -> None:
    found = Application.objects.get(id=task.id)
    was = task.owner.pk if task.owner else None
    if found.owner_id != was or found.stage != Stage.NEW:
        raise ApplicationChanged
    if not pipeline.give(found.id, staff, by=staff, now=now, version=found.version, key=key).fresh:
        raise ApplicationChanged


_TAKE: dict[str, Callable[[StaffMember, Task, str, datetime], None]] = {REQUEST: _take_request, CALL: _take_call}


def _requests() -> QuerySet[Request]:
    numbers = AccountNumber.objects.filter(account_id=OuterRef("account_id")).values("number")[:1]
    holders = Contract.objects.filter(account_id=OuterRef("account_id"))
    return (
        Request.objects.select_related("owner")
        .filter(state__in=[RequestState.NEW, RequestState.OPEN])
        .annotate(account_number=Subquery(numbers))
        .annotate(holder=Subquery(holders.values("subscriber__name")[:1]))
        .annotate(holder_unp=Subquery(holders.values("subscriber__unp")[:1]))
        .order_by("promised_at", "number")
    )


def _calls(now: datetime | None = None) -> QuerySet[Application]:
    """Call-backs that were not made; those alone whose hour has come, if ``now`` is said."""
    found = Application.objects.select_related("owner").filter(
        kind=ApplicationKind.CALL_BACK, stage=Stage.NEW, due_at__isnull=False
    )
    if now is not None:
        found = found.filter(Q(call_from_at=None) | Q(call_from_at__lte=now))
    return found.order_by("due_at", "number")


def _whose(found: QuerySet[Any], whose: str, staff_id: int) -> QuerySet[Any]:
    if whose == MINE:
        return found.filter(owner_id=staff_id)
    return found.filter(_NO_OWNER) if whose == FREE else found


def _task_of_request(one: Any) -> Task:  # noqa: ANN401 - a row with what is annotated
    return Task(
        REQUEST, one.id, one.number, one.promised_at, one.topic, one.text, one.holder or "", bool(one.holder_unp),
        one.account_number or "", "", one.owner,
    )  # fmt: skip


def _task_of_call(one: Application) -> Task:
    due = one.due_at or one.created_at
    return Task(
        CALL, one.id, one.number, due, "", one.comment, one.name, False, "", one.phone, one.owner,
        one.call_from_at, one.call_until_at,
    )  # fmt: skip

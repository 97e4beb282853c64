"""What waits in the queue, asked once for a page: its menu says it, and the first page and the queue itself."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest

from kosmos.backoffice.grouping import Group
from kosmos.backoffice.guards import time_of
from kosmos.backoffice.roles import ANSWER_REQUESTS, WORK_APPLICATIONS, may
from kosmos.workplace.queue import CALL, REQUEST, Counts, counts

QUEUE = "queue"


def kinds_for(role: str) -> tuple[str, ...]:
    """What of the queue a role may work on."""
    held = ((REQUEST, ANSWER_REQUESTS), (CALL, WORK_APPLICATIONS))
    return tuple(kind for kind, function in held if may(role, function))


def held_for(request: HttpRequest) -> Counts:
    """What waits in the queue of whoever asks: one statement, however often a page needs it."""
    held: Counts | None = getattr(request, "held_in_queue", None)
    if held is None:
        staff = request.staff  # type: ignore[attr-defined]
        held = counts(staff.pk, kinds_for(staff.role), time_of(request))
        request.held_in_queue = held  # type: ignore[attr-defined]
    return held


def with_counts(menu: Sequence[Group], request: HttpRequest) -> list[Group]:
    """The menu with the number of things that are one's own or nobody's, and how many of them are late."""
    if not any(section.name == QUEUE for group in menu for section in group.sections):
        return list(menu)
    held = held_for(request)
    waits, late = held.mine.total + held.free.total, held.mine.late + held.free.late
    return [
        replace(
            group,
            sections=tuple(
                replace(one, waits=waits, late=late) if one.name == QUEUE else one for one in group.sections
            ),
        )
        for group in menu
    ]

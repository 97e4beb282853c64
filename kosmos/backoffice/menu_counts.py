"""What waits in the queue, said in the menu of every page of whoever works on it."""

from collections.abc import Sequence
from dataclasses import replace

from django.http import HttpRequest

from kosmos.backoffice.grouping import Group
from kosmos.backoffice.guards import time_of
from kosmos.backoffice.pages.queue import kinds_for
from kosmos.workplace.queue import counts

QUEUE = "queue"


def with_counts(menu: Sequence[Group], request: HttpRequest) -> list[Group]:
    """The menu with the number of things that are one's own or nobody's, and how many of them are late."""
    if not any(section.name == QUEUE for group in menu for section in group.sections):
        return list(menu)
    staff = request.staff  # type: ignore[attr-defined]
    held = counts(staff.pk, kinds_for(staff.role), time_of(request))
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

"""What waits for a member of staff, counted by the features."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kosmos.backoffice import roles
from kosmos.backoffice.roles import may
from kosmos.subscribers.models import StaffMember
from kosmos.support.queries import outages_now, requests_waiting


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be done: how many, in words, how many of them are late, and the page where it is done."""

    count: int
    words: str
    address: str
    late: str = ""


def waiting_for(staff: StaffMember, now: datetime) -> list[Waiting]:
    """What waits in the sections that a member of staff may open."""
    return [count(staff, now) for function, count in COUNTS if may(staff.role, function)]


def _requests(staff: StaffMember, now: datetime) -> Waiting:
    waiting, late = requests_waiting(now)
    words = ngettext("обращение ждёт ответа", "обращений ждут ответа", waiting)
    return Waiting(waiting, words, reverse("staff:requests"), _late(late))


def _outages(staff: StaffMember, now: datetime) -> Waiting:
    """Outages that lasted longer than was expected are late: whoever reads of them believes nobody."""
    found = outages_now(now)
    over = sum(one.until_at is not None and one.until_at < now for one in found)
    words = ngettext("отключение идёт сейчас", "отключений идут сейчас", len(found))
    return Waiting(len(found), words, reverse("staff:outages"), _late(over))


def _late(count: int) -> str:
    return _("Просрочено: %(count)d") % {"count": count} if count else ""


COUNTS: tuple[tuple[str, Callable[[StaffMember, datetime], Waiting]], ...] = ((roles.ANSWER_REQUESTS, _requests),)
"""The function that opens a section, and what counts what waits there."""

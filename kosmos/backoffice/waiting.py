"""What waits for a member of staff, counted by the features."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kosmos.backoffice import roles
from kosmos.backoffice.pages.queue import kinds_for
from kosmos.backoffice.roles import may
from kosmos.cashdesk.queries import waiting_voids
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.models import ApplicationKind, VisitState
from kosmos.connections.worklist import Wanted, counted
from kosmos.kernel.days import business_day
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.staff_queries import refused_since, waiting_for_sheets
from kosmos.support.queries import outages_now, requests_waiting
from kosmos.workplace.queue import counts

CALL_BACK = ApplicationKind.CALL_BACK.value


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


def _visits(staff: StaffMember, now: datetime) -> Waiting:
    """My visits of today that are still to be made."""
    today = business_day(now, operator_zone())
    mine = [one for one in planning.visits_on(today, today, of=staff) if one.state == VisitState.PLANNED]
    late = sum(one.ends_at < now for one in mine)
    words = ngettext("выезд сегодня", "выездов сегодня", len(mine))
    return Waiting(len(mine), words, reverse("staff:my-visits"), _late(late))


def _call_backs(_staff: StaffMember, now: datetime) -> Waiting:
    count, late = _counted(now, CALL_BACK)
    words = ngettext("человек ждёт звонка", "человек ждут звонка", count)
    return Waiting(count, words, f"{reverse('staff:queue')}?whose=all", _late(late))


def _applications(_staff: StaffMember, now: datetime) -> Waiting:
    """Those that wait for more than a call."""
    (count, late), (calls, late_calls) = _counted(now, ""), _counted(now, CALL_BACK)
    words = ngettext("заявка в работе", "заявок в работе", count - calls)
    return Waiting(count - calls, words, reverse("staff:applications"), _late(late - late_calls))


def _mine(staff: StaffMember, now: datetime) -> Waiting:
    held = counted(Wanted(owner=staff.pk), now=now).values()
    count, late = sum(one.total for one in held), sum(one.late for one in held)
    words = ngettext("заявку ведёте вы", "заявок ведёте вы", count)
    return Waiting(count, words, f"{reverse('staff:applications')}?view=table&owner=me", _late(late))


def _requests(_staff: StaffMember, now: datetime) -> Waiting:
    waiting, late = requests_waiting(now)
    words = ngettext("обращение ждёт ответа", "обращений ждут ответа", waiting)
    return Waiting(waiting, words, f"{reverse('staff:queue')}?whose=all", _late(late))


def _mine_in_queue(staff: StaffMember, now: datetime) -> Waiting:
    held = counts(staff.pk, kinds_for(staff.role), now).mine
    words = ngettext("обращение или звонок ведёте вы", "обращений и звонков ведёте вы", held.total)
    return Waiting(held.total, words, f"{reverse('staff:queue')}?whose=mine", _late(held.late))


def _outages(_staff: StaffMember, now: datetime) -> Waiting:
    """Outages that lasted longer than was expected are late: whoever reads of them believes nobody."""
    found = outages_now(now)
    over = sum(one.until_at is not None and one.until_at < now for one in found)
    words = ngettext("отключение идёт сейчас", "отключений идут сейчас", len(found))
    return Waiting(len(found), words, reverse("staff:outages"), _late(over))


def _newcomers(_staff: StaffMember, _now: datetime) -> Waiting:
    """Those of the staff who cannot come in before their sheet is printed."""
    count = waiting_for_sheets()
    words = ngettext("сотрудник ждёт листа с паролем", "сотрудников ждут листа с паролем", count)
    return Waiting(count, words, reverse("staff:people"))


def _refusals(_staff: StaffMember, now: datetime) -> Waiting:
    """Pages that somebody was refused since yesterday: to be looked at, and never late."""
    count = refused_since(now - timedelta(days=1))
    words = ngettext("отказ показать страницу за сутки", "отказов показать страницу за сутки", count)
    return Waiting(count, words, f"{reverse('staff:audit')}?what=refusals")


def _voids(_staff: StaffMember, _now: datetime) -> Waiting:
    """Receipts of the cash desk that somebody else than their cashier has to decide on."""
    count = waiting_voids().count()
    words = ngettext("отмена в кассе ждёт решения", "отмен в кассе ждут решения", count)
    return Waiting(count, words, reverse("staff:cash-voids"))


def _counted(now: datetime, kind: str) -> tuple[int, int]:
    """How many applications of a kind wait for us, and how many of them are late."""
    held = counted(Wanted(kind=kind), now=now).values()
    return sum(one.total for one in held), sum(one.late for one in held)


def _late(count: int) -> str:
    return _("Просрочено: %(count)d") % {"count": count} if count else ""


COUNTS: tuple[tuple[str, Callable[[StaffMember, datetime], Waiting]], ...] = (
    (roles.DO_VISITS, _visits),
    (roles.WORK_QUEUE, _mine_in_queue),
    (roles.WORK_APPLICATIONS, _call_backs),
    (roles.WORK_APPLICATIONS, _mine),
    (roles.SEE_APPLICATIONS, _applications),
    (roles.ANSWER_REQUESTS, _requests),
    (roles.EDIT_SITE, _outages),
    (roles.SUPERVISE_CASH, _voids),
    (roles.MANAGE_STAFF, _newcomers),
    (roles.SEE_AUDIT, _refusals),
)
"""The function that opens a section, and what counts what waits there."""

"""What waits for a member of staff, counted by the features."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kosmos.backoffice import roles
from kosmos.backoffice.guards import StaffRequest, time_of
from kosmos.backoffice.menu_counts import held_for
from kosmos.backoffice.roles import may
from kosmos.cashdesk.queries import open_shift_of, waiting_voids
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.models import ApplicationKind, VisitState
from kosmos.connections.worklist import Wanted, counted
from kosmos.kernel.days import business_day
from kosmos.payments.models import Statement, StatementState
from kosmos.payments.queries import open_case_count
from kosmos.payments.services.suspense import sought
from kosmos.subscribers.staff_queries import refused_since, waiting_for_sheets
from kosmos.support.queries import outages_now
from kosmos.wording.typography import day_and_moment
from kosmos.workplace.approvals import waiting_approvals
from kosmos.workplace.queue import Held

CALL_BACK = ApplicationKind.CALL_BACK.value


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to be done: how many, in words, how many of them are late, and the page where it is done."""

    count: int
    words: str
    address: str
    late: int = 0


def waiting_for(request: StaffRequest) -> list[Waiting]:
    """What waits in the sections that a member of staff may open: what is late first, and nothing that is done."""
    found = [count(request) for function, count in COUNTS if may(request.staff.role, function)]
    return sorted((one for one in found if one.count), key=lambda one: not one.late)


def _visits(request: StaffRequest) -> Waiting:
    """My visits of today that are still to be made."""
    now = time_of(request)
    today = business_day(now, operator_zone())
    mine = [one for one in planning.visits_on(today, today, of=request.staff) if one.state == VisitState.PLANNED]
    words = ngettext("выезд сегодня", "выездов сегодня", len(mine))
    return Waiting(len(mine), words, reverse("staff:my-visits"), sum(one.ends_at < now for one in mine))


def _mine_in_queue(request: StaffRequest) -> Waiting:
    return _in_queue(held_for(request).mine, _("в очереди ведёте вы"), "mine")


def _free_in_queue(request: StaffRequest) -> Waiting:
    return _in_queue(held_for(request).free, _("в очереди никто не ведёт"), "free")


def _in_queue(held: Held, words: str, whose: str) -> Waiting:
    return Waiting(held.total, words, f"{reverse('staff:queue')}?whose={whose}", held.late)


def _my_applications(request: StaffRequest) -> Waiting:
    held = counted(Wanted(owner=request.staff.pk), now=time_of(request)).values()
    count, late = sum(one.total for one in held), sum(one.late for one in held)
    words = ngettext("заявку ведёте вы", "заявок ведёте вы", count)
    return Waiting(count, words, f"{reverse('staff:applications')}?view=table&owner=me", late)


def _applications(request: StaffRequest) -> Waiting:
    """Those that wait for more than a call."""
    (count, late), (calls, late_calls) = _counted(request, ""), _counted(request, CALL_BACK)
    words = ngettext("заявка в работе", "заявок в работе", count - calls)
    return Waiting(count - calls, words, reverse("staff:applications"), late - late_calls)


def _approvals(request: StaffRequest) -> Waiting:
    """Acts that somebody else asked for."""
    count = sum(one.asked_by_id != request.staff.pk for one in waiting_approvals(now=time_of(request)))
    words = ngettext("просьба ждёт разрешения", "просьб ждут разрешения", count)
    return Waiting(count, words, reverse("staff:approvals"))


def _outages(request: StaffRequest) -> Waiting:
    """Outages that lasted longer than was expected are late: whoever reads of them believes nobody."""
    now = time_of(request)
    found = outages_now(now)
    over = sum(one.until_at is not None and one.until_at < now for one in found)
    words = ngettext("отключение идёт сейчас", "отключений идут сейчас", len(found))
    return Waiting(len(found), words, reverse("staff:outages"), over)


def _newcomers(_request: StaffRequest) -> Waiting:
    """Those of the staff who cannot come in before their sheet is printed."""
    count = waiting_for_sheets()
    words = ngettext("сотрудник ждёт листа с паролем", "сотрудников ждут листа с паролем", count)
    return Waiting(count, words, reverse("staff:people"))


def _refusals(request: StaffRequest) -> Waiting:
    """Pages that somebody was refused since yesterday: to be looked at, and never late."""
    count = refused_since(time_of(request) - timedelta(days=1))
    words = ngettext("отказ показать страницу за сутки", "отказов показать страницу за сутки", count)
    return Waiting(count, words, f"{reverse('staff:audit')}?what=refusals")


def _shift(request: StaffRequest) -> Waiting:
    """One's own shift at the cash desk."""
    shift = open_shift_of(request.staff)
    words = _("смена открыта %(when)s") % {"when": day_and_moment(shift.opened_at)} if shift else ""
    return Waiting(1 if shift else 0, words, reverse("staff:cash"))


def _voids(_request: StaffRequest) -> Waiting:
    """Receipts of the cash desk that somebody else than their cashier has to decide on."""
    count = waiting_voids().count()
    words = ngettext("отмена в кассе ждёт решения", "отмен в кассе ждут решения", count)
    return Waiting(count, words, reverse("staff:cash-voids"))


def _statements(_request: StaffRequest) -> Waiting:
    """Statements that wait for a choice."""
    count = Statement.objects.filter(state=StatementState.READ).count()
    words = ngettext("выписка ждёт решения", "выписок ждут решения", count)
    return Waiting(count, words, reverse("staff:statements"))


def _suspense(_request: StaffRequest) -> Waiting:
    """Money of nobody's."""
    count = sought().count()
    words = ngettext("невыясненный платёж", "невыясненных платежей", count)
    return Waiting(count, words, reverse("staff:suspense"))


def _payment_cases(_request: StaffRequest) -> Waiting:
    """Payments that somebody must look at."""
    count = open_case_count()
    words = ngettext("случай с платежом открыт", "случаев с платежами открыто", count)
    return Waiting(count, words, reverse("staff:payment-cases"))


def _counted(request: StaffRequest, kind: str) -> tuple[int, int]:
    """How many applications of a kind wait for us, and how many of them are late."""
    held = counted(Wanted(kind=kind), now=time_of(request)).values()
    return sum(one.total for one in held), sum(one.late for one in held)


COUNTS: tuple[tuple[str, Callable[[StaffRequest], Waiting]], ...] = (
    (roles.DO_VISITS, _visits),
    (roles.WORK_QUEUE, _mine_in_queue),
    (roles.WORK_QUEUE, _free_in_queue),
    (roles.WORK_APPLICATIONS, _my_applications),
    (roles.SEE_APPLICATIONS, _applications),
    (roles.APPROVE_ACTIONS, _approvals),
    (roles.TAKE_CASH, _shift),
    (roles.SUPERVISE_CASH, _voids),
    (roles.HANDLE_MONEY, _statements),
    (roles.HANDLE_MONEY, _suspense),
    (roles.HANDLE_MONEY, _payment_cases),
    (roles.EDIT_SITE, _outages),
    (roles.MANAGE_STAFF, _newcomers),
    (roles.SEE_AUDIT, _refusals),
)
"""The function that opens a section, and what counts what waits there."""

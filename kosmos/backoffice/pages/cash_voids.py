"""Whoever watches over the cash desk: receipts that wait to be voided, and the shifts with their reports."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.cash_papers import receipt_number, who_holds
from kosmos.backoffice.cash_words import VOID_REASONS, refusal
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.pages.cash_shift import report_page
from kosmos.backoffice.pages.cashdesk import hand_of, see
from kosmos.backoffice.roles import SUPERVISE_CASH
from kosmos.cashdesk.models import Shift, VoidRequest, VoidState
from kosmos.cashdesk.queries import figures_of, waiting_voids
from kosmos.cashdesk.services import decide_void, register
from kosmos.config.wiring import fiscal
from kosmos.kernel.errors import DomainError

LAST_SHIFTS = 30
VERDICTS = {"approve": VoidState.APPROVED, "refuse": VoidState.REFUSED}


@require_safe
@staff_page(SUPERVISE_CASH)
def voids(request: StaffRequest) -> HttpResponseBase:
    """What waits for a decision, and the last shifts."""
    waiting = [(one, receipt_number(one.receipt), VOID_REASONS[one.reason]) for one in waiting_voids()]
    shifts = Shift.objects.select_related("cashier").order_by("-number")[:LAST_SHIFTS]
    context = {"waiting": waiting, "shifts": [(one, figures_of(one)) for one in shifts]}
    return render(request, "backoffice/cash/voids.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SUPERVISE_CASH)
def decide(request: StaffRequest, void_id: uuid.UUID) -> HttpResponseBase:
    """One receipt that is to be voided; a POST approves or refuses."""
    found = VoidRequest.objects.select_related(
        "receipt__shift__cashier", "receipt__account__accountnumber", "asked_by", "decided_by"
    )
    void = found.filter(id=void_id).first()
    if void is None:
        raise Http404
    if request.method != "POST":
        return _page(request, void)
    verdict = VERDICTS.get(request.POST.get("do", ""))
    if verdict is None:
        raise Http404
    try:
        done = decide_void(void.id, verdict, hand_of(request))
    except DomainError as error:
        return _page(request, found.get(id=void_id), error=refusal(error))
    if not done.fresh:
        messages.info(request, _("Это уже решено вами: ничего не сделано второй раз."))
    elif verdict == VoidState.APPROVED:
        _register(request, void)
        messages.success(request, _("Квитанция отменена, деньги сняты со счёта. Кассир возвращает их клиенту."))
    else:
        messages.success(request, _("В отмене отказано: квитанция остаётся."))
    return see("cash-voids")


@require_safe
@staff_page(SUPERVISE_CASH)
def shift(request: StaffRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """The report of anybody's shift; ?paper=1 is the PDF."""
    found = Shift.objects.select_related("cashier").filter(id=shift_id).first()
    if found is None:
        raise Http404
    return report_page(request, found)


def _register(request: StaffRequest, void: VoidRequest) -> None:
    """Have the fiscal equipment print the void, if there is any; the payment is reversed already."""
    try:
        register(void.receipt_id, fiscal(), now=time_of(request), refund=True)
    except DomainError as error:
        messages.warning(request, refusal(error))


def _page(request: StaffRequest, void: VoidRequest, *, error: str = "") -> HttpResponse:
    name, address = who_holds(void.receipt.account_id)
    balance = void.receipt.account.balance_kopecks
    own = request.staff.pk in {void.asked_by_id, void.receipt.shift.cashier_id}
    context = {
        "void": void,
        "one": void.receipt,
        "number": receipt_number(void.receipt),
        "reason": VOID_REASONS[void.reason],
        "name": name,
        "address": address,
        "balance": balance,
        "after": balance - void.receipt.amount_kopecks,
        "error": error,
        "own": own,
        "waits": void.state == VoidState.ASKED and not own,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "backoffice/cash/decide.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("cash/voids/", voids, name="cash-voids"),
    path("cash/voids/<uuid:void_id>/", decide, name="cash-void-decide"),
    path("cash/shifts/<uuid:shift_id>/", shift, name="cash-shift"),
]

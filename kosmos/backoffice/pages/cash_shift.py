"""The rest of a cashier's shift: the X report, money handed over, a void asked for, and the Z report at its end."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.cash_papers import receipt_number, report_facts, report_paper, who_holds
from kosmos.backoffice.cash_words import FIELDS, VOID_REASONS, refusal
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.pages.cashdesk import LONGEST_TYPED, hand_of, see
from kosmos.backoffice.pages.contracts import pdf
from kosmos.backoffice.roles import SUPERVISE_CASH, TAKE_CASH
from kosmos.cashdesk.models import Receipt, Shift, VoidState
from kosmos.cashdesk.queries import figures_of, ledger_of, open_shift_of, receipt_of_cashier, receipts_of, void_of
from kosmos.cashdesk.rules import LONGEST_NOTE, MOST_KOPECKS
from kosmos.cashdesk.services import Counted, ask_void, close_shift, hand_over, withdraw_void
from kosmos.kernel.errors import DomainError
from kosmos.payments.sums import BadSum, read_sum


@require_safe
@staff_page(TAKE_CASH)
def report(request: StaffRequest) -> HttpResponseBase:
    """The X report of the shift that is open: what was taken and what should be in the desk now."""
    shift = open_shift_of(request.staff)
    return report_page(request, shift) if shift else see("cash")


@require_safe
@staff_page(TAKE_CASH)
def z_report(request: StaffRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """The Z report of one's own closed shift; ?paper=1 is the PDF."""
    found = Shift.objects.select_related("cashier").filter(id=shift_id, cashier=request.staff).first()
    if found is None:
        raise Http404
    return report_page(request, found)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(TAKE_CASH)
def hand(request: StaffRequest) -> HttpResponseBase:
    """Hand a part of the money over to the bank."""
    shift = open_shift_of(request.staff)
    if shift is None:
        return see("cash")
    typed = request.POST.get("amount", "")[:LONGEST_TYPED]
    error = ""
    if request.method == "POST":
        try:
            kept = hand_over(read_sum(typed, least=1, most=100 * MOST_KOPECKS), hand_of(request))
        except DomainError as refused:
            error = refusal(refused)
        else:
            words = _("Сдано в банк.") if kept.fresh else _("Эти деньги уже сданы: ничего не сделано второй раз.")
            messages.success(request, words)
            return see("cash-report")
    context = {"key": _key(request), "typed": typed, "error": error, "figures": figures_of(shift)}
    return render(request, "backoffice/cash/hand_over.html", context, status=_status(error))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(TAKE_CASH)
def close(request: StaffRequest) -> HttpResponseBase:
    """Count the money; where it is not what it should be, say why; then the shift is closed."""
    shift = open_shift_of(request.staff)
    if request.method == "POST":
        return _close(request, shift)
    return _close_page(request, shift) if shift else see("cash")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SUPERVISE_CASH)
def close_for(request: StaffRequest, shift_id: uuid.UUID) -> HttpResponseBase:
    """The same for a cashier who cannot: who left it open, or works here no more."""
    shift = Shift.objects.select_related("cashier").filter(id=shift_id).first()
    if shift is None:
        raise Http404
    if request.method == "POST":
        return _close(request, shift, for_cashier=True)
    return _close_page(request, shift, for_cashier=True) if shift.closed_at is None else see("cash-shift", shift.id)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(TAKE_CASH)
def void(request: StaffRequest, receipt_id: uuid.UUID) -> HttpResponseBase:
    """Ask for a void of one's own receipt, or take that back."""
    found = receipt_of_cashier(receipt_id, request.staff)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _void_page(request, found)
    if request.POST.get("do") == "withdraw":
        done = withdraw_void(found.id, hand_of(request))
        messages.info(request, _("Просьба отозвана.") if done else _("Эту просьбу уже решили или отозвали."))
        return see("cash-receipt", found.id)
    reason, words = request.POST.get("reason", "")[:20], request.POST.get("note", "")[: 2 * LONGEST_NOTE]
    try:
        ask_void(found.id, reason, words, hand_of(request))
    except DomainError as error:
        return _void_page(request, found, error=error)
    messages.success(request, _("Отмена запрошена. Деньги верните клиенту, когда старший её подтвердит."))
    return see("cash-receipt", found.id)


def report_page(request: StaffRequest, shift: Shift) -> HttpResponse:
    """A shift's report as a page, or as PDF, checked against the ledger."""
    if "paper" in request.GET:
        return pdf(report_paper(shift, now=time_of(request)), f"shift-{shift.number}.pdf")
    figures = figures_of(shift)
    context = {
        "shift": shift,
        "facts": report_facts(shift, figures),
        "figures": figures,
        "agrees": ledger_of(shift).agrees_with(figures),
        "receipts": receipts_of(shift),
        "own": shift.cashier_id == request.staff.pk,
        "now": time_of(request),
    }
    return render(request, "backoffice/cash/report.html", context)


def _close(request: StaffRequest, shift: Shift | None, *, for_cashier: bool = False) -> HttpResponseBase:
    typed = {name: request.POST.get(name, "")[: 2 * LONGEST_NOTE] for name in ("counted", "note", "expected")}
    try:
        counted = read_sum(typed["counted"][:LONGEST_TYPED], least=0, most=100 * MOST_KOPECKS)
        expected = int(typed["expected"]) if typed["expected"].isdecimal() and len(typed["expected"]) < 15 else -1
        found = Counted(counted, expected, typed["note"])
        kept = close_shift(found, hand_of(request), shift_id=shift.id if shift and for_cashier else None)
    except DomainError as error:
        if shift is not None and error.code != "no_shift":
            return _close_page(request, shift, typed=typed, error=error, for_cashier=for_cashier)
        messages.warning(request, refusal(error))
        return see("cash-shift", shift.id) if shift and for_cashier else see("cash")
    if not kept.fresh:
        messages.info(request, _("Эта смена уже закрыта: ничего не сделано второй раз."))
    return see("cash-shift" if for_cashier else "cash-z", kept.shift.id)


def _close_page(
    request: StaffRequest,
    shift: Shift,
    *,
    typed: dict[str, str] | None = None,
    error: DomainError | None = None,
    for_cashier: bool = False,
) -> HttpResponse:
    figures = figures_of(shift)
    waiting = receipts_of(shift).filter(voids__state=VoidState.ASKED)
    context = {
        "shift": shift,
        "figures": figures,
        "key": _key(request),
        "typed": typed or {},
        "errors": {_field(error): refusal(error)} if error else {},
        "waiting": waiting,
        "own": not for_cashier,
    }
    return render(request, "backoffice/cash/close.html", context, status=_status(str(error or "")))


def _field(error: DomainError) -> str:
    """Beside which field of the count a refusal stands."""
    return "counted" if isinstance(error, BadSum) else FIELDS.get(error.code, "form")


def _void_page(request: StaffRequest, found: Receipt, *, error: DomainError | None = None) -> HttpResponse:
    name, address = who_holds(found.account_id)
    asked = void_of(found)
    context = {
        "one": found,
        "number": receipt_number(found),
        "name": name,
        "address": address,
        "reasons": VOID_REASONS,
        "key": _key(request),
        "typed": request.POST,
        "error": refusal(error) if error else "",
        "void": asked,
        "may_ask": found.shift.closed_at is None and (asked is None or asked.state in _MAY_ASK_AFTER),
    }
    return render(request, "backoffice/cash/void.html", context, status=_status(str(error or "")))


_MAY_ASK_AFTER = (VoidState.REFUSED, VoidState.WITHDRAWN)


def _key(request: StaffRequest) -> str:
    """The form's key: the one that came with it, or a new one."""
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex


def _status(error: str) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK


urlpatterns: list[URLPattern] = [
    path("cash/report/", report, name="cash-report"),
    path("cash/hand-over/", hand, name="cash-hand-over"),
    path("cash/close/", close, name="cash-close"),
    path("cash/shifts/<uuid:shift_id>/close/", close_for, name="cash-shift-close"),
    path("cash/receipts/<uuid:receipt_id>/void/", void, name="cash-void"),
    path("cash/my/<uuid:shift_id>/", z_report, name="cash-z"),
]

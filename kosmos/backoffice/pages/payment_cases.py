"""Payments that a person must look at: the open ones, and one of them to be taken and closed with a note."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.case_details import case_details
from kosmos.backoffice.case_words import CLOSED_BY, case_advice, case_words
from kosmos.backoffice.editing.sending import see
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import HANDLE_MONEY
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountKind
from kosmos.payments.errors import UnknownCase
from kosmos.payments.models import Case
from kosmos.workplace.acts import LONGEST_EXPLANATION
from kosmos.workplace.finance import case_by, close_case, take_case

SHOWN = 50
_BETWEEN = "\x1f"


@require_safe
@staff_page(HANDLE_MONEY)
def cases(request: StaffRequest) -> HttpResponse:
    """The open cases, the oldest first; ?kind= shows those of one kind, ?closed=1 what is over, the newest first."""
    closed, kind = "closed" in request.GET, request.GET.get("kind", "")[:60]
    every = Case.objects.select_related("taken_by", "account__accountnumber").filter(closed_at__isnull=not closed)
    found = every.filter(kind=kind) if kind else every
    page = Paginator(found.order_by("-closed_at" if closed else "opened_at"), SHOWN).get_page(request.GET.get("page"))
    kinds = sorted(set(every.order_by().values_list("kind", flat=True).distinct()))
    context = {
        "closed": closed,
        "kind": kind,
        "kinds": [(one, case_words(one)) for one in kinds],
        "page": page,
        "rows": [(one, case_words(one.kind), _address(one), _number(one)) for one in page],
        "further": urlencode({"kind": kind, **({"closed": "1"} if closed else {})}),
    }
    return render(request, "backoffice/money/cases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE_MONEY)
def one(request: StaffRequest, account_id: int, kind: str, name: str) -> HttpResponseBase:
    """A case; a POST takes it or closes it."""
    found = _found(account_id, kind, name)
    if request.method != "POST":
        return _page(request, found)
    told = {"by": request.staff, "now": time_of(request), "origin": origin_of(request)}
    try:
        if request.POST.get("do") == "take":
            take_case(found, **told)  # type: ignore[arg-type]
            messages.success(request, _("Случай за вами."))
            return see(_address(found))
        if request.POST.get("do") != "close":
            raise Http404
        close_case(found, note=request.POST.get("note", "")[: 4 * LONGEST_EXPLANATION], **told)  # type: ignore[arg-type]
    except DomainError as error:
        return _page(request, _found(account_id, kind, name), error=error)
    messages.success(request, _("Случай закрыт, заметка записана."))
    return see(reverse("staff:payment-cases"))


def _page(request: StaffRequest, found: Case, *, error: DomainError | None = None) -> HttpResponse:
    context = {
        "one": found,
        "what": case_words(found.kind),
        "advice": case_advice(found.kind),
        "number": _number(found),
        "details": case_details(found.details),
        "ended": CLOSED_BY.get(found.note, found.note),
        "error": error,
        "beside": error is not None and error.code in {"reason_unexplained", "note_too_long"},
        "note": request.POST.get("note", "")[: 4 * LONGEST_EXPLANATION],
        "longest": LONGEST_EXPLANATION,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "backoffice/money/case.html", context, status=status)


def _number(found: Case) -> str:
    """The number of the account that it is about; empty for money of nobody's."""
    return found.account.accountnumber.number if found.account.kind == AccountKind.SUBSCRIBER else ""


def name_of(found: Case) -> str:
    """What names a case in an address, beside its account and kind."""
    told = f"{found.order_number}{_BETWEEN}{found.operation}"
    return urlsafe_b64encode(told.encode()).decode().rstrip("=")


def _address(found: Case) -> str:
    return reverse("staff:payment-case", args=[found.account_id, found.kind, name_of(found)])


def _found(account_id: int, kind: str, name: str) -> Case:
    try:
        told = urlsafe_b64decode(name + "=" * (-len(name) % 4)).decode()
        order_number, _between, operation = told.partition(_BETWEEN)
        return case_by(account_id, order_number, kind, operation)
    except (ValueError, UnknownCase):
        raise Http404 from None


urlpatterns: list[URLPattern] = [
    path("money/cases/", cases, name="payment-cases"),
    path("money/cases/<int:account_id>/<slug:kind>/<slug:name>/", one, name="payment-case"),
]

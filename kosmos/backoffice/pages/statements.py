"""Statements of banks and the post: sent, looked at, posted as was chosen; and the list of bad lines to be mended."""

import csv
import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.editing.sending import see
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.money_words import STATES, fault_words
from kosmos.backoffice.roles import HANDLE_MONEY
from kosmos.kernel.cards import without_cards
from kosmos.kernel.errors import DomainError
from kosmos.payments.errors import UnknownStatement
from kosmos.payments.models import Statement, StatementState
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.wire.lines import Line
from kosmos.payments.services.registry import foreseen, profiles, statement_of
from kosmos.workplace.finance import decide_statement, send_statement

SHOWN, LINES = 30, 100
MOST_MB = 20
ASK_AGAIN_S = 3
"""After so many seconds the page of a statement that is being posted asks again."""


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE_MONEY)
def statements(request: StaffRequest) -> HttpResponseBase:
    """The form and the newest statements; a POST takes a file to be looked at."""
    if request.method != "POST":
        return _list(request)
    sent, profile = request.FILES.get("file"), request.POST.get("profile", "")[:40]
    if sent is None or not sent.size:
        return _list(request, wrong=_("Выберите файл"))
    if sent.size > MOST_MB * 1024 * 1024:
        return _list(request, wrong=_("Файл больше 20 МБ: загрузите его командой kosmos registry load"))
    try:
        taken = send_statement(
            sent.read(),
            name=sent.name or "",
            profile=profile,
            by=request.staff,
            now=time_of(request),
            origin=origin_of(request),
        )
    except DomainError as error:
        return _list(request, error=error)
    return see(reverse("staff:statement", args=[taken.id]))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(HANDLE_MONEY)
def one(request: StaffRequest, statement_id: uuid.UUID) -> HttpResponseBase:
    """What posting it would do, how far it is, or what came of it; a POST chooses."""
    found = _found(statement_id)
    if request.method != "POST":
        return _page(request, found)
    what, version = request.POST.get("do", ""), request.POST.get("version", "")
    if what not in {"all", "good", "drop"} or not version.isdecimal():
        raise Http404
    try:
        told = {"by": request.staff, "now": time_of(request), "origin": origin_of(request)}
        fresh = decide_statement(found.id, what, version=int(version[:9]), **told)  # type: ignore[arg-type]
    except DomainError as error:
        return _page(request, _found(statement_id), error=error)
    if not fresh:
        messages.info(request, _("Это уже решено раньше: ничего не изменилось."))
    return see(reverse("staff:statement", args=[found.id]))


@require_safe
@staff_page(HANDLE_MONEY)
def bad_lines(request: StaffRequest, statement_id: uuid.UUID) -> HttpResponse:
    """The bad lines with their numbers and what is wrong with each, as CSV."""
    found = _found(statement_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bad-lines-{found.id.hex[:8]}.csv"'
    response.write("\ufeff")
    writer = csv.writer(response, delimiter=";")
    writer.writerow([_("Строка"), _("Что не так")])
    writer.writerows([fault.line, fault_words(fault)] for fault in foreseen(_whole(found)).faults)
    return response


def _list(request: StaffRequest, *, wrong: str = "", error: DomainError | None = None) -> HttpResponse:
    newest = Statement.objects.defer("content").select_related("by").order_by("-came_at", "-id")
    page = Paginator(newest, SHOWN).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(one, *STATES[one.state]) for one in page],
        "profiles": [one.name for one in profiles()],
        "chosen": request.POST.get("profile", ""),
        "wrong": wrong,
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong or error else HTTPStatus.OK
    return render(request, "backoffice/money/statements.html", context, status=status)


def _page(request: StaffRequest, found: Statement, *, error: DomainError | None = None) -> HttpResponse:
    tone, words = STATES[found.state]
    waits = found.state == StatementState.READ
    seen = foreseen(_whole(found)) if waits else None
    context = {
        "one": found,
        "tone": tone,
        "state": words,
        "waits": waits,
        "seen": seen,
        "faults": [(fault.line, fault_words(fault)) for fault in seen.faults[:LINES]] if seen else [],
        "unknown": [_said(line) for line in seen.unknown[:LINES]] if seen else [],
        "percent": found.done * 100 // found.credits if found.credits else 0,
        "error": error,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    response = render(request, "backoffice/money/statement.html", context, status=status)
    if found.state == StatementState.POSTING:
        response.headers["Refresh"] = str(ASK_AGAIN_S)
    return response


def _said(line: Line[Credit]) -> dict[str, object]:
    """What a line says of money that would be nobody's, card numbers masked."""
    credit = line.read
    words = {"account": credit.account, "payer": credit.payer, "purpose": credit.purpose}
    told: dict[str, object] = {name: without_cards(text) for name, text in words.items()}
    return {"line": line.number, "kopecks": credit.amount_kopecks, **told}


def _whole(found: Statement) -> Statement:
    """With its content, which a list does without."""
    return Statement.objects.get(id=found.id)


def _found(statement_id: uuid.UUID) -> Statement:
    try:
        return statement_of(statement_id)
    except UnknownStatement:
        raise Http404 from None


urlpatterns: list[URLPattern] = [
    path("money/statements/", statements, name="statements"),
    path("money/statements/<uuid:statement_id>/", one, name="statement"),
    path("money/statements/<uuid:statement_id>/bad-lines.csv", bad_lines, name="statement-bad-lines"),
]

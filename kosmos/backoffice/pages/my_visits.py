"""A technician's own pages for the phone: today's and tomorrow's visits, one of them, and what is said of it."""

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import DO_VISITS
from kosmos.backoffice.visit_words import WHY_NOT, labelled, refusal, report_faults
from kosmos.catalogue.queries import operator_zone
from kosmos.connections import planning
from kosmos.connections.checklists import Check, checklist_of
from kosmos.connections.models import Visit, VisitState
from kosmos.connections.remarks import LONGEST_REMARK
from kosmos.connections.reports import HEIGHT, LONGEST_NAME, LONGEST_SIGNATURE, WIDTH, Said
from kosmos.connections.services.reports import Reported, report_visit, service_of
from kosmos.connections.visit_errors import ReportRefused, UnknownVisit, VisitChanged, VisitNotYet
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.sealing import keyed_digest

WORKER = Path(__file__).parent.parent / "static" / "backoffice" / "visits-worker.js"
POLICY = "; worker-src 'self'"
MOST_TYPED = 4 * LONGEST_REMARK


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed of a report, and what is wrong with it."""

    key: str
    said: Said = field(default_factory=Said)
    errors: dict[str, str] = field(default_factory=dict)
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """What a technician's device keeps his work under: nobody else's can be read with another's secret."""

    owner: str
    secret: str


@require_safe
@staff_page(DO_VISITS)
def mine(request: StaffRequest) -> HttpResponse:
    """Today's visits in order, then tomorrow's."""
    now = time_of(request)
    today = business_day(now, operator_zone())
    found = planning.visits_on(today, today + ONE_DAY, of=request.staff)
    days = [(day, [one for one in found if planning.day_of(one) == day]) for day in (today, today + ONE_DAY)]
    context = {"today": today, "days": days, "device": device_of(request)}
    return _kept_on_device(render(request, "backoffice/visits/mine.html", context))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(DO_VISITS)
def one(request: StaffRequest, visit_id: uuid.UUID) -> HttpResponse:
    """A visit of one's own, with the form of its report; a POST sends the report, from a script answered as JSON."""
    try:
        visit = planning.visit_of(request.staff, visit_id)
        if request.method != "POST":
            return _page(request, visit, Form(uuid.uuid4().hex))
        reported = _report(request, visit)
    except UnknownVisit:
        return _not_yours(request)
    except DomainError as error:
        return _refused(request, visit_id, error)
    return _accepted(request, reported)


@require_safe
@staff_page(DO_VISITS)
def offline(request: StaffRequest) -> HttpResponse:
    """What is shown without a connection where nothing was kept."""
    return _kept_on_device(render(request, "backoffice/visits/offline.html", {"device": device_of(request)}))


@require_safe
@staff_page(DO_VISITS)
def token(request: StaffRequest) -> HttpResponse:
    """Who is signed in on this device, and a form's token that is right now: a page that was kept has an old one."""
    return JsonResponse({"owner": device_of(request).owner, "token": get_token(request)})


@require_safe
@staff_page(DO_VISITS)
def worker(_request: StaffRequest) -> HttpResponse:
    """The script that keeps these pages on the device; its address is its scope."""
    return _kept_on_device(HttpResponse(WORKER.read_bytes(), content_type="text/javascript; charset=utf-8"))


def device_of(request: StaffRequest) -> Device:
    """The name and the secret of whoever is signed in, the same each time he signs in."""
    staff = str(request.staff.pk)
    return Device(keyed_digest(staff, owner="visits")[:16], keyed_digest(staff, owner="visit reports"))


def _report(request: StaffRequest, visit: Visit) -> Reported:
    return report_visit(
        visit_id=visit.id,
        technician=request.staff,
        said=_said(request),
        key=_key(request, visit),
        version=_number(request.POST.get("version", "")),
        made_at=_made_at(request.POST.get("made_at", "")),
        now=time_of(request),
    )


def _said(request: StaffRequest) -> Said:
    typed = {name: request.POST.get(name, "")[:MOST_TYPED] for name in ("outcome", "reason", "serials", "text")}
    return Said(
        **typed,
        checklist=tuple(request.POST.getlist("checklist")[:50]),
        signed_name=request.POST.get("signed_name", "")[: 2 * LONGEST_NAME],
        signature=request.POST.get("signature", "")[: LONGEST_SIGNATURE + 1],
        confirmed="confirmed" in request.POST,
    )


def _key(request: StaffRequest, visit: Visit) -> str:
    """The report's key as the device made it; the visit's own, so that it meets no other's."""
    told = "".join(sign for sign in request.POST.get("key", "")[:64] if sign.isalnum())
    return f"{visit.id.hex}-{told or uuid.uuid4().hex}"


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 10 else -1


def _made_at(typed: str) -> datetime | None:
    """Milliseconds since 1970, as a device counts them; None for what is none."""
    if not (typed.isascii() and typed.isdecimal() and len(typed) <= 14):
        return None
    return datetime.fromtimestamp(int(typed) // 1000, UTC)


def _is_script(request: StaffRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def _accepted(request: StaffRequest, reported: Reported) -> HttpResponse:
    words = _("Отчёт отправлен.") if reported.fresh else _("Этот отчёт уже пришёл раньше: ничего не изменилось.")
    if _is_script(request):
        return JsonResponse({"said": words, "fresh": reported.fresh})
    messages.success(request, words)
    response = HttpResponseRedirect(reverse("staff:my-visits"))
    response.status_code = 303
    return response


def _not_yours(request: StaffRequest) -> HttpResponse:
    if not _is_script(request):
        raise Http404
    words = _("Этот выезд больше не ваш: его передали другому мастеру.")
    return JsonResponse({"said": words, "final": True}, status=HTTPStatus.NOT_FOUND)


def _refused(request: StaffRequest, visit_id: uuid.UUID, error: DomainError) -> HttpResponse:
    """422 with what is wrong and what was typed; for a script 409 where the visit itself has changed."""
    errors = report_faults(error) if isinstance(error, ReportRefused) else {}
    words = _("Исправьте, что отмечено.") if errors else refusal(error)
    visit = planning.visit_of(request.staff, visit_id)
    if not _is_script(request):
        return _page(request, visit, Form(_form_key(request), _said(request), errors, words))
    if errors:
        return JsonResponse({"said": words, "errors": errors}, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    again = isinstance(error, VisitChanged | VisitNotYet)
    answer = {"said": words, "final": not again, "version": visit.version, "visit": labelled(visit)}
    return JsonResponse(answer, status=HTTPStatus.CONFLICT)


def _form_key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:64] or uuid.uuid4().hex


def _page(request: StaffRequest, visit: Visit, form: Form) -> HttpResponse:
    checks: tuple[Check, ...] = checklist_of(service_of(visit.application))
    context = {
        "visit": visit,
        "open": visit.state == VisitState.PLANNED,
        "checks": checks,
        "reasons": WHY_NOT.items(),
        "form": form,
        "label": labelled(visit),
        "device": device_of(request),
        "heard": visit.application.heard[: planning.NOTES_SHOWN],  # type: ignore[attr-defined]
        "longest": LONGEST_REMARK,
        "width": WIDTH,
        "height": HEIGHT,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.refused else HTTPStatus.OK
    return _kept_on_device(render(request, "backoffice/visits/one.html", context, status=status))


def _kept_on_device(response: HttpResponse) -> HttpResponse:
    """A page that may start the worker which keeps it on the device."""
    response.headers["Content-Security-Policy"] = settings.CONTENT_POLICY + POLICY
    return response


urlpatterns: list[URLPattern] = [
    path("my-visits/", mine, name="my-visits"),
    path("my-visits/offline/", offline, name="my-visits-offline"),
    path("my-visits/token/", token, name="my-visits-token"),
    path("my-visits/worker.js", worker, name="my-visits-worker"),
    path("my-visits/<uuid:visit_id>/", one, name="my-visit"),
]

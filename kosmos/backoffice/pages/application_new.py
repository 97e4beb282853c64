"""An application that somebody makes at the office or by phone: the site's form, filled in by staff."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.application_words import KINDS, wrong_words
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import WORK_APPLICATIONS
from kosmos.catalogue.models import Kind, Plan, PlanStatus, Service
from kosmos.catalogue.queries import operator_zone
from kosmos.connections.agreements import agreements_now
from kosmos.connections.calling import call_hours
from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import Application, ApplicationKind, Source, Stage
from kosmos.connections.numbers import number_words
from kosmos.connections.services import pipeline
from kosmos.connections.services.applying import apply, form_key
from kosmos.connections.wish_errors import WishRefused
from kosmos.connections.wishes import LONGEST, NEEDED, SOON, Wish
from kosmos.connections.working import sales_work
from kosmos.connections.worklist import application_for_staff
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.contacts import phone_words

FIELDS: Mapping[str, tuple[str, ...]] = {
    ApplicationKind.HOME: ("name", "phone", "address", "service", "plan", "comment"),
    ApplicationKind.STUDENT: ("name", "phone", "dormitory", "room", "plan", "comment"),
    ApplicationKind.BUSINESS: ("organisation", "name", "phone", "address", "service", "plan", "comment"),
    ApplicationKind.CALL_BACK: ("name", "phone", "when", "comment"),
}
"""What is asked of each kind, in the order in which it is asked at a desk."""
TYPED = (*LONGEST, "service", "plan", "when", "from")
LONGEST_TYPED = 2_000
TAKEN = (Source.PHONE, Source.OFFICE)


@dataclass(frozen=True, slots=True)
class Taken:
    """The form: its kind, what was typed, which purposes were agreed to, and what is wrong by field."""

    key: str
    kind: str
    source: str = Source.PHONE
    typed: Mapping[str, str] = field(default_factory=dict)
    agreed: tuple[str, ...] = ()
    wrong: Mapping[str, str] = field(default_factory=dict)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(WORK_APPLICATIONS)
def new(request: StaffRequest) -> HttpResponseBase:
    """The form; a POST makes the application, and ends the call-back that it came from."""
    form = _sent(request) if request.method == "POST" else _empty(request)
    if request.method != "POST":
        return _page(request, form)
    wish, now = _wish(form), time_of(request)
    try:
        made = apply(wish, key=form_key(form.key, wish), now=now, by=request.staff)
    except WishRefused as refused:
        wrong = {name: wrong_words(code) for name, code in refused.fields.items()}
        shown = Taken(form.key, form.kind, form.source, form.typed, form.agreed, wrong)
        return _page(request, shown, status=422)
    _end_call(request, form.typed.get("from", ""), made)
    messages.success(request, _("Заявка № %(number)s принята.") % {"number": number_words(made.number)})
    response = HttpResponseRedirect(reverse("staff:application", args=[made.id]))
    response.status_code = 303
    return response


def _empty(request: StaffRequest) -> Taken:
    """The form of a kind; name, phone and comment of the application that it comes from."""
    kind = _kind(request.GET.get("kind", ApplicationKind.HOME))
    known = _named(request.GET.get("from", ""))
    typed = {}
    if known is not None:
        about = {"name": known.name, "phone": phone_words(known.phone), "comment": known.comment}
        typed = {**about, "address": known.address, "from": str(known.id)}
    return Taken(uuid.uuid4().hex, kind, typed=typed)


def _sent(request: StaffRequest) -> Taken:
    typed = {name: request.POST.get(name, "")[:LONGEST_TYPED] for name in TYPED}
    agreed = tuple(text.purpose for text in agreements_now() if f"agreed_{text.purpose}" in request.POST)
    source = request.POST.get("source", Source.PHONE)
    if source not in TAKEN:
        raise Http404
    return Taken(request.POST.get("key", "")[:32], _kind(request.POST.get("kind", "")), source, typed, agreed)


def _wish(form: Taken) -> Wish:
    asked = {name: form.typed[name] for name in FIELDS[form.kind] if name != "when"}
    versions = {str(text.purpose): text.version for text in agreements_now() if text.purpose in form.agreed}
    when = form.typed["when"] or SOON if form.kind == ApplicationKind.CALL_BACK else SOON
    return Wish(kind=form.kind, when=when, agreed=versions, source=form.source, **asked)  # type: ignore[arg-type]


def _end_call(request: StaffRequest, named: str, made: Application) -> None:
    """The call-back that led to an application is done; one that somebody has changed meanwhile stays as it is."""
    known = _named(named)
    if known is None or known.kind != ApplicationKind.CALL_BACK or known.stage != Stage.NEW or known.id == made.id:
        return
    who: pipeline.Who = {"by": request.staff, "now": time_of(request), "version": known.version, "key": made.id.hex}
    try:
        pipeline.move(known.id, Stage.CALLED, note=f"№ {number_words(made.number)}", **who)
    except DomainError:
        messages.info(request, _("Обратный звонок тем временем изменили: закройте его сами."))


def _named(typed: str) -> Application | None:
    try:
        return application_for_staff(uuid.UUID(typed[:40]))
    except (ValueError, UnknownApplication):
        return None


def _kind(typed: str) -> str:
    if typed not in ApplicationKind.values:
        raise Http404
    return typed


def _page(request: StaffRequest, form: Taken, *, status: int = 200) -> HttpResponse:
    now = time_of(request)
    sold = Plan.objects.filter(status=PlanStatus.OPEN, kind=Kind.BASE, audiences__contains=[form.kind])
    context = {
        "form": form,
        "fields": FIELDS[form.kind],
        "needed": NEEDED[form.kind],
        "longest": LONGEST,
        "kinds": KINDS,
        "services": Service.objects.order_by("id"),
        "plans": sold.select_related("service").order_by("service_id", "id"),
        "hours": call_hours(now.astimezone(operator_zone()), sales_work(now)),
        "agreements": agreements_now(),
    }
    return render(request, "backoffice/applications/new.html", context, status=status)


urlpatterns: list[URLPattern] = [path("applications/new/", new, name="application-new")]

"""One application: everything on it, its history, what is like it, and the next step first."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.application_words import REASONS, refusal
from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.pages.applications import cards, moves_of
from kosmos.backoffice.roles import MAY, PLAN_VISITS, SEE_APPLICATIONS, SIGN_CONTRACTS, WORK_APPLICATIONS, may
from kosmos.catalogue.queries import operator_zone
from kosmos.connections.errors import BadCallAgain, UnknownApplication
from kosmos.connections.models import Application, SignedContract, Stage, Visit
from kosmos.connections.services import pipeline
from kosmos.connections.services.pipeline import Done, Who
from kosmos.connections.texts import LONGEST_NOTE
from kosmos.connections.worklist import alike, application_for_staff, history_of, staff_of, subscribers_by_phone
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.models import Contract, StaffMember

LONGEST_TYPED = 4 * LONGEST_NOTE
TYPED = ("note", "again", "reason", "text", "owner")
FORM_OF = {
    "reached": "call",
    "not-reached": "call",
    "note": "note",
    "refuse": "refuse",
    "give": "give",
}
"""Beside which form a refusal stands; others stand above everything."""
FOLLOWING_PAGES = {Stage.VISIT_PLANNED: "visit-plan", Stage.CONTRACT_SIGNED: "contract-sign"}
"""The pages on which stages are reached that nobody can simply say."""


class UnknownOwner(DomainError):
    """The one to whom an application is given does not work on applications."""

    code = "unknown_owner"


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, which form it was, and what is wrong with it; the forms of a page share one key."""

    key: str
    name: str = ""
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)

    longest = LONGEST_NOTE


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(SEE_APPLICATIONS)
def one(request: StaffRequest, application_id: uuid.UUID) -> HttpResponseBase:
    """An application; a POST calls, notes, gives, moves, refuses it, or says that it is a duplicate."""
    found = _found(application_id)
    if request.method != "POST":
        return _page(request, found, Form(uuid.uuid4().hex))
    if not may(request.staff.role, WORK_APPLICATIONS):
        raise PermissionDenied(f"A {request.staff.role} may not {WORK_APPLICATIONS}.")
    wish = request.POST.get("do", "")
    to = request.POST.get("to", "") if wish == "move" else ""
    if to in FOLLOWING_PAGES:
        return _see(address_of(FOLLOWING_PAGES[Stage(to)], found) or request.path)
    if to == Stage.REFUSED:
        return _see(f"{request.path}#refuse")
    try:
        done = _act(request, found, wish)
    except UnknownApplication:
        raise Http404 from None
    except DomainError as error:
        return _page(request, _found(application_id), _refused(request, error, wish), status=422)
    _tell(request, done, wish)
    return _see(_back(request))


def address_of(name: str, application: Application) -> str:
    """A page about an application, if there is such a page."""
    try:
        return reverse(f"staff:{name}", args=[application.id])
    except NoReverseMatch:
        return ""


def _found(application_id: uuid.UUID) -> Application:
    try:
        return application_for_staff(application_id)
    except UnknownApplication:
        raise Http404 from None


def _act(request: StaffRequest, found: Application, wish: str) -> Done:
    """Do what the button says; 404 for a button that there is not."""
    wishes: dict[str, Callable[[StaffRequest, Application], Done]] = {
        "reached": _call,
        "not-reached": _call,
        "note": _note,
        "move": _move,
        "refuse": _refuse,
        "take": _take,
        "give": _give,
        "duplicate": _duplicate,
    }
    if wish not in wishes:
        raise Http404
    return wishes[wish](request, found)


def _call(request: StaffRequest, found: Application) -> Done:
    reached, again_at = request.POST["do"] == "reached", _again(request.POST.get("again", ""))
    note = _typed(request, "note")
    return pipeline.call(found.id, **_who(request), reached=reached, again_at=again_at, note=note)


def _note(request: StaffRequest, found: Application) -> Done:
    who = _who(request)
    return pipeline.note(found.id, by=who["by"], now=who["now"], key=who["key"], text=_typed(request, "text"))


def _move(request: StaffRequest, found: Application) -> Done:
    to = request.POST.get("to", "")
    if to not in Stage.values:
        raise Http404
    return pipeline.move(found.id, Stage(to), **_who(request), note=_typed(request, "note"))


def _refuse(request: StaffRequest, found: Application) -> Done:
    reason, note = request.POST.get("reason", ""), _typed(request, "note")
    return pipeline.move(found.id, Stage.REFUSED, **_who(request), reason=reason, note=note)


def _take(request: StaffRequest, found: Application) -> Done:
    return pipeline.give(found.id, request.staff, **_who(request))


def _give(request: StaffRequest, found: Application) -> Done:
    return pipeline.give(found.id, _owner(request.POST.get("owner", "")), **_who(request))


def _duplicate(request: StaffRequest, found: Application) -> Done:
    try:
        of = uuid.UUID(request.POST.get("of", "")[:40])
    except ValueError:
        raise Http404 from None
    return pipeline.mark_duplicate(found.id, of, **_who(request))


def _who(request: StaffRequest) -> Who:
    told = request.POST.get("version", "")
    version = int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else -1
    return {"by": request.staff, "now": time_of(request), "version": version, "key": _key(request)}


def _key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex


def _typed(request: StaffRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST_TYPED]


def _again(typed: str) -> datetime | None:
    """When to call again, in the operator's zone. BadCallAgain."""
    if not typed.strip():
        return None
    try:
        at = datetime.fromisoformat(typed.strip()[:40])
    except ValueError:
        raise BadCallAgain from None
    return at if at.tzinfo else at.replace(tzinfo=operator_zone())


def _owner(typed: str) -> StaffMember | None:
    """Who is to own an application; nobody for an empty word. UnknownOwner."""
    if not typed:
        return None
    known = typed.isascii() and typed.isdecimal() and len(typed) < 12
    found = _workers().filter(pk=int(typed)).first() if known else None
    if found is None:
        raise UnknownOwner
    return found


def _tell(request: StaffRequest, done: Done, wish: str) -> None:
    if not done.fresh:
        messages.info(request, _("Это уже сделано раньше: ничего не изменилось."))
        return
    said = {
        "reached": _("Звонок записан."),
        "not-reached": _("Звонок записан. Заявка вернётся, когда придёт время позвонить снова."),
        "note": _("Заметка записана."),
        "move": _("Этап заявки изменён."),
        "refuse": _("Заявка закрыта с отказом."),
        "take": _("Заявка теперь ваша."),
        "give": _("Ответственный изменён."),
        "duplicate": _("Заявка закрыта как дубль."),
    }
    messages.success(request, said[wish])


def _back(request: StaffRequest) -> str:
    """The list that the form was sent from, else the application's page."""
    if "back" not in request.POST:
        return request.path
    query = QueryDict(request.POST["back"][:300]).urlencode()
    return f"{reverse('staff:applications')}?{query}" if query else reverse("staff:applications")


def _see(address: str) -> HttpResponseRedirect:
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def _refused(request: StaffRequest, error: DomainError, wish: str) -> Form:
    typed = {name: _typed(request, name) for name in TYPED}
    name = "" if error.code == "application_changed" else FORM_OF.get(wish, "")
    return Form(uuid.uuid4().hex, name, refusal(error), typed)


def _page(request: StaffRequest, found: Application, form: Form, *, status: int = 200) -> HttpResponse:
    now, history = time_of(request), history_of(found)
    context = {
        "one": found,
        "works": may(request.staff.role, WORK_APPLICATIONS),
        "card": cards([found], now)[0],
        "moves": [to for to in moves_of(found) if to not in {*FOLLOWING_PAGES, Stage.REFUSED}],
        "refusable": Stage.REFUSED in moves_of(found),
        "reasons": {code: words for code, words in REASONS.items() if code != "duplicate"},
        "not_reached": sum(line.kind == "call" and line.after == "not_reached" for line in history),
        "history": history,
        "alike": alike(found),
        "holders": [] if found.account_id else subscribers_by_phone(found.phone),
        "visits": Visit.objects.select_related("technician", "report").filter(application=found).order_by("-starts_at"),
        "covered": found.covered_by.services.order_by("id") if found.covered_by else None,
        "account_number": AccountNumber.objects.filter(account_id=found.account_id).first()
        if found.account_id
        else None,
        **_contract(found),
        "plan_address": address_of("visit-plan", found) if may(request.staff.role, PLAN_VISITS) else "",
        "sign_address": address_of("contract-sign", found) if may(request.staff.role, SIGN_CONTRACTS) else "",
        "owners": _workers(),
        "form": form,
    }
    return render(request, "backoffice/applications/one.html", context, status=status)


def _contract(found: Application) -> dict[str, object]:
    """The contract that an application became, and whether both have signed it."""
    if found.account_id is None:
        return {}
    made = SignedContract.objects.filter(application=found).first()
    contract = Contract.objects.filter(account_id=found.account_id).first()
    return {"contract": contract, "signed": made is not None and made.signed_at is not None}


def _workers() -> QuerySet[StaffMember]:
    return staff_of(sorted(MAY[WORK_APPLICATIONS]))


urlpatterns: list[URLPattern] = [path("applications/<uuid:application_id>/", one, name="application")]

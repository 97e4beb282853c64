"""The operator's people: who signs in, as what, and from where; added, changed and let out by the administrator."""

import uuid
from collections.abc import Mapping
from http import HTTPStatus
from typing import cast

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosmos.backoffice.contract_words import SHEET_REASONS
from kosmos.backoffice.grouping import sections_by_role
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import MANAGE_STAFF
from kosmos.backoffice.staff_words import ROLES, refusals, role_words
from kosmos.catalogue.queries import operator, operator_zone
from kosmos.documents.contracts import StaffSheetFacts, staff_sheet_paper
from kosmos.kernel.errors import DomainError
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.queries import open_sessions
from kosmos.subscribers.rules import INITIAL_PASSWORD_DAYS
from kosmos.subscribers.services import Administrator, Printed
from kosmos.subscribers.staff_queries import acts_about, member_seen, sheets_of, staff_list

LONGEST_TYPED = 200
FIRST = "first"


@require_safe
@staff_page(MANAGE_STAFF)
def people(request: StaffRequest) -> HttpResponse:
    """Everybody, those who work first."""
    return render(request, "backoffice/people/list.html", {"people": staff_list(), "roles": ROLES})


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@staff_page(MANAGE_STAFF)
def new(request: StaffRequest) -> HttpResponseBase:
    """Add somebody; on to his page, where the sheet with his first password is printed."""
    if request.method != "POST":
        return _new_page(request)
    try:
        _prove(request)
        member, fresh = services.hire(
            _acting(request),
            login=_typed(request, "login"),
            name=_typed(request, "name"),
            role=_typed(request, "role"),
            key=_key(request),
        )
    except DomainError as error:
        return _new_page(request, refusals(error))
    if fresh:
        messages.success(request, _("Сотрудник добавлен. Теперь напечатайте лист с первым паролем."))
    else:
        messages.info(request, _("Эта форма уже отправлена: сотрудник добавлен раньше."))
    return _see(member.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("password")
@staff_page(MANAGE_STAFF)
def person(request: StaffRequest, staff_id: int) -> HttpResponseBase:
    """One of the staff; a POST changes name and role, ends sessions, drops the factor, lets out or in again."""
    member = _member(staff_id)
    if request.method != "POST":
        return _page(request, member)
    act = ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    try:
        said = act(request, member)
    except DomainError as error:
        return _page(request, _member(staff_id), refusals(error))
    if said:
        messages.success(request, said)
    else:
        messages.info(request, _("Так уже есть: ничего не изменилось."))
    return _see(staff_id)


@require_POST
@sensitive_post_parameters("password")
@staff_page(MANAGE_STAFF)
def sheet(request: StaffRequest, staff_id: int) -> HttpResponseBase:
    """The sheet with a one-time password as PDF, once for each form; the password is shown nowhere else."""
    member = _member(staff_id)
    reason = _typed(request, "reason") or ("" if member.has_sheet else FIRST)  # type: ignore[attr-defined]
    try:
        _prove(request)
        printed = services.print_member_sheet(_acting(request), staff_id, key=_key(request), reason=reason)
    except DomainError as error:
        return _page(request, _member(staff_id), refusals(error))
    response = HttpResponse(_paper(request, member, printed), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="sheet-{staff_id}.pdf"'
    return response


def _change(request: StaffRequest, member: StaffMember) -> str:
    name, role = _typed(request, "name"), _typed(request, "role")
    if role != member.role:
        _prove(request)
    changed = services.change_member(_acting(request), member.pk, name=name, role=role, seen=_typed(request, "seen"))
    return _("Записано. Новая роль действует со следующей страницы.") if changed else ""


def _switch(request: StaffRequest, member: StaffMember) -> str:
    active = request.POST.get("do") == "on"
    if active:
        _prove(request)
    seen, reason = _typed(request, "seen"), _typed(request, "why")
    done = services.switch_member(_acting(request), member.pk, active=active, reason=reason, seen=seen)
    if not done:
        return ""
    return _("Вход включён.") if active else _("Вход отключён, все сеансы закончены.")


def _sessions(request: StaffRequest, member: StaffMember) -> str:
    ended = services.end_member_sessions(_acting(request), member.pk)
    words = ngettext("Завершён %(count)d вход", "Завершено входов: %(count)d", ended)
    return words % {"count": ended} if ended else ""


def _factor(request: StaffRequest, member: StaffMember) -> str:
    _prove(request)
    dropped = services.reset_member_factor(_acting(request), member.pk)
    return _("Вход с кодом сброшен: при следующем входе сотрудник настроит новый.") if dropped else ""


ACTS = {"change": _change, "off": _switch, "on": _switch, "sessions": _sessions, "factor": _factor}
"""What the buttons of a person's page do."""


def _prove(request: StaffRequest) -> None:
    """Whoever gives somebody power shows that it is he who sits at the desk. WrongPassword, TooManyGuesses."""
    services.prove_password(cast("SignIn", request.user), request.POST.get("password", ""), time_of(request))


def _acting(request: StaffRequest) -> Administrator:
    return Administrator(request.staff, time_of(request), origin_of(request))


def _member(staff_id: int) -> StaffMember:
    found = member_seen(min(staff_id, 2**63 - 1))
    if found is None:
        raise Http404
    return found


def _new_page(request: StaffRequest, errors: Mapping[str, str] | None = None) -> HttpResponse:
    typed = {name: _typed(request, name) for name in ("login", "name", "role")}
    context = {"typed": typed, "errors": errors or {}, "roles": ROLES, "may": sections_by_role(), "key": _key(request)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "backoffice/people/new.html", context, status=status)


def _page(request: StaffRequest, member: StaffMember, errors: Mapping[str, str] | None = None) -> HttpResponse:
    context = {
        "one": member,
        "mine": member.pk == request.staff.pk,
        "seen": services.mark_of_member(member),
        "role": role_words(member.role),
        "roles": ROLES,
        "open": open_sessions(member.sign_in),
        "sheets": sheets_of(member.sign_in),
        "acts": acts_about(member),
        "reasons": SHEET_REASONS,
        "days": INITIAL_PASSWORD_DAYS,
        "key": uuid.uuid4().hex,
        "errors": errors or {},
        "did": request.POST.get("do", "sheet") if errors else "",
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK
    return render(request, "backoffice/people/one.html", context, status=status)


def _paper(request: StaffRequest, member: StaffMember, printed: Printed) -> bytes:
    facts = StaffSheetFacts(
        operator=operator().name,
        name=member.name,
        role=role_words(member.role),
        login=printed.login,
        password=printed.password,
        expires_at=printed.expires_at,
        site=f"{settings.ENVIRONMENT.public_url.partition('://')[2]}/staff/",
    )
    return staff_sheet_paper(facts, now=time_of(request), zone=operator_zone())


def _typed(request: StaffRequest, name: str) -> str:
    return request.POST.get(name, "")[:LONGEST_TYPED].strip()


def _key(request: StaffRequest) -> str:
    """The form's own name; a new one where none was sent."""
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex


def _see(staff_id: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("staff:person", args=[staff_id]), status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("people/", people, name="people"),
    path("people/new/", new, name="person-new"),
    path("people/<int:staff_id>/", person, name="person"),
    path("people/<int:staff_id>/sheet.pdf", sheet, name="person-sheet"),
]

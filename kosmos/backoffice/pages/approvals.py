"""What one of the staff asks another to allow: the list, and one of them to be allowed, refused or withdrawn."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice import roles
from kosmos.backoffice.act_shown import Looked, look, same_as_shown
from kosmos.backoffice.act_words import STATES, described
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.roles import may
from kosmos.kernel.errors import DomainError
from kosmos.wording.reasons import reason_words
from kosmos.workplace.acting import Approval
from kosmos.workplace.acts import LONGEST_EXPLANATION
from kosmos.workplace.approvals import (
    approval,
    approvals_over,
    approve,
    refuse,
    refuse_one_person,
    state_of,
    waiting_approvals,
    wish_of,
    withdraw,
)
from kosmos.workplace.errors import UnknownApproval

_BESIDE_ANSWER = ("reason_unexplained", "note_too_long")


@require_safe
@staff_page(roles.ADJUST_MONEY)
def approvals(request: StaffRequest) -> HttpResponse:
    """What waits for a decision, the oldest first, and what was decided lately."""
    now = time_of(request)
    context = {
        "waiting": [_row(one, request) for one in waiting_approvals(now=now)],
        "over": [_row(one, request) for one in approvals_over(now=now)],
        "may_decide": may(request.staff.role, roles.APPROVE_ACTIONS),
    }
    return render(request, "backoffice/approvals/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(roles.ADJUST_MONEY)
def one(request: StaffRequest, approval_id: uuid.UUID) -> HttpResponseBase:
    """What is asked for with what it would do now; a POST allows, refuses or withdraws it."""
    found = _found(approval_id)
    if request.method != "POST":
        return _page(request, found)
    try:
        said = _decided(request, found)
    except DomainError as error:
        return _page(request, _found(approval_id), error=error)
    messages.success(request, said or _("Это уже решено раньше: ничего не изменилось."))
    return HttpResponseRedirect(reverse("staff:approvals"), status=HTTPStatus.SEE_OTHER)


def _decided(request: StaffRequest, found: Approval) -> str:
    """Do what the button says; the words about it, empty if that was done before. 404 for an unknown button."""
    what = request.POST.get("do", "")
    told = {"by": request.staff, "now": time_of(request), "origin": origin_of(request)}
    if what == "withdraw":
        return _("Просьба отозвана.") if withdraw(found.id, **told) else ""  # type: ignore[arg-type]
    if what not in {"approve", "refuse"}:
        raise Http404
    if not may(request.staff.role, roles.APPROVE_ACTIONS):
        raise PermissionDenied(f"A {request.staff.role} may not {roles.APPROVE_ACTIONS}.")
    if what == "refuse":
        answer = request.POST.get("answer", "")[: 4 * LONGEST_EXPLANATION]
        return _("Отказано, причина записана.") if refuse(found.id, answer=answer, **told) else ""  # type: ignore[arg-type]
    wish = wish_of(found)
    act = approve(found.id, agreed=lambda ahead: same_as_shown(request.POST, wish, ahead), **told)  # type: ignore[arg-type]
    return _("Разрешено и сделано.") if act else ""


def _page(request: StaffRequest, found: Approval, *, error: DomainError | None = None) -> HttpResponse:
    now = time_of(request)
    waits = found.waits(now)
    decides = waits and may(request.staff.role, roles.APPROVE_ACTIONS)
    why_not = _one_person(found, request) if decides else None
    context = {
        **_row(found, request),
        "waits": waits,
        "may_decide": decides and not why_not,
        "why_not": why_not,
        "looked": look(wish_of(found), found.asked_by, now=now) if waits else Looked(),
        "error": error,
        "beside": error is not None and error.code in _BESIDE_ANSWER,
        "answer": request.POST.get("answer", "")[: 4 * LONGEST_EXPLANATION],
        "longest": LONGEST_EXPLANATION,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    return render(request, "backoffice/approvals/one.html", context, status=status)


def _one_person(found: Approval, request: StaffRequest) -> DomainError | None:
    """Why who looks at it does not count as another than who asked for it."""
    try:
        refuse_one_person(found, request.staff, now=time_of(request))
    except DomainError as error:
        return error
    return None


def _row(found: Approval, request: StaffRequest) -> dict[str, object]:
    tone, words = STATES[state_of(found, now=time_of(request))]
    return {
        "one": found,
        "number": found.account.accountnumber.number,
        "what": described(wish_of(found)),
        "why": reason_words(found.reason),
        "tone": tone,
        "state": words,
        "own": found.asked_by_id == request.staff.pk,
    }


def _found(approval_id: uuid.UUID) -> Approval:
    try:
        return approval(approval_id)
    except UnknownApproval:
        raise Http404 from None


urlpatterns: list[URLPattern] = [
    path("approvals/", approvals, name="approvals"),
    path("approvals/<uuid:approval_id>/", one, name="approval"),
]

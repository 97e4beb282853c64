"""The subscriber on one page: how his account stands and why, all around it, and everything that happened."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kosmos.backoffice import roles
from kosmos.backoffice.guards import StaffRequest, origin_of, staff_page, time_of
from kosmos.backoffice.revealing import hide, reveal, revealed, revealed_until
from kosmos.backoffice.roles import may
from kosmos.backoffice.subscriber_links import links_for
from kosmos.backoffice.subscriber_words import REVEAL_REASONS, SUBSCRIBER_KINDS, refusal, standing
from kosmos.backoffice.timeline_shown import parts_for, place_of, query_of
from kosmos.backoffice.timeline_words import PARTS, told
from kosmos.kernel.errors import DomainError
from kosmos.subscribers.errors import UnknownSubscriber
from kosmos.support.identity import PROVEN_FOR
from kosmos.workplace.notes import LONGEST_NOTE, add_note
from kosmos.workplace.personal import LONGEST_EXPLANATION
from kosmos.workplace.subscriber import SubscriberPage, contracts_beside, person_of, subscriber_page
from kosmos.workplace.timeline import Page, timeline

LAST_LINES = 8
LONGEST_TYPED = 2 * LONGEST_NOTE
LONGEST_KEY = 32


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed into which form of the page, and what is wrong with it."""

    name: str = ""
    error: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    key: str = field(default_factory=lambda: uuid.uuid4().hex)

    longest_note, longest_explanation = LONGEST_NOTE, LONGEST_EXPLANATION


@require_safe
@staff_page(roles.SEE_SUBSCRIBERS)
def subscriber(request: StaffRequest, account_id: int) -> HttpResponse:
    """All about an account and its holder; what is personal is masked until it is asked for.

    With ``ahead`` the engine plays what lies ahead, unless that is known; else the page only has a link to that.
    """
    return _page(request, account_id, Form())


@require_safe
@staff_page(roles.SEE_SUBSCRIBERS)
def happened(request: StaffRequest, account_id: int) -> HttpResponse:
    """Everything that happened about an account, a page at a time, of one part or of all that the role sees."""
    known, part = parts_for(request.staff.role), request.GET.get("part", "")
    try:
        after = place_of(request.GET.get("at", ""), request.GET.get("key", ""))
        contract = contracts_beside(account_id)[0]
    except (ValueError, UnknownSubscriber):
        raise Http404 from None
    if part and part not in known:
        raise Http404
    whole = revealed(request, account_id)
    found = timeline(account_id, contract.subscriber, parts=[part] if part else known, after=after)
    context = {
        "account_id": account_id,
        "number": contract.account_number,  # type: ignore[attr-defined]
        "person": person_of(contract, named=_named(request), whole=whole),
        "parts": [(code, PARTS[code][0]) for code in known],
        "part": part,
        "begun": after is not None,
        **_told(found, whole=whole, part=part),
    }
    return render(request, "backoffice/subscriber/timeline.html", context)


@require_POST
@staff_page(roles.REVEAL_PERSONAL)
def personal(request: StaffRequest, account_id: int) -> HttpResponseBase:
    """Show the holder's data whole to this session for a while, for a reason; or mask it again."""
    if request.POST.get("do") == "hide":
        hide(request, account_id)
        return _see(account_id, "who")
    reason, text = request.POST.get("reason", "")[:LONGEST_KEY], request.POST.get("text", "")[:LONGEST_TYPED]
    try:
        reveal(request, account_id, reason=reason, text=text, key=_key(request))
    except UnknownSubscriber:
        raise Http404 from None
    except DomainError as error:
        form = Form("personal", refusal(error), {"reason": reason, "text": text})
        return _page(request, account_id, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _see(account_id, "who")


@require_POST
@staff_page(roles.REVEAL_PERSONAL)
def note(request: StaffRequest, account_id: int) -> HttpResponseBase:
    """Note something about an account for colleagues."""
    text = request.POST.get("text", "")[:LONGEST_TYPED]
    try:
        contracts_beside(account_id)
        fresh = add_note(
            account_id=account_id,
            text=text,
            key=_key(request),
            by=request.staff,
            now=time_of(request),
            origin=origin_of(request),
        )
    except UnknownSubscriber:
        raise Http404 from None
    except DomainError as error:
        form = Form("note", refusal(error), {"text": text})
        return _page(request, account_id, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if fresh:
        messages.success(request, _("Заметка записана."))
    else:
        messages.info(request, _("Эта заметка уже записана: ничего не изменилось."))
    return _see(account_id, "notes")


def _page(request: StaffRequest, account_id: int, form: Form, *, status: int = HTTPStatus.OK) -> HttpResponse:
    now, role = time_of(request), request.staff.role
    try:
        page = subscriber_page(account_id, now=now, play="ahead" in request.GET)
    except UnknownSubscriber:
        raise Http404 from None
    whole = revealed(request, account_id)
    parts = [part for part in parts_for(role) if part != "daily"]
    lines = timeline(account_id, page.subscriber, parts=parts, limit=LAST_LINES)
    context = {
        "page": page,
        "account_id": account_id,
        "view": page.home,
        "standing": standing(page.home) if page.home else None,
        "fee_kopecks": sum(held.fee_kopecks for held in page.home.held) if page.home else 0,
        "person": person_of(page.contract, named=_named(request), whole=whole),
        "kind": SUBSCRIBER_KINDS[page.subscriber.kind],
        "until": revealed_until(request, account_id),
        "proven": _proven(page, request),
        "reasons": REVEAL_REASONS,
        "links": links_for(role, account_id, page.number),
        "form": form,
        **_allowed(role),
        **_told(lines, whole=whole),
    }
    return render(request, "backoffice/subscriber/page.html", context, status=status)


def _allowed(role: str) -> dict[str, bool]:
    """Which parts of the page a role sees."""
    return {
        "may_reveal": may(role, roles.REVEAL_PERSONAL),
        "may_answer": may(role, roles.ANSWER_REQUESTS),
        "may_see_applications": may(role, roles.SEE_APPLICATIONS),
        "may_check": may(role, roles.RESTORE_ACCESS),
    }


def _named(request: StaffRequest) -> bool:
    return may(request.staff.role, roles.REVEAL_PERSONAL)


def _proven(page: SubscriberPage, request: StaffRequest) -> bool:
    """Whether whoever asks has lately proven who he is."""
    check = page.around.check
    return check is not None and check.passed and check.at > time_of(request) - PROVEN_FOR


def _told(found: Page, *, whole: bool, part: str = "") -> dict[str, object]:
    following = query_of(found.following, part) if found.following else ""
    return {"lines": [told(line, whole=whole) for line in found.lines], "following": following}


def _key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:LONGEST_KEY] or uuid.uuid4().hex


def _see(account_id: int, place: str) -> HttpResponseRedirect:
    address = f"{reverse('staff:subscriber', args=[account_id])}#{place}"
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


urlpatterns: list[URLPattern] = [
    path("subscribers/<int:account_id>/", subscriber, name="subscriber"),
    path("subscribers/<int:account_id>/timeline/", happened, name="subscriber-timeline"),
    path("subscribers/<int:account_id>/personal/", personal, name="subscriber-personal"),
    path("subscribers/<int:account_id>/notes/", note, name="subscriber-note"),
]

"""Subscribers' requests: the list, and one of them to be taken, answered, given to a colleague, merged and closed."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.pages.queue import address_of_next
from kosmos.backoffice.request_acts import act, place_of, said
from kosmos.backoffice.request_words import fields_of, refusal, shown_name
from kosmos.backoffice.revealing import revealed
from kosmos.backoffice.roles import ANSWER_REQUESTS, MAY
from kosmos.charging.queries import AccountView, account_view
from kosmos.config.saving import file_to_save
from kosmos.connections.worklist import staff_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.models import Subscriber, SubscriberKind
from kosmos.subscribers.queries import subscriber_of
from kosmos.support.answers import filled, ready_texts, text_for
from kosmos.support.errors import UnknownRequest
from kosmos.support.models import Request, RequestState, Topic
from kosmos.support.queries import (
    Queued,
    attachment_of,
    content_of,
    conversation_of,
    count_by_state,
    merged_into,
    others_of,
    queue,
    request_for_staff,
    row_of,
)
from kosmos.support.rules import LONGEST_TEXT
from kosmos.workplace.masking import masked_phone

WAITING = "waiting"
SHOWN: dict[str, tuple[str, ...]] = {
    WAITING: (RequestState.NEW.value, RequestState.OPEN.value),
    "answered": (RequestState.ANSWERED.value,),
    "closed": (RequestState.CLOSED.value,),
    "all": tuple(RequestState.values),
}
"""What the queue can show, by the word in its address."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed for the subscriber or as a note, and what is wrong with it, by field."""

    key: str
    text: str = ""
    note: str = ""
    errors: dict[str, str] = field(default_factory=dict)

    longest = LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose request it is, as whoever asks may see him."""

    account_id: int
    number: str
    name: str
    phone: str
    whole: bool


@require_safe
@staff_page(ANSWER_REQUESTS)
def requests(request: StaffRequest) -> HttpResponse:
    """The queue: what was promised soonest stands first, so what is late stands before all."""
    state, topic = request.GET.get("state", WAITING), request.GET.get("topic", "")
    if state not in SHOWN or (topic and topic not in Topic.values):
        raise Http404
    mine = "mine" in request.GET
    counts = count_by_state()
    found = queue(states=SHOWN[state], topic=topic, mine=request.staff.pk if mine else None)
    context = {
        "queue": [(one, _queued_name(one)) for one in found],
        "shown": state,
        "topic": topic,
        "mine": mine,
        "topics": Topic.values,
        "waiting": sum(counts[one] for one in SHOWN[WAITING]),
        "answered": counts[RequestState.ANSWERED],
    }
    return render(request, "backoffice/requests.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page(ANSWER_REQUESTS)
def one(request: StaffRequest, request_id: uuid.UUID) -> HttpResponseBase:
    """A request with its account in short; a POST takes, answers, notes or closes."""
    found = _found(request_id)
    if request.method != "POST":
        return _page(request, found, Form(uuid.uuid4().hex))
    wish = request.POST.get("do", "")
    if wish == "insert":
        return _page(request, found, _with_text(request, found))
    try:
        written = act(request, found, wish)
    except DomainError as error:
        return _page(request, _found(request_id), _refused(request, error, wish), status=422)
    if written.fresh:
        messages.success(request, said(wish))
    else:
        messages.info(request, _("Это уже сделано раньше: ничего не изменилось."))
    response = HttpResponseRedirect(_after(request, written.request, wish))
    response.status_code = 303
    return response


@require_safe
@staff_page(ANSWER_REQUESTS)
def attachment(request: StaffRequest, request_id: uuid.UUID, attachment_id: uuid.UUID) -> HttpResponseBase:
    """A file of a request, to be saved."""
    try:
        found = attachment_of(_found(request_id), attachment_id)
    except UnknownRequest:
        raise Http404 from None
    return file_to_save(content_of(found), name=found.name, media_type=found.media_type, size_bytes=found.size_bytes)


def _found(request_id: uuid.UUID) -> Request:
    try:
        return request_for_staff(request_id)
    except UnknownRequest:
        raise Http404 from None


def _after(request: StaffRequest, found: Request, wish: str) -> str:
    """Where one goes on: to the next thing, to the queue when this one is done with, or to the request itself."""
    if wish == "answer-next":
        return address_of_next(request)
    return reverse("staff:queue") if wish in {"close", "answer-close"} else reverse("staff:request", args=[found.id])


def _refused(request: StaffRequest, error: DomainError, wish: str) -> Form:
    typed = {name: request.POST.get(name, "")[: 4 * LONGEST_TEXT] for name in ("text", "note")}
    return Form(_form_key(request), **typed, errors={place_of(wish): refusal(error)})


def _with_text(request: StaffRequest, found: Request) -> Form:
    """The form with one of the ready texts, filled in, after what was typed."""
    holder, number = subscriber_of(found.account_id), _number(found)
    ready = text_for(request.POST.get("ready", "")[:100], holder.language)
    values = fields_of(found, number, holder, _view(number, time_of(request)), request.staff)
    typed = {name: request.POST.get(name, "")[: 4 * LONGEST_TEXT] for name in ("text", "note")}
    text = "\n\n".join(one for one in (typed["text"].strip(), filled(ready, values)) if one)
    return Form(_form_key(request), text, typed["note"])


def _form_key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex


def _page(request: StaffRequest, found: Request, form: Form, *, status: int = 200) -> HttpResponse:
    number, subscriber = _number(found), subscriber_of(found.account_id)
    into = found.merged_into and Request.objects.filter(account_id=found.account_id, id=found.merged_into).first()
    context = {
        "one": found,
        "number": number,
        "holder": _holder(request, found.account_id, number, subscriber),
        "view": _view(number, time_of(request)),
        "said": conversation_of(found, with_notes=True),
        "row": row_of(found.account_id, found.row) if found.row else None,
        "texts": ready_texts(found.topic),
        "others": others_of(found),
        "merged": merged_into(found),
        "into": into,
        "colleagues": staff_of(sorted(MAY[ANSWER_REQUESTS])).exclude(pk=request.staff.pk),
        "form": form,
    }
    return render(request, "backoffice/request.html", context, status=status)


def _holder(request: StaffRequest, account_id: int, number: str, one: Subscriber) -> Holder:
    whole = revealed(request, account_id)
    name = shown_name(one.name, of_organisation=one.kind == SubscriberKind.ORGANISATION, whole=whole)
    return Holder(account_id, number, name, one.phone if whole else masked_phone(one.phone), whole)


def _queued_name(one: Queued) -> str:
    return shown_name(one.name, of_organisation=one.of_organisation)


def _number(found: Request) -> str:
    return AccountNumber.objects.filter(account_id=found.account_id).values_list("number", flat=True).first() or ""


def _view(number: str, now: datetime) -> AccountView | None:
    """How the account stands; None where the engine cannot say, which must not keep an answer back."""
    try:
        return account_view(number, now=now)
    except DomainError:
        return None


urlpatterns: list[URLPattern] = [
    path("requests/", requests, name="requests"),
    path("requests/<uuid:request_id>/", one, name="request"),
    path("requests/<uuid:request_id>/files/<uuid:attachment_id>/", attachment, name="attachment"),
]

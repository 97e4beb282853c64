"""Subscribers' requests: the queue, and one of them to be taken, answered and closed."""

import uuid
from dataclasses import dataclass
from hashlib import sha256

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.backoffice.guards import StaffRequest, staff_page, time_of
from kosmos.backoffice.roles import ANSWER_REQUESTS
from kosmos.charging.queries import AccountView, account_view
from kosmos.config.saving import file_to_save
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import AccountNumber
from kosmos.subscribers.queries import subscriber_of
from kosmos.support import services
from kosmos.support.errors import UnknownRequest
from kosmos.support.models import Request, RequestState, Topic
from kosmos.support.queries import (
    attachment_of,
    content_of,
    conversation_of,
    count_by_state,
    queue,
    request_for_staff,
    row_of,
)
from kosmos.support.rules import LONGEST_TEXT
from kosmos.support.services import Written
from kosmos.support.texts import TEXTS, text_for

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
    """What was typed for the subscriber or as a note, and what is wrong with it."""

    key: str
    text: str = ""
    note: str = ""
    error: str = ""
    note_error: str = ""

    longest = LONGEST_TEXT


@require_safe
@staff_page(ANSWER_REQUESTS)
def requests(request: StaffRequest) -> HttpResponse:
    """The queue: what was promised soonest stands first, so what is late stands before all."""
    state, topic = request.GET.get("state", WAITING), request.GET.get("topic", "")
    if state not in SHOWN or (topic and topic not in Topic.values):
        raise Http404
    mine = "mine" in request.GET
    counts = count_by_state()
    context = {
        "queue": queue(states=SHOWN[state], topic=topic, mine=request.staff.pk if mine else None),
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
        written = _act(request, found, wish)
    except DomainError as error:
        return _page(request, _found(request_id), _refused(request, error, wish), status=422)
    if written.fresh:
        messages.success(request, _said(wish))
    else:
        messages.info(request, _("Это уже сделано раньше: ничего не изменилось."))
    back = reverse("staff:requests") if wish in {"close", "answer-close"} else request.path
    response = HttpResponseRedirect(back)
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


def _act(request: StaffRequest, found: Request, wish: str) -> Written:
    """Do what the button says; 404 for a button that there is not."""
    account_id, request_id, staff, now = found.account_id, found.id, request.staff, time_of(request)
    if wish == "take":
        return services.take(account_id=account_id, request_id=request_id, staff=staff, now=now)
    if wish == "close":
        return services.close_for(
            account_id=account_id, request_id=request_id, staff=staff, seen=_seen(request), now=now
        )
    if wish == "note":
        text = request.POST.get("note", "")
        key = _key(request, wish, text)
        return services.note(account_id=account_id, request_id=request_id, staff=staff, text=text, key=key, now=now)
    if wish not in {"answer", "answer-close"}:
        raise Http404
    text = request.POST.get("text", "")
    return services.answer(
        account_id=account_id,
        request_id=request_id,
        staff=staff,
        text=text,
        key=_key(request, "answer", text),
        seen=_seen(request),
        closing=wish == "answer-close",
        now=now,
    )


def _said(wish: str) -> str:
    return {
        "take": _("Обращение теперь ваше."),
        "note": _("Заметка записана, абонент её не видит."),
        "answer": _("Ответ отправлен."),
        "answer-close": _("Ответ отправлен, обращение закрыто."),
        "close": _("Обращение закрыто без ответа."),
    }[wish]


def _seen(request: StaffRequest) -> int:
    """The last entry that stood on the page when the form was shown."""
    told = request.POST.get("seen", "")
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else 0


def _key(request: StaffRequest, wish: str, text: str) -> str:
    """Names what was sent: the same form with the same words is sent once."""
    told = "\x1f".join([str(request.staff.pk), request.POST.get("key", ""), wish, text])
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _refused(request: StaffRequest, error: DomainError, wish: str) -> Form:
    typed = {name: request.POST.get(name, "")[: 4 * LONGEST_TEXT] for name in ("text", "note")}
    place = "note_error" if wish == "note" else "error"
    return Form(_form_key(request), **typed, **{place: error.code})


def _with_text(request: StaffRequest, found: Request) -> Form:
    """The form with one of the ready texts after what was typed."""
    ready = text_for(request.POST.get("ready", ""), subscriber_of(found.account_id).language)
    typed = request.POST.get("text", "")[: 4 * LONGEST_TEXT].strip()
    return Form(_form_key(request), "\n\n".join(one for one in (typed, ready) if one))


def _form_key(request: StaffRequest) -> str:
    return request.POST.get("key", "")[:32] or uuid.uuid4().hex


def _page(request: StaffRequest, found: Request, form: Form, *, status: int = 200) -> HttpResponse:
    number = AccountNumber.objects.filter(account_id=found.account_id).values_list("number", flat=True).first() or ""
    context = {
        "one": found,
        "number": number,
        "subscriber": subscriber_of(found.account_id),
        "view": _view(number, request),
        "said": conversation_of(found, with_notes=True),
        "row": row_of(found.account_id, found.row) if found.row else None,
        "texts": TEXTS,
        "form": form,
    }
    return render(request, "backoffice/request.html", context, status=status)


def _view(number: str, request: StaffRequest) -> AccountView | None:
    """How the account stands; None where the engine cannot say, which must not keep an answer back."""
    try:
        return account_view(number, now=time_of(request))
    except DomainError:
        return None


urlpatterns: list[URLPattern] = [
    path("requests/", requests, name="requests"),
    path("requests/<uuid:request_id>/", one, name="request"),
    path("requests/<uuid:request_id>/files/<uuid:attachment_id>/", attachment, name="attachment"),
]

"""Requests to support: the list, a new one, and one as a conversation with its files."""

import uuid
from dataclasses import dataclass, field
from hashlib import sha256

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.charging.why import StatementRow
from kosmos.config.saving import file_to_save
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.uploads import had_files, sent_files, upload_page
from kosmos.portal.words import refusal
from kosmos.portal.words.requests import TOPICS, request_number
from kosmos.support import services
from kosmos.support.errors import FILE_ERRORS, TextMissing, TextTooLong, UnknownRequest, UnknownRow, UnknownTopic
from kosmos.support.models import Request
from kosmos.support.queries import attachment_of, content_of, conversation_of, request_of, requests_of, row_of
from kosmos.support.rules import LONGEST_TEXT, MOST_FILE_BYTES, MOST_FILES
from kosmos.support.services import Written

ON_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, and what is wrong beside which field; ``general`` is of the whole."""

    key: str
    topic: str = ""
    text: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    lost_files: bool = False

    longest = LONGEST_TEXT
    most_files = MOST_FILES
    most_megabytes = MOST_FILE_BYTES >> 20


@require_safe
@cabinet_page
def requests(request: CabinetRequest) -> HttpResponse:
    """The chosen account's requests, what changed last first."""
    page = Paginator(requests_of(request.cabinet.chosen.account_id), ON_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "portal/requests/list.html", {"page": page, "account": request.cabinet.chosen})


@require_http_methods(["GET", "HEAD", "POST"])
@upload_page
def new(request: CabinetRequest) -> HttpResponseBase:
    """The form; about a row of the statement if ?row= names one of the account's own, else 404."""
    sent = request.POST if request.method == "POST" else request.GET
    row = _row(request, sent.get("row", ""))
    if request.method != "POST":
        topic = sent.get("topic", "money" if row else "")
        return _new_form(request, Form(uuid.uuid4().hex, topic), row)
    topic = sent.get("topic", "")
    try:
        written = services.open_request(
            account_id=request.cabinet.chosen.account_id,
            topic=topic,
            text=sent.get("text", ""),
            row=row.number if row else None,
            files=sent_files(request),
            key=_key(request, topic, str(row.number if row else "")),
            now=time_of(request),
        )
    except UnknownRow:
        raise Http404 from None
    except DomainError as error:
        return _new_form(request, _refused(request, error), row, status=422)
    _tell(
        request, written, _("Обращение № %(number)s отправлено.") % {"number": request_number(written.request.number)}
    )
    return _to(written.request)


@require_http_methods(["GET", "HEAD", "POST"])
@upload_page
def one(request: CabinetRequest, request_id: uuid.UUID) -> HttpResponseBase:
    """A conversation; a POST writes more, closes it, or opens it again."""
    found = _own(request, request_id)
    if request.method != "POST":
        return _conversation(request, found, Form(uuid.uuid4().hex))
    try:
        written = _act(request, found)
    except DomainError as error:
        return _conversation(request, _own(request, request_id), _refused(request, error), status=422)
    _tell(request, written, _DONE[request.POST.get("do", "write")]())
    return _to(written.request)


@require_safe
@cabinet_page
def attachment(request: CabinetRequest, request_id: uuid.UUID, attachment_id: uuid.UUID) -> HttpResponseBase:
    """A file of one of his requests, to be saved: no browser opens it as a page of ours."""
    try:
        found = attachment_of(_own(request, request_id), attachment_id)
    except UnknownRequest:
        raise Http404 from None
    return file_to_save(content_of(found), name=found.name, media_type=found.media_type, size_bytes=found.size_bytes)


def _act(request: CabinetRequest, found: Request) -> Written:
    """Do what the button says."""
    account_id, request_id, now = found.account_id, found.id, time_of(request)
    wish = request.POST.get("do", "write")
    if wish == "close":
        return services.close(account_id=account_id, request_id=request_id, now=now)
    if wish not in _DONE:
        raise Http404
    return (services.reopen if wish == "reopen" else services.write)(
        account_id=account_id,
        request_id=request_id,
        text=request.POST.get("text", ""),
        files=sent_files(request),
        key=_key(request, wish),
        now=now,
    )


_DONE = {
    "write": lambda: _("Сообщение отправлено."),
    "reopen": lambda: _("Обращение снова открыто."),
    "close": lambda: _("Обращение закрыто. Если понадобится, его можно открыть снова."),
}
"""What is said when it is done."""


def _tell(request: CabinetRequest, written: Written, done: str) -> None:
    """Say that it is done, or that it was before."""
    if written.fresh:
        messages.success(request, done)
    else:
        again = _("Это уже сделано раньше, второй раз ничего не отправлено. Дополнить можно ниже.")
        messages.info(request, again)


def _to(found: Request) -> HttpResponseRedirect:
    response = HttpResponseRedirect(reverse("portal:request", args=[found.id]))
    response.status_code = 303
    return response


def _own(request: CabinetRequest, request_id: uuid.UUID) -> Request:
    """A request of any of his accounts; 404 for another's."""
    for account in request.cabinet.accounts:
        try:
            return request_of(account.account_id, request_id)
        except UnknownRequest:
            continue
    raise Http404


def _row(request: CabinetRequest, asked: str) -> StatementRow | None:
    """The row that is asked about; 404 for one that the account does not have."""
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 11 else 0
    row = row_of(request.cabinet.chosen.account_id, number)
    if row is None:
        raise Http404
    return row


def _key(request: CabinetRequest, *parts: str) -> str:
    """Names what was sent: the same form with the same words is sent once, whatever is pressed how often."""
    told = "\x1f".join([request.POST.get("key", ""), *parts, request.POST.get("text", "")])
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def _refused(request: CabinetRequest, error: DomainError) -> Form:
    """The form with what was typed, and the refusal beside its field; files have to be chosen again."""
    beside = {UnknownTopic: "topic", TextMissing: "text", TextTooLong: "text"}.get(type(error), "general")
    place = "files" if isinstance(error, FILE_ERRORS) else beside
    key = request.POST.get("key", "")[:32] or uuid.uuid4().hex
    text = request.POST.get("text", "")[: 4 * LONGEST_TEXT]
    return Form(key, request.POST.get("topic", ""), text, {place: refusal(error)}, lost_files=had_files(request))


def _new_form(request: CabinetRequest, form: Form, row: StatementRow | None, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "row": row, "topics": TOPICS, "account": request.cabinet.chosen}
    return render(request, "portal/requests/new.html", context, status=status)


def _conversation(request: CabinetRequest, found: Request, form: Form, *, status: int = 200) -> HttpResponse:
    number = next(one.number for one in request.cabinet.accounts if one.account_id == found.account_id)
    context = {
        "one": found,
        "number": number,
        "said": conversation_of(found),
        "row": row_of(found.account_id, found.row) if found.row else None,
        "into": request_of(found.account_id, found.merged_into) if found.merged_into else None,
        "form": form,
    }
    return render(request, "portal/requests/one.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("cabinet/requests/", requests, name="requests"),
    path("cabinet/requests/new/", new, name="request-new"),
    path("cabinet/requests/<uuid:request_id>/", one, name="request"),
    path("cabinet/requests/<uuid:request_id>/files/<uuid:attachment_id>/", attachment, name="attachment"),
]

"""What the buttons of a request's page do."""

import uuid
from hashlib import sha256

from django.http import Http404
from django.utils.translation import gettext as _

from kosmos.backoffice.guards import StaffRequest, time_of
from kosmos.backoffice.roles import ANSWER_REQUESTS, MAY
from kosmos.subscribers.models import StaffMember
from kosmos.support import services
from kosmos.support.errors import UnfitOwner, UnknownRequest
from kosmos.support.models import Request
from kosmos.support.services import Written

ANSWERS = ("answer", "answer-close", "answer-next")
PLACES = {"note": "note", "give": "to", "merge": "into", "take": "general", "close": "general"}
"""Beside which field a refusal of a wish stands; those of answers stand beside the text."""


def act(request: StaffRequest, found: Request, wish: str) -> Written:
    """Do what the button says; 404 for a button that there is not."""
    account_id, request_id, staff, now = found.account_id, found.id, request.staff, time_of(request)
    if wish == "take":
        return services.take(account_id=account_id, request_id=request_id, staff=staff, was=_was(request), now=now)
    if wish == "give":
        return _give(request, found)
    if wish == "merge":
        return _merge(request, found)
    if wish == "close":
        seen = seen_by(request)
        return services.close_for(account_id=account_id, request_id=request_id, staff=staff, seen=seen, now=now)
    if wish == "note":
        text = request.POST.get("note", "")
        key = key_of(request, wish, text)
        return services.note(account_id=account_id, request_id=request_id, staff=staff, text=text, key=key, now=now)
    if wish not in ANSWERS:
        raise Http404
    return _answer(request, found, closing=wish == "answer-close")


def said(wish: str) -> str:
    """What is said when it is done."""
    return {
        "take": _("Обращение теперь ваше."),
        "give": _("Обращение передано."),
        "merge": _("Обращения объединены: отвечайте здесь."),
        "note": _("Заметка записана, абонент её не видит."),
        "answer": _("Ответ отправлен."),
        "answer-next": _("Ответ отправлен."),
        "answer-close": _("Ответ отправлен, обращение закрыто."),
        "close": _("Обращение закрыто без ответа."),
    }[wish]


def place_of(wish: str) -> str:
    """Beside which field the refusal of a wish stands."""
    return PLACES.get(wish, "text")


def key_of(request: StaffRequest, wish: str, *parts: str) -> str:
    """Names what was sent: the same form with the same words is sent once."""
    told = "\x1f".join([str(request.staff.pk), request.POST.get("key", ""), wish, *parts])
    return sha256(told.encode("utf-8", "replace")).hexdigest()[:32]


def seen_by(request: StaffRequest) -> int:
    """The last entry that stood on the page when the form was shown."""
    return number_in(request.POST.get("seen", "")) or 0


def number_in(told: str) -> int | None:
    """A number as forms and addresses carry it; None for anything else."""
    return int(told) if told.isascii() and told.isdecimal() and len(told) < 10 else None


def _answer(request: StaffRequest, found: Request, *, closing: bool) -> Written:
    text = request.POST.get("text", "")
    return services.answer(
        account_id=found.account_id,
        request_id=found.id,
        staff=request.staff,
        text=text,
        key=key_of(request, "answer", text),
        seen=seen_by(request),
        closing=closing,
        now=time_of(request),
    )


def _give(request: StaffRequest, found: Request) -> Written:
    """To a colleague, or back to nobody."""
    told = request.POST.get("to", "")
    to = StaffMember.objects.filter(pk=number_in(told) or 0, role__in=MAY[ANSWER_REQUESTS]).first()
    if to is None and told != "nobody":
        raise UnfitOwner
    return services.give(
        account_id=found.account_id,
        request_id=found.id,
        to=to,
        by=request.staff,
        was=_was(request),
        key=key_of(request, "give", str(found.id), told),
        now=time_of(request),
    )


def _merge(request: StaffRequest, found: Request) -> Written:
    told = request.POST.get("into", "")
    try:
        into = uuid.UUID(told)
    except ValueError:
        raise UnknownRequest from None
    return services.merge(
        account_id=found.account_id,
        request_id=found.id,
        into=into,
        staff=request.staff,
        seen=seen_by(request),
        key=key_of(request, "merge", str(found.id), told),
        now=time_of(request),
    )


def _was(request: StaffRequest) -> int | None:
    """Whose the request was when the form was shown."""
    return number_in(request.POST.get("was", ""))

"""A visitor asks to be connected: the three forms, what became of an application, and its number and phone.

Nobody learns anything of another's application. Whoever sends somebody else's phone and address gets an application of
his own, by the same steps as if there were none; only the browser that sent the first is shown it instead of a second.
Number and phone together, and a token that nobody guesses, are the only ways to an application.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import Application, ApplicationKind, Stage
from kosmos.connections.queries import application_by_token, planned_visit, same_before, status_of
from kosmos.connections.services.applying import apply, form_key
from kosmos.connections.wish_errors import WishRefused
from kosmos.connections.wishes import read_wish
from kosmos.portal import limits
from kosmos.portal.applying import BUSINESS, HOME, STUDENT, TRAP, FilledForm, FormKind, form_of, wish_of
from kosmos.portal.guards import time_of
from kosmos.portal.pages.result import private
from kosmos.portal.speaking import speak_own_language
from kosmos.portal.visitors import Visitor, remember, visitor_of
from kosmos.portal.words.applications import closed_words, steps_of
from kosmos.subscribers.contacts import LONGEST_PHONE, phone_words
from kosmos.subscribers.errors import BadPhone

FORM, APPLICATION, STATUS = "portal/applying/form.html", "portal/applying/sent.html", "portal/applying/status.html"
LONGEST_NUMBER = 40


def form_page(kind: FormKind) -> Callable[[HttpRequest], HttpResponseBase]:
    """The view of a form: GET fills it in from the address, POST sends it, or shows it again with what is wrong."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponseBase:
        _speak(request)
        now = time_of(request)
        visitor, form = visitor_of(request, now), form_of(request, kind, now)
        if request.method == "POST":
            return _send(request, form, visitor, now)
        return _not_kept(request, remember(render(request, FORM, {"form": form}), visitor))

    return view


@require_safe
def application(request: HttpRequest, token: str) -> HttpResponseBase:
    """What became of an application, by its token."""
    _speak(request)
    now = time_of(request)
    try:
        found = application_by_token(token)
    except UnknownApplication:
        raise Http404 from None
    own = token in visitor_of(request, now).sent
    return private(render(request, APPLICATION, _told(found, now, own=own) | {"again": "again" in request.GET}))


@require_http_methods(["GET", "HEAD", "POST"])
def status(request: HttpRequest) -> HttpResponseBase:
    """An application by its number and phone: the same answer whichever of them is wrong."""
    _speak(request)
    now = time_of(request)
    visitor, sent = visitor_of(request, now), request.POST if request.method == "POST" else request.GET
    typed = {"number": sent.get("number", "")[:LONGEST_NUMBER], "phone": request.POST.get("phone", "")[:LONGEST_PHONE]}
    if request.method != "POST":
        return private(remember(render(request, STATUS, {"typed": typed}), visitor))
    try:
        _count(request, visitor, now, "\x1f".join(typed.values()), limits.STATUSES)
        return private(_see(status_of(**typed)))
    except limits.TooManyTries as refused:
        return private(_too_many(request, STATUS, {"typed": typed}, refused))
    except BadPhone:
        errors = {"phone": _("Введите телефон из заявки, например +375 29 123-45-67")}
    except UnknownApplication:
        errors = {"form": _("Заявки с таким номером и телефоном нет. Проверьте, пожалуйста, и то и другое.")}
    return private(render(request, STATUS, {"typed": typed, "errors": errors}, status=422))


def _send(request: HttpRequest, form: FilledForm, visitor: Visitor, now: datetime) -> HttpResponseBase:
    """Make the application, or show the one that this browser sent before, or the form with what is wrong."""
    wish = wish_of(request, form)
    try:
        read_wish(wish, form.now)
        if request.POST.get(TRAP):
            return render(request, FORM, {"form": form, "once_more": True}, status=422)
        before = same_before(wish, visitor.sent, now)
        if before is not None:
            return _see(before, again=True)
        _count(request, visitor, now, form_key("", wish), limits.APPLICATIONS, limits.APPLICATIONS_A_DAY)
        made = apply(wish, key=form_key(form.key, wish), now=now)
    except WishRefused as refused:
        return render(request, FORM, {"form": replace(form, wrong=refused.fields)}, status=422)
    except limits.TooManyTries as refused:
        return _too_many(request, FORM, {"form": form}, refused)
    return remember(_see(made), visitor, token=made.token)


def _count(request: HttpRequest, visitor: Visitor, now: datetime, what: str, *counted: limits.Limit) -> None:
    network = limits.network_of(request)
    for limit in counted:
        limits.count_try(limit, network=network, what=what, now=now, browser=visitor.known(now))


def _too_many(
    request: HttpRequest, page: str, context: dict[str, object], refused: limits.TooManyTries
) -> HttpResponse:
    """429 with when to come again; what was typed is kept."""
    minutes = -(-refused.wait_seconds // 60)
    response = render(request, page, {**context, "minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(refused.wait_seconds)
    return response


def _see(found: Application, *, again: bool = False) -> HttpResponseRedirect:
    address = reverse("portal:application-sent", args=[found.token])
    return HttpResponseRedirect(f"{address}?again" if again else address, status=303)


def _told(found: Application, now: datetime, *, own: bool) -> dict[str, object]:
    """What the page says; the whole phone only in the browser that sent it."""
    return {
        "one": found,
        "steps": steps_of(found, planned_visit(found), now),
        "closed": closed_words(found) if found.stage == Stage.REFUSED else "",
        "phone": phone_words(found.phone) if own else _hidden(phone_words(found.phone)),
        "calls_only": found.kind == ApplicationKind.CALL_BACK,
        "place": ", ".join(filter(None, [found.address, found.dormitory])),
    }


def _hidden(phone: str) -> str:
    """A phone of which only the operator's code and the last four digits can be read."""
    return phone[:7] + "".join("•" if sign.isdigit() else sign for sign in phone[7:-5]) + phone[-5:]


def _speak(request: HttpRequest) -> None:
    """Whoever is signed in reads the page in his own language."""
    subscriber = getattr(request.user, "subscriber", None)
    if subscriber is not None:
        speak_own_language(request, subscriber.language)


def _not_kept(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page of whoever is signed in is not stored."""
    if request.user.is_authenticated:
        response.headers["Cache-Control"] = "no-store"
    return response


urlpatterns: list[URLPattern] = [
    path("apply/home/", form_page(HOME), name=HOME.page),
    path("apply/student/", form_page(STUDENT), name=STUDENT.page),
    path("apply/business/", form_page(BUSINESS), name=BUSINESS.page),
    path("apply/sent/<str:token>/", application, name="application-sent"),
    path("apply/status/", status, name="application-status"),
]

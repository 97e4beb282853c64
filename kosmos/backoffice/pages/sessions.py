"""One's own sign-in: where it is open, and how to end it there."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, origin_of, own_page, time_of
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.queries import open_sessions, recovery_codes_left


@require_http_methods(["GET", "HEAD", "POST"])
@own_page
def sessions(request: StaffRequest) -> HttpResponse:
    """The list, this one first; a POST ends one session, or all the others."""
    owner, key = cast("SignIn", request.user), request.session.session_key
    if request.method == "POST":
        return _end(request, owner, key or "")
    found = sorted(open_sessions(owner), key=lambda one: one.key != key)
    context = {"sessions": found, "key": key, "login": owner.login, "left": recovery_codes_left(owner)}
    return render(request, "backoffice/sessions.html", context)


def _end(request: StaffRequest, owner: SignIn, key: str) -> HttpResponse:
    origin, now = origin_of(request), time_of(request)
    if "others" in request.POST:
        ended = services.end_others(owner, keep=key, origin=origin, now=now)
        words = ngettext("Завершён %(count)d вход", "Завершено входов: %(count)d", ended)
        messages.success(request, words % {"count": ended})
    elif services.end_session(owner, _id(request.POST.get("session", "")), origin=origin, now=now):
        messages.success(request, _("Вход завершён"))
    return redirect("staff:sessions")


def _id(text: str) -> uuid.UUID:
    """The id that a button carries; one that no session has for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


urlpatterns: list[URLPattern] = [path("sessions/", sessions, name="sessions")]

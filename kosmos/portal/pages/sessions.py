"""Where one is signed in, and how to end it there."""

import uuid
from typing import cast

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kosmos.portal.devices import device_words, origin_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.queries import open_sessions


@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def sessions(request: CabinetRequest) -> HttpResponse:
    """The list; a POST ends one session, or all the others."""
    if request.method == "POST":
        return _end(request)
    owner, key = cast("SignIn", request.user), request.session.session_key
    found = [
        {
            "id": one.id,
            "device": device_words(one.device),
            "address": one.address,
            "begun_at": one.begun_at,
            "this": one.key == key,
        }
        for one in open_sessions(owner)
    ]
    found.sort(key=lambda one: not one["this"])
    return render(request, "portal/sessions.html", {"sessions": found})


def _end(request: CabinetRequest) -> HttpResponse:
    owner, key = cast("SignIn", request.user), request.session.session_key or ""
    origin, now = origin_of(request), time_of(request)
    if "others" in request.POST:
        ended = services.end_others(owner, keep=key, origin=origin, now=now)
        messages.success(request, _("Завершено входов: %(count)d") % {"count": ended})
    elif services.end_session(owner, _id(request.POST.get("session", "")), origin=origin, now=now):
        messages.success(request, _("Вход завершён"))
    return HttpResponseRedirect(reverse("portal:sessions"))


def _id(text: str) -> uuid.UUID:
    """The id that a button carries; one that no session has for anything else."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return uuid.UUID(int=0)


urlpatterns: list[URLPattern] = [path("cabinet/sessions/", sessions, name="sessions")]

"""Back into the cabinet without the old password: by a one-time link; asked for here only if the operator allows it.

Asking takes the same work and says the same, whoever asks and whatever is true; what comes of it comes by SMS alone.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.portal import limits
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import time_of
from kosmos.portal.pages.result import private
from kosmos.subscribers import services
from kosmos.subscribers.errors import LinkGone, PasswordRefused
from kosmos.subscribers.rules import SHORTEST_PASSWORD

ASKS = limits.Limit("access_asks", each=5, each_when_busy=2, busy_at=200, same=5, window=timedelta(minutes=10))
"""Links that are asked for: a household asks for one or two, a guesser tries numbers."""
TOKENS = limits.Limit("access_tokens", each=20, each_when_busy=5, busy_at=400, same=40, window=timedelta(minutes=10))
"""Links that are opened."""


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponseBase:
    """Ask for a link to the contract's phone, where the operator allows it; else who helps."""
    now = time_of(request)
    allowed = policies_on(business_day(now, operator_zone())).access_restored_by == "phone"
    if request.method != "POST" or not allowed:
        return private(render(request, "portal/access/ask.html", {"allowed": allowed}))
    typed = {name: request.POST.get(name, "")[:40].strip() for name in ("number", "phone")}
    errors = {name: words for name, words in _missing().items() if not typed[name]}
    if errors:
        context = {"allowed": True, "typed": typed, "errors": errors}
        return private(render(request, "portal/access/ask.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY))
    try:
        limits.count_try(ASKS, network=limits.network_of(request), what=f"{typed['number']} {typed['phone']}", now=now)
    except limits.TooManyTries as refused:
        return _slowed(request, refused)
    services.ask_access(number=typed["number"], phone=typed["phone"], now=now)
    return private(render(request, "portal/access/asked.html"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Set a password of one's own by a link; one answer for all links that open nothing."""
    now = time_of(request)
    try:
        limits.count_try(TOKENS, network=limits.network_of(request), what=token, now=now)
    except limits.TooManyTries as refused:
        return _slowed(request, refused)
    if request.method != "POST":
        return _form(request, token) if services.link_waits(token, now) else _gone(request)
    new = request.POST.get("new", "")
    try:
        if new != request.POST.get("again", ""):
            raise PasswordRefused(reasons=("differ",))
        services.use_link(token, new, origin=origin_of(request), now=now)
    except LinkGone:
        return _gone(request)
    except PasswordRefused as refusal:
        return _form(request, token, errors=_beside(refusal), status=HTTPStatus.UNPROCESSABLE_ENTITY)
    if request.user.is_authenticated:
        logout(request)
    messages.success(request, _("Новый пароль задан. Войдите с ним."))
    return private(HttpResponseRedirect(reverse("portal:sign-in"), status=HTTPStatus.SEE_OTHER))


def _form(request: HttpRequest, token: str, *, errors: dict[str, str] | None = None, status: int = 200) -> HttpResponse:
    context = {"token": token, "errors": errors or {}, "shortest": SHORTEST_PASSWORD}
    return private(render(request, "portal/access/password.html", context, status=status))


def _gone(request: HttpRequest) -> HttpResponse:
    return private(render(request, "portal/access/gone.html", status=HTTPStatus.NOT_FOUND))


def _slowed(request: HttpRequest, refused: limits.TooManyTries) -> HttpResponse:
    minutes = -(-refused.wait_seconds // 60)
    response = private(render(request, "portal/access/slowed.html", {"minutes": minutes}, status=429))
    response.headers["Retry-After"] = str(refused.wait_seconds)
    return response


def _missing() -> dict[str, str]:
    return {
        "number": _("Введите номер лицевого счёта: он есть в договоре и в квитанциях."),
        "phone": _("Введите телефон, который указан в договоре."),
    }


def _beside(refusal: PasswordRefused) -> dict[str, str]:
    words = {
        "differ": _("Пароли не совпадают."),
        "too_short": _("Нужно не меньше %(count)d знаков.") % {"count": SHORTEST_PASSWORD},
        "too_long": _("Это слишком длинный пароль."),
        "login": _("Пароль не должен содержать логин."),
        "common": _("Такой пароль легко угадать: он есть в списках частых."),
        "same": _("Это прежний пароль, нужен другой."),
    }
    reasons = cast("tuple[str, ...]", refusal.parameters["reasons"])
    return {"again" if "differ" in reasons else "new": " ".join(words[reason] for reason in reasons)}


urlpatterns: list[URLPattern] = [
    path("access/", ask, name="access-ask"),
    path("access/<str:token>/", by_link, name="access"),
]

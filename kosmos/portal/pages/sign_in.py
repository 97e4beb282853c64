"""Signing in and out."""

import re

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.entering.refusing import seconds_of, slowed, wait_words
from kosmos.entering.sessions import enter, leave
from kosmos.portal.devices import known_devices, origin_of
from kosmos.portal.guards import page_after, time_of
from kosmos.portal.letting_in import DOOR, let_in
from kosmos.portal.pages import password, sessions, sign_in_code
from kosmos.subscribers import services
from kosmos.subscribers.errors import PasswordExpired, TooManyGuesses, WrongSignIn

CYRILLIC = re.compile("[а-яёіў]", re.IGNORECASE)


@cache_control(no_store=True)
@ensure_csrf_cookie
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form, with a tab for people and one for organisations; 422 for whatever does not sign in.

    Whoever has a second factor is asked for its code on the next page.
    """
    if request.method != "POST":
        signed_in = getattr(request.user, "subscriber", None) is not None
        return HttpResponseRedirect(_after(request)) if signed_in else _form(request, status=200)
    login, secret = request.POST.get("login", ""), request.POST.get("password", "")
    if not login.strip() or not secret:
        return _form(request, error=_("Введите логин и пароль"))
    try:
        found = services.sign_in(
            login=login,
            password=secret,
            business=_business(request),
            origin=origin_of(request),
            devices=known_devices(request),
            now=time_of(request),
        )
    except WrongSignIn:
        return _form(request, error=_("Неверный логин или пароль"), hints=typing_hints(login, secret))
    except PasswordExpired:
        return _form(request, error=_("Срок первого пароля истёк. Поддержка выдаст новый"))
    except TooManyGuesses as refusal:
        return slowed(_form(request, error=wait_words(seconds_of(refusal)), status=429), refusal)
    return enter(DOOR, request, found, _after(request), let_in)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session and go to the first page."""
    leave(request)
    return HttpResponseRedirect(reverse("portal:site"))


def typing_hints(login: str, secret: str) -> list[str]:
    """What may have gone wrong on the keyboard; it depends only on what was typed."""
    hints = []
    if CYRILLIC.search(login + secret):
        hints.append(_("Набрано русскими буквами: проверьте раскладку клавиатуры"))
    if secret.isupper():
        hints.append(_("В пароле все буквы заглавные: проверьте, не включён ли Caps Lock"))
    return hints


def _form(request: HttpRequest, *, status: int = 422, error: str = "", hints: list[str] | None = None) -> HttpResponse:
    wanted = _wanted(request)
    to_next = {"next": wanted} if wanted else {}
    context = {
        "business": _business(request),
        "next": wanted,
        "login": request.POST.get("login", "")[:150],
        "error": error,
        "hints": hints or [],
        "home_tab": f"?{urlencode({'for': 'home', **to_next})}",
        "business_tab": f"?{urlencode({'for': 'business', **to_next})}",
    }
    return render(request, "portal/sign_in.html", context, status=status)


def _business(request: HttpRequest) -> bool:
    return _typed(request, "for") == "business"


def _wanted(request: HttpRequest) -> str:
    return _typed(request, "next")[:500]


def _after(request: HttpRequest) -> str:
    return page_after(_wanted(request))


def _typed(request: HttpRequest, name: str) -> str:
    return (request.POST if request.method == "POST" else request.GET).get(name, "")


urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    *sign_in_code.urlpatterns,
    *password.urlpatterns,
    *sessions.urlpatterns,
]

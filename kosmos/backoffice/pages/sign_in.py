"""Staff sign in and out, and replace the password that was issued."""

from typing import cast

from django.contrib.auth import logout as log_out
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kosmos.backoffice.guards import StaffRequest, first_page, origin_of, page_after, staff_of, step_before, time_of
from kosmos.backoffice.letting_in import DOOR, let_in
from kosmos.entering.passwords import beside, change_own
from kosmos.entering.refusing import seconds_of, slowed, wait_words
from kosmos.entering.sessions import enter, leave
from kosmos.kernel.errors import DomainError
from kosmos.subscribers import services
from kosmos.subscribers.errors import PasswordExpired, TooManyGuesses, WrongSignIn
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import SHORTEST_PASSWORD


@cache_control(no_store=True)
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form; 422 for whatever does not sign in, whoever's it is. The code is asked for on the next page."""
    if request.method != "POST":
        return HttpResponseRedirect(_after(request)) if _is_staff(request) else _form(request, status=200)
    login, secret = request.POST.get("login", ""), request.POST.get("password", "")
    if not login.strip() or not secret:
        return _form(request, error=_("Введите логин и пароль"))
    try:
        found = services.sign_in_staff(
            login=login, password=secret, origin=origin_of(request), devices={}, now=time_of(request)
        )
    except WrongSignIn:
        return _form(request, error=_("Неверный логин или пароль"))
    except PasswordExpired:
        return _form(request, error=_("Срок первого пароля истёк. Администратор выдаст новый"))
    except TooManyGuesses as refusal:
        return slowed(_form(request, error=wait_words(seconds_of(refusal)), status=429), refusal)
    return enter(DOOR, request, found, _after(request), let_in)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    leave(request)
    return HttpResponseRedirect(reverse("staff:sign-in"))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@first_page("password")
def password(request: StaffRequest) -> HttpResponse:
    """Replace the issued password, or one's own; 422 with what is wrong beside its field."""
    if request.method != "POST":
        return _password_form(request)
    try:
        change_own(request)
    except TooManyGuesses as refusal:
        words = wait_words(seconds_of(refusal))
        return slowed(_password_form(request, status=429, current=words), refusal)
    except PasswordExpired:
        log_out(request)
        return HttpResponseRedirect(reverse("staff:sign-in"))
    except DomainError as refusal:
        return _password_form(request, status=422, **beside(refusal))
    return HttpResponseRedirect(reverse("staff:home"))


def _password_form(request: StaffRequest, *, status: int = 200, **errors: str) -> HttpResponse:
    owner = cast("SignIn", request.user)
    forced = owner.must_change_password
    context = {"forced": forced, "login": owner.login, "shortest": SHORTEST_PASSWORD, "errors": errors}
    return render(request, "backoffice/password.html", context, status=status)


def _form(request: HttpRequest, *, status: int = 422, error: str = "") -> HttpResponse:
    context = {"error": error, "login": request.POST.get("login", "")[:150], "next": _wanted(request)}
    return render(request, "backoffice/sign_in.html", context, status=status)


def _is_staff(request: HttpRequest) -> bool:
    try:
        return staff_of(request) is not None and step_before(request) != "sign-in"
    except PermissionDenied:
        return False


def _wanted(request: HttpRequest) -> str:
    return (request.POST if request.method == "POST" else request.GET).get("next", "")[:500]


def _after(request: HttpRequest) -> str:
    return page_after(_wanted(request))


urlpatterns: list[URLPattern] = [
    path("sign-in/", sign_in, name="sign-in"),
    path("sign-out/", sign_out, name="sign-out"),
    path("password/", password, name="password"),
]

"""Changing the password: the issued one at the first sign-in, one's own at any time."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.kernel.errors import DomainError
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import CabinetRequest, page_after, signed_in_page, time_of
from kosmos.subscribers import services
from kosmos.subscribers.errors import PasswordExpired, PasswordRefused, TooManyGuesses, WrongPassword
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import SHORTEST_PASSWORD


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in_page
def change(request: CabinetRequest) -> HttpResponse:
    """The form; 422 with what is wrong beside the field that it is wrong with."""
    if request.method != "POST":
        return _form(request)
    forced = cast("SignIn", request.user).must_change_password
    try:
        _change(request)
    except TooManyGuesses as refusal:
        return _slowed(request, refusal)
    except PasswordExpired:
        logout(request)
        return HttpResponseRedirect(reverse("portal:sign-in"))
    except DomainError as refusal:
        return _form(request, status=422, **_beside(refusal))
    if forced:
        return HttpResponseRedirect(page_after(request.POST.get("next", "")))
    messages.success(request, _("Пароль сменён. На других устройствах понадобится войти заново"))
    return HttpResponseRedirect(reverse("portal:sessions"))


def _change(request: CabinetRequest) -> None:
    """Change it, and give this session, the only one left, a new key."""
    owner, key = cast("SignIn", request.user), request.session.session_key or ""
    new = request.POST.get("new", "")
    if new != request.POST.get("again", ""):
        raise PasswordRefused(reasons=("differ",))
    services.change_password(
        owner,
        current=request.POST.get("current"),
        new=new,
        session_key=key,
        origin=origin_of(request),
        now=time_of(request),
    )
    update_session_auth_hash(request, owner)
    services.rename_session(key=key, new_key=request.session.session_key or "")


def _slowed(request: CabinetRequest, refusal: TooManyGuesses) -> HttpResponse:
    response = _form(request, status=429, current=_("Слишком много попыток. Попробуйте позже"))
    response.headers["Retry-After"] = str(refusal.parameters["seconds"])
    return response


def _beside(refusal: DomainError) -> dict[str, str]:
    """What to say beside which field: of a new password every reason, in a sentence each."""
    if isinstance(refusal, WrongPassword):
        return {"current": _("Это не ваш нынешний пароль")}
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


def _form(request: CabinetRequest, *, status: int = 200, **errors: str) -> HttpResponse:
    owner = cast("SignIn", request.user)
    context = {
        "forced": owner.must_change_password,
        "login": owner.login,
        "shortest": SHORTEST_PASSWORD,
        "errors": errors,
        "next": (request.POST if request.method == "POST" else request.GET).get("next", "")[:500],
    }
    return render(request, "portal/password.html", context, status=status)


urlpatterns: list[URLPattern] = [path("cabinet/password/", change, name="password")]

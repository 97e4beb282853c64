"""Changing the password: the issued one at the first sign-in, one's own at any time."""

from typing import cast

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.entering.passwords import beside, change_own
from kosmos.entering.refusing import slowed
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, page_after, signed_in_page
from kosmos.subscribers.errors import PasswordExpired, TooManyGuesses
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
        change_own(request)
    except TooManyGuesses as refusal:
        form = _form(request, status=429, current=_("Слишком много попыток. Попробуйте позже"))
        return slowed(form, refusal)
    except PasswordExpired:
        logout(request)
        return HttpResponseRedirect(reverse("portal:sign-in"))
    except DomainError as refusal:
        return _form(request, status=422, **beside(refusal))
    if forced:
        return HttpResponseRedirect(page_after(request.POST.get("next", "")))
    messages.success(request, _("Пароль сменён. На других устройствах понадобится войти заново"))
    return HttpResponseRedirect(reverse("portal:sessions"))


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

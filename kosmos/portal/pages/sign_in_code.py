"""The second step of signing in: the code of whoever wanted one."""

from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.portal.asking import refused_page
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import time_of
from kosmos.portal.letting_in import Half, forget_half, half_of, let_in
from kosmos.subscribers import services
from kosmos.subscribers.errors import TooManyGuesses, WrongCode, WrongSignIn

PAGE = "portal/sign_in_code.html"


@cache_control(no_store=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The field for the code; back to the password if that was too long ago, or changed since."""
    half = half_of(request)
    if half is None:
        return _password_first(request)
    if request.method != "POST":
        return render(request, PAGE)
    typed = request.POST.get("code", "")
    if not typed.strip():
        context = {"errors": {"code": _("Введите код из приложения или запасной код")}}
        return render(request, PAGE, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _judge(request, half, typed)


def _judge(request: HttpRequest, half: Half, typed: str) -> HttpResponse:
    try:
        found = services.sign_in_by_code(
            half.sign_in_id,
            proof=half.proof,
            code=typed,
            codes_at=datetime.now(UTC),
            origin=origin_of(request),
            now=time_of(request),
        )
    except (WrongCode, TooManyGuesses) as error:
        return refused_page(request, PAGE, {}, error, at="code")
    except WrongSignIn:
        return _password_first(request)
    return let_in(request, found, half.address)


def _password_first(request: HttpRequest) -> HttpResponse:
    """The sign-in page; it leads to what was asked for, if that is still known."""
    address, wanted = reverse("portal:sign-in"), forget_half(request)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


urlpatterns: list[URLPattern] = [path("sign-in/code/", code, name="sign-in-code")]

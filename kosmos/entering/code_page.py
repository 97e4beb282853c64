"""The second step of signing in: the code of whoever has a second factor."""

from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.entering.asked import origin_of, time_of
from kosmos.entering.refusing import Refusals
from kosmos.entering.sessions import Door, Half, LetIn, half_of, password_first
from kosmos.subscribers import services
from kosmos.subscribers.errors import TooManyGuesses, WrongCode, WrongSignIn
from kosmos.subscribers.models import SignIn


def code_page(door: Door, template: str, refusals: Refusals, let_in: LetIn) -> Callable[[HttpRequest], HttpResponse]:
    """The page of a door with the field for the code; back to the password if that was too long ago, or changed."""

    @cache_control(no_store=True)
    @sensitive_post_parameters("code")
    @require_http_methods(["GET", "HEAD", "POST"])
    def code(request: HttpRequest) -> HttpResponse:
        half = half_of(door, request)
        if half is None:
            return password_first(door, request)
        if request.method != "POST":
            return render(request, template)
        typed = request.POST.get("code", "")
        if not typed.strip():
            context = {"errors": {"code": _("Введите код из приложения или запасной код")}}
            return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            return let_in(request, _judged(request, half, typed), half.address)
        except (WrongCode, TooManyGuesses) as error:
            return refusals.page(request, template, {}, error, at="code")
        except WrongSignIn:
            return password_first(door, request)

    return code


def _judged(request: HttpRequest, half: Half, typed: str) -> SignIn:
    return services.sign_in_by_code(
        half.sign_in_id,
        proof=half.proof,
        code=typed,
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )

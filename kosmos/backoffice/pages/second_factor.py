"""The second proof of who signs in, which staff must have: set up at the first sign-in, asked for at each later one."""

from datetime import UTC, datetime
from typing import cast

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.backoffice.guards import StaffRequest, first_page, origin_of, time_of
from kosmos.backoffice.letting_in import Half, confirm_session, forget_half, half_of, let_in
from kosmos.backoffice.refusing import refused_page, words_of
from kosmos.kernel.errors import DomainError
from kosmos.subscribers import services
from kosmos.subscribers.codes import address_of
from kosmos.subscribers.errors import NoSecondFactor, SecondFactorOn, TooManyGuesses, WrongCode, WrongSignIn
from kosmos.subscribers.models import SecondFactor, SignIn
from kosmos.subscribers.queries import recovery_codes_left

PAGE, CODES, STEP = (f"backoffice/{name}.html" for name in ("second_factor", "recovery_codes", "sign_in_code"))
SEEN = "secret_shown"
"""Under it the session keeps the mark of the secret that it was shown."""


@cache_control(no_store=True)
@sensitive_post_parameters("code")
@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest) -> HttpResponse:
    """The second step of signing in; back to the password if that was too long ago, or changed since."""
    half = half_of(request)
    if half is None:
        return _password_first(request)
    if request.method != "POST":
        return render(request, STEP)
    typed = request.POST.get("code", "")
    if not typed.strip():
        return render(request, STEP, {"errors": {"code": _("Введите код из приложения или запасной код")}}, status=422)
    return _judge(request, half, typed)


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@first_page("second-factor")
def second_factor(request: StaffRequest) -> HttpResponse:
    """Not there yet, being set up, or on; a POST takes the next step: ``do`` is begin, confirm or move."""
    step = {"begin": _begin, "confirm": _confirm, "move": _move}.get(request.POST.get("do", ""))
    if request.method != "POST" or step is None:
        return render(request, PAGE, _shown(request))
    try:
        return step(request)
    except (NoSecondFactor, SecondFactorOn) as error:
        messages.info(request, words_of(error))
        return redirect("staff:second-factor")
    except DomainError as error:
        return refused_page(request, PAGE, _shown(request), error)


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
        return refused_page(request, STEP, {}, error)
    except WrongSignIn:
        return _password_first(request)
    return let_in(request, found, half.address)


def _password_first(request: HttpRequest) -> HttpResponse:
    """The sign-in page; it leads to what was asked for, if that is still known."""
    address, wanted = reverse("staff:sign-in"), forget_half(request)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': wanted})}" if wanted else address)


def _begin(request: StaffRequest) -> HttpResponse:
    """Begun again in another tab, it goes on with the secret that may have been scanned."""
    secret = services.begin_required_factor(_me(request), now=time_of(request), seen=_seen(request))
    request.session[SEEN] = services.mark_of(secret)
    return redirect("staff:second-factor")


def _confirm(request: StaffRequest) -> HttpResponse:
    """The recovery codes are in this answer, and nowhere else afterwards; this session is confirmed."""
    me = _me(request)
    codes = services.confirm_second_factor(
        me,
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )
    me.second_factor = SecondFactor.objects.get(sign_in=me)
    confirm_session(request, me)
    return render(request, CODES, {"codes": codes})


def _move(request: StaffRequest) -> HttpResponse:
    """To another phone: the old secret counts no more, and a new one is set up at once."""
    services.end_second_factor(
        _me(request),
        password=request.POST.get("password", ""),
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )
    messages.success(request, _("Прежний телефон больше не подходит. Настройте новый"))
    return redirect("staff:second-factor")


def _shown(request: StaffRequest) -> dict[str, object]:
    me = _me(request)
    if services.asks_for_code(me):
        return {"state": "on", "login": me.login, "left": recovery_codes_left(me)}
    secret = services.waiting_secret(me, time_of(request), seen=_seen(request))
    if secret is None:
        return {"state": "off"}
    operator: str = request.moment.operator_name  # type: ignore[attr-defined]
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"state": "begun", "secret": groups, "qr": _drawn(address_of(secret, login=me.login, issuer=operator))}


def _drawn(address: str) -> SafeString:
    """A QR code as SVG that stands in the page: its colours and size are the style sheet's."""
    made = segno.make(address, error="m")
    return SafeString(made.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=4))


def _seen(request: StaffRequest) -> str:
    """The mark of the secret that this session was shown; empty before one was."""
    return str(request.session.get(SEEN, ""))


def _me(request: StaffRequest) -> SignIn:
    return cast("SignIn", request.user)


urlpatterns: list[URLPattern] = [
    path("sign-in/code/", code, name="sign-in-code"),
    path("second-factor/", second_factor, name="second-factor"),
]

"""A second proof of who signs in: switched on with a code of an app, off with password and code."""

from datetime import UTC, datetime
from typing import cast

import segno
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kosmos.kernel.errors import DomainError
from kosmos.portal.asking import refused_page
from kosmos.portal.devices import origin_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.words import refusal
from kosmos.subscribers import services
from kosmos.subscribers.codes import address_of
from kosmos.subscribers.errors import NoSecondFactor, SecondFactorOn
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.queries import recovery_codes_left

PAGE, CODES = "portal/profile/second_factor.html", "portal/profile/recovery_codes.html"
SEEN = "secret_shown"
"""Under it the session keeps the mark of the secret that it was shown."""


@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
@cabinet_page
def second_factor(request: CabinetRequest) -> HttpResponse:
    """Off, being switched on, or on; a POST takes the next step: ``do`` is begin, confirm or end."""
    step = {"begin": _begin, "confirm": _confirm, "end": _end}.get(request.POST.get("do", ""))
    if request.method != "POST" or step is None:
        return render(request, PAGE, _shown(request))
    try:
        return step(request)
    except (NoSecondFactor, SecondFactorOn) as error:
        messages.info(request, refusal(error))
        return redirect("portal:second-factor")
    except DomainError as error:
        at = "code" if request.POST.get("do") == "confirm" else ""
        return refused_page(request, PAGE, _shown(request), error, at=at)


def _begin(request: CabinetRequest) -> HttpResponse:
    """Begun again in another tab, it goes on with the secret that may have been scanned."""
    secret = services.begin_second_factor(
        _me(request), password=request.POST.get("password", ""), now=time_of(request), seen=_seen(request)
    )
    request.session[SEEN] = services.mark_of(secret)
    return redirect("portal:second-factor")


def _confirm(request: CabinetRequest) -> HttpResponse:
    """The recovery codes are in this answer, and nowhere else afterwards."""
    codes = services.confirm_second_factor(
        _me(request),
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )
    return render(request, CODES, {"codes": codes})


def _end(request: CabinetRequest) -> HttpResponse:
    services.end_second_factor(
        _me(request),
        password=request.POST.get("password", ""),
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )
    messages.success(request, _("Вход с кодом отключён"))
    return redirect("portal:second-factor")


def _shown(request: CabinetRequest) -> dict[str, object]:
    me = _me(request)
    if services.asks_for_code(me):
        return {"state": "on", "login": me.login, "left": recovery_codes_left(me)}
    secret = services.waiting_secret(me, time_of(request), seen=_seen(request))
    if secret is None:
        return {"state": "off", "login": me.login}
    operator: str = request.moment.operator_name  # type: ignore[attr-defined]
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    drawn = _drawn(address_of(secret, login=me.login, issuer=operator))
    return {"state": "begun", "login": me.login, "secret": groups, "qr": drawn}


def _drawn(address: str) -> SafeString:
    """A QR code as SVG that stands in the page: its colours and size are the style sheet's."""
    made = segno.make(address, error="m")
    return SafeString(made.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=4))


def _seen(request: CabinetRequest) -> str:
    """The mark of the secret that this session was shown; empty before one was."""
    return str(request.session.get(SEEN, ""))


def _me(request: CabinetRequest) -> SignIn:
    return cast("SignIn", request.user)


urlpatterns: list[URLPattern] = [path("cabinet/profile/second-factor/", second_factor, name="second-factor")]

"""The page on which a second factor is set up, shown and ended; each door has its own steps on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar, cast

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString

from kosmos.entering.asked import origin_of, time_of
from kosmos.entering.refusing import Refusals
from kosmos.entering.sessions import Door
from kosmos.kernel.errors import DomainError
from kosmos.subscribers import services
from kosmos.subscribers.codes import address_of
from kosmos.subscribers.errors import NoSecondFactor, SecondFactorOn
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.queries import recovery_codes_left

SEEN = "secret_shown"
"""Under it the session keeps the mark of the secret that it was shown."""
R = TypeVar("R", bound=HttpRequest)


@dataclass(frozen=True, slots=True)
class FactorPage(Generic[R]):
    """A door's page: the steps that ``do`` names, and how it speaks."""

    door: Door
    template: str
    refusals: Refusals
    steps: Mapping[str, Callable[[R], HttpResponse]]

    def answer(self, request: R) -> HttpResponse:
        """Off, being set up, or on; a POST takes the step that it names."""
        wish = request.POST.get("do", "")
        step = self.steps.get(wish)
        if request.method != "POST" or step is None:
            return render(request, self.template, shown(request))
        try:
            return step(request)
        except (NoSecondFactor, SecondFactorOn) as error:
            messages.info(request, self.refusals.words(error))
            return self.again()
        except DomainError as error:
            at = "code" if wish == "confirm" else ""
            return self.refusals.page(request, self.template, shown(request), error, at=at)

    def again(self) -> HttpResponse:
        """The page anew, after a step."""
        return HttpResponseRedirect(self.door.address("second-factor"))


def shown(request: HttpRequest) -> dict[str, object]:
    """How far the factor of whoever is signed in has come, as the page shows it."""
    me = me_of(request)
    if services.asks_for_code(me):
        return {"state": "on", "login": me.login, "left": recovery_codes_left(me)}
    secret = services.waiting_secret(me, time_of(request), seen=seen(request))
    if secret is None:
        return {"state": "off", "login": me.login}
    operator: str = request.moment.operator_name  # type: ignore[attr-defined]
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    drawn = _drawn(address_of(secret, login=me.login, issuer=operator))
    return {"state": "begun", "login": me.login, "secret": groups, "qr": drawn}


def seen(request: HttpRequest) -> str:
    """The mark of the secret that this session was shown; empty before one was."""
    return str(request.session.get(SEEN, ""))


def note_seen(request: HttpRequest, secret: str) -> None:
    """Note that this session is shown a secret: begun again in another tab, it goes on with the same."""
    request.session[SEEN] = services.mark_of(secret)


def confirm(request: HttpRequest) -> list[str]:
    """Set the factor up with a code of it; the recovery codes, which nothing shows afterwards."""
    return services.confirm_second_factor(
        me_of(request),
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )


def end(request: HttpRequest) -> None:
    """End the factor, with password and code."""
    services.end_second_factor(
        me_of(request),
        password=request.POST.get("password", ""),
        code=request.POST.get("code", ""),
        codes_at=datetime.now(UTC),
        origin=origin_of(request),
        now=time_of(request),
    )


def me_of(request: HttpRequest) -> SignIn:
    """Whoever is signed in."""
    return cast("SignIn", request.user)


def _drawn(address: str) -> SafeString:
    """A QR code as SVG that stands in the page: its colours and size are the style sheet's."""
    made = segno.make(address, error="m")
    return SafeString(made.svg_inline(svgclass="qr", lineclass=None, omitsize=True, border=4))

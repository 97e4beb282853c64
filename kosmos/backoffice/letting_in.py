"""A session for whoever of the staff proved who he is, and the time between his password and his code."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import login as log_in
from django.contrib.auth import logout as log_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from kosmos.backoffice.guards import CONFIRMED, mark_of_factor, origin_of, time_of
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import CODE_WAITS

BACKEND = "kosmos.subscribers.backend.SignInBackend"
HOURS_SIGNED_IN = 12
"""A shift: whoever works longer signs in again."""
_KEY = "half_signed_in_staff"


@dataclass(frozen=True, slots=True)
class Half:
    """Whose password was right in this browser a moment ago, and where he wants to go when his code is too."""

    sign_in_id: int
    proof: str
    address: str


def let_in(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """A session under a new key, for one shift, confirmed if a code was asked for; on to the address."""
    request.session.pop(_KEY, None)
    if request.user.is_authenticated:
        log_out(request)
    log_in(request, found, backend=BACKEND)
    request.session.set_expiry(HOURS_SIGNED_IN * 3600)
    if services.asks_for_code(found):
        confirm_session(request, found)
    request.session.save()
    key = request.session.session_key or ""
    services.begin_session(found, key=key, origin=origin_of(request), now=time_of(request))
    return HttpResponseRedirect(address)


def confirm_session(request: HttpRequest, owner: SignIn) -> None:
    """Note that a code of the owner's factor was given in this session."""
    request.session[CONFIRMED] = mark_of_factor(owner)


def ask_code(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """Note that a password was right, under a new key of the session, and ask for the code; nobody is signed in yet."""
    until = time_of(request) + CODE_WAITS
    if request.user.is_authenticated:
        log_out(request)
    request.session.cycle_key()
    request.session[_KEY] = [found.pk, found.get_session_auth_hash(), until.isoformat(), address]
    return HttpResponseRedirect(reverse("staff:sign-in-code"))


def half_of(request: HttpRequest) -> Half | None:
    """Who waits for his code in this browser; None if nobody does, or for too long."""
    kept = request.session.get(_KEY)
    if kept is None or datetime.fromisoformat(kept[2]) <= time_of(request):
        return None
    return Half(kept[0], kept[1], kept[3])


def forget_half(request: HttpRequest) -> str:
    """Nobody waits any more, the password comes first again; where he wanted to go, empty if nobody waited."""
    kept = request.session.pop(_KEY, None)
    return str(kept[3]) if kept else ""

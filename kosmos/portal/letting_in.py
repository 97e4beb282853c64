"""A session for whoever proved who he is, and the page between the password and the code of a second factor."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import login as log_in
from django.contrib.auth import logout as log_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from kosmos.portal.devices import origin_of, remember_device
from kosmos.portal.guards import time_of
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import CODE_WAITS

BACKEND = "kosmos.subscribers.backend.SignInBackend"
_KEY = "half_signed_in"


@dataclass(frozen=True, slots=True)
class Half:
    """Whose password was right in this browser a moment ago, and where he wants to go when his code is too."""

    sign_in_id: int
    proof: str
    address: str


def let_in(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """A session under a new key, noted for its owner, and a browser that will be known; on to the address."""
    request.session.pop(_KEY, None)
    if request.user.is_authenticated:
        log_out(request)
    log_in(request, found, backend=BACKEND)
    if request.session.session_key is None:
        request.session.save()
    key = request.session.session_key or ""
    services.begin_session(found, key=key, origin=origin_of(request), now=time_of(request))
    if found.must_change_password:
        address = f"{reverse('portal:password')}?{urlencode({'next': address})}"
    response = HttpResponseRedirect(address)
    remember_device(request, response, found.pk)
    return response


def ask_code(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """Note that a password was right, under a new key of the session, and ask for the code; nobody is signed in yet."""
    until = time_of(request) + CODE_WAITS
    request.session.cycle_key()
    request.session[_KEY] = [found.pk, found.get_session_auth_hash(), until.isoformat(), address]
    return HttpResponseRedirect(reverse("portal:sign-in-code"))


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

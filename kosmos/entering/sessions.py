"""A session for whoever proved who he is, and the time between his password and his code."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import login as log_in
from django.contrib.auth import logout as log_out
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from kosmos.entering.asked import origin_of, time_of
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn
from kosmos.subscribers.rules import CODE_WAITS

LetIn = Callable[[HttpRequest, SignIn, str], HttpResponse]
"""How a door lets somebody in, and to which address."""
BACKEND = "kosmos.subscribers.backend.SignInBackend"


@dataclass(frozen=True, slots=True)
class Door:
    """Where people enter: the namespace of its addresses, and under what its sessions keep who waits for his code."""

    namespace: str
    key: str

    def address(self, page: str) -> str:
        """Where a page of this door is: ``sign-in``, ``sign-in-code``, ``second-factor``."""
        return reverse(f"{self.namespace}:{page}")


@dataclass(frozen=True, slots=True)
class Half:
    """Whose password was right in this browser a moment ago, and where he wants to go when his code is too."""

    sign_in_id: int
    proof: str
    address: str


def enter(door: Door, request: HttpRequest, found: SignIn, address: str, let_in: LetIn) -> HttpResponse:
    """Go on from a right password: to the page for the code where there is a factor, else in, as the door does that."""
    if services.asks_for_code(found):
        return ask_code(door, request, found, address)
    return let_in(request, found, address)


def open_session(door: Door, request: HttpRequest, found: SignIn) -> None:
    """A session under a new key, noted for its owner; nothing of whoever was signed in before is left in it."""
    request.session.pop(door.key, None)
    if request.user.is_authenticated:
        log_out(request)
    log_in(request, found, backend=BACKEND)
    if request.session.session_key is None:
        request.session.save()
    key = request.session.session_key or ""
    services.begin_session(found, key=key, origin=origin_of(request), now=time_of(request))


def leave(request: HttpRequest) -> None:
    """End this session, if there is one."""
    if isinstance(request.user, SignIn):
        key = request.session.session_key or ""
        services.sign_out(request.user, key=key, origin=origin_of(request), now=time_of(request))
        log_out(request)


def ask_code(door: Door, request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """Note that a password was right, under a new key of the session, and ask for the code; nobody is signed in yet."""
    until = time_of(request) + CODE_WAITS
    if request.user.is_authenticated:
        log_out(request)
    request.session.cycle_key()
    request.session[door.key] = [found.pk, found.get_session_auth_hash(), until.isoformat(), address]
    return HttpResponseRedirect(door.address("sign-in-code"))


def half_of(door: Door, request: HttpRequest) -> Half | None:
    """Who waits for his code in this browser; None if nobody does, or for too long."""
    kept = request.session.get(door.key)
    if kept is None or datetime.fromisoformat(kept[2]) <= time_of(request):
        return None
    return Half(kept[0], kept[1], kept[3])


def password_first(door: Door, request: HttpRequest) -> HttpResponse:
    """Nobody waits any more: the sign-in page, which leads to what was asked for, if that is still known."""
    address, kept = door.address("sign-in"), request.session.pop(door.key, None)
    return HttpResponseRedirect(f"{address}?{urlencode({'next': kept[3]})}" if kept and kept[3] else address)

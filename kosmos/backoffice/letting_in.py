"""A session for whoever of the staff proved who he is."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from kosmos.backoffice.guards import CONFIRMED, mark_of_factor
from kosmos.entering.sessions import Door, open_session
from kosmos.subscribers import services
from kosmos.subscribers.models import SignIn

DOOR = Door("staff", "half_signed_in_staff")
HOURS_SIGNED_IN = 12
"""A shift: whoever works longer signs in again."""


def let_in(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """A session under a new key, for one shift, confirmed if a code was asked for; on to the address."""
    open_session(DOOR, request, found)
    request.session.set_expiry(HOURS_SIGNED_IN * 3600)
    if services.asks_for_code(found):
        confirm_session(request, found)
    return HttpResponseRedirect(address)


def confirm_session(request: HttpRequest, owner: SignIn) -> None:
    """Note that a code of the owner's factor was given in this session."""
    request.session[CONFIRMED] = mark_of_factor(owner)

"""A session for a subscriber who proved who he is, in a browser that will be known."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode

from kosmos.entering.sessions import Door, open_session
from kosmos.portal.devices import remember_device
from kosmos.subscribers.models import SignIn

DOOR = Door("portal", "half_signed_in")


def let_in(request: HttpRequest, found: SignIn, address: str) -> HttpResponse:
    """A session under a new key, noted for its owner, and a browser that will be known; on to the address."""
    open_session(DOOR, request, found)
    if found.must_change_password:
        address = f"{reverse('portal:password')}?{urlencode({'next': address})}"
    response = HttpResponseRedirect(address)
    remember_device(request, response, found.pk)
    return response

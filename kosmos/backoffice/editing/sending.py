"""A form as it comes from one of the staff, and the answer once it is done."""

from hashlib import sha256

from django.http import HttpResponse, HttpResponseRedirect

from kosmos.backoffice.guards import StaffRequest, time_of
from kosmos.editing.services import Form


def form_of(request: StaffRequest, *said: str) -> Form:
    """Who sends it, and what it showed; for each of the staff the same form with the same words is one."""
    whole = "\x1f".join([str(request.staff.pk), request.path, request.POST.get("key", "")[:64], *said])
    key = sha256(whole.encode("utf-8", "replace")).hexdigest()[:32]
    return Form(request.staff, key, time_of(request), request.POST.get("seen", "")[:64])


def see(address: str) -> HttpResponse:
    """Lead on after a form is done: whoever loads the page again does not send the form again."""
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response

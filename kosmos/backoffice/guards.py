"""Who may see a staff page."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kosmos.backoffice.roles import may
from kosmos.backoffice.turning_away import note_refusal
from kosmos.entering.asked import origin_of, time_of
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services import asks_for_code

__all__ = [
    "CONFIRMED",
    "StaffRequest",
    "first_page",
    "mark_of_factor",
    "origin_of",
    "own_page",
    "page_after",
    "staff_of",
    "staff_page",
    "step_before",
    "time_of",
]
P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that a guard has let through."""

    staff: StaffMember


CONFIRMED = "second_factor"
"""Under it a session keeps when the factor was confirmed whose code was given in it: a later factor opens it not."""

View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
GuardedView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff_page(function: str) -> Callable[[GuardedView[P]], View[P]]:
    """Let only staff in whose role has a function; the answer is never stored.

    Before it come a password of one's own and a confirmed second factor, whose code was given in this session.
    """

    def guard(view: GuardedView[P]) -> View[P]:
        return _guarded(view, function=function)

    return guard


def own_page(view: GuardedView[P]) -> View[P]:
    """As ``staff_page``, for what everybody of the staff may do."""
    return _guarded(view)


def first_page(name: str) -> Callable[[GuardedView[P]], View[P]]:
    """As ``own_page``, for the page of this name that itself has to be passed before others are shown."""

    def guard(view: GuardedView[P]) -> View[P]:
        return _guarded(view, itself=name)

    return guard


def step_before(request: HttpRequest) -> str:
    """The name of the page that a member of staff has to pass before all others; empty if none is left."""
    sign_in = cast("SignIn", request.user)
    coded = asks_for_code(sign_in)
    if coded and request.session.get(CONFIRMED) != mark_of_factor(sign_in):
        return "sign-in"
    if sign_in.must_change_password:
        return "password"
    return "" if coded else "second-factor"


def mark_of_factor(sign_in: SignIn) -> str:
    """What a session keeps of the factor by which it was confirmed."""
    at = sign_in.second_factor.confirmed_at
    return at.isoformat() if at else ""


def staff_of(request: HttpRequest) -> StaffMember | None:
    """Who of the staff is signed in; None for strangers, PermissionDenied for a sign-in that is no staff member's."""
    if not request.user.is_authenticated:
        return None
    found: StaffMember | None = getattr(request.user, "staff_member", None)
    if found is None:
        raise PermissionDenied("This sign-in is no staff member's.")
    return found


def page_after(wanted: str) -> str:
    """Where to go after signing in: a staff page that was asked for, else the first one."""
    ours = wanted.startswith("/staff/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.isprintable() else reverse("staff:home")


def _guarded(view: GuardedView[P], *, function: str = "", itself: str = "") -> View[P]:
    def let_in(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = staff_of(request)
        if staff is None:
            return HttpResponseRedirect(_sign_in_address(request))
        if (first := step_before(request)) and first != itself:
            return HttpResponseRedirect(reverse(f"staff:{first}"))
        if function and not may(staff.role, function):
            raise PermissionDenied(f"A {staff.role} may not {function}.")
        at_work = cast("StaffRequest", request)
        at_work.staff = staff
        return view(at_work, *args, **kwargs)

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            response = let_in(request, *args, **kwargs)
        except PermissionDenied:
            note_refusal(request, function)
            raise
        response.headers["Cache-Control"] = "no-store"
        return response

    return cast("View[P]", guarded)


def _sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to what was asked for."""
    address = reverse("staff:sign-in")
    return f"{address}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else address

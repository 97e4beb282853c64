"""Who may see a staff page."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from kosmos.backoffice.roles import may
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services import Origin

P = ParamSpec("P")


class StaffRequest(HttpRequest):
    """A request that a guard has let through."""

    staff: StaffMember


View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
GuardedView = Callable[Concatenate[StaffRequest, P], HttpResponseBase]


def staff_page(function: str) -> Callable[[GuardedView[P]], View[P]]:
    """Let only staff in whose role has a function, and first to a password of their own; the answer is never stored."""

    def guard(view: GuardedView[P]) -> View[P]:
        return _guarded(view, function)

    return guard


def own_page(view: GuardedView[P]) -> View[P]:
    """As ``staff_page``, for what everybody of the staff may do, an issued password not yet replaced."""
    return _guarded(view, None)


def staff_of(request: HttpRequest) -> StaffMember | None:
    """Who of the staff is signed in; None for strangers, PermissionDenied for a sign-in that is no staff member's."""
    if not request.user.is_authenticated:
        return None
    found: StaffMember | None = getattr(request.user, "staff_member", None)
    if found is None:
        raise PermissionDenied("This sign-in is no staff member's.")
    return found


def time_of(request: HttpRequest) -> datetime:
    """When a request came, by Kosmos's clock."""
    at: datetime = request.moment.now  # type: ignore[attr-defined]
    return at


def origin_of(request: HttpRequest) -> Origin:
    """Where a request came from."""
    return Origin(str(request.META.get("REMOTE_ADDR") or ""), request.headers.get("User-Agent", ""))


def page_after(wanted: str) -> str:
    """Where to go after signing in: a staff page that was asked for, else the first one."""
    ours = wanted.startswith("/staff/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.isprintable() else reverse("staff:home")


def _guarded(view: GuardedView[P], function: str | None) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        staff = staff_of(request)
        if staff is None:
            response: HttpResponseBase = HttpResponseRedirect(_sign_in_address(request))
        elif function is not None and cast("SignIn", request.user).must_change_password:
            response = HttpResponseRedirect(reverse("staff:password"))
        elif function is not None and not may(staff.role, function):
            raise PermissionDenied(f"A {staff.role} may not {function}.")
        else:
            let_in = cast("StaffRequest", request)
            let_in.staff = staff
            response = view(let_in, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        return response

    return cast("View[P]", guarded)


def _sign_in_address(request: HttpRequest) -> str:
    """The sign-in page, which leads back to what was asked for."""
    address = reverse("staff:sign-in")
    return f"{address}?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else address

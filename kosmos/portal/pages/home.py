"""The cabinet's first page: where the account stands, why, and until when."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from kosmos.charging.queries import Home, home_of
from kosmos.charging.services import take_promise
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.standing import standing_of
from kosmos.portal.words import refusal
from kosmos.usage.queries import Traffic, traffic_at_home

KEPT_READY = 500
"""So many pages are kept ready in a process: of accounts that have not changed since somebody looked."""

_kept: dict[tuple[str, str, str], dict[str, SafeString]] = {}


@cabinet_page
def home(request: CabinetRequest) -> HttpResponse:
    """The chosen account, as it stands at this moment."""
    view = home_of(request.cabinet.chosen.account_id, now=time_of(request))
    traffic = traffic_at_home(view)
    if view.promise_refused is None:
        return render(request, "portal/home.html", {"home": standing_of(view, traffic=traffic)})
    return render(request, "portal/home.html", _ready(view, traffic))


@require_POST
@cabinet_page
def promise(request: CabinetRequest) -> HttpResponse:
    """Take a promise for the chosen account; what refuses it is said on the page."""
    account_id, now = request.cabinet.chosen.account_id, time_of(request)
    try:
        take_promise(account_id=account_id, now=now)
    except DomainError as error:
        view = home_of(account_id, now=now)
        context = {"home": standing_of(view, traffic=traffic_at_home(view)), "refused": refusal(error)}
        return render(request, "portal/home.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return redirect("portal:home")


def _ready(view: Home, traffic: Sequence[Traffic]) -> dict[str, SafeString]:
    """The sky and the ground of a page without a form: what they say depends on nothing else than these."""
    key = get_language() or "", view.digest, repr(traffic)
    if key not in _kept:
        if len(_kept) >= KEPT_READY:
            _kept.clear()
        said = {"home": standing_of(view, traffic=traffic)}
        _kept[key] = {f"ready_{part}": render_to_string(f"portal/home/{part}.html", said) for part in ("sky", "ground")}
    return _kept[key]


urlpatterns: list[URLPattern] = [
    path("cabinet/", home, name="home"),
    path("cabinet/promise/", promise, name="promise"),
]

"""The cabinet's first page: where the account stands, why, and until when."""

from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from kosmos.charging.queries import home_of
from kosmos.charging.services import take_promise
from kosmos.kernel.clock import now as clock_now
from kosmos.kernel.errors import DomainError
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.standing import standing_of
from kosmos.portal.words import refusal
from kosmos.usage.queries import Traffic, traffic_at_home


KEPT_READY = 500
"""So many pages are kept ready in a process: those whose accounts have not changed since they were last looked at."""


@cabinet_page
def home(request: CabinetRequest) -> HttpResponse:
    """The chosen account, as it stands at this moment."""
    view = home_of(request.cabinet.chosen.account_id, now=_now(request))
    sky, ground = _ready(get_language() or "", view, traffic_at_home(view))
    return render(request, "portal/home.html", {"home_sky": sky, "home_ground": ground})


def _ready(language: str, view: Home, traffic: Sequence[Traffic]) -> tuple[SafeString, SafeString]:
    """What the page says in the sky and on the ground; nothing in it depends on anything else."""
    key = language, view.digest, repr(traffic)
    if key not in _kept:
        if len(_kept) >= KEPT_READY:
            _kept.clear()
        said = {"home": standing_of(view, traffic=traffic)}
        _kept[key] = tuple(render_to_string(f"portal/home/{part}.html", said) for part in ("sky", "ground"))
    sky, ground = _kept[key]
    return sky, ground


_kept: dict[tuple[str, str, str], tuple[SafeString, ...]] = {}


def _now(request: HttpRequest) -> datetime:
    moment = getattr(request, "moment", None)
    return moment.now if moment is not None else clock_now()


urlpatterns: list[URLPattern] = [
    path("cabinet/", home, name="home"),
    path("cabinet/promise/", promise, name="promise"),
]

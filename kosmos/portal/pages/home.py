"""The cabinet's first page: where the account stands, why, and until when."""

import re
from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import get_language

from kosmos.charging.queries import Home, home_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.standing import standing_of
from kosmos.portal.unread import unread_in
from kosmos.usage.queries import Traffic, traffic_at_home

KEPT_READY = 500
"""So many pages are kept ready in a process: of accounts that have not changed since somebody looked."""

_TOKEN = re.compile(r'(?<=name="csrfmiddlewaretoken" value=")\w+')
_kept: dict[tuple[object, ...], list[str]] = {}


@cabinet_page
def home(request: CabinetRequest) -> HttpResponse:
    """The chosen account, as it stands at this moment."""
    view = home_of(request.cabinet.chosen.account_id, now=time_of(request))
    traffic = traffic_at_home(view)
    key = _all_that_is_said(request, view, traffic)
    if key is not None and key in _kept:
        return HttpResponse(get_token(request).join(_kept[key]))
    page = render(request, "portal/home.html", {"home": standing_of(view, traffic=traffic)})
    if key is not None:
        _keep(key, page.content.decode())
    return page


def _all_that_is_said(request: CabinetRequest, view: Home, traffic: Sequence[Traffic]) -> tuple[object, ...] | None:
    """All that the page depends on, but for its forms' tokens; None in the demo, whose bar tells the time."""
    moment, cabinet = request.moment, request.cabinet  # type: ignore[attr-defined]
    if moment.demo:
        return None
    operator = (moment.operator_name, repr(moment.operator and moment.operator.phones))
    whose = (cabinet.subscriber.id, cabinet.subscriber.name, cabinet.subscriber.kind, cabinet.accounts, cabinet.chosen)
    return (get_language(), request.get_full_path(), view.digest, repr(traffic), unread_in(request), *operator, *whose)


def _keep(key: tuple[object, ...], page: str) -> None:
    """Keep a page as the pieces between its forms' tokens."""
    if len(_kept) >= KEPT_READY:
        _kept.clear()
    _kept[key] = _TOKEN.split(page)


def refused_at_home(request: CabinetRequest, refused: str) -> HttpResponse:
    """The page once more, with words about a wish of its own that was refused."""
    view = home_of(request.cabinet.chosen.account_id, now=time_of(request))
    context = {"home": standing_of(view, traffic=traffic_at_home(view)), "refused": refused}
    return render(request, "portal/home.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)


urlpatterns: list[URLPattern] = [path("cabinet/", home, name="home")]

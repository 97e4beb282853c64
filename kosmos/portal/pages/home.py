"""The cabinet's first page: where the account stands, why, and until when."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.charging.queries import home_of
from kosmos.kernel.clock import now as clock_now
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.standing import Standing, standing_of
from kosmos.usage.queries import traffic_at_home


@cabinet_page
def home(request: CabinetRequest) -> HttpResponse:
    """The chosen account, as it stands at this moment."""
    chosen = request.cabinet.chosen
    return render(request, "portal/home.html", {"home": standing(chosen.account_id, now=_now(request))})


def standing(account_id: int, *, now: datetime) -> Standing:
    """What the home page says of an account at an instant."""
    view = home_of(account_id, now=now)
    return standing_of(view, traffic=traffic_at_home(view))


def _now(request: HttpRequest) -> datetime:
    moment = getattr(request, "moment", None)
    return moment.now if moment is not None else clock_now()


urlpatterns: list[URLPattern] = [path("cabinet/", home, name="home")]

"""The cabinet's first page: where the account stands, why, and until when."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.charging.queries import account_view
from kosmos.charging.why import StatementRow, statement_of
from kosmos.kernel.clock import now as clock_now
from kosmos.portal.guards import CabinetRequest, cabinet_page
from kosmos.portal.plans import facts_by_code
from kosmos.portal.standing import Standing, standing_of
from kosmos.usage.queries import traffic_of

LAST = 5
"""How many of the last lines are shown."""


@cabinet_page
def home(request: CabinetRequest) -> HttpResponse:
    """The chosen account, as it stands at this moment."""
    chosen = request.cabinet.chosen
    return render(request, "portal/home.html", {"home": standing(chosen.account_id, chosen.number, now=_now(request))})


def standing(account_id: int, number: str, *, now: datetime) -> Standing:
    """What the home page says of an account at an instant."""
    view = account_view(number, now=now)
    limited = any(plan.volume_bytes for plan in (facts_by_code(held.plan) for held in view.held) if plan)
    return standing_of(
        view,
        last=_last(account_id),
        traffic=traffic_of(account_id, now) if limited else (),
        facts=facts_by_code,
    )


def _last(account_id: int) -> list[StatementRow]:
    return statement_of(account_id)[: -LAST - 1 : -1]


def _now(request: HttpRequest) -> datetime:
    moment = getattr(request, "moment", None)
    return moment.now if moment is not None else clock_now()


urlpatterns: list[URLPattern] = [path("cabinet/", home, name="home")]

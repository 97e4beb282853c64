"""The demo's showcase: every component, and the home page in every state, of accounts made by hand."""

from typing import cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.kernel.models import DemoClock
from kosmos.portal.guards import AccountChoice, Cabinet, CabinetRequest
from kosmos.portal.icons import OUTLINES
from kosmos.portal.samples import NUMBER, SAMPLES
from kosmos.portal.standing import standing_of
from kosmos.subscribers.models import Subscriber


def states(request: HttpRequest) -> HttpResponse:
    """The components, and the way to each state; there is no such page outside the demo."""
    _only_in_the_demo()
    return render(request, "portal/states.html", {"samples": SAMPLES, "icons": OUTLINES})


def state(request: HttpRequest, name: str) -> HttpResponse:
    """The home page of an account made by hand, as its holder would see it."""
    _only_in_the_demo()
    if name not in SAMPLES:
        raise Http404
    sample = SAMPLES[name]
    cast("CabinetRequest", request).cabinet = _cabinet(sample.view.ahead.figures.balance, several=name == "several")
    home = standing_of(sample.view, traffic=sample.traffic)
    return render(request, "portal/home.html", {"home": home})


def _cabinet(balance_kopecks: int, *, several: bool) -> Cabinet:
    chosen = AccountChoice(1, NUMBER, "Минск, Сурганова, 17, кв. 34", balance_kopecks)
    other = AccountChoice(2, "100917", "Минск, общежитие 5, комн. 412", -1800)
    return Cabinet(Subscriber(name="Анна К."), (chosen, other) if several else (chosen,), chosen)


def _only_in_the_demo() -> None:
    if not DemoClock.objects.exists():
        raise Http404


urlpatterns: list[URLPattern] = [
    path("demo/states/", states, name="demo-states"),
    path("demo/states/<slug:name>/", state, name="demo-state"),
]

"""The operator's front page: what there is, the way into the cabinet, and paying without it."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.catalogue.models import Kind, Plan, PlanStatus, Price, Service
from kosmos.kernel.clock import now as clock_now
from kosmos.portal.guards import cabinet_of
from kosmos.portal.standing import megabits_of
from kosmos.portal.words.typography import zone

SHOWN = 3
"""How many plans of a service stand in its card."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A plan and its fee today."""

    plan: Plan
    fee_kopecks: int

    @property
    def speed_mbps(self) -> int | float | None:
        """The speed in megabits, None where there is none to speak of."""
        return megabits_of(self.plan.speed_kbps)


@dataclass(frozen=True, slots=True)
class OfferedService:
    """A service, its least fee and a few of its plans, the cheapest first."""

    service: Service
    from_kopecks: int
    offers: tuple[Offer, ...]


def site(request: HttpRequest) -> HttpResponse:
    """The front page; who is signed in sees his own way to the cabinet."""
    cabinet = cabinet_of(request)
    if cabinet is not None:
        request = _with(request, cabinet)
    today = clock_now().astimezone(zone()).date()
    page = render(request, "portal/site.html", {"services": offered("home", today)})
    if cabinet is not None:
        page.headers["Cache-Control"] = "no-store"
    return page


def offered(audience: str, day: date) -> list[OfferedService]:
    """What an audience can connect: base plans by service, with the fee of a day."""
    plans = Plan.objects.select_related("service").filter(
        status=PlanStatus.OPEN, kind=Kind.BASE, audiences__contains=[audience]
    )
    fees = _fees_on(day)
    offers = [Offer(plan, fees[plan.id]) for plan in plans.order_by("service_id") if plan.id in fees]
    return [_service(list(of_service)) for _, of_service in groupby(offers, lambda offer: offer.plan.service_id)]


def _service(offers: list[Offer]) -> OfferedService:
    cheapest = sorted(offers, key=lambda offer: offer.fee_kopecks)
    return OfferedService(cheapest[0].plan.service, cheapest[0].fee_kopecks, tuple(cheapest[:SHOWN]))


def _fees_on(day: date) -> dict[int, int]:
    newest = Price.objects.filter(from_on__lte=day).order_by("plan_id", "-from_on").distinct("plan_id")
    return dict(newest.values_list("plan_id", "fee_kopecks"))


def _with(request: HttpRequest, cabinet: object) -> HttpRequest:
    request.cabinet = cabinet  # type: ignore[attr-defined]
    return request


urlpatterns: list[URLPattern] = [path("", site, name="site")]

"""«Проверка адреса»: what can be had in a house or a dormitory, found in spite of typing errors; else what to do.

Everybody sees the same. Look-ups are counted by network: whoever copies the register is slowed, a visitor is not.
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.http import urlencode

from kosmos.catalogue.coverage import LONGEST, FoundBuilding, building, find_buildings
from kosmos.catalogue.models import Service
from kosmos.charging.choices import Offer
from kosmos.kernel.typing_errors import folded
from kosmos.portal import limits
from kosmos.portal.guards import time_of
from kosmos.portal.offering import on_sale
from kosmos.portal.visiting import address_of, public_page
from kosmos.portal.visitors import Visitor, remember, visitor_of

PAGE = "portal/address.html"


@dataclass(frozen=True, slots=True)
class Applying:
    """Where one applies for a plan in a house."""

    form: str
    building: int

    def for_plan(self, offer: Offer) -> str:
        """The form with plan and house filled in."""
        return f"{self.form}?{urlencode({'plan': offer.code, 'building': str(self.building)})}" if self.form else ""


@dataclass(frozen=True, slots=True)
class Row:
    """A house that was found, with the services there."""

    house: FoundBuilding
    services: tuple[Service, ...]


@public_page
def address(request: HttpRequest) -> HttpResponse:
    """The search; with ``?q=`` the houses like it; with ``?building=``, or if only one is meant, that house."""
    typed = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    if "building" in request.GET:
        return _house(request, _named(request.GET["building"]), typed)
    if not typed:
        return render(request, PAGE)
    visitor = visitor_of(request, time_of(request))
    try:
        _count(request, visitor, typed)
    except limits.TooManyTries as refused:
        return _too_many(request, typed, refused)
    found = find_buildings(typed)
    exact = [one for one in found if one.exact]
    page = _house(request, exact[0], typed) if len(exact) == 1 else _list(request, found, exact, typed)
    return remember(page, visitor)


def _count(request: HttpRequest, visitor: Visitor, typed: str) -> None:
    now, network = time_of(request), limits.network_of(request)
    limits.count_try(limits.ADDRESSES, network=network, what=folded(typed), now=now, browser=visitor.known(now))


def _too_many(request: HttpRequest, typed: str, refused: limits.TooManyTries) -> HttpResponse:
    """429 with when to come again; what was typed is kept."""
    minutes = -(-refused.wait_seconds // 60)
    response = render(request, PAGE, {"typed": typed, "minutes": minutes}, status=429)
    response.headers["Retry-After"] = str(refused.wait_seconds)
    return response


def _list(request: HttpRequest, found: list[FoundBuilding], exact: list[FoundBuilding], typed: str) -> HttpResponse:
    services = {one.code: one for one in Service.objects.order_by("id")}
    rows = [Row(one, tuple(services[code] for code in one.services)) for one in exact or found]
    wait = urlencode({"address": typed, "wait": "1"})
    told = {"typed": typed, "rows": rows, "exact": bool(exact), "query": urlencode({"q": typed}), "wait": wait}
    return render(request, PAGE, told | {"searched": True, "house_named": any(sign.isdigit() for sign in typed)})


def _house(request: HttpRequest, house: FoundBuilding, typed: str) -> HttpResponse:
    """What can be had in a house: in a dormitory what students can."""
    audience = "student" if house.dormitory else "home"
    today = request.moment.today  # type: ignore[attr-defined]
    sale = on_sale(audience, today, with_extras=False).only(house.services)
    sold = {one.service.code for one in sale.services}
    services = list(Service.objects.filter(code__in=house.services).order_by("id"))
    told = {
        "house": house,
        "typed": typed or house.words,
        "services": services,
        "others": [one for one in services if one.code not in sold],
        "sale": sale,
        "day": today,
        "audience": f"for-{'students' if house.dormitory else 'home'}",
        "apply": Applying(address_of(f"apply-{audience}"), house.id),
        "building": urlencode({"building": house.id}),
    }
    return render(request, "portal/address/house.html", told)


def _named(building_id: str) -> FoundBuilding:
    """The house that an address names; 404 where it names none."""
    well_formed = building_id.isascii() and building_id.isdecimal() and len(building_id) < 10
    found = building(int(building_id)) if well_formed else None
    if found is None:
        raise Http404
    return found


urlpatterns: list[URLPattern] = [path("address/", address, name="address")]

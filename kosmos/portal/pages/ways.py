"""All ways to pay: for everybody, and for whoever is signed in with the account's number, sum and QR codes.

The public page says nothing about any account.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from kosmos.catalogue.models import Erip
from kosmos.catalogue.queries import erip, payment_points
from kosmos.charging.queries import home_of
from kosmos.payments.queries import links_of
from kosmos.payments.sums import BadSum, read_sum
from kosmos.portal.codes import code_of
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.outcomes import needed_now
from kosmos.portal.pages import pay_links
from kosmos.portal.places import KINDS, found

TYPED_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Typed:
    """The sum that a code is to have: as it was typed, and in kopecks; None if it cannot be read, or there is none."""

    text: str
    kopecks: int | None

    @property
    def wrong(self) -> bool:
        """Whether it has to be typed again."""
        return bool(self.text) and self.kopecks is None


def typed_sum(request: HttpRequest) -> Typed:
    """The sum in a page's address."""
    text = request.GET.get("amount", "").strip()[:TYPED_SIGNS]
    try:
        return Typed(text, read_sum(text) if text else None)
    except BadSum:
        return Typed(text, None)


@require_safe
@cabinet_page
def ways(request: CabinetRequest) -> HttpResponse:
    """Every way for the chosen account: its number to copy, what is due, codes for ERIP."""
    now = time_of(request)
    view = home_of(request.cabinet.chosen.account_id, now=now)
    due = needed_now(view)
    links = [one for one in links_of(view.account_id) if one.link.in_force(now)]
    found_here, typed, number = erip(), typed_sum(request), request.cabinet.chosen.number
    sums = [typed.kopecks] if typed.kopecks else [due, None] if due else [None]
    codes = [code_of(found_here, number, amount) for amount in sums] if found_here else []
    own = {"view": view, "due": due, "links": len(links), "account": request.cabinet.chosen, "number": number}
    told = {**_everybodys(request, found_here), **own, "codes": codes, "typed_sum": typed}
    return render(request, "portal/ways.html", told, status=422 if typed.wrong else 200)


@require_safe
def pay_ways(request: HttpRequest) -> HttpResponse:
    """The same for everybody, without a word of any account."""
    return render(request, "portal/ways.html", _everybodys(request, erip()))


def _everybodys(request: HttpRequest, found_here: Erip | None) -> dict[str, object]:
    kind = request.GET.get("kind", "")
    place = request.GET.get("place", "").strip()[:TYPED_SIGNS]
    return {
        "erip": found_here,
        "kinds": [(code, name) for code, (_kind, name, _icon) in KINDS.items()],
        "kind": kind if kind in KINDS else "",
        "place": place,
        "sections": found(payment_points(), kind=kind, place=place),
        "asked": bool(place or kind in KINDS),
    }


urlpatterns: list[URLPattern] = [
    path("cabinet/ways/", ways, name="ways"),
    path("pay/ways/", pay_ways, name="pay-ways"),
    *pay_links.urlpatterns,
]

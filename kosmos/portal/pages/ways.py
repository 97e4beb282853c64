"""All ways to pay: for everybody, and for whoever is signed in with the account's number, sum and QR codes.

The public page says nothing about any account.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kosmos.catalogue.models import Erip
from kosmos.catalogue.queries import erip, payment_points
from kosmos.charging.queries import home_of
from kosmos.payments.erip_qr import Payee, address
from kosmos.payments.queries import links_of
from kosmos.portal import qr
from kosmos.portal.guards import CabinetRequest, cabinet_page, time_of
from kosmos.portal.outcomes import needed_now
from kosmos.portal.pages import pay_links
from kosmos.portal.places import KINDS, found
from kosmos.wording.typography import money

TYPED_SIGNS = 60


@dataclass(frozen=True, slots=True)
class Code:
    """A QR code and the sum in it; None if the payer types it himself."""

    amount_kopecks: int | None
    picture: SafeString


@require_safe
@cabinet_page
def ways(request: CabinetRequest) -> HttpResponse:
    """Every way for the chosen account: its number to copy, what is due, codes for ERIP."""
    now = time_of(request)
    view = home_of(request.cabinet.chosen.account_id, now=now)
    due = needed_now(view)
    links = [one for one in links_of(view.account_id) if one.link.in_force(now)]
    found_here = erip()
    own = {"view": view, "due": due, "links": len(links), "account": request.cabinet.chosen}
    codes = _codes(found_here, request.cabinet.chosen.number, due) if found_here else ()
    return render(request, "portal/ways.html", {**_everybodys(request, found_here), **own, "codes": codes})


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


def _codes(tree: Erip, number: str, due: int) -> tuple[Code, ...]:
    """A code with what is due, if anything is, and one whose sum the payer types."""
    payee = Payee(tree.service_code, tree.payee, tree.city)
    sums = [due, None] if due else [None]
    return tuple(Code(amount, qr.drawn(address(payee, account=number, amount_kopecks=amount), says=_says(amount)))
                 for amount in sums)  # fmt: skip


def _says(amount_kopecks: int | None) -> str:
    if amount_kopecks is None:
        return _("QR-код «Расчёт» (ЕРИП) для этого счёта, сумму вводит плательщик")
    return _("QR-код «Расчёт» (ЕРИП) для этого счёта, сумма %(sum)s") % {"sum": money(amount_kopecks)}


urlpatterns: list[URLPattern] = [
    path("cabinet/ways/", ways, name="ways"),
    path("pay/ways/", pay_ways, name="pay-ways"),
    *pay_links.urlpatterns,
]

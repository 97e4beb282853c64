"""«Оплата»: every way to pay, how a card is paid by, how money is charged, with examples that the engine made."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.catalogue.policies import policies_on
from kosmos.catalogue.queries import erip, payment_points
from kosmos.portal.offering import on_sale
from kosmos.portal.places import KINDS, Places, found
from kosmos.portal.telling import examples_of
from kosmos.portal.visiting import public_page

BY_ITSELF = {"erip"}
"""Ways that have a card of their own on the page."""


@public_page
def payment(request: HttpRequest) -> HttpResponse:
    """The page, for everybody."""
    today = request.moment.today  # type: ignore[attr-defined]
    policies = policies_on(today)
    context = {
        "ways": _ways(found(payment_points())),
        "kinds": [(code, name) for code, (_kind, name, _icon) in KINDS.items()],
        "erip": erip(),
        "policies": policies,
        "examples": examples_of(on_sale("home", today, with_extras=False), policies),
    }
    return render(request, "portal/site/payment.html", context)


def _ways(sections: Sequence[Places]) -> list[Places]:
    return [section for section in sections if section.code not in BY_ITSELF]


urlpatterns: list[URLPattern] = [path("payment/", payment, name="payment")]
"""«Оплата», where «/pay/» is the quick payment itself."""

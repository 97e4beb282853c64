"""The operator's front page: what one can have at an address, the quick payment, the cabinet, and help."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kosmos.catalogue.queries import articles
from kosmos.portal import structured
from kosmos.portal.guards import cabinet_of, time_of
from kosmos.portal.offering import OnSale, on_sale
from kosmos.portal.pages.news import published
from kosmos.portal.visiting import public_page
from kosmos.support.queries import outages_now

ARTICLES = 5
NEWS = 3
LEAST = "internet"
"""The service whose least fee says what an audience's plans begin from."""


@dataclass(frozen=True, slots=True)
class Section:
    """A way into the plans: its page, icon, name and least fee of the internet, 0 where there is none."""

    page: str
    icon: str
    name: Promise
    from_kopecks: int


@public_page
def site(request: HttpRequest) -> HttpResponse:
    """The front page; who is signed in sees his own way to the cabinet."""
    today = request.moment.today  # type: ignore[attr-defined]
    home = on_sale("home", today, with_extras=False)
    others = {code: on_sale(code, today, with_extras=False) for code in ("student", "business")}
    context = {
        "signed_in": cabinet_of(request) is not None,
        "services": home.services,
        "audiences": [
            Section("portal:for-home", "home", _("Для дома"), _least(home)),
            Section("portal:for-students", "user", _("Для студентов"), _least(others["student"])),
            Section("portal:for-business", "company", _("Для бизнеса"), _least(others["business"])),
        ],
        "articles": articles()[:ARTICLES],
        "news": published(request)[:NEWS],
        "outages": outages_now(time_of(request)),
        "structured": structured.block(structured.organization(request)),
    }
    return render(request, "portal/site.html", context)


def _least(sale: OnSale) -> int:
    return next((one.from_kopecks for one in sale.services if one.service.code == LEAST), 0)


urlpatterns: list[URLPattern] = [path("", site, name="site")]

"""What search engines ask for first: which pages there are, and which are not theirs."""

from xml.etree import ElementTree as Xml

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from kosmos.catalogue.queries import articles
from kosmos.portal.pages.news import published
from kosmos.portal.visiting import address_of

PAGES: tuple[str, ...] = (
    "site",
    "for-home",
    "for-students",
    "for-business",
    "payment",
    "pay",
    "pay-ways",
    "help",
    "address",
)
PAGES += ("outages", "news", "offices", "apply-home", "apply-student", "apply-business", "call-back")
"""Pages for everybody, by name; those that are there."""
NOT_THEIRS = ("/cabinet/", "/staff/", "/rails/", "/demo/", "/sign-in/", "/access/", "/apply/sent/", "/apply/status/")
"""Where search engines have no business."""
KEPT = "public, max-age=3600"
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
MOST = 40_000
"""Addresses in a map; the protocol allows 50,000."""


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """All pages for everybody, articles and news among them."""
    root = Xml.Element("urlset", xmlns=_SITEMAP)
    for name in PAGES:
        _add(root, address_of(name))
    for slug in articles().values_list("slug", flat=True):
        _add(root, reverse("portal:article", args=[slug]))
    for news_id, at in published(request).values_list("id", "published_at")[:MOST]:
        _add(root, reverse("portal:news-item", args=[news_id]), at.date().isoformat())
    text = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/xml", headers={"Cache-Control": KEPT})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What is not to be searched, and where the map is."""
    lines = ["User-agent: *", *(f"Disallow: {path_}" for path_ in NOT_THEIRS)]
    lines.append(f"Sitemap: {settings.ENVIRONMENT.public_url}{reverse('portal:sitemap')}")
    text = "\n".join(lines) + "\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": KEPT})


def _add(root: Xml.Element, address: str, changed: str = "") -> None:
    if not address:
        return
    url = Xml.SubElement(root, "url")
    Xml.SubElement(url, "loc").text = f"{settings.ENVIRONMENT.public_url}{address}"
    if changed:
        Xml.SubElement(url, "lastmod").text = changed


urlpatterns: list[URLPattern] = [
    path("sitemap.xml", sitemap, name="sitemap"),
    path("robots.txt", robots, name="robots"),
]

"""News, and where there is no service now or soon."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.catalogue.models import Service
from kosmos.notifications.models import News
from kosmos.portal import structured
from kosmos.portal.guards import time_of
from kosmos.portal.markdown import opening
from kosmos.portal.visiting import public_page
from kosmos.support.models import Outage
from kosmos.support.queries import outages_now, outages_planned
from kosmos.wording.typography import language, text

PAGE = 15


def published(request: HttpRequest) -> "QuerySet[News]":
    """The news that everybody may read, the newest first."""
    return News.objects.filter(withdrawn=False, published_at__lte=time_of(request)).order_by("-published_at", "id")


@public_page
def news(request: HttpRequest) -> HttpResponse:
    """A page of the news."""
    page = Paginator(published(request), PAGE).get_page(request.GET.get("page", ""))
    listed = [(one, opening(text(one.body))) for one in page]
    return render(request, "portal/site/news.html", {"page": page, "news": listed})


@public_page
def news_item(request: HttpRequest, news_id: UUID) -> HttpResponse:
    """One of them; 404 for one that is not published or was withdrawn."""
    found = published(request).filter(id=news_id).first()
    if found is None:
        raise Http404
    title = text(found.title)
    about = {
        "@type": "NewsArticle",
        "headline": title,
        "datePublished": found.published_at.isoformat(),
        "inLanguage": language(),
        "author": structured.organization(request),
    }
    context = {
        "one": found,
        "title": title,
        "description": opening(text(found.body)),
        "structured": structured.block(about),
    }
    return render(request, "portal/site/news_item.html", context)


@public_page
def outages(request: HttpRequest) -> HttpResponse:
    """What does not work now, and what is planned."""
    now = time_of(request)
    services = {service.code: service.name for service in Service.objects.all()}
    out, planned = outages_now(now), outages_planned(now)
    sections = {"now": [_told(one, services) for one in out], "planned": [_told(one, services) for one in planned]}
    return render(request, "portal/site/outages.html", {"sections": sections})


def _told(outage: Outage, services: dict[str, dict[str, str]]) -> dict[str, object]:
    named = [text(services[code]) for code in outage.services if code in services]
    return {"outage": outage, "services": named, "places": [_place(one) for one in outage.places]}


def _place(place: dict[str, object]) -> str:
    streets = place.get("streets") or []
    city = str(place.get("city", ""))
    return f"{city}: {', '.join(map(str, streets))}" if isinstance(streets, list) and streets else city


urlpatterns: list[URLPattern] = [
    path("news/", news, name="news"),
    path("news/<uuid:news_id>/", news_item, name="news-item"),
    path("outages/", outages, name="outages"),
]

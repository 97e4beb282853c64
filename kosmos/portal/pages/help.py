"""«Помощь»: articles on equipment and everyday questions, with search."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from kosmos.catalogue.help_search import find_articles
from kosmos.catalogue.models import Article
from kosmos.catalogue.queries import articles
from kosmos.portal import structured
from kosmos.portal.markdown import opening, rendered
from kosmos.portal.visiting import public_page
from kosmos.wording.typography import language, text

TYPED_SIGNS = 100
BESIDE = 5
"""So many other articles stand beside one."""


@public_page
def help_(request: HttpRequest) -> HttpResponse:
    """All articles, or those that answer what was asked."""
    asked = request.GET.get("q", "").replace("\0", "").strip()[:TYPED_SIGNS]
    found = find_articles(asked, language()) if asked else list(articles())
    listed = [(one, opening(text(one.body))) for one in found]
    context = {"asked": asked, "articles": listed, "everything": list(articles()) if asked and not found else []}
    return render(request, "portal/site/help.html", context)


@public_page
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """One article; 404 for one that is not there."""
    found = Article.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    beside = [one for one in articles() if one.id != found.id][:BESIDE]
    title, body = text(found.title), text(found.body)
    about = {
        "@type": "Article",
        "headline": title,
        "inLanguage": language(),
        "author": structured.organization(request),
    }
    context = {
        "title": title,
        "body": rendered(body),
        "description": opening(body),
        "beside": beside,
        "structured": structured.block(about),
    }
    return render(request, "portal/site/article.html", context)


urlpatterns: list[URLPattern] = [
    path("help/", help_, name="help"),
    path("help/<slug:slug>/", article, name="article"),
]

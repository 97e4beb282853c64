"""The portal's addresses, and one more that answers with next to nothing: what bench/home.py serves."""

import os

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path


def empty(request: HttpRequest) -> HttpResponse:
    """An answer that costs what the middleware costs."""
    return HttpResponse("ok")


def application() -> WSGIHandler:
    """The web application with these addresses."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kosmos.config.settings")
    from django.conf import settings  # noqa: PLC0415 - the settings are named first
    from django.core.wsgi import get_wsgi_application  # noqa: PLC0415

    settings.ROOT_URLCONF = "bench.pages"
    return get_wsgi_application()


def __getattr__(name: str) -> object:
    """The addresses, asked for once Django is ready."""
    from kosmos.config import urls  # noqa: PLC0415 - needs Django set up

    return [path("bench/empty/", empty), *urls.urlpatterns] if name == "urlpatterns" else getattr(urls, name)

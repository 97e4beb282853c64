"""The pages of errors: the same look as all others, and no need of a database."""

import sys

from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def bad_request(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400: the request cannot be understood; 413: it is too long."""
    return HttpResponse(render_to_string("400.html"), status=413 if isinstance(exception, RequestDataTooBig) else 400)


def forbidden(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: not for this visitor."""
    return HttpResponse(render_to_string("403.html"), status=403)


def stale_form(_request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: a form without its token, as a rule one that was open for too long."""
    return HttpResponse(render_to_string("403.html", {"stale": True}), status=403)


def not_found(_request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page."""
    return HttpResponse(render_to_string("404.html"), status=404)


def failure(_request: HttpRequest) -> HttpResponse:
    """500: our fault; 503 when only the database is away, which machines take as "ask again"."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = HttpResponse(render_to_string("500.html"), status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = "10"
    return response

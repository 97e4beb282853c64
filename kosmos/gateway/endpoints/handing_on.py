"""What machines say at the web's address is handed on to the gateway, which alone answers it."""

import http.client
import string
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import quote

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path
from django.views.decorators.csrf import csrf_exempt

from kosmos.config import forwarding
from kosmos.config.environment import Environment

ADDRESSES = r"^(?P<desk>(?:osmp|cyberplat|sberbank)/[a-z0-9_-]+|erip|[a-z_]+/push)/?$"
SAID = ("Content-Type", "Content-Signature", "ServiceProvider-Signature", "Authorization")
TOLD = ("content-type", "serviceprovider-signature", "retry-after", "cache-control")
"""Headers that pass, there and back."""
SECONDS, MOST_AT_ONCE = 15.0, 2
"""So long, and so many of one process, a request may wait for the gateway: the pages need their threads."""

_under_way = threading.BoundedSemaphore(MOST_AT_ONCE)
_kept = threading.local()
_log = structlog.get_logger("kosmos.web")


@csrf_exempt
def hand_on(request: HttpRequest, desk: str) -> HttpResponse:
    """The gateway's answer; 503 if it is away, too slow, or too much is asked: then the machine asks again."""
    if request.method not in {"GET", "POST"}:
        return _plain(HTTPStatus.METHOD_NOT_ALLOWED)
    try:
        body = request.body
    except RequestDataTooBig:
        return _plain(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    if not _under_way.acquire(timeout=1.0):
        return _plain(HTTPStatus.SERVICE_UNAVAILABLE)
    try:
        return _answer_to(request, body)
    except (OSError, http.client.HTTPException) as error:
        _log.warning("the gateway does not answer", error=type(error).__name__)
        return _plain(HTTPStatus.SERVICE_UNAVAILABLE)
    finally:
        _under_way.release()


def who_asks(request: HttpRequest) -> dict[str, str]:
    """Whose address it is, said so that the gateway believes it."""
    return {
        "X-Kosmos-Address": str(request.META.get("REMOTE_ADDR", "")),
        "X-Kosmos-Token": forwarding.token(settings.SECRET_KEY),
    }


def _plain(status: HTTPStatus) -> HttpResponse:
    return HttpResponse(status=status, content_type="text/plain; charset=utf-8")


def _answer_to(request: HttpRequest, body: bytes) -> HttpResponse:
    headers = {name: request.headers[name] for name in SAID if name in request.headers}
    headers |= who_asks(request)
    query = quote(request.META.get("QUERY_STRING", ""), safe=string.punctuation, encoding="latin-1")
    path = f"{request.path}?{query}"

    def ask(connection: http.client.HTTPConnection) -> HttpResponse:
        connection.request(request.method or "", path, body or None, headers)
        return _told(connection.getresponse())

    return _over_a_connection(ask)


def _over_a_connection(ask: Callable[[http.client.HTTPConnection], HttpResponse]) -> HttpResponse:
    """Ask over the thread's connection; over a new one if the gateway has closed that meanwhile."""
    known: Environment = settings.ENVIRONMENT
    kept: http.client.HTTPConnection | None = _kept.__dict__.pop("connection", None)
    if kept is not None:
        with suppress(ConnectionError, http.client.HTTPException):
            return _over(kept, ask)
    return _over(http.client.HTTPConnection(known.near_host, known.gateway_port, timeout=SECONDS), ask)


def _over(
    connection: http.client.HTTPConnection, ask: Callable[[http.client.HTTPConnection], HttpResponse]
) -> HttpResponse:
    try:
        answer = ask(connection)
    except BaseException:
        connection.close()
        raise
    _kept.connection = connection
    return answer


def _told(answer: http.client.HTTPResponse) -> HttpResponse:
    response = HttpResponse(answer.read(), status=answer.status)
    del response.headers["Content-Type"]
    for name in TOLD:
        if value := answer.headers.get(name):
            response.headers[name] = value
    return response


urlpatterns: list[URLPattern] = [re_path(ADDRESSES, hand_on, name="hand-on")]

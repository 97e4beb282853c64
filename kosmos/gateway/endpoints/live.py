"""Streams of orders' states at the web's address: handed on from the gateway, as far as the pages' threads allow."""

import http.client
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern, re_path
from django.views.decorators.http import require_GET

from kosmos.config.environment import Environment
from kosmos.gateway.endpoints.handing_on import SECONDS, who_asks

_streaming = threading.BoundedSemaphore(1)
"""One thread of a process at most is a stream's; the reverse proxy leads streams past the web."""


@require_GET
def hand_on_stream(request: HttpRequest, token: str) -> HttpResponseBase:
    """A stream of an order's states; 204 if there is none to be had: the page refreshes itself then."""
    none = HttpResponse(status=HTTPStatus.NO_CONTENT)
    if not _streaming.acquire(blocking=False):
        return none
    known: Environment = settings.ENVIRONMENT
    connection = http.client.HTTPConnection(known.near_host, known.gateway_port, timeout=SECONDS)
    try:
        connection.request("GET", request.path, headers=who_asks(request))
        answer = connection.getresponse()
    except (OSError, http.client.HTTPException):
        answer = None
    if answer is None or answer.status != HTTPStatus.OK:
        connection.close()
        _streaming.release()
        return none
    response = StreamingHttpResponse(_Stream(connection, answer), content_type="text/event-stream")
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class _Stream:
    """What the gateway streams, as it comes; closed by Django, read or not."""

    connection: http.client.HTTPConnection
    answer: http.client.HTTPResponse

    def __iter__(self) -> Iterator[bytes]:
        with suppress(OSError, http.client.HTTPException):
            while part := self.answer.read1(4096):
                yield part

    def close(self) -> None:
        self.connection.close()
        _streaming.release()


app_name = "live"
urlpatterns: list[URLPattern] = [
    re_path(r"^orders/(?P<token>[A-Za-z0-9_-]{16,64})$", hand_on_stream, name="live"),
]

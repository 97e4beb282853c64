"""Questions to providers by HTTP: an answer in time, and not too long, or none."""

import time
from collections.abc import Mapping
from functools import cache
from ssl import SSLContext

import httpx

from kosmos.payments.rails.base import RailUnreachable

SECONDS, CONNECT_SECONDS = 5.0, 2.0
PAGE_SECONDS = 3.0
"""So long a payer waits until a provider has made a page."""
MOST_BYTES = 2_000_000
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def send(
    method: str, url: str, body: bytes = b"", *, headers: Mapping[str, str] | None = None, seconds: float = SECONDS
) -> tuple[int, bytes]:
    """What a provider answers: status and bytes. RailUnreachable if that does not all come in time."""
    until = time.monotonic() + seconds
    limits = httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds))
    try:
        with (
            httpx.Client(timeout=limits, trust_env="//127.0.0.1" not in url, verify=_trusted()) as client,
            client.stream(method, url, content=body, headers=headers) as answer,
        ):
            return answer.status_code, _all_of(answer, until)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise RailUnreachable(type(error).__name__) from error


@cache
def _trusted() -> SSLContext:
    """Whom we trust; read once, for that takes longer than a question."""
    return httpx.create_ssl_context()


def _all_of(answer: httpx.Response, until: float) -> bytes:
    content = bytearray()
    for part in answer.iter_bytes():
        content += part
        if len(content) > MOST_BYTES:
            raise RailUnreachable("an answer too long")
        if time.monotonic() > until:
            raise RailUnreachable("an answer too slow")
    return bytes(content)


def good(answer: tuple[int, bytes]) -> bytes:
    """The bytes of an answer that says that all went well. RailUnreachable."""
    status, body = answer
    if not 200 <= status < 300:
        raise RailUnreachable(f"status {status}")
    return body

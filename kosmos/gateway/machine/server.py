"""The gateway's own process: machine requests by HTTP, spoken over Granian's RSGI."""

import asyncio
from collections.abc import Mapping
from hmac import compare_digest
from time import perf_counter
from typing import TYPE_CHECKING

import structlog
from django.db import Error, connection
from prometheus_client import CONTENT_TYPE_LATEST

from kosmos.config.headers import is_within, without_port
from kosmos.config.metrics import MACHINE, figures
from kosmos.gateway.machine.figures import answered_and_counted, count
from kosmos.gateway.machine.gathering import Full, Gathering, Unanswered
from kosmos.gateway.machine.live import ADDRESS, Live
from kosmos.gateway.machine.speech import Desk, Heard, Later, Networks, Refused, Said
from kosmos.payments.services.together import Answered, Question

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol
    from granian.rsgi import Scope

MOST_WAITING = 4_096
MOST_AT_ONCE = 256
WORTH_A_LANE = 32
"""So many requests are posted while a batch is; fewer cost less if they wait for its end and go together."""
MOST_BODY_BYTES = 64 * 1024
BODY_S = 10.0

_LATER = [("retry-after", "5"), ("content-length", "0")]
_log = structlog.get_logger("kosmos.gateway")


class MachineGateway:
    """An RSGI application: each counterparty's desk has an address of its own.

    ``token`` is what the web says, and nobody else can, when it hands a request on with the address that it came from.
    """

    def __init__(self, desks: Mapping[str, Desk], *, proxies: Networks, token: str = "", lanes: int = 1) -> None:
        self._desks = desks
        self._proxies, self._token = proxies, token.encode()
        self._requests: Gathering[Question, Answered] = Gathering(
            answered_and_counted,
            most_waiting=MOST_WAITING,
            most_at_once=MOST_AT_ONCE,
            lanes=lanes,
            worth_a_lane=WORTH_A_LANE,
        )
        self._places: dict[tuple[str, str], bool] = {}
        self._live = Live()

    async def __rsgi__(self, scope: "Scope", protocol: "HTTPProtocol") -> None:
        """Answer one request. 503 without a word means: come again; whether it was done is not said."""
        desk = self._desks.get(scope.path.rstrip("/"))
        begun, status = perf_counter(), 503
        try:
            answer = await (self._answer(desk, scope, protocol) if desk else self._other(scope, protocol))
            if answer:
                status = answer.status
                protocol.response_bytes(answer.status, answer.headers, answer.body)
        except Refused as refused:
            status = refused.status
            protocol.response_empty(refused.status, [("content-length", "0")])
        except (Full, Unanswered, Later):
            protocol.response_empty(503, _LATER)
        except Exception:
            _log.exception("a request failed", desk=desk.name if desk else None)
            protocol.response_empty(503, _LATER)
        if desk:
            count(desk.name, status, perf_counter() - begun)

    async def _answer(self, desk: Desk, scope: "Scope", protocol: "HTTPProtocol") -> Said:
        if desk.networks is not None:
            address = self._address(scope)
            if not self._may_come(desk.name, desk.networks, address):
                _log.warning("an address is not its own", desk=desk.name, address=address)
                raise Refused(403)
        heard = Heard(scope.method, await _body(scope, protocol), scope.headers)
        return await desk.answer(heard, self._requests)

    async def _other(self, scope: "Scope", protocol: "HTTPProtocol") -> Said | None:
        """What is no desk's; None if it was told as a stream."""
        if scope.path.startswith(ADDRESS) and scope.method == "GET":
            await self._live.tell(scope.path.removeprefix(ADDRESS), self._address(scope), protocol)
            return None
        if scope.path == "/metrics" and self._is_near(scope):
            return Said(figures(), [("content-type", CONTENT_TYPE_LATEST)])
        if scope.path != "/healthz":
            raise Refused(404)
        await self._requests.aside(_look)
        return Said(b"<ok/>")

    def _is_near(self, scope: "Scope") -> bool:
        """Whether somebody on this machine asks; what came through a proxy does not."""
        return is_within(_near(scope), MACHINE) and not scope.headers.get("x-forwarded-for")

    def _address(self, scope: "Scope") -> str:
        """Who asks: whom the web names, or a proxy that we know (its last name); nobody else is believed."""
        headers = scope.headers
        if token := headers.get("x-kosmos-token"):
            if not (self._token and compare_digest(token.encode(), self._token)):
                raise Refused(403)
            return str(headers.get("x-kosmos-address", ""))
        near = _near(scope)
        told = headers.get("x-forwarded-for")
        return without_port(told.rpartition(",")[2].strip()) if told and is_within(near, self._proxies) else near

    def _may_come(self, name: str, networks: Networks, address: str) -> bool:
        key = (name, address)
        if key not in self._places:
            if len(self._places) > 10_000:
                self._places.clear()
            self._places[key] = is_within(address, networks)
        return self._places[key]


def _near(scope: "Scope") -> str:
    return scope.client.rpartition(":")[0].strip("[]")


def _look() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        connection.close()  # lost with its server: the next look makes a new one
        raise


async def _body(scope: "Scope", protocol: "HTTPProtocol") -> bytes:
    """What is asked: a query, or a form within limits of size and time."""
    if scope.method == "GET":
        return scope.query_string.encode("latin-1", "replace")
    if scope.method != "POST":
        raise Refused(405)
    length = scope.headers.get("content-length") or "0"
    if not length.isdecimal() or int(length) > MOST_BODY_BYTES:
        raise Refused(413)
    try:
        async with asyncio.timeout(BODY_S):
            return await _read(protocol)
    except TimeoutError:
        raise Refused(408) from None


async def _read(protocol: "HTTPProtocol") -> bytes:
    """A whole body: Granian tells its end by one empty piece, and by two that it was cut off."""
    body, ends = bytearray(), 0
    async for chunk in protocol:
        body += chunk
        ends += not chunk
        if len(body) > MOST_BODY_BYTES:
            raise Refused(413)
    if ends > 1:
        raise Refused(400)
    return bytes(body)

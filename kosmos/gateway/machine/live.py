"""Streams (SSE) that tell pages of payments when an order's state changes: one look at the database for them all."""

import asyncio
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import structlog
from django.db import Error, connection

from kosmos.gateway.machine.speech import Headers, Refused
from kosmos.payments.queries import states_of

if TYPE_CHECKING:
    from granian._granian import RSGIHTTPProtocol as HTTPProtocol

ADDRESS = "/live/orders/"
MOST_STREAMS, MOST_OF_ONE_ADDRESS = 1_000, 20
LOOK_S, BEAT_S, LIFE_S = 0.5, 2.0, 300.0
"""How often is looked, how often a silent stream says that it is there, and when it ends: the page opens another."""
FINAL = frozenset({"paid", "refunded", "cancelled", "expired"})

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,64}")
_STREAM: Headers = [("content-type", "text/event-stream"), ("cache-control", "no-store"), ("x-accel-buffering", "no")]
_log = structlog.get_logger("kosmos.gateway")


class Live:
    """The open streams, and the states of their orders as they were seen last."""

    def __init__(self) -> None:
        self._open: Counter[str] = Counter()
        self._addresses: Counter[str] = Counter()
        self._states: dict[str, str] = {}
        self._changed = asyncio.Condition()
        self._looking: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="live")

    async def tell(self, token: str, address: str, protocol: "HTTPProtocol") -> None:
        """Tell of an order until its state is final, or the stream's life is over. Refused."""
        if self._open.total() >= MOST_STREAMS or self._addresses[address] >= MOST_OF_ONE_ADDRESS:
            raise Refused(503)
        if not _TOKEN.fullmatch(token):
            raise Refused(404)
        self._open[token] += 1
        self._addresses[address] += 1
        try:
            await self._tell(token, protocol)
        finally:
            self._close(token, address)

    def _close(self, token: str, address: str) -> None:
        for counter, key in ((self._open, token), (self._addresses, address)):
            counter[key] -= 1
            if not counter[key]:
                del counter[key]
        if token not in self._open:
            self._states.pop(token, None)

    async def _tell(self, token: str, protocol: "HTTPProtocol") -> None:
        known = (await self._look([token])).get(token)
        if known is None:
            raise Refused(404)
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._keep_looking())
        stream, ends_at = protocol.response_stream(200, _STREAM), asyncio.get_running_loop().time() + LIFE_S
        gone = asyncio.ensure_future(protocol.client_disconnect())
        try:
            said = f"retry: 5000\nevent: state\ndata: {known}\n\n"
            while not gone.done() and asyncio.get_running_loop().time() < ends_at:
                async with asyncio.timeout(BEAT_S):
                    await stream.send_str(said)
                if known in FINAL:
                    return
                fresh = await self._other_than(known, token)
                said, known = (f"event: state\ndata: {fresh}\n\n", fresh) if fresh else (":\n\n", known)
        except (TimeoutError, RuntimeError):
            return
        finally:
            gone.cancel()

    async def _other_than(self, known: str, token: str) -> str | None:
        """Another state than the one that is known; None if there is none for a while."""

        def is_other() -> bool:
            return self._states.get(token, known) != known

        try:
            async with asyncio.timeout(BEAT_S), self._changed:
                await self._changed.wait_for(is_other)
        except TimeoutError:
            return None
        return self._states[token]

    async def _keep_looking(self) -> None:
        """Look for as long as there is a stream."""
        while self._open:
            await asyncio.sleep(LOOK_S)
            try:
                found = await self._look(list(self._open))
            except Error as error:
                _log.warning("orders cannot be looked at", error=" ".join(str(error).split()))
                continue
            if found != self._states:
                async with self._changed:
                    self._states = found
                    self._changed.notify_all()

    async def _look(self, tokens: list[str]) -> dict[str, str]:
        return await asyncio.get_running_loop().run_in_executor(self._thread, _look, tokens)


def _look(tokens: list[str]) -> dict[str, str]:
    try:
        return states_of(tokens)
    except Error:
        connection.close()
        raise

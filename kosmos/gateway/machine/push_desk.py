"""Where providers of cards push what became of orders; a provider that has to be asked is asked beside the posting."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import ClassVar, cast

import structlog
from django.db import Error, connection

from kosmos.gateway.machine.figures import REFUSED
from kosmos.gateway.machine.posting import now
from kosmos.gateway.machine.speech import Heard, Later, Refused, Requests, Said
from kosmos.payments.rails.base import Answer, PushReply, Rail, RailUnreachable
from kosmos.payments.services.health import AT_ONCE, talk
from kosmos.payments.services.pushes_together import AskFirst, PushAsked, ask_of_push

SILENT_S = 1.0
"""For so long a provider is not asked that was silent."""

_log = structlog.get_logger("kosmos.gateway")


class Asker:
    """Asks one provider on threads of its own, so many at a time that a slow one holds nothing else up."""

    def __init__(self, rail: Rail) -> None:
        self._rail = rail
        self._threads = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asking")
        self._under_way = 0
        self._silent_until = 0.0

    async def ask(self, asked: PushAsked, first: AskFirst) -> PushAsked:
        """The same push with what the provider answered, or how it was silent."""
        asked = replace(asked, may_ask=False)
        if self._under_way >= AT_ONCE or time.monotonic() < self._silent_until:
            return replace(asked, silence="not asked: too much at once, or silent a moment ago")
        self._under_way += 1
        try:
            loop = asyncio.get_running_loop()
            return replace(asked, answer=await loop.run_in_executor(self._threads, self._asked, first))
        except RailUnreachable as error:
            self._silent_until = time.monotonic() + SILENT_S
            return replace(asked, silence=str(error) or "unreachable")
        finally:
            self._under_way -= 1

    def _asked(self, first: AskFirst) -> Answer:
        try:
            return talk(self._rail.name, lambda: first.put_to(self._rail), now=now())
        except Error:
            connection.close()
            raise


@dataclass(frozen=True)
class PushDesk:
    """Where one provider of cards is served; what is not signed by it is refused as it wants to hear."""

    rail: Rail
    asker: Asker
    networks: ClassVar[None] = None

    @property
    def name(self) -> str:
        """The provider."""
        return self.rail.name

    async def answer(self, heard: Heard, requests: Requests) -> Said:
        """Answer a push once what it says is done."""
        if heard.method != "POST":
            raise Refused(405)
        asked = ask_of_push(self.rail, heard.body, dict(heard.headers.items()))
        if asked.refused:
            _log.warning("a push was refused", rail=self.rail.name, code=asked.refused)
            REFUSED.labels(self.name, asked.refused).inc()
        answer = await requests.ask(asked)
        if isinstance(answer, AskFirst):
            asked = await self.asker.ask(asked, answer)
            if asked.answer is None and not answer.push.sure:
                raise Later
            answer = await requests.ask(asked)
        reply = cast("PushReply", answer)
        kind = [("content-type", reply.content_type), ("cache-control", "no-store")]
        return Said(reply.body.encode(), kind, reply.status)

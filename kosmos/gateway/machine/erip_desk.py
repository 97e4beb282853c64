"""ERIP's desk: who asks online is answered in the batch that the agents' requests are in."""

from contextlib import nullcontext
from dataclasses import dataclass
from typing import cast

from kosmos.config.erip import EripSetting
from kosmos.config.wiring import gateway_processes
from kosmos.gateway.machine.guarding import Guard
from kosmos.gateway.machine.speech import Heard, Networks, Refused, Requests, Said
from kosmos.payments.erip_rules import No, Terms
from kosmos.payments.rails.erip.messages import Answer, ServiceInfo
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.erip.signature import HEADER
from kosmos.payments.services.erip import EripDoor, read_erip, refused, write_erip

MISSES = frozenset(map(refused, (No.ACCOUNT, No.CLOSED, No.AMOUNT)))
"""What a request that moves no money would tell of an account."""


@dataclass(frozen=True)
class EripDesk:
    """Where ERIP, or an operator's iPay, is served."""

    door: EripDoor
    networks: Networks
    guard: Guard
    name: str = "erip"

    async def answer(self, heard: Heard, requests: Requests) -> Said:
        """Answer a request's bytes, signed if there is a salt."""
        if heard.method != "POST":
            raise Refused(405)
        kind, signature = heard.headers.get("content-type", ""), heard.headers.get(HEADER.lower(), "")
        asked = read_erip(heard.body, content_type=kind, signature=signature, door=self.door)
        with self.guard.checking() if isinstance(asked.request, ServiceInfo) else nullcontext():
            answer = cast("Answer", await requests.ask(asked))
            if answer in MISSES:
                await self.guard.missed(requests)
        reply = write_erip(answer, self.door)
        signed = [(HEADER.lower(), reply.signature)] if reply.signature else []
        return Said(reply.body, [("content-type", reply.content_type), ("cache-control", "no-store"), *signed])


def erip_desk(setting: EripSetting) -> EripDesk:
    """The desk that a setting describes."""
    settings = EripSettings(encoding=setting.encoding, mark=setting.mark)
    terms = Terms(
        setting.least_kopecks,
        setting.most_kopecks,
        next_request=setting.next_request,
        services=frozenset(setting.services),
    )
    door = EripDoor(settings, terms, setting.salt, setting.drops_returns)
    return EripDesk(door, setting.networks, Guard("erip", gateway_processes()))

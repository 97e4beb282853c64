"""A desk for each agent: which addresses may come to it, which protocol it speaks, and what it is answered."""

from dataclasses import dataclass
from typing import cast

from kosmos.config.agents import AgentSetting
from kosmos.config.wiring import gateway_processes
from kosmos.gateway.machine.guarding import Guard
from kosmos.gateway.machine.speech import Heard, Networks, Requests, Said
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.rails.cyberplat.codec import CyberPlat
from kosmos.payments.rails.osmp.base import Dialect
from kosmos.payments.rails.osmp.codec import CancelNames, Osmp
from kosmos.payments.rails.osmp.messages import Answer, Check, Pay, Result
from kosmos.payments.rails.sberbank.codec import Sberbank
from kosmos.payments.rails.wire.errors import MessageError

MISSES = frozenset({Result.ACCOUNT_UNKNOWN, Result.ACCOUNT_INACTIVE, Result.SUM_TOO_SMALL, Result.SUM_TOO_LARGE})
"""What a payment that moves no money would tell of an account."""


@dataclass(frozen=True)
class AgentDesk:
    """Where one agent is served."""

    agent: Agent
    dialect: Dialect
    networks: Networks
    guard: Guard

    @property
    def name(self) -> str:
        """The agent."""
        return self.agent.name

    async def answer(self, heard: Heard, requests: Requests) -> Said:
        """The answer to a request's bytes."""
        body = heard.body
        try:
            request = self.dialect.read_request(body)
        except MessageError as error:
            return Said(self.dialect.write_refusal(error, body))
        asked = Asked(self.agent, request, body.decode("ascii", "replace"))
        if isinstance(request, Check):
            with self.guard.checking():
                return Said(self.dialect.write_answer(await self._answered(asked, requests)))
        return Said(self.dialect.write_answer(await self._answered(asked, requests)))

    async def _answered(self, asked: Asked, requests: Requests) -> Answer:
        answer = cast("Answer", await requests.ask(asked))
        if answer.result is Result.ACCOUNT_UNKNOWN or (isinstance(asked.request, Pay) and answer.result in MISSES):
            await self.guard.missed(requests)
        return answer


def desk_of(setting: AgentSetting) -> AgentDesk:
    """The desk that a setting describes."""
    agent = Agent(setting.name, setting.rail, setting.least_kopecks, setting.most_kopecks)
    return AgentDesk(agent, _dialect(setting), setting.networks, Guard(setting.name, gateway_processes()))


def _dialect(setting: AgentSetting) -> Dialect:
    match setting.rail:
        case "cyberplat":
            return CyberPlat()
        case "sberbank":
            return Sberbank()
    return Osmp(cancel_names=CancelNames(setting.cancel)) if setting.cancel else Osmp()

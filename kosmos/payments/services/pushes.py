"""A push is verified, confirmed by its provider, and dealt with as often as it comes: one alone, in a call."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from kosmos.payments.rails.base import PushRefused, PushReply, Rail, RailUnreachable
from kosmos.payments.services.health import talk
from kosmos.payments.services.pushes_together import AskFirst, PushAsked, ask_of_push
from kosmos.payments.services.together import answer_together


def take_push(rail: Rail, body: bytes, *, now: datetime, headers: Mapping[str, str] | None = None) -> PushReply:
    """Take a push from its raw bytes; what to answer its sender, the same for each copy of it.

    PushRefused (with its reply) if it is not the provider's. Any other exception is a fault of ours: no answer may be
    given then, so that the provider sends it again.
    """
    asked = ask_of_push(rail, body, headers or {})
    (answer,) = answer_together([asked], now=now)
    if isinstance(answer, AskFirst):
        (answer,) = answer_together([_confirmed(rail, asked, answer, now)], now=now)
    if asked.push is None:
        raise PushRefused(asked.refused, asked.reply)
    return asked.reply


def _confirmed(rail: Rail, asked: PushAsked, first: AskFirst, now: datetime) -> PushAsked:
    asked = replace(asked, may_ask=False)
    try:
        return replace(asked, answer=talk(rail.name, lambda: first.put_to(rail), now=now))
    except RailUnreachable as error:
        if asked.push and not asked.push.sure:
            raise
        return replace(asked, silence=str(error) or "unreachable")

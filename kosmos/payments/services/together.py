"""What machines ask at one instant, of whatever rail, is one transaction and one posting of money."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from kosmos.charging.services import look_before_payments, post_payments
from kosmos.kernel.sql import rows_of_each
from kosmos.payments.agents import Asked
from kosmos.payments.rails.erip.messages import Answer as EripAnswer
from kosmos.payments.rails.osmp.messages import Answer as AgentAnswer
from kosmos.payments.services.agents import (
    agents_answers,
    agents_look,
    answer_agents,
    keep_refused,
    kept_beside,
    paid_numbers,
    paying,
    plan_agents,
)
from kosmos.payments.services.both_ways import beside_statements
from kosmos.payments.services.erip.keeping import holding
from kosmos.payments.services.erip.online import (
    EripAsked,
    erip_beside,
    erip_look,
    numbers_of,
    plan_erip,
    take_storned_back,
    transaction_ids,
)
from kosmos.payments.services.pushes_together import (
    PushAnswer,
    PushAsked,
    keep_pushes,
    ordered_accounts,
    plan_pushes,
)

Question = Asked | EripAsked | PushAsked
Answered = AgentAnswer | EripAnswer | PushAnswer
Kind = TypeVar("Kind", Asked, EripAsked, PushAsked)


def answer_together(asked: Sequence[Question], *, now: datetime) -> list[Answered]:
    """Answer requests of one instant, in their order; all that they pay is posted once, and is in when it returns.

    Accounts that were paid are settled with it: what was off for want of money runs again. If it raises, nothing was
    answered, but agents' cancels may be done: the same requests may come again, together or one by one.
    """
    agents, erip, pushes = _of(asked, Asked), _of(asked, EripAsked), _of(asked, PushAsked)
    if not erip and not pushes:
        return [*answer_agents(agents, now=now)]
    with transaction.atomic():
        _, _, *looked, named, replies, known, locks, about = rows_of_each(
            beside_statements(paying(agents)),
            holding(transaction_ids(erip)),
            *look_before_payments(paid_numbers(agents) | numbers_of(erip), ordered_accounts(pushes)),
            *erip_look(erip, now=now),
            agents_look(agents),
        )
        ours = plan_agents(agents, about, now=now)
        theirs = plan_erip(erip, (named, replies, known, locks), now=now)
        cards = plan_pushes(pushes, now=now)
        payments = [*ours.payments, *theirs.payments, *cards.payments]
        beside = [*kept_beside(ours, now=now), *erip_beside(theirs, now=now)]
        post_payments(payments, now=now, beside=beside, looked=looked)
        keep_refused(ours, now=now)
        take_storned_back(theirs, now=now)
        keep_pushes(cards, now=now)
    return _in_order(asked, agents_answers(ours, now=now), theirs.answers, cards.answers)


def _of(asked: Sequence[Question], kind: type[Kind]) -> list[Kind]:
    return [one for one in asked if isinstance(one, kind)]


def _in_order(
    asked: Sequence[Question], agents: Sequence[Answered], erip: Sequence[Answered], pushes: Sequence[Answered]
) -> list[Answered]:
    answers = {Asked: iter(agents), EripAsked: iter(erip), PushAsked: iter(pushes)}
    return [next(answers[type(one)]) for one in asked]

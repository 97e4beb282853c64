"""What agents ask is answered, and what they took is posted: many requests of one instant by a few statements."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from kosmos.charging.errors import AlreadyReversed
from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, look_before_payments, post_payments, reverse_payment
from kosmos.kernel.money import plain
from kosmos.kernel.pipeline import Rows
from kosmos.kernel.sql import Statement, array, rows_of_each, statement, texts
from kosmos.ledger.models import AccountNumber, LedgerCode
from kosmos.ledger.services import lock_accounts
from kosmos.payments.agents import About, Asked, Taken, accepted, contradicts, number_in, numbers, refusal
from kosmos.payments.errors import UnknownMoney
from kosmos.payments.masking import mask_cards
from kosmos.payments.models import AgentPayment, AgentPaymentState, RawMessage, StatementPayment, UnidentifiedState
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Pay, Result, Status
from kosmos.payments.services.both_ways import beside_statements
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.suspense import money_of, take_back_nobodys

WORDS = {
    Result.ACCOUNT_FORMAT: "wrong account number",
    Result.ACCOUNT_UNKNOWN: "no such account",
    Result.ACCOUNT_INACTIVE: "the account is closed",
    Result.SUM_TOO_SMALL: "the sum is too small",
    Result.SUM_TOO_LARGE: "the sum is too large",
    Result.OTHER: "only BYN is taken",
}


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A payment that is to be kept, and posted unless a statement of the agent's did."""

    asked: Asked
    pay: Pay
    taken: Taken
    stated: bool


@dataclass
class AgentsPlan:
    """What agents' requests of one batch come to: payments to post, and what is kept and answered once they are."""

    asked: Sequence[Asked]
    answers: dict[int, Answer] = field(default_factory=dict)
    fresh: dict[tuple[str, str], _Fresh] = field(default_factory=dict)
    refused: list[tuple[Asked, Answer]] = field(default_factory=list)

    @property
    def payments(self) -> list[NewPayment]:
        """What is to be posted in the same transaction."""
        return [
            NewPayment(
                one.taken.account_id,
                one.pay.amount_kopecks,
                one.pay.txn_id,
                provider=one.asked.agent.name,
                code=LedgerCode.AGENTS,
            )
            for one in self.fresh.values()
            if not one.stated
        ]


def answer_agents(asked: Sequence[Asked], *, now: datetime) -> list[Answer]:
    """Answer requests of one instant, in their order; their payments are posted, each once, and are in when it returns.

    A payment that its agent's reference is known by is answered as it was the first time; with another amount or
    account it is refused and noted as a case. All payments of a call are one transaction; a cancel is one of its own.
    If it raises, nothing was answered: the same requests may come again, together or one by one, whatever was done.
    """
    try:
        return _answered(asked, now=now)
    except IntegrityError as error:
        if "charging_payment" not in str(error):
            raise
        return _answered(asked, now=now, noted=True)


def _answered(asked: Sequence[Asked], *, now: datetime, noted: bool = False) -> list[Answer]:
    """The same; ``noted`` if our staff may have posted some of it by hand, which is not worth a look each time."""
    with transaction.atomic():
        _, *looked, about = rows_of_each(
            beside_statements(paying(asked)), *look_before_payments(paid_numbers(asked)), agents_look(asked)
        )
        if noted:
            about = [_with_noted(asked[row[0]], row) for row in about]
        plan = plan_agents(asked, about, now=now)
        post_payments(plan.payments, now=now, beside=kept_beside(plan, now=now), looked=looked)
        keep_refused(plan, now=now)
    return agents_answers(plan, now=now)


def plan_agents(asked: Sequence[Asked], found: Rows, *, now: datetime) -> AgentsPlan:
    """Decide about requests by what `agents_look` found; nothing but cases is written."""
    about = _about(asked, found)
    plan = AgentsPlan(asked)
    answers = plan.answers
    for place, one in enumerate(asked):
        match one.request:
            case Check():
                answers[place] = _checked(one, one.request, about[place])
            case Pay():
                answers[place] = _paid(one, one.request, about[place], plan.fresh, now=now)
                if answers[place].result is not Result.OK:
                    plan.refused.append((one, answers[place]))
            case Status():
                answers[place] = _status(one, one.request, about[place], plan.fresh)
    return plan


def kept_beside(plan: AgentsPlan, *, now: datetime) -> list[Statement]:
    """What keeps agents' words of the payments, to be run with their posting."""
    return [_keeping(list(plan.fresh.values()), now=now)] if plan.fresh else []


def keep_refused(plan: AgentsPlan, *, now: datetime) -> None:
    """Keep the words of payments that were refused."""
    if plan.refused:
        _keep_raw(plan.refused, now=now)


def agents_answers(plan: AgentsPlan, *, now: datetime) -> list[Answer]:
    """The answers in order, after the commit; a cancel is done now, in a transaction of its own."""
    for place, one in enumerate(plan.asked):
        if isinstance(one.request, Cancel):
            plan.answers[place] = _cancelled(one, one.request, now=now)
    return [plan.answers[place] for place in range(len(plan.asked))]


def paying(asked: Sequence[Asked]) -> set[str]:
    """The agents whose statements may not be posted meanwhile."""
    return {one.agent.name for one in asked if isinstance(one.request, Pay)}


def paid_numbers(asked: Sequence[Asked]) -> set[str]:
    """The numbers of accounts that are to be paid: these are locked before anything is looked up."""
    return {number_in(one.request.account) for one in asked if isinstance(one.request, Pay)} - {""}


def agents_look(asked: Sequence[Asked]) -> Statement:
    """What looks up what each request is about."""
    return (
        statement("payments", "about_requests"),
        {
            "places": array(range(len(asked))),
            "providers": texts(one.agent.name for one in asked),
            "references": texts(_reference(one) for one in asked),
            "numbers": texts(number_in(getattr(one.request, "account", "")) for one in asked),
        },
    )


def _about(asked: Sequence[Asked], found: Rows) -> list[About]:
    """What each request is about, in their order."""
    about = [About()] * len(asked)
    for place, account_id, closed, *taken, lies_on, kopecks in found:
        known = Taken(*taken) if taken[0] is not None else None
        stated = (lies_on, kopecks) if lies_on is not None else None
        about[place] = About(account_id, bool(closed), known, stated)
    return about


def _with_noted(one: Asked, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """What was found of a request, with what our staff posted by its reference."""
    *others, lies_on, kopecks = row
    paid = Payment.objects.filter(account_id=row[1], provider=one.agent.name, reference=_reference(one)).first()
    if lies_on is None and paid:
        lies_on, kopecks = paid.account_id, paid.amount_kopecks
    return (*others, lies_on, kopecks)


def _reference(one: Asked) -> str:
    return one.request.txn_id if isinstance(one.request, Pay | Status) else ""


def _checked(one: Asked, check: Check, about: About) -> Answer:
    result = refusal(one.agent, check, about)
    if result is not None:
        return Answer(result, check.txn_id, comment=WORDS[result])
    return Answer(Result.OK, check.txn_id, amount_kopecks=check.amount_kopecks)


def _paid(one: Asked, pay: Pay, about: About, fresh: dict[tuple[str, str], _Fresh], *, now: datetime) -> Answer:
    key = (one.agent.name, pay.txn_id)
    taken = about.taken or (fresh[key].taken if key in fresh else None)
    known = (taken.account_id, taken.amount_kopecks) if taken else about.stated
    if known and contradicts(pay, about, known):
        return _contrary(one, pay, known, now=now)
    if taken:
        return accepted(pay.txn_id, taken)
    result = None if known else refusal(one.agent, pay, about)
    if result is not None or about.account_id is None:
        result = result or Result.ACCOUNT_UNKNOWN
        return Answer(result, pay.txn_id, comment=WORDS[result])
    taken = Taken(about.account_id, next(numbers.take(1, now=now)), pay.amount_kopecks, now)
    fresh[key] = _Fresh(one, pay, taken, stated=bool(known))
    return accepted(pay.txn_id, taken)


def _contrary(one: Asked, pay: Pay, known: tuple[int, int], *, now: datetime) -> Answer:
    """A payment whose reference is another's is refused, and a case of the account that has that one."""
    account_id, kopecks = known
    open_case(
        account_id=account_id,
        order_number=pay.txn_id,
        kind="agent_other_payment",
        operation=one.agent.name,
        details=f"{plain(pay.amount_kopecks)} to {mask_cards(pay.account)}; known: {plain(kopecks)}",
        now=now,
    )
    return Answer(Result.OTHER, pay.txn_id, comment="another payment has this number")


def _status(one: Asked, status: Status, about: About, fresh: dict[tuple[str, str], _Fresh]) -> Answer:
    key = (one.agent.name, status.txn_id)
    taken = about.taken or (fresh[key].taken if key in fresh else None)
    if taken is None:
        return Answer(Result.PAYMENT_UNKNOWN, status.txn_id, comment="no such payment")
    if taken.cancelled:
        return Answer(Result.PAYMENT_CANCELLED, status.txn_id, str(taken.number), comment="the payment was cancelled")
    return accepted(status.txn_id, taken)


def _keeping(fresh: Sequence[_Fresh], *, now: datetime) -> Statement:
    return (
        statement("payments", "keep_agent_payments"),
        {
            "at": now,
            "providers": texts(one.asked.agent.name for one in fresh),
            "references": texts(one.pay.txn_id for one in fresh),
            "accounts": array(one.taken.account_id for one in fresh),
            "numbers": array(one.taken.number for one in fresh),
            "rails": texts(one.asked.agent.rail for one in fresh),
            "kopecks": array(one.pay.amount_kopecks for one in fresh),
            "terminals": texts(one.pay.extra.terminal for one in fresh),
            "paid": array(one.pay.paid_at.isoformat() for one in fresh),
            "requests": texts(mask_cards(one.asked.raw) for one in fresh),
        },
    )


def _keep_raw(refused: Sequence[tuple[Asked, Answer]], *, now: datetime) -> None:
    """Keep the words of payments that were refused, and of cancels."""
    RawMessage.objects.bulk_create(
        RawMessage(
            id=uuid.uuid4(),
            rail=one.agent.rail,
            direction="question",
            order_number=mask_cards(one.request.txn_id),
            at=now,
            content=f"{one.agent.name}: {mask_cards(one.raw)}",
            verdict=f"{answer.result.name.lower()}",
        )
        for one, answer in refused
    )


@transaction.atomic
def _cancelled(one: Asked, cancel: Cancel, *, now: datetime) -> Answer:
    """Take a payment back that its agent names; once more, if it was taken back already because the agent said so."""
    answer = _taken_back(one, cancel, now=now)
    _keep_raw([(one, answer)], now=now)
    return answer


def _taken_back(one: Asked, cancel: Cancel, *, now: datetime) -> Answer:
    paid = _named_by(one, cancel)
    if paid is None and cancel.payment_txn_id:
        if answer := _nobodys_back(one, cancel, cancel.payment_txn_id, now=now):
            return answer
        paid = _adopted(one, cancel, now=now)
    if paid is None:
        return Answer(Result.PAYMENT_UNKNOWN, cancel.txn_id, comment="no such payment")
    lock_accounts([paid.account_id])
    paid = AgentPayment.objects.get(pk=paid.pk)
    done = Answer(Result.OK, cancel.txn_id, str(paid.number), amount_kopecks=paid.amount_kopecks)
    if paid.state == AgentPaymentState.CANCELLED:
        return done
    if wrong := _contradiction(cancel, paid):
        return Answer(Result.CANCEL_IMPOSSIBLE, cancel.txn_id, str(paid.number), comment=wrong)
    answer = _nobodys_back(one, cancel, paid.reference, now=now) or _reversed(cancel, paid, done, now=now)
    if answer.result is not Result.OK:
        return answer
    paid.state, paid.cancelled_at = AgentPaymentState.CANCELLED, now
    paid.save(update_fields=["state", "cancelled_at"])
    return done


def _reversed(cancel: Cancel, paid: AgentPayment, done: Answer, *, now: datetime) -> Answer:
    try:
        reverse_payment(account_id=paid.account_id, reference=paid.reference, now=now, provider=paid.provider)
    except AlreadyReversed:
        return Answer(Result.CANCEL_IMPOSSIBLE, cancel.txn_id, str(paid.number), comment="it was taken back already")
    return done


def _contradiction(cancel: Cancel, paid: AgentPayment) -> str:
    """What a cancel says otherwise than its payment; empty if nothing."""
    if cancel.amount_kopecks not in {None, paid.amount_kopecks}:
        return "another sum was paid"
    named = AccountNumber.objects.filter(account_id=paid.account_id, number=number_in(cancel.account))
    return "another account was paid" if cancel.account and not named.exists() else ""


def _nobodys_back(one: Asked, cancel: Cancel, operation: str, *, now: datetime) -> Answer | None:
    """Take money back that a statement of the agent's brought to nobody, from where it lies; None if there is none."""
    rail = one.agent.name
    try:
        held = money_of(rail, operation)
    except UnknownMoney:
        return None
    if cancel.amount_kopecks not in {None, held.amount_kopecks}:
        return Answer(Result.CANCEL_IMPOSSIBLE, cancel.txn_id, comment="another sum was paid")
    taken = take_back_nobodys(account_id=held.account_id, rail=rail, operation=operation, now=now)
    if not taken and money_of(rail, operation).state != UnidentifiedState.TAKEN_BACK:
        return Answer(Result.CANCEL_IMPOSSIBLE, cancel.txn_id, comment="it was sent back already")
    return Answer(Result.OK, cancel.txn_id, amount_kopecks=held.amount_kopecks)


def _adopted(one: Asked, cancel: Cancel, *, now: datetime) -> AgentPayment | None:
    """A payment that the agent tells of online for the first time, for a statement of its brought it to an account."""
    stated = StatementPayment.objects.filter(provider=one.agent.name, reference=cancel.payment_txn_id).first()
    if stated is None:
        return None
    return AgentPayment.objects.create(
        provider=stated.provider,
        reference=stated.reference,
        account_id=stated.account_id,
        number=next(numbers.take(1, now=now)),
        rail=one.agent.rail,
        amount_kopecks=stated.amount_kopecks,
        paid_at=stated.paid_at,
        came_at=now,
        request=mask_cards(one.raw),
    )


def _named_by(one: Asked, cancel: Cancel) -> AgentPayment | None:
    """The payment that a cancel names by our number or the agent's; never another agent's."""
    own = AgentPayment.objects.filter(provider=one.agent.name)
    if cancel.payment_number:
        number = int(cancel.payment_number)
        return own.filter(number=number).first() if number < 2**63 else None
    return own.filter(reference=cancel.payment_txn_id).first()

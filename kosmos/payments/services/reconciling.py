"""An agent's daily registry against what we have: a payment stands if it is in both; each difference is a case.

Nothing is posted or taken back here: what is right the agent says, and people do.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from kosmos.kernel.money import plain
from kosmos.ledger.models import AccountNumber
from kosmos.payments.agents import number_in
from kosmos.payments.models import AgentPayment, AgentPaymentState, StatementPayment
from kosmos.payments.rails.osmp.registry import RegistryForm, Settled, read_registry
from kosmos.payments.rails.wire.lines import BadLine
from kosmos.payments.services.cases import open_case, suspense_account

KINDS = ("only_theirs", "only_ours", "other")


@dataclass(frozen=True, slots=True)
class Difference:
    """A payment that does not stand: ``kind`` is one of KINDS."""

    kind: str
    account_id: int
    reference: str
    details: str


@dataclass(frozen=True, slots=True)
class Reconciled:
    """How many payments stand with their sum, what differs, and which lines could not be read."""

    stand: int
    stand_kopecks: int
    differences: list[Difference]
    bad: list[BadLine]


@transaction.atomic
def reconcile(
    stream: BinaryIO, *, agent: str, first: datetime, until: datetime, form: RegistryForm, now: datetime
) -> Reconciled:
    """Compare a registry with the agent's payments of its time; safe to repeat: a case is opened once.

    A payment belongs to the registry's time by the agent's clock, ``first`` included and ``until`` not. While lines
    are bad nothing is said to be missing there: it may be on one of them.
    """
    theirs: dict[str, Settled] = {}
    bad: list[BadLine] = []
    for line in read_registry(stream, form):
        if isinstance(line, BadLine):
            bad.append(line)
        elif isinstance(line.read, Settled):
            theirs[line.read.txn_id] = line.read
    ours = {one.reference: one for one in _ours(agent, theirs, first, until)}
    found = [*_compared(agent, theirs, ours, now=now), *(() if bad else _missing(theirs, ours))]
    for one in found:
        _tell(one, agent, now=now)
    standing = [ours[reference] for reference in theirs.keys() & ours.keys() - {one.reference for one in found}]
    return Reconciled(len(standing), sum(one.amount_kopecks for one in standing), found, bad)


def _ours(agent: str, theirs: Iterable[str], first: datetime, until: datetime) -> list[AgentPayment]:
    """The agent's payments of that time, and those that the registry names whenever and however they came."""
    mine = AgentPayment.objects.filter(provider=agent).defer("request")
    of_time = mine.filter(paid_at__gte=first, paid_at__lt=until)
    online = [*of_time, *mine.filter(reference__in=list(theirs)).exclude(paid_at__gte=first, paid_at__lt=until)]
    came = StatementPayment.objects.filter(provider=agent, reference__in=list(theirs))
    stated = came.exclude(reference__in=[one.reference for one in online])
    by_statement = [
        AgentPayment(reference=one.reference, account_id=one.account_id, amount_kopecks=one.amount_kopecks)
        for one in stated
    ]
    return online + by_statement


def _compared(
    agent: str, theirs: dict[str, Settled], ours: dict[str, AgentPayment], *, now: datetime
) -> list[Difference]:
    numbers = AccountNumber.objects.filter(number__in={number_in(one.account) for one in theirs.values()})
    accounts = dict(numbers.values_list("number", "account_id"))
    found = []
    for reference, one in theirs.items():
        account_id, mine = accounts.get(number_in(one.account)), ours.get(reference)
        said = f"registry: {plain(one.amount_kopecks)} for {one.account}"
        if mine is None or mine.state == AgentPaymentState.CANCELLED:
            where = mine.account_id if mine else account_id or suspense_account(agent, now=now)
            found.append(Difference("only_theirs", where, reference, said + ("; cancelled here" if mine else "")))
        elif (mine.account_id, mine.amount_kopecks) != (account_id, one.amount_kopecks):
            details = f"{said}; here: {plain(mine.amount_kopecks)}"
            found.append(Difference("other", mine.account_id, reference, details))
    return found


def _missing(theirs: dict[str, Settled], ours: dict[str, AgentPayment]) -> list[Difference]:
    return [
        Difference("only_ours", one.account_id, reference, f"here: {plain(one.amount_kopecks)}")
        for reference, one in ours.items()
        if reference not in theirs and one.state == AgentPaymentState.PAID
    ]


def _tell(one: Difference, agent: str, *, now: datetime) -> None:
    open_case(
        account_id=one.account_id,
        order_number=one.reference,
        kind=f"registry_{one.kind}",
        operation=agent,
        details=one.details,
        now=now,
    )

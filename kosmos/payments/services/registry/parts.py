"""A statement is posted in parts, each a transaction of its own, on several connections at once.

Each reference's first line belongs to a part of its account's neighbours, so that no two parts wait for each other's
accounts. The lines that repeat a reference come after all of those. Nothing but the file decides which lines make a
part: whoever posts it anew, after a death or at the same time, finds what was posted by the lines that it came from.
"""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kosmos.charging.services import NewPayment, post_many, post_nobodys
from kosmos.kernel.cards import without_cards
from kosmos.kernel.money import plain
from kosmos.kernel.sql import array, rows, statement, texts
from kosmos.ledger.models import LedgerCode
from kosmos.payments.models import StatementPayment, Unidentified
from kosmos.payments.queries import lies_on
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.wire.lines import Line
from kosmos.payments.services.both_ways import Online, came_online
from kosmos.payments.services.cases import open_case
from kosmos.payments.services.registry.reading import Credits, known

LANES = 2
"""Connections that a worker posts a statement on; more gain nothing where there are two cores."""
CHUNK = 5_000
"""Lines of a part, more only if they are one account's: their accounts are held for a tenth of a second."""


Owned = tuple[int, Credit]
"""A credit, and the account that it came to."""


@dataclass(frozen=True, slots=True)
class Target:
    """The statement that is posted, the account of nobody's money, and the instant of posting."""

    id: uuid.UUID
    name: str
    provider: str
    code: LedgerCode
    suspense: int
    now: datetime


@dataclass(frozen=True, slots=True)
class Tally:
    """What came of so many lines: those that this statement brought, whoever posted them, and those here before."""

    lines: int
    posted: int
    posted_kopecks: int
    nobodys: int
    nobodys_kopecks: int
    fee_kopecks: int
    repeated: int


def parts_of(lines: Credits, done: int) -> Iterator[Credits]:
    """Lines in posting order by parts, without those that are done; no account's lines are in two parts."""
    while done < len(lines):
        end = min(done + CHUNK, len(lines))
        while end < len(lines) and lines[end].read.account == lines[end - 1].read.account != "":
            end += 1
        yield lines[done:end]
        done = end


@transaction.atomic
def post_part(target: Target, part: Credits) -> Tally:
    """Post the lines whose references are new; safe to repeat and to do twice at once, the tally is the same."""
    online = came_online(target.provider, [line.read.reference for line in part], hold=True)
    fresh = _keep(target, [line for line in part if line.read.reference not in online])
    posted = [(fresh[number], credit) for number, credit in part if number in fresh]
    _post(posted, target)
    ours, repeated = _looked_up([line for line in part if line.number not in fresh], target, online)
    mine = posted + ours
    nobodys = [credit.amount_kopecks for owner, credit in mine if owner == target.suspense]
    return Tally(
        lines=len(part),
        posted=len(mine),
        posted_kopecks=sum(credit.amount_kopecks for _, credit in mine),
        nobodys=len(nobodys),
        nobodys_kopecks=sum(nobodys),
        fee_kopecks=sum(credit.fee_kopecks for _, credit in mine),
        repeated=repeated,
    )


def _keep(target: Target, part: Credits) -> dict[int, int]:
    """Keep the lines whose references are new; the account of each by its line."""
    if not part:
        return {}
    numbers, credits_ = zip(*part, strict=True)
    references, instants, kopecks, accounts, payers, purposes, fees = zip(*credits_, strict=True)
    written = {at: at.isoformat() for at in set(instants)}
    parameters = {
        "provider": target.provider,
        "statement": target.id,
        "suspense": target.suspense,
        "at": target.now,
        "lines": array(numbers),
        "references": texts(references),
        "accounts": texts(accounts),
        "kopecks": array(kopecks),
        "fees": array(fees),
        "paid": array(map(written.__getitem__, instants)),
        "payers": texts(map(without_cards, payers)),
        "purposes": texts(map(without_cards, purposes)),
    }
    return dict(rows(statement("payments", "keep_statement_payments"), parameters))


def _post(owned: Sequence[Owned], target: Target) -> None:
    """Post lines that are new."""
    money = [(owner, credit.amount_kopecks, credit.reference) for owner, credit in owned if owner != target.suspense]
    post_many(money, provider=target.provider, code=target.code, now=target.now)
    nobodys = [credit for owner, credit in owned if owner == target.suspense]
    post_nobodys([_nobodys_payment(credit, target) for credit in nobodys], now=target.now)
    Unidentified.objects.bulk_create(_unidentified(credit, target) for credit in nobodys)


def _nobodys_payment(credit: Credit, target: Target) -> NewPayment:
    return NewPayment(
        target.suspense, credit.amount_kopecks, credit.reference, provider=target.provider, code=target.code
    )


def _unidentified(credit: Credit, target: Target) -> Unidentified:
    return Unidentified(
        account_id=target.suspense,
        rail=target.provider,
        operation=credit.reference,
        order_number=without_cards(credit.account),
        amount_kopecks=credit.amount_kopecks,
        currency="BYN",
        reason="unknown_account",
        posted=True,
        came_at=target.now,
        payer=without_cards(credit.payer),
        purpose=without_cards(credit.purpose),
    )


def _looked_up(old: Credits, target: Target, online: Mapping[str, Online]) -> tuple[list[Owned], int]:
    """Of lines whose references are here: those that brought them, and how many repeat others.

    A case for each that says something else than what is here.
    """
    ours = list[Owned]()
    repeated = 0
    came = StatementPayment.objects.filter(reference__in=[line.read.reference for line in old])
    brought = {one.reference: one for one in came.filter(provider=target.provider)}
    before = known(target.provider, old) if old else {}
    for place, line in enumerate(old):
        number, credit = line
        one = brought.get(credit.reference)
        if one and (one.statement, one.line) == (target.id, number):
            ours.append((one.account_id, credit))
        elif before[place][1] == (credit.account, credit.amount_kopecks):
            repeated += 1
        else:
            _tell_contradiction(line, target, online.get(credit.reference))
    return ours, repeated


def _tell_contradiction(line: Line[Credit], target: Target, online: Online | None) -> None:
    """The case is of the account on which the payment lies, if it came online or finance put it there."""
    credit = line.read
    put_on = {online.account_id} if online else lies_on(target.suspense, target.provider, [credit.reference])
    open_case(
        account_id=min(put_on, default=target.suspense),
        order_number=credit.reference,
        kind="statement_other_payment",
        operation=target.provider,
        details=f"{target.name}, line {line.number}: {plain(credit.amount_kopecks)} for {credit.account or '-'}",
        now=target.now,
    )

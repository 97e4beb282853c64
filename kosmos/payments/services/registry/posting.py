"""A statement is posted in chunks, each a transaction that keeps how far it came: it goes on after a death."""

import hashlib
import uuid
import zlib
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import NewPayment, post_nobodys, post_payments
from kosmos.kernel.cards import without_cards
from kosmos.kernel.days import business_day
from kosmos.kernel.money import plain
from kosmos.kernel.sql import array, rows, statement
from kosmos.ledger.models import LedgerCode
from kosmos.ledger.services.moves import Move, post_move
from kosmos.payments.agents import number_in
from kosmos.payments.errors import (
    StatementChanged,
    StatementEmpty,
    StatementFaulty,
    StatementTooLarge,
    UnknownStatement,
)
from kosmos.payments.models import Statement, StatementProfile, StatementState, Unidentified
from kosmos.payments.rails.registry.messages import Credit
from kosmos.payments.rails.wire.lines import Line
from kosmos.payments.services.cases import open_case, suspense_account
from kosmos.payments.services.registry.reading import Credits, Fault, Foresight, Read, foresee, known, read_content
from kosmos.payments.services.suspense import lies_on
from kosmos.subscribers.models import StaffMember

CHUNK = 2_000
MOST_BYTES = 64 * 1024 * 1024
NAME_SIGNS = 200


def take_statement(
    content: bytes, *, name: str, profile: StatementProfile, now: datetime, by: StaffMember | None = None
) -> Statement:
    """Read and keep a statement, to be posted when somebody has chosen how; one of the same content is found again.

    As long as nothing of it was posted it is read anew, by the profile as it is now. StatementTooLarge, StatementEmpty.
    """
    return _take(content, name=name, profile=profile, now=now, by=by)[0]


def _take(
    content: bytes, *, name: str, profile: StatementProfile, now: datetime, by: StaffMember | None = None
) -> tuple[Statement, Read | None, list[Fault]]:
    """A statement, and what it says, unless it was chosen before."""
    if len(content) > MOST_BYTES:
        raise StatementTooLarge(most_bytes=MOST_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    before = Statement.objects.filter(provider=profile.provider, digest=digest).first()
    if before and before.state not in {StatementState.READ, StatementState.DROPPED}:
        return before, None, []
    read = read_content(profile, content)
    if not (read.credits or read.bad):
        raise StatementEmpty
    faults = foresee(profile.provider, read).faults
    told = {
        "name": name[:NAME_SIGNS],
        "profile": profile.name,
        "version": profile.version,
        "code": profile.code,
        "state": StatementState.READ,
        "credits": len(read.credits),
        "amount_kopecks": read.kopecks,
        "bad": len(faults),
    }
    fixed = {"provider": profile.provider, "digest": digest, "content": zlib.compress(content, 1)}
    kept = _keep(Statement(id=uuid.uuid4(), came_at=now, by=by, **fixed, **told), told)
    return kept, read, faults


@transaction.atomic
def _keep(made: Statement, told: Mapping[str, object]) -> Statement:
    """Keep a statement; one of the same content that was not chosen yet is told anew."""
    Statement.objects.bulk_create([made], ignore_conflicts=True)
    kept = Statement.objects.defer("content").select_for_update(of=("self",))
    found = kept.get(provider=made.provider, digest=made.digest)
    if found.id != made.id and found.state in {StatementState.READ, StatementState.DROPPED}:
        Statement.objects.filter(id=found.id).update(**told)
    return statement_of(found.id)


def statement_of(statement_id: uuid.UUID) -> Statement:
    """A statement without its content. UnknownStatement."""
    found = Statement.objects.defer("content").select_related("by").filter(id=statement_id).first()
    if found is None:
        raise UnknownStatement
    return found


def reread(found: Statement) -> Read:
    """What a statement says, by the version of the profile that it was taken with."""
    profile = StatementProfile.objects.get(name=found.profile, version=found.version)
    return read_content(profile, zlib.decompress(found.content))


def foreseen(found: Statement) -> Foresight:
    """What would come of posting a statement now."""
    return foresee(found.provider, reread(found))


@transaction.atomic
def choose(statement_id: uuid.UUID, *, good_only: bool, version: int | None = None) -> Statement:
    """Have a statement posted: all of it, or its good lines; safe to repeat, then whatever was chosen first stands.

    ``version`` is the profile's, as it was shown. StatementFaulty if all are to be posted and some are bad,
    StatementEmpty if none is good, StatementChanged.
    """
    held = _held(statement_id)
    if held.state in {StatementState.POSTING, StatementState.POSTED} and held.good_only == good_only:
        return held
    if held.state != StatementState.READ or version not in {None, held.version}:
        raise StatementChanged
    if held.bad and not good_only:
        raise StatementFaulty(f"{held.bad} lines are bad", bad=held.bad)
    if not held.credits:
        raise StatementEmpty
    held.state, held.good_only = StatementState.POSTING, good_only
    held.save(update_fields=["state", "good_only"])
    return held


@transaction.atomic
def drop(statement_id: uuid.UUID) -> Statement:
    """Put a statement away of which nothing was posted. StatementChanged."""
    held = _held(statement_id)
    if held.state not in {StatementState.READ, StatementState.DROPPED}:
        raise StatementChanged
    held.state = StatementState.DROPPED
    held.save(update_fields=["state"])
    return held


def load_statement(
    content: bytes, *, name: str, profile: StatementProfile, good_only: bool, now: datetime
) -> tuple[Statement, list[Fault]]:
    """Take a statement and post it at once, if it may be; its bad lines. One with bad ones waits for a choice."""
    found, read, faults = _take(content, name=name, profile=profile, now=now)
    if found.state == StatementState.READ and found.credits and (good_only or not found.bad):
        choose(found.id, good_only=good_only)
    return pursue_statement(found.id, now=now, read=read), faults


def pursue_statement(statement_id: uuid.UUID, *, now: datetime, read: Read | None = None) -> Statement:
    """Post what is left of a statement that was chosen; safe to kill anywhere, and from two workers at once."""
    found = Statement.objects.get(id=statement_id)
    if found.state != StatementState.POSTING:
        return statement_of(statement_id)
    read = read or reread(found)
    while _post_chunk(statement_id, read.credits, now=now):
        pass
    return statement_of(statement_id)


def _held(statement_id: uuid.UUID) -> Statement:
    held = Statement.objects.defer("content").select_for_update(of=("self",)).filter(id=statement_id).first()
    if held is None:
        raise UnknownStatement
    return held


@transaction.atomic
def _post_chunk(statement_id: uuid.UUID, credits_: Credits, *, now: datetime) -> bool:
    """Post the next lines and keep how far it is, in one transaction; False once there are none."""
    held = _held(statement_id)
    if held.state != StatementState.POSTING:
        return False
    chunk = credits_[held.done : held.done + CHUNK]
    if not chunk:
        _finish(held, now=now)
        return False
    suspense = suspense_account(held.provider, now=now)
    owners = _kept(held, chunk, suspense, now=now)
    _tell_contradictions(held, [line for line in chunk if line.number not in owners], suspense, now=now)
    _post([line for line in chunk if line.number in owners], owners, held, suspense, now=now)
    held.done += len(chunk)
    held.save(
        update_fields=[
            "done",
            "posted",
            "posted_kopecks",
            "repeated",
            "nobodys",
            "nobodys_kopecks",
            "fee_kopecks",
        ]
    )
    return True


def _kept(held: Statement, chunk: Credits, suspense: int, *, now: datetime) -> dict[int, int]:
    """Keep the lines that no statement had brought; the account of each by its line."""
    credits_ = [line.read for line in chunk]
    parameters = {
        "provider": held.provider,
        "statement": held.id,
        "suspense": suspense,
        "at": now,
        "lines": array(line.number for line in chunk),
        "references": [one.reference for one in credits_],
        "numbers": [number_in(one.account) for one in credits_],
        "said": [one.account for one in credits_],
        "kopecks": array(one.amount_kopecks for one in credits_),
        "fees": array(one.fee_kopecks for one in credits_),
        "paid": array(one.paid_at.isoformat() for one in credits_),
        "payers": [without_cards(one.payer) for one in credits_],
        "purposes": [without_cards(one.purpose) for one in credits_],
    }
    return dict(rows(statement("payments", "keep_statement_payments"), parameters))


def _post(lines: Credits, owners: dict[int, int], held: Statement, suspense: int, *, now: datetime) -> None:
    """Post lines that are new, and count them."""
    whose = [line for line in lines if owners[line.number] != suspense]
    nobodys = [line for line in lines if owners[line.number] == suspense]
    post_payments([_payment(line.read, owners[line.number], held) for line in whose], now=now)
    post_nobodys([_payment(line.read, suspense, held) for line in nobodys], now=now)
    Unidentified.objects.bulk_create(_unidentified(line, held, suspense, now) for line in nobodys)
    held.posted += len(lines)
    held.posted_kopecks += sum(line.read.amount_kopecks for line in lines)
    held.fee_kopecks += sum(line.read.fee_kopecks for line in lines)
    held.nobodys += len(nobodys)
    held.nobodys_kopecks += sum(line.read.amount_kopecks for line in nobodys)


def _payment(credit: Credit, account_id: int, held: Statement) -> NewPayment:
    return NewPayment(
        account_id, credit.amount_kopecks, credit.reference, provider=held.provider, code=LedgerCode(held.code)
    )


def _unidentified(line: Line[Credit], held: Statement, suspense: int, now: datetime) -> Unidentified:
    credit = line.read
    return Unidentified(
        account_id=suspense,
        rail=held.provider,
        operation=credit.reference,
        order_number=without_cards(credit.account),
        amount_kopecks=credit.amount_kopecks,
        currency="BYN",
        reason="unknown_account",
        posted=True,
        came_at=now,
        payer=without_cards(credit.payer),
        purpose=without_cards(credit.purpose),
    )


def _tell_contradictions(held: Statement, old: Sequence[Line[Credit]], suspense: int, *, now: datetime) -> None:
    """Count lines whose references were here before; a case for each that says something else than the payment.

    The case is of the account on which the payment lies, if finance put it there.
    """
    for line, (_, before) in zip(old, known(held.provider, old), strict=True):
        credit = line.read
        if before == (number_in(credit.account), credit.amount_kopecks):
            held.repeated += 1
            continue
        put_on = lies_on(suspense, held.provider, [credit.reference])
        open_case(
            account_id=min(put_on, default=suspense),
            order_number=credit.reference,
            kind="statement_other_payment",
            operation=held.provider,
            details=f"{held.name}, line {line.number}: {plain(credit.amount_kopecks)} for {credit.account or '-'}",
            now=now,
        )


def _finish(held: Statement, *, now: datetime) -> None:
    """Post the fee that the provider kept, and close the statement."""
    if held.fee_kopecks:
        move = Move(
            LedgerCode(held.code),
            LedgerCode.PROVIDER_FEES,
            held.fee_kopecks,
            reference=f"statement-fee {held.id}",
            note=held.name,
        )
        post_move(move, day=business_day(now, operator_zone()), at=now)
    held.state, held.finished_at = StatementState.POSTED, now
    held.save(update_fields=["state", "finished_at"])

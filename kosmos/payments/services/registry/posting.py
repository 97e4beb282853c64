"""A statement is posted in parts, of which it is kept how far they are gone through: it goes on after a death."""

import hashlib
import uuid
import zlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from itertools import chain

from django.db import transaction

from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import business_day
from kosmos.kernel.garbage import no_collecting
from kosmos.kernel.lanes import in_lanes
from kosmos.ledger.models import LedgerCode
from kosmos.ledger.services.moves import Move, post_move
from kosmos.payments.errors import (
    StatementChanged,
    StatementEmpty,
    StatementFaulty,
    StatementTooLarge,
    UnknownStatement,
)
from kosmos.payments.models import Statement, StatementProfile, StatementState
from kosmos.payments.services.both_ways import beginning_later
from kosmos.payments.services.cases import suspense_account
from kosmos.payments.services.registry.parts import Tally, Target, parts_of, post_part
from kosmos.payments.services.registry.reading import Fault, Foresight, Read, foresee, read_content
from kosmos.subscribers.models import StaffMember

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


@no_collecting()
def load_statement(
    content: bytes, *, name: str, profile: StatementProfile, good_only: bool, now: datetime, lanes: int = 1
) -> tuple[Statement, list[Fault]]:
    """Take a statement and post it at once, if it may be; its bad lines. One with bad ones waits for a choice."""
    found, read, faults = _take(content, name=name, profile=profile, now=now)
    if found.state == StatementState.READ and found.credits and (good_only or not found.bad):
        choose(found.id, good_only=good_only)
    return pursue_statement(found.id, now=now, read=read, lanes=lanes), faults


@no_collecting()
def pursue_statement(statement_id: uuid.UUID, *, now: datetime, read: Read | None = None, lanes: int = 1) -> Statement:
    """Post what is left of a statement that was chosen, on so many connections.

    Safe to kill anywhere, and from two workers at once.
    """
    found = statement_of(statement_id)
    if found.state != StatementState.POSTING:
        return found
    firsts, repeating = (read or reread(found)).in_posting_order()
    suspense = suspense_account(found.provider, now=now)
    target = Target(found.id, found.name, found.provider, LedgerCode(found.code), suspense, now)
    post = partial(post_part, target)
    done = found.done
    with beginning_later(found.provider):
        for tally in chain(
            in_lanes(post, parts_of(firsts, done), lanes=lanes),
            map(post, parts_of(repeating, max(0, done - len(firsts)))),
        ):
            _count(statement_id, tally, at=done)
            done += tally.lines
    _finish(statement_id, now=now)
    return statement_of(statement_id)


def _held(statement_id: uuid.UUID) -> Statement:
    held = Statement.objects.defer("content").select_for_update(of=("self",)).filter(id=statement_id).first()
    if held is None:
        raise UnknownStatement
    return held


@transaction.atomic
def _count(statement_id: uuid.UUID, tally: Tally, *, at: int) -> None:
    """Keep what came of the lines after the first ``at`` ones, unless another worker did."""
    held = _held(statement_id)
    if held.done != at:
        return
    held.done += tally.lines
    held.posted += tally.posted
    held.posted_kopecks += tally.posted_kopecks
    held.nobodys += tally.nobodys
    held.nobodys_kopecks += tally.nobodys_kopecks
    held.fee_kopecks += tally.fee_kopecks
    held.repeated += tally.repeated
    held.save(
        update_fields=["done", "posted", "posted_kopecks", "repeated", "nobodys", "nobodys_kopecks", "fee_kopecks"]
    )


@transaction.atomic
def _finish(statement_id: uuid.UUID, *, now: datetime) -> None:
    """Post the fee that the provider kept, and close the statement."""
    held = _held(statement_id)
    if held.state != StatementState.POSTING:
        return
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

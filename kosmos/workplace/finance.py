"""What finance does that is of no subscriber's account alone: statements of banks, and cases of payments; noted."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from kosmos.payments.errors import CaseClosed, UnknownCase
from kosmos.payments.models import Case, Statement, StatementState
from kosmos.payments.services.handing_over import HandedOver, hand_over
from kosmos.payments.services.registry import choose, drop, profile_named, statement_of, take_statement
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services import Origin, note_act
from kosmos.support.rules import words_of
from kosmos.workplace.acts import LONGEST_EXPLANATION
from kosmos.workplace.errors import NoteTooLong, ReasonUnexplained


@transaction.atomic
def send_statement(
    content: bytes, *, name: str, profile: str, by: StaffMember, now: datetime, origin: Origin
) -> Statement:
    """Take a file that one of finance sends. UnknownProfile, StatementTooLarge, StatementEmpty."""
    taken = take_statement(content, name=name, profile=profile_named(profile), now=now, by=by)
    told = {"name": taken.name, "profile": taken.profile, "credits": taken.credits, "bad": taken.bad}
    _note(Act.STATEMENT_TAKEN, taken, told, by=by, now=now, origin=origin)
    return taken


@transaction.atomic
def decide_statement(
    statement_id: UUID, what: str, *, version: int, by: StaffMember, now: datetime, origin: Origin
) -> bool:
    """Have a statement posted ("all", "good") or put away ("drop"); False if that was chosen before.

    UnknownStatement, StatementChanged, StatementFaulty, StatementEmpty.
    """
    before = statement_of(statement_id)
    decided = drop(statement_id) if what == "drop" else choose(statement_id, good_only=what == "good", version=version)
    if decided.state == before.state or before.state != StatementState.READ:
        return False
    act = Act.STATEMENT_DROPPED if what == "drop" else Act.STATEMENT_CHOSEN
    told = {"name": decided.name, "lines": what, "credits": decided.credits, "amount_kopecks": decided.amount_kopecks}
    _note(act, decided, told, by=by, now=now, origin=origin)
    return True


def _note(
    act: Act, about: Statement, told: dict[str, object], *, by: StaffMember, now: datetime, origin: Origin
) -> None:
    note_act(act, now=now, staff=by, origin=origin, subject="statement", object_id=about.id, after=told)


@transaction.atomic
def note_transfer(one: HandedOver, *, by: StaffMember, now: datetime, origin: Origin) -> bool:
    """Note that money was handed over; False if it was noted before. AmountOutOfRange, HandedOverOtherwise."""
    if not hand_over(one, now=now):
        return False
    told = {"code": one.code.label, "amount_kopecks": one.came_kopecks, "fee_kopecks": one.fee_kopecks}
    about = f"{one.provider} {one.document}"
    note_act(Act.MONEY_HANDED_OVER, now=now, staff=by, origin=origin, subject="transfer", object_id=about, after=told)
    return True


def case_by(account_id: int, order_number: str, kind: str, operation: str) -> Case:
    """A case by what it is about. UnknownCase."""
    cases = Case.objects.select_related("taken_by", "account__accountnumber")
    found = cases.filter(account_id=account_id, order_number=order_number, kind=kind, operation=operation).first()
    if found is None:
        raise UnknownCase
    return found


@transaction.atomic
def take_case(case: Case, *, by: StaffMember, now: datetime, origin: Origin) -> bool:
    """Say that one looks into a case, whoever did before; False if one does already. CaseClosed."""
    held = _held_case(case)
    if held.taken_by_id == by.pk:
        return False
    before = {"taken_by": held.taken_by.name if held.taken_by else ""}
    held.taken_by = by
    held.save(update_fields=["taken_by"])
    _note_case(Act.CASE_TAKEN, held, before, {"taken_by": by.name}, "", by=by, now=now, origin=origin)
    return True


@transaction.atomic
def close_case(case: Case, *, note: str, by: StaffMember, now: datetime, origin: Origin) -> None:
    """Close a case with what was found out. ReasonUnexplained, NoteTooLong, CaseClosed."""
    words = words_of(note)
    if not words:
        raise ReasonUnexplained
    if len(words) > LONGEST_EXPLANATION:
        raise NoteTooLong(longest=LONGEST_EXPLANATION)
    held = _held_case(case)
    held.closed_at, held.note, held.taken_by = now, words, by
    held.save(update_fields=["closed_at", "note", "taken_by"])
    _note_case(Act.CASE_CLOSED, held, None, {"kind": held.kind}, words, by=by, now=now, origin=origin)


def _held_case(case: Case) -> Case:
    held = Case.objects.select_for_update(of=("self",)).select_related("taken_by").get(pk=case.pk)
    if held.closed_at is not None:
        raise CaseClosed
    return held


def _note_case(
    act: Act,
    case: Case,
    before: Mapping[str, object] | None,
    after: Mapping[str, object],
    reason: str,
    *,
    by: StaffMember,
    now: datetime,
    origin: Origin,
) -> None:
    note_act(
        act,
        now=now,
        staff=by,
        origin=origin,
        account_id=case.account_id,
        subject="payment_case",
        object_id=f"{case.kind} {case.order_number}"[:200],
        before=before,
        after=after,
        reason=reason,
    )

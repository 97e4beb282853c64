"""What one of the staff asks for and another decides: never the same person, once, in time, as it would come now."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from kosmos.charging.services.moment import begin
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services import Origin, note_act
from kosmos.subscribers.services.audit import NOWHERE
from kosmos.subscribers.staff_queries import one_let_the_other_in
from kosmos.support.rules import words_of
from kosmos.workplace.acting import Approval, ApprovalState, StaffAct
from kosmos.workplace.acts import LONGEST_EXPLANATION, Agreed, Given, carry_out
from kosmos.workplace.errors import (
    ApprovalNotApart,
    ApprovalNotOwn,
    ApprovalOver,
    ApprovalOwn,
    AskerGone,
    NoteTooLong,
    ReasonUnexplained,
    UnknownApproval,
)
from kosmos.workplace.wishes import Wish, foresee, hold_beside

SHOWN_FOR = timedelta(days=30)
MOST_SHOWN = 50
APART_FOR = timedelta(days=30)
"""Who gave a colleague a password or a new second factor could be him; so long they are not taken for two people."""
EXPIRED = "expired"
"""The state of one that was decided by nobody in time."""


def waiting_approvals(*, now: datetime) -> list[Approval]:
    """What waits for a decision, the oldest first."""
    return list(_told().filter(state=ApprovalState.ASKED, expires_at__gt=now).order_by("asked_at")[:MOST_SHOWN])


def approvals_over(*, now: datetime) -> list[Approval]:
    """What was asked for lately and is decided, withdrawn or expired, the newest first."""
    lately = _told().filter(asked_at__gt=now - SHOWN_FOR)
    over = lately.exclude(state=ApprovalState.ASKED) | lately.filter(expires_at__lte=now)
    return list(over.order_by("-asked_at")[:MOST_SHOWN])


def approvals_of(account_id: int, *, now: datetime) -> list[Approval]:
    """What waits for a decision about an account, the oldest first."""
    waiting = _told().filter(account_id=account_id, state=ApprovalState.ASKED, expires_at__gt=now)
    return list(waiting.order_by("asked_at"))


def approval(approval_id: UUID) -> Approval:
    """An approval. UnknownApproval."""
    found = _told().filter(id=approval_id).first()
    if found is None:
        raise UnknownApproval
    return found


def wish_of(asked: Approval) -> Wish:
    """The act that is asked for."""
    return Wish.of(asked.doing, asked.account_id, asked.wish)


def state_of(asked: Approval, *, now: datetime) -> str:
    """Where it stands at an instant."""
    return EXPIRED if asked.state == ApprovalState.ASKED and not asked.waits(now) else asked.state


@transaction.atomic
def approve(
    approval_id: UUID, *, by: StaffMember, agreed: Agreed, now: datetime, origin: Origin = NOWHERE
) -> StaffAct | None:
    """Allow and do it, if it would still come as it was shown to whoever allows it; None if he allowed it before.

    Errors, in this order: UnknownApproval, ApprovalOwn, ApprovalNotApart, ApprovalOver, AskerGone, PreviewChanged,
    and what refuses the act itself.
    """
    asked = _held(approval_id, now)
    refuse_one_person(asked, by, now=now)
    if (asked.state, asked.decided_by_id) == (ApprovalState.GIVEN, by.pk):
        return None
    _refuse_over(asked, now)
    if not asked.asked_by.sign_in.is_active or asked.asked_by.role != asked.asked_as:
        raise AskerGone
    wish = wish_of(asked)
    given = Given(asked.asked_by, asked.key, asked.reason, asked.note, now, origin, approved_by=by)
    act = carry_out(wish, given, lambda: agreed(foresee(wish, now=now)))
    _decide(asked, ApprovalState.GIVEN, by=by, now=now, origin=origin)
    return act


@transaction.atomic
def refuse(approval_id: UUID, *, by: StaffMember, answer: str, now: datetime, origin: Origin = NOWHERE) -> bool:
    """Refuse it and say why; False if he refused it before.

    Errors, in this order: UnknownApproval, ApprovalOwn, ApprovalNotApart, ReasonUnexplained, NoteTooLong, ApprovalOver.
    """
    asked = _held(approval_id, now)
    refuse_one_person(asked, by, now=now)
    words = words_of(answer)
    if not words:
        raise ReasonUnexplained
    if len(words) > LONGEST_EXPLANATION:
        raise NoteTooLong(longest=LONGEST_EXPLANATION)
    if (asked.state, asked.decided_by_id) == (ApprovalState.REFUSED, by.pk):
        return False
    _refuse_over(asked, now)
    _decide(asked, ApprovalState.REFUSED, by=by, now=now, origin=origin, answer=words)
    return True


@transaction.atomic
def withdraw(approval_id: UUID, *, by: StaffMember, now: datetime, origin: Origin = NOWHERE) -> bool:
    """Take back what one asked for; False if that was done before. UnknownApproval, ApprovalNotOwn, ApprovalOver."""
    asked = _held(approval_id, now)
    if asked.asked_by_id != by.pk:
        raise ApprovalNotOwn
    if asked.state == ApprovalState.WITHDRAWN:
        return False
    _refuse_over(asked, now)
    _decide(asked, ApprovalState.WITHDRAWN, by=by, now=now, origin=origin)
    return True


def refuse_one_person(asked: Approval, by: StaffMember, *, now: datetime) -> None:
    """ApprovalOwn or ApprovalNotApart for one who is, or for all that is known could be, who asked for it."""
    if asked.asked_by_id == by.pk:
        raise ApprovalOwn
    if one_let_the_other_in(asked.asked_by, by, since=now - APART_FOR):
        raise ApprovalNotApart


def _told() -> QuerySet[Approval]:
    return Approval.objects.select_related("asked_by__sign_in", "decided_by", "account__accountnumber")


def _held(approval_id: UUID, now: datetime) -> Approval:
    """The approval as it is now that its account is held: nobody else decides meanwhile."""
    found = approval(approval_id)
    hold_beside(wish_of(found))
    begin(found.account_id, now=now)
    return approval(approval_id)


def _refuse_over(asked: Approval, now: datetime) -> None:
    if not asked.waits(now):
        raise ApprovalOver(state=state_of(asked, now=now))


def _decide(
    asked: Approval, state: ApprovalState, *, by: StaffMember, now: datetime, origin: Origin, answer: str = ""
) -> None:
    decided = Approval.objects.filter(account_id=asked.account_id, id=asked.id, state=ApprovalState.ASKED)
    decided.update(state=state, decided_by=by, decided_at=now, answer=answer)
    action = {
        ApprovalState.GIVEN: Act.APPROVAL_GIVEN,
        ApprovalState.REFUSED: Act.APPROVAL_REFUSED,
        ApprovalState.WITHDRAWN: Act.APPROVAL_WITHDRAWN,
    }[state]
    note_act(
        action,
        now=now,
        staff=by,
        origin=origin,
        account_id=asked.account_id,
        subject="approval",
        object_id=asked.id,
        before={"state": ApprovalState.ASKED.value, "asked_by": asked.asked_by.name},
        after={"state": state.value, "doing": asked.doing, **asked.wish},
        reason=answer,
    )

"""Acts of staff on an account: done once for a form, only as they were shown, with a reason, and noted."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from kosmos.charging.models import Correction, Leaving, LeavingState, Promise, Subscription, Suspension, SuspensionState
from kosmos.charging.prospects import confirm
from kosmos.charging.services.moment import begin
from kosmos.ledger.models import Account, Posting
from kosmos.subscribers.acts import Act
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.services import Origin, note_act
from kosmos.subscribers.services.audit import NOWHERE
from kosmos.support.rules import words_of
from kosmos.workplace.acting import Approval, ApprovalState, Doing, StaffAct
from kosmos.workplace.errors import ActKeyUsed, ApprovalWaits, NoteTooLong, ReasonMissing, ReasonUnexplained
from kosmos.workplace.limits import needs_another
from kosmos.workplace.reasons import OF, OTHER
from kosmos.workplace.wishes import Ahead, Wish, do, foresee, hold_beside

LONGEST_EXPLANATION = 500
LAST_ACTS = 10
NOTED_AS: Mapping[Doing, Act] = {
    Doing.PROMISE: Act.PROMISE_GIVEN,
    Doing.UNBLOCK: Act.UNBLOCKED,
    Doing.END_UNBLOCK: Act.UNBLOCK_ENDED,
    Doing.CHARGE: Act.CHARGED_ONCE,
    Doing.ADJUST: Act.ADJUSTED,
    Doing.REVERSE: Act.POSTING_REVERSED,
    Doing.CHANGE: Act.PLAN_CHANGED,
    Doing.ON: Act.PACKAGE_ON,
    Doing.OFF: Act.PACKAGE_OFF,
    Doing.CANCEL: Act.PLANNED_CANCELLED,
    Doing.SUSPEND: Act.SUSPENDED,
    Doing.RESUME: Act.RESUMED,
    Doing.CLOSE: Act.ACCOUNT_CLOSED,
    Doing.STAY: Act.ACT_UNDONE,
    Doing.ASSIGN: Act.MONEY_ASSIGNED,
    Doing.SEND_BACK: Act.MONEY_SENT_BACK,
    Doing.REFUND: Act.REFUND_ASKED,
    Doing.CHARGEBACK: Act.CHARGED_BACK,
    Doing.BILL: Act.BILL_ASKED,
}
Agreed = Callable[[Ahead], bool]


@dataclass(frozen=True, slots=True)
class Form:
    """Who sends what form, when and from where, why, and whether what would come now is what it had shown."""

    by: StaffMember
    key: uuid.UUID
    reason: str
    note: str
    now: datetime
    agreed: Agreed
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Done:
    """What came of a form: an act, or an approval that it asks for; not ``fresh`` if it was sent before."""

    act: StaffAct | None
    asked: Approval | None
    fresh: bool


@transaction.atomic
def perform(wish: Wish, form: Form) -> Done:
    """Do what was shown, once for each form; past the doer's limit it is asked for instead.

    Errors, in this order: ReasonMissing, ReasonUnexplained, NoteTooLong, ActKeyUsed, ApprovalWaits, PreviewChanged,
    and what refuses the act itself.
    """
    note = explained(wish.doing, form.reason, form.note)
    hold_beside(wish)
    begin(wish.account_id, now=form.now)
    before = _before(wish, form.key)
    if before is not None:
        return before
    agreed = _agreed(wish, form)
    if needs_another(wish, form.by, now=form.now):
        return Done(None, _ask(wish, form, note, agreed), fresh=True)
    act = carry_out(wish, Given(form.by, form.key, form.reason, note, form.now, form.origin), agreed)
    return Done(act, None, fresh=True)


@dataclass(frozen=True, slots=True)
class Given:
    """An act that may be done: by whom, why, and who allowed it if it was past a limit."""

    by: StaffMember
    key: uuid.UUID
    reason: str
    note: str
    now: datetime
    origin: Origin = NOWHERE
    approved_by: StaffMember | None = None


def carry_out(wish: Wish, given: Given, agreed: Callable[[], bool]) -> StaffAct:
    """Do it if it is still what was shown, keep and note it; the caller holds the account. PreviewChanged."""
    before = _standing(wish.account_id)
    lines: list[int] = []

    def act() -> None:
        line = do(wish, key=given.key, reason=given.reason, now=given.now)
        lines.extend([line] if line else [])

    confirm(wish.account_id, act, agreed=agreed, now=given.now)
    posting = lines[0] if lines else None
    amounts = Posting.objects.filter(account_id=wish.account_id, number=posting or 0)
    amount = amounts.values_list("amount_kopecks", flat=True).first() or wish.amount_kopecks or None
    done = StaffAct.objects.create(
        account_id=wish.account_id,
        id=uuid.uuid4(),
        key=given.key,
        at=given.now,
        by=given.by,
        doing=wish.doing.value,
        wish=wish.as_dict(),
        reason=given.reason,
        note=given.note,
        amount_kopecks=amount,
        posting=posting,
        approved_by=given.approved_by,
    )
    _note(wish, done, given, before)
    return done


def explained(doing: Doing, reason: str, typed: str) -> str:
    """What is noted beside a reason, card numbers masked. ReasonMissing, ReasonUnexplained, NoteTooLong."""
    note = words_of(typed)
    if reason not in OF[doing]:
        raise ReasonMissing
    if reason == OTHER and not note:
        raise ReasonUnexplained
    if len(note) > LONGEST_EXPLANATION:
        raise NoteTooLong(longest=LONGEST_EXPLANATION)
    return note


def last_acts(account_id: int, *, limit: int = LAST_ACTS) -> list[StaffAct]:
    """What staff did on an account lately, the newest first."""
    found = StaffAct.objects.select_related("by", "approved_by").filter(account_id=account_id)
    return list(found.order_by("-at", "-id")[:limit])


def undoing(act: StaffAct) -> Wish | None:
    """The act that undoes one, where the engine lets it be undone still."""
    make = _UNDONE_BY.get(Doing(act.doing))
    return make(act) if make else None


def _agreed(wish: Wish, form: Form) -> Callable[[], bool]:
    return lambda: form.agreed(foresee(wish, now=form.now))


def _before(wish: Wish, key: uuid.UUID) -> Done | None:
    """What came of this form before; ActKeyUsed if it said something else then."""
    act = StaffAct.objects.filter(key=key).first()
    asked = Approval.objects.filter(key=key).first()
    told = act or asked
    if told is None:
        return None
    if (told.account_id, told.doing, told.wish) != (wish.account_id, wish.doing.value, wish.as_dict()):
        raise ActKeyUsed
    return Done(act, asked, fresh=False)


def _ask(wish: Wish, form: Form, note: str, agreed: Callable[[], bool]) -> Approval:
    """Keep what is asked for, with its preview agreed to and nothing done."""
    waiting = Approval.objects.filter(account_id=wish.account_id, doing=wish.doing.value, state=ApprovalState.ASKED)
    if waiting.filter(expires_at__gt=form.now, wish=wish.as_dict()).exists():
        raise ApprovalWaits
    confirm(wish.account_id, lambda: None, agreed=agreed, now=form.now)
    hours = begin(wish.account_id, now=form.now).policies.approval_hours
    asked = Approval.objects.create(
        account_id=wish.account_id,
        id=uuid.uuid4(),
        key=form.key,
        doing=wish.doing.value,
        wish=wish.as_dict(),
        reason=form.reason,
        note=note,
        asked_by=form.by,
        asked_as=form.by.role,
        asked_at=form.now,
        expires_at=form.now + timedelta(hours=hours),
    )
    note_act(
        Act.APPROVAL_ASKED,
        now=form.now,
        staff=form.by,
        origin=form.origin,
        account_id=wish.account_id,
        subject="approval",
        object_id=asked.id,
        after={"doing": wish.doing.value, "why": form.reason, **wish.as_dict()},
        reason=note,
    )
    return asked


def _note(wish: Wish, done: StaffAct, given: Given, before: Mapping[str, Any]) -> None:
    after = {**_standing(wish.account_id), "why": given.reason, **wish.as_dict()}
    after |= {"posting": done.posting} if done.posting else {}
    after |= {"approved_by": given.approved_by.name} if given.approved_by else {}
    note_act(
        NOTED_AS[wish.doing],
        now=given.now,
        staff=given.by,
        origin=given.origin,
        account_id=wish.account_id,
        subject="staff_act",
        object_id=done.id,
        before=before,
        after=after,
        reason=given.note,
    )


def _standing(account_id: int) -> dict[str, Any]:
    return {"balance_kopecks": Account.objects.values_list("balance_kopecks", flat=True).get(id=account_id)}


def _line_back(act: StaffAct) -> Wish | None:
    if act.posting is None or Correction.objects.filter(account_id=act.account_id, reverses=act.posting).exists():
        return None
    return Wish(Doing.REVERSE, act.account_id, line=act.posting)


def _unblock_over(act: StaffAct) -> Wish | None:
    given = Promise.objects.filter(account_id=act.account_id, by_staff=True, lapsed=False, taken_at=act.at)
    return Wish(Doing.END_UNBLOCK, act.account_id) if given.exists() else None


def _withdrawn(act: StaffAct) -> Wish | None:
    number = act.wish.get("number", 0)
    held = Subscription.objects.filter(account_id=act.account_id, number=number, planned__isnull=False)
    return Wish(Doing.CANCEL, act.account_id, number=number) if held.exists() else None


def _resumed(act: StaffAct) -> Wish | None:
    waiting = Suspension.objects.filter(account_id=act.account_id, asked_at=act.at)
    open_states = (SuspensionState.PLANNED, SuspensionState.RUNNING)
    return Wish(Doing.RESUME, act.account_id) if waiting.filter(state__in=open_states).exists() else None


def _stayed(act: StaffAct) -> Wish | None:
    waiting = Leaving.objects.filter(account_id=act.account_id, asked_at=act.at, state=LeavingState.PLANNED)
    return Wish(Doing.STAY, act.account_id) if waiting.exists() else None


_UNDONE_BY: Mapping[Doing, Callable[[StaffAct], Wish | None]] = {
    Doing.CHARGE: _line_back,
    Doing.ADJUST: _line_back,
    Doing.UNBLOCK: _unblock_over,
    Doing.CHANGE: _withdrawn,
    Doing.OFF: _withdrawn,
    Doing.SUSPEND: _resumed,
    Doing.CLOSE: _stayed,
}

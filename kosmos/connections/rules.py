"""The stages of an application: which may follow which, and until when each asks for its next step; no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from kosmos.kernel.working import Working

CALL_BACK = "call_back"
NEW, CONTACTED, POSSIBLE, VISIT_PLANNED = "new", "contacted", "possible", "visit_planned"
CONNECTED, CONTRACT_SIGNED, ACTIVE, REFUSED, CALLED = "connected", "contract_signed", "active", "refused", "called"

WAY = (NEW, CONTACTED, POSSIBLE, VISIT_PLANNED, CONNECTED, CONTRACT_SIGNED, ACTIVE)
"""The stages of an application that goes well, in their order."""

FOLLOWING: Mapping[str, tuple[str, ...]] = {
    NEW: (CONTACTED, POSSIBLE, REFUSED),
    CONTACTED: (POSSIBLE, REFUSED),
    POSSIBLE: (VISIT_PLANNED, CONTACTED, REFUSED),
    VISIT_PLANNED: (CONNECTED, POSSIBLE, REFUSED),
    CONNECTED: (CONTRACT_SIGNED, REFUSED),
    CONTRACT_SIGNED: (ACTIVE,),
    ACTIVE: (),
    REFUSED: (NEW,),
    CALLED: (),
}
"""What may follow a stage, the usual first; a visit that came to nothing leads back, a refused one is opened again."""

FOLLOWING_A_CALL: Mapping[str, tuple[str, ...]] = {NEW: (CALLED, REFUSED), CALLED: (NEW,), REFUSED: (NEW,)}
"""The same for a call-back, which is only called."""

BY_HAND = frozenset({NEW, CONTACTED, POSSIBLE, REFUSED, CALLED})
"""The stages that somebody may simply say; a visit, its report, a contract and a payment make the others."""

HOURS: Mapping[str, int] = {NEW: 2, CONTACTED: 4, POSSIBLE: 11, VISIT_PLANNED: 22, CONNECTED: 11, CONTRACT_SIGNED: 55}
"""Within how many working hours each stage's next step is done; 11 are a working day. Other stages wait for none."""

HOURS_OF_A_CALL = 1
"""The same for a call-back without an hour of its own."""

HOURS_TO_NEXT_TRY = 2
"""Working hours after which somebody who did not answer is called again."""

STEPS: Mapping[str, str] = {
    NEW: "call",
    CONTACTED: "check",
    POSSIBLE: "plan",
    VISIT_PLANNED: "visit",
    CONNECTED: "sign",
    CONTRACT_SIGNED: "pay",
}
"""What is done next in a stage."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """What is to be done, until when, and how long that still is, or how long ago it was."""

    step: str
    due_at: datetime
    late: bool
    span: timedelta


def following(stage: str, kind: str) -> tuple[str, ...]:
    """The stages that may follow one in an application of a kind, the usual first."""
    return (FOLLOWING_A_CALL if kind == CALL_BACK else FOLLOWING).get(stage, ())


def may_move(stage: str, to: str, kind: str = "") -> bool:
    """Whether one stage may follow another in an application of a kind."""
    return to in following(stage, kind)


def due_at(stage: str, kind: str, since: datetime, working: Working) -> datetime | None:
    """Until when a stage asks for its next step; ``since`` is in the operator's zone. None where there is none."""
    if stage not in STEPS:
        return None
    hours = HOURS_OF_A_CALL if kind == CALL_BACK else HOURS[stage]
    return working.after(since, timedelta(hours=hours))


def deadline(stage: str, due: datetime | None, now: datetime) -> Deadline | None:
    """What is to be done about an application and how urgent it is; None if nothing waits."""
    if due is None or stage not in STEPS:
        return None
    return Deadline(STEPS[stage], due, due < now, abs(due - now))

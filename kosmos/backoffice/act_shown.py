"""What an act would do, as its page shows it: the subscriber's own preview, or what refuses it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from kosmos.charging.forecast import Foreseen
from kosmos.charging.models import Subscription
from kosmos.charging.pauses import PauseAhead, PromiseAhead
from kosmos.kernel.errors import DomainError
from kosmos.payments.services.suspense import money_of
from kosmos.subscribers.models import StaffMember
from kosmos.wording.confirming import same, seen
from kosmos.wording.previewing import Shown, shown_of
from kosmos.wording.typography import quoted, text
from kosmos.workplace.acting import Doing
from kosmos.workplace.limits import needs_another
from kosmos.workplace.wishes import Ahead, Wish, foresee, steady


@dataclass(frozen=True, slots=True)
class Trust:
    """Service on trust from now until its end, if nothing is paid."""

    ahead: PromiseAhead
    back: str
    blocked_then: str
    taken_now: int
    taken_then: int


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension; ``given_back`` and ``back`` are what is posted as it begins and when it is over."""

    ahead: PauseAhead
    given_back: int
    back: int
    blocked_back: str


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of looking at an act: one of three tables with its digest, or what refuses it.

    ``another``: whether it is past its doer's limit, so that it is asked for. ``waits_for_bank``: whether nothing comes
    of it before the bank says so.
    """

    shown: Shown | None = None
    trust: Trust | None = None
    pause: Pause | None = None
    seen: str = ""
    another: bool = False
    waits_for_bank: bool = False
    refused: DomainError | None = None


def look(wish: Wish, staff: StaffMember, *, now: datetime) -> Looked:
    """Look at an act for the page of who would do it."""
    try:
        ahead = foresee(wish, now=now)
    except DomainError as error:
        return Looked(refused=error)
    another = needs_another(wish, staff, now=now)
    digest = seen(_told(wish, ahead))
    if isinstance(ahead, PromiseAhead):
        return Looked(trust=_trust(wish, ahead), seen=digest, another=another)
    if isinstance(ahead, PauseAhead):
        return Looked(pause=_pause(wish, ahead), seen=digest, another=another)
    waits = wish.doing is Doing.REFUND
    return Looked(shown=shown_of(ahead), seen=digest, another=another, waits_for_bank=waits)


def same_as_shown(sent: Mapping[str, object], wish: Wish, ahead: Ahead) -> bool:
    """Whether a form was shown with this very act and what would come of it now."""
    return same(sent, _told(wish, ahead))


def _told(wish: Wish, ahead: Ahead) -> object:
    told = {"doing": wish.doing.value, "wish": wish.as_dict(), "ahead": steady(ahead)}
    if wish.doing == Doing.ASSIGN:
        told["lies_on"] = money_of(wish.rail, wish.operation).assigned_to_id
    return told


def _trust(wish: Wish, ahead: PromiseAhead) -> Trust:
    names = _names(wish.account_id)
    return Trust(
        ahead,
        back=_listed(ahead.back, names),
        blocked_then=_listed(ahead.blocked_then, names),
        taken_now=_gained(ahead.at_once.postings),
        taken_then=_gained(ahead.postings_then),
    )


def _pause(wish: Wish, ahead: PauseAhead) -> Pause:
    blocked = _listed(ahead.blocked_back, _names(wish.account_id))
    return Pause(ahead, _gained(ahead.given_back), _gained(ahead.back), blocked)


def _names(account_id: int) -> dict[int, str]:
    held = Subscription.objects.select_related("plan").filter(account_id=account_id)
    return {one.number: quoted(text(one.plan.name)) for one in held}


def _listed(numbers: Iterable[int], names: Mapping[int, str]) -> str:
    return ", ".join(names[number] for number in numbers if number in names)


def _gained(postings: Iterable[Foreseen]) -> int:
    return sum(one.amount_kopecks for one in postings)

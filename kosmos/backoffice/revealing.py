"""Whose personal data is shown whole in a session of the staff: asked for with a reason, noted, and over after a while.

Every page, fragment and export of the staff's that bears personal data asks ``revealed`` and masks it if that says no
(``kosmos.workplace.masking``).
"""

from datetime import datetime

from kosmos.backoffice.guards import StaffRequest, origin_of, time_of
from kosmos.backoffice.roles import REVEAL_PERSONAL, may
from kosmos.workplace.personal import SHOWN_FOR, ask_for_personal

REVEALED = "revealed"
"""Under it a session keeps until when each account's holder is shown, by the account's id."""


def revealed(request: StaffRequest, account_id: int) -> bool:
    """Whether this session was shown an account's holder and still is; never for a role that may not see him."""
    return revealed_until(request, account_id) is not None


def revealed_until(request: StaffRequest, account_id: int) -> datetime | None:
    """Until when this session is shown an account's holder; None if it is not."""
    if not may(request.staff.role, REVEAL_PERSONAL):
        return None
    told = request.session.get(REVEALED, {}).get(str(account_id))
    until = datetime.fromisoformat(told) if told else None
    return until if until and until > time_of(request) else None


def reveal(request: StaffRequest, account_id: int, *, reason: str, text: str, key: str) -> bool:
    """Show this session an account's holder for a quarter of an hour; False for a form that was sent before.

    RevealReasonMissing, RevealUnexplained, NoteTooLong, UnknownSubscriber.
    """
    now = time_of(request)
    origin = origin_of(request)
    fresh = ask_for_personal(account_id, reason=reason, text=text, key=key, by=request.staff, now=now, origin=origin)
    if fresh:
        kept = {one: until for one, until in request.session.get(REVEALED, {}).items() if until > now.isoformat()}
        request.session[REVEALED] = {**kept, str(account_id): (now + SHOWN_FOR).isoformat()}
    return fresh


def hide(request: StaffRequest, account_id: int) -> None:
    """Mask an account's holder again in this session, before its time is over."""
    kept = dict(request.session.get(REVEALED, {}))
    if kept.pop(str(account_id), None):
        request.session[REVEALED] = kept

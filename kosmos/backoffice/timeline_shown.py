"""Which parts of an account's timeline a role sees, and where a page of it begins."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.http import urlencode

from kosmos.backoffice import roles
from kosmos.backoffice.roles import may
from kosmos.workplace.timeline import Place

FUNCTION_OF: Mapping[str, str] = {
    "money": roles.SEE_SUBSCRIBERS,
    "daily": roles.SEE_SUBSCRIBERS,
    "services": roles.SEE_SUBSCRIBERS,
    "messages": roles.REVEAL_PERSONAL,
    "requests": roles.ANSWER_REQUESTS,
    "applications": roles.SEE_APPLICATIONS,
    "access": roles.RESTORE_ACCESS,
    "staff": roles.REVEAL_PERSONAL,
    "notes": roles.REVEAL_PERSONAL,
}
"""The function that opens each part."""


def parts_for(role: str) -> tuple[str, ...]:
    """The parts that a role sees, in the order in which they are offered."""
    return tuple(part for part, function in FUNCTION_OF.items() if may(role, function))


def query_of(place: Place, part: str) -> str:
    """What an address says of a place in the timeline, and of the part that is shown."""
    return urlencode({**({"part": part} if part else {}), "at": place.at.isoformat(), "key": place.key})


def place_of(at: str, key: str) -> Place | None:
    """The place that an address names; None for the beginning. ValueError for what is none."""
    if not at:
        return None
    instant = datetime.fromisoformat(at)
    if instant.tzinfo is None or "\x00" in key:
        raise ValueError(at)
    return Place(instant, key)

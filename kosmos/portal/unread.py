"""How many messages wait to be read, as every page of the cabinet says; asked once for a page."""

from django.http import HttpRequest

from kosmos.notifications.queries import unread_of
from kosmos.portal.guards import Cabinet

MOST_SHOWN = 99
"""More are not counted out in the menu."""


def unread_in(request: HttpRequest) -> int:
    """The messages of all of the reader's accounts that he has not read; none of a stranger."""
    cabinet: Cabinet | None = getattr(request, "cabinet", None)
    if cabinet is None:
        return 0
    known: int | None = getattr(request, "unread_messages", None)
    if known is None:
        known = unread_of([account.account_id for account in cabinet.accounts])
        request.unread_messages = known  # type: ignore[attr-defined]
    return known

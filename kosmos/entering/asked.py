"""When a request came, and where from."""

from datetime import datetime

from django.http import HttpRequest

from kosmos.subscribers.services import Origin


def time_of(request: HttpRequest) -> datetime:
    """When a request came, by Kosmos's clock; asked once."""
    at: datetime = request.moment.now  # type: ignore[attr-defined]
    return at


def origin_of(request: HttpRequest) -> Origin:
    """Where a request came from."""
    return Origin(str(request.META.get("REMOTE_ADDR") or ""), request.headers.get("User-Agent", ""))

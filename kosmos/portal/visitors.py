"""A visitor's browser: since when it comes, and which applications it sent; its signed cookie names no person."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

R = TypeVar("R", bound=HttpResponseBase)

REMEMBERED = timedelta(days=90)
KNOWN_AFTER = timedelta(seconds=15)
"""Whoever fills in a form has had it before him for so long; a machine that asks and sends at once has not."""
MOST_SENT = 5
SALT = "kosmos.portal.visitors"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser as its cookie tells it: a name by chance, since when (seconds since 1970), the latest tokens."""

    name: str
    since: int
    sent: tuple[str, ...] = ()

    def known(self, now: datetime) -> str:
        """The name of a browser that came before, for limits; nothing for one that has only just come."""
        return self.name if now.timestamp() - self.since >= KNOWN_AFTER.total_seconds() else ""


def visitor_of(request: HttpRequest, now: datetime) -> Visitor:
    """Whose browser it is: a new one's where there is no cookie, or it was altered or is too old."""
    try:
        name, since, sent = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=REMEMBERED)
    except (signing.BadSignature, ValueError, TypeError):
        return Visitor(secrets.token_urlsafe(12), int(now.timestamp()))
    return Visitor(name, since, tuple(sent))


def remember(response: R, visitor: Visitor, *, token: str = "") -> R:
    """Let the browser say next time who it was, and that it sent an application."""
    sent = [*(one for one in visitor.sent if one != token), *filter(None, [token])][-MOST_SENT:]
    response.set_cookie(
        cookie_name(),
        signing.dumps([visitor.name, visitor.since, sent], salt=SALT),
        max_age=REMEMBERED,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def cookie_name() -> str:
    """The cookie's name; where there is https, one that no neighbouring host can set."""
    return "__Host-visitor" if settings.SESSION_COOKIE_SECURE else "visitor"

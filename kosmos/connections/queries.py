"""An application as its applicant finds it; whoever is not he learns nothing, not even that there is one."""

from collections.abc import Collection
from datetime import datetime, timedelta

from kosmos.catalogue.queries import operator_zone
from kosmos.connections.errors import UnknownApplication
from kosmos.connections.models import ENDED, Application, Visit, VisitState
from kosmos.connections.numbers import read_number
from kosmos.connections.wishes import Wish, read_wish
from kosmos.subscribers.contacts import phone_of

LATELY = timedelta(days=14)
"""For so long a second application of the same wish is taken for the first."""
_WITH = ("plan", "service", "covered_by")


def status_of(number: str, phone: str) -> Application:
    """The application with a number and a phone, both as they are typed. UnknownApplication whichever is wrong.

    BadPhone for what is no phone. A number that is nobody's costs one look-up, as somebody's with another phone does.
    """
    wanted = phone_of(phone)
    found = Application.objects.select_related(*_WITH).filter(number=read_number(number), phone=wanted).first()
    if found is None:
        raise UnknownApplication
    return found


def application_by_token(token: str) -> Application:
    """The application that a link names. UnknownApplication."""
    found = Application.objects.select_related(*_WITH).filter(token=token).first()
    if found is None:
        raise UnknownApplication
    return found


def planned_visit(application: Application) -> Visit | None:
    """When a technician comes; None while it is not agreed."""
    return Visit.objects.filter(application=application, state=VisitState.PLANNED).first()


def same_before(wish: Wish, tokens: Collection[str], now: datetime) -> Application | None:
    """The open application of the last days that wishes the same, among those whose tokens somebody holds.

    Only a token shows whose it is: anybody can type a phone, and must not learn by it what its owner has applied for.
    """
    if not tokens:
        return None
    read = read_wish(wish, now.astimezone(operator_zone()))
    held = Application.objects.filter(token__in=tokens, created_at__gt=now - LATELY).exclude(stage__in=ENDED)
    alike = held.filter(
        kind=wish.kind,
        phone=read.wish.phone,
        service=read.service,
        plan=read.plan,
        comment=read.wish.comment,
        call_from_at=read.hours.from_at if read.hours else None,
    )
    return next((one for one in alike.order_by("created_at") if _where(one) == _where(read.wish)), None)


def _where(told: Application | Wish) -> tuple[str, ...]:
    """The place that a form names, by its letters and digits alone."""
    typed = (told.organisation, told.address, told.dormitory, told.room)
    return tuple("".join(sign for sign in text.casefold() if sign.isalnum()) for text in typed)

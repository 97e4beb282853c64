"""Whose a request is: taken, given to a colleague, given back, and two of one subscriber merged into one."""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.models import StaffMember
from kosmos.support.errors import CannotMerge, RequestTaken, UnfitOwner, UnknownRequest
from kosmos.support.models import EntryKind, Request, RequestState, Topic
from kosmos.support.services.answering import nothing_new, still_open
from kosmos.support.services.keeping import NOBODY, OURS, Written, add_entry, locked_request, move, was_written


def take(
    *, account_id: int, request_id: uuid.UUID, staff: StaffMember, now: datetime, was: int | None = None
) -> Written:
    """Make a request somebody's own, a colleague's (``was``) too; not fresh if it is already. As ``give``."""
    return give(account_id=account_id, request_id=request_id, to=staff, by=staff, was=was, key="", now=now)


@transaction.atomic
def give(
    *,
    account_id: int,
    request_id: uuid.UUID,
    to: StaffMember | None,
    by: StaffMember,
    was: int | None,
    key: str,
    now: datetime,
) -> Written:
    """Give a request to somebody of the staff, or to nobody; its line says so. Not fresh if it is his already.

    ``was`` is whose it was on the page. UnknownRequest, RequestClosed, UnfitOwner, and RequestTaken if it is
    somebody else's by now.
    """
    request = locked_request(account_id, request_id)
    still_open(request)
    if (key and was_written(request, key)) or request.owner_id == (to.pk if to else None):
        return Written(request, fresh=False)
    if request.owner_id != was:
        raise RequestTaken(name=request.owner.name if request.owner else "")
    if to is not None and not StaffMember.objects.filter(pk=to.pk, sign_in__is_active=True).exists():
        raise UnfitOwner
    told = key or f"owner-{request.last_entry}"
    add_entry(request, EntryKind.OWNER, to.name if to else NOBODY, key=told, now=now, staff=by)
    request.owner = to
    move(request, RequestState.OPEN if request.state == RequestState.NEW else RequestState(request.state), now)
    return Written(request, fresh=True)


@transaction.atomic
def merge(
    *, account_id: int, request_id: uuid.UUID, into: uuid.UUID, staff: StaffMember, seen: int, key: str, now: datetime
) -> Written:
    """Close a request because another of the same account is the same; it is answered there.

    If it was our turn here it is our turn there, by the earlier of the two promises. The other is given back, not
    fresh if the same form was sent before. UnknownRequest, RequestClosed, RequestChanged, AnsweredMeanwhile,
    CannotMerge.
    """
    request = locked_request(account_id, request_id)
    other = Request.objects.filter(account_id=account_id, id=into).first()
    if other is None:
        raise UnknownRequest
    if was_written(other, key):
        return Written(other, fresh=False)
    still_open(request)
    if other.id == request.id or other.state == RequestState.CLOSED or request.topic == Topic.LEAVING:
        raise CannotMerge
    nothing_new(request, seen, staff)
    add_entry(other, EntryKind.MERGED, request.number, key=key, now=now, staff=staff)
    _carry_promise(request, other, now)
    Request.objects.filter(account_id=account_id, merged_into=request.id).update(merged_into=other.id)
    request.merged_into, request.owner = other.id, request.owner or staff
    move(request, RequestState.CLOSED, now)
    return Written(other, fresh=True)


def _carry_promise(request: Request, other: Request, now: datetime) -> None:
    """What was promised in a request holds in the other."""
    waits = other.state if other.state in OURS or request.state not in OURS else RequestState.OPEN
    other.owner = other.owner or request.owner
    if waits == RequestState.NEW and other.owner is not None:
        waits = RequestState.OPEN
    move(other, RequestState(waits), now)
    if request.promised_at and other.promised_at and request.promised_at < other.promised_at:
        other.promised_at = request.promised_at
        other.save(update_fields=["promised_at"])

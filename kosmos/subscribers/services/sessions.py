"""Sessions as their owner sees them: begun, listed, ended."""

import uuid
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from kosmos.subscribers.models import OpenSession, SignIn, SignInEventKind
from kosmos.subscribers.services.audit import LONGEST_DEVICE, Origin, write_event


def begin_session(sign_in: SignIn, *, key: str, origin: Origin, now: datetime) -> None:
    """Note a session that has just begun, so that its owner can see and end it."""
    device = origin.device[:LONGEST_DEVICE]
    OpenSession.objects.create(
        id=uuid.uuid4(), key=key, sign_in=sign_in, begun_at=now, address=origin.address, device=device
    )


def rename_session(*, key: str, new_key: str) -> None:
    """Follow a session whose key was changed."""
    OpenSession.objects.filter(key=key).update(key=new_key)


@transaction.atomic
def end_session(sign_in: SignIn, session_id: uuid.UUID, *, origin: Origin, now: datetime) -> bool:
    """End one session of a sign-in, wherever it is; False if it has none such."""
    ended = _end(OpenSession.objects.filter(sign_in=sign_in, id=session_id))
    if ended:
        write_event(SignInEventKind.SESSIONS_ENDED, sign_in, origin, now, reason="one")
    return bool(ended)


@transaction.atomic
def end_others(sign_in: SignIn, *, keep: str, origin: Origin, now: datetime) -> int:
    """End every session of a sign-in but the one with the key ``keep``; their number."""
    ended = end_other_sessions(sign_in, keep=keep)
    if ended:
        write_event(SignInEventKind.SESSIONS_ENDED, sign_in, origin, now, reason="others")
    return ended


@transaction.atomic
def sign_out(sign_in: SignIn, *, key: str, origin: Origin, now: datetime) -> None:
    """End the session with this key, at its owner's wish."""
    _end(OpenSession.objects.filter(sign_in=sign_in, key=key))
    write_event(SignInEventKind.SIGNED_OUT, sign_in, origin, now)


def end_other_sessions(sign_in: SignIn, *, keep: str) -> int:
    """End all sessions but one, in the caller's transaction and without a line in the audit; their number."""
    return _end(OpenSession.objects.filter(sign_in=sign_in).exclude(key=keep))


def forget_ended_sessions() -> int:
    """Delete what is kept of sessions that are over; their number."""
    alive = Session.objects.filter(session_key=OuterRef("key"))
    return OpenSession.objects.filter(~Exists(alive)).delete()[0]


def _end(sessions: QuerySet[OpenSession]) -> int:
    keys = list(sessions.values_list("key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    OpenSession.objects.filter(key__in=keys).delete()
    return len(keys)

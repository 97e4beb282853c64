"""Passwords: issued at random, and replaced by what their owner chooses."""

import secrets
import uuid
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password, is_password_usable, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction

from kosmos.subscribers.errors import PasswordExpired, PasswordRefused, WrongPassword
from kosmos.subscribers.models import SignIn, SignInEventKind
from kosmos.subscribers.rules import INITIAL_PASSWORD_DAYS, LONGEST_PASSWORD, SHORTEST_PASSWORD
from kosmos.subscribers.services.audit import NOWHERE, Origin, write_event
from kosmos.subscribers.services.guessing import admit, clear
from kosmos.subscribers.services.sessions import end_other_sessions
from kosmos.subscribers.services.telling import tell_holder

READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that are not taken for one another."""


@transaction.atomic
def issue_password(
    sign_in: SignIn, now: datetime, *, days: int = INITIAL_PASSWORD_DAYS, origin: Origin = NOWHERE, reason: str = ""
) -> str:
    """Give a sign-in a random password, which is returned this once and kept nowhere; all its sessions end.

    It has to be replaced at the first sign-in, which has to be within ``days``. ``reason`` is for the audit.
    """
    password = "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(3))
    set_password(sign_in, password, now, must_change=True, expires_at=now + timedelta(days=days))
    write_event(SignInEventKind.PASSWORD_ISSUED, sign_in, origin, now, reason=reason)
    return password


def set_password(
    sign_in: SignIn, password: str, now: datetime, *, must_change: bool = False, expires_at: datetime | None = None
) -> None:
    """Set a password as it is, whatever it is: for the demo's people. All sessions of the sign-in end."""
    _write(sign_in, password, must_change=must_change, expires_at=expires_at)
    end_other_sessions(sign_in, keep="")


def change_password(
    sign_in: SignIn, *, current: str | None, new: str, session_key: str, origin: Origin, now: datetime
) -> None:
    """Replace a password by the owner's own; all his sessions but this one end.

    ``current`` is not asked where the password was issued: he has just typed it. PasswordExpired, WrongPassword,
    PasswordRefused, and TooManyGuesses after too many wrong current ones.
    """
    if sign_in.must_change_password:
        _not_expired(sign_in, now)
    else:
        prove_password(sign_in, current or "", now)
    _judge(sign_in, new)
    with transaction.atomic():
        _write(sign_in, new, must_change=False, expires_at=None)
        end_other_sessions(sign_in, keep=session_key)
        write_event(SignInEventKind.PASSWORD_CHANGED, sign_in, origin, now)
        tell_holder(sign_in, "password_changed", key=str(uuid.uuid4()), at=now, about={})


@transaction.atomic
def choose_password(sign_in: SignIn, new: str, *, origin: Origin, now: datetime) -> None:
    """Set what the owner chose who proved himself otherwise than by a password; all sessions end. PasswordRefused."""
    _judge(sign_in, new)
    _write(sign_in, new, must_change=False, expires_at=None)
    end_other_sessions(sign_in, keep="")
    write_event(SignInEventKind.PASSWORD_CHANGED, sign_in, origin, now)
    tell_holder(sign_in, "password_changed", key=str(uuid.uuid4()), at=now, about={})


def prove_password(sign_in: SignIn, password: str, now: datetime) -> None:
    """See that whoever is signed in knows the password. WrongPassword, TooManyGuesses after too many wrong ones."""
    admission = admit({f"device:change:{sign_in.pk}"}, now)
    if not password_is(password[: LONGEST_PASSWORD + 1].replace("\0", "\1"), sign_in.password):
        raise WrongPassword
    clear(admission, whole={"device"})


def password_is(password: str, encoded: str | None) -> bool:
    """Whether a password is the stored one; it takes as long where there is none."""
    if encoded is None or not is_password_usable(encoded):
        make_password(password)
        return False
    return check_password(password, encoded)


def _write(sign_in: SignIn, password: str, *, must_change: bool, expires_at: datetime | None) -> None:
    sign_in.password = make_password(password)
    sign_in.must_change_password = must_change
    sign_in.password_expires_at = expires_at
    sign_in.save(update_fields=["password", "must_change_password", "password_expires_at"])


def _not_expired(sign_in: SignIn, now: datetime) -> None:
    if sign_in.password_expires_at and sign_in.password_expires_at <= now:
        raise PasswordExpired


def _judge(sign_in: SignIn, new: str) -> None:
    """PasswordRefused with every reason there is."""
    reasons = {
        "too_short": len(new) < SHORTEST_PASSWORD,
        "too_long": len(new) > LONGEST_PASSWORD,
        "login": sign_in.login.lower() in new.lower() or new.lower() in sign_in.login.lower(),
        "common": _common(new),
        "same": password_is(new, sign_in.password),
    }
    if found := tuple(reason for reason, holds in reasons.items() if holds):
        raise PasswordRefused(reasons=found)


def _common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False

"""The second factor: switched on by a code, asked for after the password, switched off by both."""

import uuid
from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare

from kosmos.subscribers.codes import code_after, new_recovery_codes, new_secret, plain, step_of
from kosmos.subscribers.errors import NoSecondFactor, SecondFactorOn, WrongCode, WrongSignIn
from kosmos.subscribers.models import RecoveryCode, SecondFactor, SignIn, SignInEventKind
from kosmos.subscribers.rules import CODE_WAITS
from kosmos.subscribers.sealing import Unreadable, keyed_digest, seal, unseal
from kosmos.subscribers.services.audit import NOWHERE, Origin, write_event
from kosmos.subscribers.services.guessing import admit, clear, code_keys_of
from kosmos.subscribers.services.passwords import prove_password
from kosmos.subscribers.services.sessions import end_other_sessions
from kosmos.subscribers.services.telling import tell_holder

UNREADABLE = "A" * 32
"""Stands in for a secret that cannot be read, so that its refusal takes as long."""


def asks_for_code(sign_in: SignIn) -> bool:
    """Whether a sign-in asks for a code after its password."""
    factor: SecondFactor | None = getattr(sign_in, "second_factor", None)
    return factor is not None and factor.confirmed_at is not None


def begin_second_factor(sign_in: SignIn, *, password: str, now: datetime, seen: str = "") -> str:
    """Make a secret for an app and keep it until a code confirms it; the secret.

    ``seen`` is the ``mark_of`` the secret that this session was shown: while that one waits, it is given again, as
    it may have been scanned. One that another session began is replaced: whoever made it must not know ours.

    WrongPassword, TooManyGuesses, SecondFactorOn.
    """
    prove_password(sign_in, password, now)
    return begin_required_factor(sign_in, now=now, seen=seen)


@transaction.atomic
def begin_required_factor(sign_in: SignIn, *, now: datetime, seen: str = "") -> str:
    """As ``begin_second_factor`` for whoever can do nothing else before: his password was asked a moment ago."""
    _locked_sign_in(sign_in)
    factor = SecondFactor.objects.filter(sign_in=sign_in).first()
    if factor is not None and factor.confirmed_at is not None:
        raise SecondFactorOn
    secret = waiting_secret(sign_in, now, seen=seen) or new_secret()
    values = {"secret": seal(secret, owner=_whose(sign_in)), "begun_at": now, "last_step": 0}
    SecondFactor.objects.update_or_create(sign_in=sign_in, defaults=values)
    return secret


def waiting_secret(sign_in: SignIn, now: datetime, *, seen: str) -> str | None:
    """The secret with the mark ``seen`` that waits for its first code.

    None if there is none such, or it was begun too long ago.
    """
    factor = SecondFactor.objects.filter(sign_in=sign_in, confirmed_at=None, begun_at__gt=now - CODE_WAITS).first()
    secret = _readable(factor) if factor else ""
    return secret if secret and constant_time_compare(mark_of(secret), seen) else None


def mark_of(secret: str) -> str:
    """What a session remembers of the secret that it was shown: it tells it from others, and nothing more."""
    return keyed_digest(secret, owner="second factor shown")


@transaction.atomic
def set_second_factor(sign_in: SignIn, *, secret: str, now: datetime) -> None:
    """Set a factor that everybody knows, confirmed and without recovery codes: for the demo's staff."""
    _drop(sign_in)
    sealed = seal(secret, owner=_whose(sign_in))
    SecondFactor.objects.create(sign_in=sign_in, secret=sealed, begun_at=now, confirmed_at=now)


def code_now(sign_in: SignIn, codes_at: datetime) -> str:
    """A code that counts now, as the owner's app would show it: for the demo's command. NoSecondFactor."""
    factor = SecondFactor.objects.filter(sign_in=sign_in).exclude(confirmed_at=None).first()
    if factor is None:
        raise NoSecondFactor
    return code_after(_readable(factor) or UNREADABLE, factor.last_step, codes_at)


def confirm_second_factor(
    sign_in: SignIn, *, code: str, codes_at: datetime, origin: Origin, now: datetime
) -> list[str]:
    """Switch the second factor on by the first code of its secret; the recovery codes, which are returned this once.

    ``codes_at`` is the time by which apps make codes, ``now`` Kosmos's. NoSecondFactor, SecondFactorOn, WrongCode,
    TooManyGuesses.
    """
    admission = admit(code_keys_of(sign_in.pk, origin.address), now)
    with transaction.atomic():
        _locked_sign_in(sign_in)
        factor = _factor(sign_in)
        if factor is None or (factor.confirmed_at is None and factor.begun_at <= now - CODE_WAITS):
            raise NoSecondFactor
        if factor.confirmed_at is not None:
            raise SecondFactorOn
        step = _step(factor, plain(code), codes_at)
        if step is None:
            raise WrongCode
        factor.confirmed_at, factor.last_step = now, step
        factor.save(update_fields=["confirmed_at", "last_step"])
        codes = _fresh_recovery_codes(sign_in)
        _note(sign_in, SignInEventKind.SECOND_FACTOR_ON, "second_factor_on", origin, now)
    clear(admission)
    return codes


def end_second_factor(
    sign_in: SignIn, *, password: str, code: str, codes_at: datetime, origin: Origin, now: datetime
) -> None:
    """Switch it off, with the password and a code, or a recovery code. WrongPassword, WrongCode, TooManyGuesses,
    NoSecondFactor.
    """
    prove_password(sign_in, password, now)
    admission = admit(code_keys_of(sign_in.pk, origin.address), now)
    with transaction.atomic():
        _locked_sign_in(sign_in)
        factor = _factor(sign_in)
        if factor is None or factor.confirmed_at is None:
            raise NoSecondFactor
        if not _counts(factor, code, codes_at=codes_at, now=now):
            raise WrongCode
        _drop(sign_in)
        _note(sign_in, SignInEventKind.SECOND_FACTOR_OFF, "second_factor_off", origin, now)
    clear(admission)


@transaction.atomic
def drop_second_factor(sign_in: SignIn, now: datetime) -> bool:
    """Switch it off for whoever has lost phone and recovery codes and came with his papers; False if there was none.

    All his sessions end. A member of staff sets up a new one at the next sign-in.
    """
    _locked_sign_in(sign_in)
    dropped = _drop(sign_in)
    end_other_sessions(sign_in, keep="")
    if dropped:
        _note(sign_in, SignInEventKind.SECOND_FACTOR_OFF, "second_factor_off", NOWHERE, now, reason="staff")
    return dropped


def sign_in_by_code(
    sign_in_id: int, *, proof: str, code: str, codes_at: datetime, origin: Origin, now: datetime
) -> SignIn:
    """The sign-in whose password was right a moment ago and whose code this is; each code counts once.

    ``proof`` is what the sign-in's ``get_session_auth_hash`` said then: a password changed since is asked for again.
    WrongCode, TooManyGuesses; WrongSignIn where the password has to come first again.
    """
    admission = admit(code_keys_of(sign_in_id, origin.address), now)
    with transaction.atomic():
        found = SignIn.objects.select_for_update().filter(pk=sign_in_id, is_active=True).first()
        if found is None or not constant_time_compare(found.get_session_auth_hash(), proof):
            raise WrongSignIn
        factor = _factor(found)
        right = factor is None or _counts(factor, code, codes_at=codes_at, now=now)
        kind = SignInEventKind.SIGNED_IN if right else SignInEventKind.REFUSED
        write_event(kind, found, origin, now, reason="" if right else "code")
    if not right:
        raise WrongCode
    clear(admission, whole={"code_and_address"})
    return found


def _counts(factor: SecondFactor, code: str, *, codes_at: datetime, now: datetime) -> bool:
    """Whether a code, or a recovery code, is right and counts for the first time; both are always looked at."""
    typed, owner = plain(code), _whose(factor.sign_in)
    step = _step(factor, typed, codes_at)
    digest = keyed_digest(typed, owner=owner)
    used = RecoveryCode.objects.filter(sign_in=factor.sign_in, digest=digest, used_at=None).update(used_at=now)
    if step is None or step <= factor.last_step:
        return bool(used)
    factor.last_step = step
    factor.save(update_fields=["last_step"])
    return True


def _step(factor: SecondFactor, typed: str, codes_at: datetime) -> int | None:
    """The time step that a code is of; None for a wrong one, and for any if the secret cannot be read."""
    secret = _readable(factor)
    step = step_of(secret or UNREADABLE, typed, codes_at)
    return step if secret else None


def _readable(factor: SecondFactor) -> str:
    """The secret; empty if it was encrypted under another key."""
    try:
        return unseal(factor.secret, owner=_whose(factor.sign_in))
    except Unreadable:
        return ""


def _fresh_recovery_codes(sign_in: SignIn) -> list[str]:
    RecoveryCode.objects.filter(sign_in=sign_in).delete()
    codes, owner = new_recovery_codes(), _whose(sign_in)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(id=uuid.uuid4(), sign_in=sign_in, digest=keyed_digest(plain(code), owner=owner)) for code in codes
    )
    return codes


def _drop(sign_in: SignIn) -> bool:
    RecoveryCode.objects.filter(sign_in=sign_in).delete()
    return bool(SecondFactor.objects.filter(sign_in=sign_in).delete()[0])


def _note(
    sign_in: SignIn, kind: SignInEventKind, told: str, origin: Origin, now: datetime, *, reason: str = ""
) -> None:
    write_event(kind, sign_in, origin, now, reason=reason)
    tell_holder(sign_in, told, key=str(uuid.uuid4()), at=now, about={})


def _locked_sign_in(sign_in: SignIn) -> None:
    SignIn.objects.select_for_update().get(pk=sign_in.pk)


def _factor(sign_in: SignIn) -> SecondFactor | None:
    return SecondFactor.objects.select_for_update().filter(sign_in=sign_in).first()


def _whose(sign_in: SignIn) -> str:
    return f"second factor {sign_in.pk}"

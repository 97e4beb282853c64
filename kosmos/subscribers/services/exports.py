"""Taking one's own data away."""

from datetime import datetime

from kosmos.subscribers.models import SignIn, SignInEventKind
from kosmos.subscribers.services.audit import Origin, write_event
from kosmos.subscribers.services.passwords import prove_password


def note_export(sign_in: SignIn, *, password: str, origin: Origin, now: datetime) -> None:
    """Let somebody who knows the password take his data away, and note it. WrongPassword, TooManyGuesses."""
    prove_password(sign_in, password, now)
    write_event(SignInEventKind.DATA_EXPORTED, sign_in, origin, now)

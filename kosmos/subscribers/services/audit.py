"""The audit of sign-ins: a line for each, which nobody can change."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from kosmos.subscribers.models import SignIn, SignInEvent, SignInEventKind

LONGEST_DEVICE = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a request came from: the address, and what the browser calls itself."""

    address: str
    device: str = ""


NOWHERE = Origin("")
"""Of what no browser asked for."""


def write_event(
    kind: SignInEventKind, sign_in: SignIn | None, origin: Origin, now: datetime, *, reason: str = ""
) -> None:
    """Add a line to the audit."""
    SignInEvent.objects.create(
        id=uuid.uuid4(),
        at=now,
        kind=kind,
        sign_in=sign_in,
        reason=reason,
        address=origin.address,
        device=origin.device[:LONGEST_DEVICE],
    )

"""The audit of what was done: a line for each act, written in its transaction, which nobody can change."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from kosmos.subscribers.acts import AuditRecord
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services.audit import LONGEST_DEVICE, NOWHERE, Origin

LONGEST_REASON = 1_000


def note_act(
    action: str,
    *,
    now: datetime,
    staff: StaffMember | None = None,
    sign_in: SignIn | None = None,
    origin: Origin = NOWHERE,
    account_id: int | None = None,
    subject: str = "",
    object_id: object = "",
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> AuditRecord:
    """Add a line to the audit, in the caller's transaction: it is there if, and only if, the act is.

    ``action`` is an ``Act``. ``before`` and ``after`` are small and flat: days, kopecks, codes, names of what changed,
    never a password, a key or a card's number; free text in them and in ``reason`` comes masked.
    """
    return AuditRecord.objects.create(
        id=uuid.uuid4(),
        at=now,
        staff=staff,
        sign_in=sign_in,
        action=str(action),
        account_id=account_id,
        subject=subject,
        object_id=str(object_id),
        before=dict(before) if before is not None else None,
        after=dict(after) if after is not None else None,
        reason=reason[:LONGEST_REASON],
        address=origin.address,
        device=origin.device[:LONGEST_DEVICE],
    )

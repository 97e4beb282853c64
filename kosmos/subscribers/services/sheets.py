"""Sealed sheets: a login and a one-time password, shown to nobody but on the paper, and no second time."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.access import AccessSheet, SheetReason
from kosmos.subscribers.errors import FirstSheetPrinted, PasswordIsOwn, SheetPrinted, SheetReasonMissing
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.services.audit import NOWHERE, Origin
from kosmos.subscribers.services.passwords import issue_password


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on a sheet; the password is here this once."""

    login: str
    password: str = field(repr=False)
    expires_at: datetime
    at: datetime


@transaction.atomic
def print_sheet(
    sign_in: SignIn,
    *,
    key: str,
    by: StaffMember,
    reason: str,
    days: int,
    now: datetime,
    origin: Origin = NOWHERE,
    proven: bool = False,
) -> Printed:
    """Issue a new password for a sheet, once for each form; the one before is dead, and all sessions end.

    ``proven`` says that the subscriber's identity was checked: without that a password that he has chosen himself
    stays. SheetPrinted for a form that has printed, SheetReasonMissing, FirstSheetPrinted, PasswordIsOwn.
    """
    owner = SignIn.objects.select_for_update().get(pk=sign_in.pk)
    if AccessSheet.objects.filter(key=key).exists():
        raise SheetPrinted
    if reason not in SheetReason.values:
        raise SheetReasonMissing
    if reason == SheetReason.FIRST and AccessSheet.objects.filter(sign_in=owner).exists():
        raise FirstSheetPrinted
    if not owner.must_change_password and not proven:
        raise PasswordIsOwn
    password = issue_password(owner, now, days=days, origin=origin, reason=f"sheet {reason} by {by.sign_in.login}")
    expires_at = owner.password_expires_at
    assert expires_at is not None
    AccessSheet.objects.create(
        id=uuid.uuid4(), key=key, sign_in=owner, at=now, by=by, reason=reason, expires_at=expires_at
    )
    return Printed(owner.login, password, expires_at, now)

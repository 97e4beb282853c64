"""Consents: given and withdrawn for one purpose each, to the text that was shown."""

import uuid
from datetime import datetime

from django.db import transaction

from kosmos.subscribers.consent_texts import text_of
from kosmos.subscribers.errors import ConsentTextChanged
from kosmos.subscribers.models import Consent, SignIn, SignInEventKind, StaffMember, Subscriber
from kosmos.subscribers.services.audit import LONGEST_DEVICE, Origin, write_event


@transaction.atomic
def set_consent(
    sign_in: SignIn,
    *,
    purpose: str,
    given: bool,
    version: int,
    origin: Origin,
    now: datetime,
    guardian: str = "",
    noted_by: StaffMember | None = None,
) -> bool:
    """Give or withdraw a consent to the version of the text that was shown; False if it stands so already.

    For somebody under 16 a member of staff notes who of his guardians agreed. UnknownPurpose, ConsentTextChanged.
    """
    text = text_of(purpose)
    owner = Subscriber.objects.select_for_update().get(sign_in=sign_in)
    last = Consent.objects.filter(subscriber=owner, purpose=purpose).order_by("-at", "-id").first()
    if given and version != text.version:
        raise ConsentTextChanged(f"The text of {purpose} is of version {text.version} now.", purpose=purpose)
    if _stands(last, given=given, version=text.version):
        return False
    Consent.objects.create(
        id=uuid.uuid4(),
        subscriber=owner,
        purpose=text.purpose,
        version=text.version if given or last is None else last.version,
        given=given,
        at=now,
        address=origin.address,
        device=origin.device[:LONGEST_DEVICE],
        guardian=guardian,
        noted_by=noted_by,
    )
    reason = f"{text.purpose.value} {'given' if given else 'withdrawn'}"
    write_event(SignInEventKind.CONSENT_CHANGED, sign_in, origin, now, reason=reason)
    return True


def _stands(last: Consent | None, *, given: bool, version: int) -> bool:
    """Whether the latest of a purpose says this already; a consent to an older text may be given to the new one."""
    if last is None:
        return not given
    return last.given == given and (not given or last.version == version)

"""Personal data shown whole to one of the staff for a while: for a reason, which the audit keeps."""

from datetime import datetime, timedelta
from enum import StrEnum

from django.db import transaction

from kosmos.subscribers.acts import Act, AuditRecord
from kosmos.subscribers.models import StaffMember
from kosmos.subscribers.queries import contract_of
from kosmos.subscribers.services import Origin, note_act
from kosmos.subscribers.services.audit import NOWHERE
from kosmos.support.rules import words_of
from kosmos.workplace.errors import NoteTooLong, RevealReasonMissing, RevealUnexplained

SHOWN_FOR = timedelta(minutes=15)
LONGEST_EXPLANATION = 300


class RevealReason(StrEnum):
    """Why somebody's personal data has to be seen whole; ``OTHER`` has to be explained."""

    TALK = "talk"
    CALL_BACK = "call_back"
    VISIT = "visit"
    PAPERS = "papers"
    OTHER = "other"


@transaction.atomic
def ask_for_personal(
    account_id: int, *, reason: str, text: str, key: str, by: StaffMember, now: datetime, origin: Origin = NOWHERE
) -> bool:
    """Note that one of the staff is shown a subscriber's data, once for each form (``key``); False for one sent before.

    RevealReasonMissing, RevealUnexplained, NoteTooLong, UnknownSubscriber; then nothing is to be shown.
    """
    words = _explained(reason, text)
    subscriber_id = contract_of(account_id).subscriber_id
    StaffMember.objects.select_for_update().get(pk=by.pk)
    mine = AuditRecord.objects.filter(account_id=account_id, staff=by, action=Act.PERSONAL_SHOWN)
    if mine.filter(at__gt=now - SHOWN_FOR, after__form=key).exists():
        return False
    note_act(
        Act.PERSONAL_SHOWN,
        now=now,
        staff=by,
        origin=origin,
        account_id=account_id,
        subject="subscriber",
        object_id=subscriber_id,
        after={"why": reason, "until": now + SHOWN_FOR, "form": key},
        reason=words,
    )
    return True


def _explained(reason: str, text: str) -> str:
    words = words_of(text)
    if reason not in list(RevealReason):
        raise RevealReasonMissing
    if reason == RevealReason.OTHER and not words:
        raise RevealUnexplained
    if len(words) > LONGEST_EXPLANATION:
        raise NoteTooLong(longest=LONGEST_EXPLANATION)
    return words

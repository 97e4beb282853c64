"""What is left of messages when somebody is forgotten: that there was one, and when."""

from collections.abc import Sequence

from kosmos.kernel.models import Outbox
from kosmos.notifications.models import Channel, Message

ABOUT_PEOPLE = ("contact_changed", "email_code_asked", "access_link_email", "access_link_sms")
"""Events whose data names a phone or an address."""


def forget_messages(account_ids: Sequence[int]) -> None:
    """Empty letters of addresses and words, and events of contacts, for accounts; in the caller's transaction."""
    theirs = Message.objects.filter(account_id__in=account_ids)
    theirs.exclude(channel=Channel.CABINET).update(address="", subject="", text="")
    theirs.filter(event__in=ABOUT_PEOPLE).delete()
    Outbox.objects.filter(account_id__in=account_ids, kind__in=ABOUT_PEOPLE).delete()

"""What is left of requests when somebody is forgotten: that there was one, when, and our answers."""

from collections.abc import Sequence

from kosmos.support.models import Attachment, Entry, EntryKind, Piece, Request

ERASED = "—"
"""What stands in the place of a text: a request says something."""


def forget_requests(account_ids: Sequence[int]) -> None:
    """Erase what the holders of these accounts wrote, and all files; in the caller's transaction."""
    Request.objects.filter(account_id__in=account_ids).update(text=ERASED)
    Entry.objects.filter(account_id__in=account_ids, kind=EntryKind.SUBSCRIBER).update(text=ERASED)
    Piece.objects.filter(account_id__in=account_ids).delete()
    Attachment.objects.filter(account_id__in=account_ids).delete()

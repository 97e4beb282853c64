"""What staff write about an application, as it is kept."""

from kosmos.connections.errors import NoteMissing, NoteTooLong
from kosmos.connections.remarks import plain

LONGEST_NOTE = 2_000


def note_of(typed: str, *, needed: bool = False) -> str:
    """A note without signs that are none, and without card numbers. NoteTooLong, NoteMissing if it is ``needed``."""
    text = plain(typed)
    if needed and not text:
        raise NoteMissing
    if len(text) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)
    return text

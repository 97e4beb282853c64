"""What the workplace refuses."""

from kosmos.kernel.errors import DomainError


class NoteMissing(DomainError):
    """There is nothing to note."""

    code = "note_missing"


class NoteTooLong(DomainError):
    """A note is longer than one may be; ``longest`` says how many signs that is."""

    code = "note_too_long"

"""What the workplace refuses."""

from kosmos.kernel.errors import DomainError


class NoteMissing(DomainError):
    """There is nothing to note."""

    code = "note_missing"


class NoteTooLong(DomainError):
    """A note is longer than one may be; ``longest`` says how many signs that is."""

    code = "note_too_long"


class RevealReasonMissing(DomainError):
    """Nobody said why personal data has to be shown."""

    code = "reveal_reason_missing"


class RevealUnexplained(DomainError):
    """The reason is none of the list's, and it was not said in words."""

    code = "reveal_unexplained"

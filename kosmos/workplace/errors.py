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


class ReasonMissing(DomainError):
    """An act bears a reason, one of those that fit it."""

    code = "reason_missing"


class ReasonUnexplained(DomainError):
    """Whoever chooses "other" writes what it is."""

    code = "reason_unexplained"


class ActKeyUsed(DomainError):
    """The form was sent before, with something else in it."""

    code = "act_key_used"


class UnknownApproval(DomainError):
    """There is no such approval."""

    code = "unknown_approval"


class ApprovalOwn(DomainError):
    """Nobody decides what he asked for himself."""

    code = "approval_own"


class ApprovalNotApart(DomainError):
    """Who asked and who decides are not two for sure: lately one of them gave the other the means to sign in."""

    code = "approval_not_apart"


class ApprovalNotOwn(DomainError):
    """Only who asked for it withdraws it."""

    code = "approval_not_own"


class ApprovalOver(DomainError):
    """It was decided, withdrawn, or its time is over; ``state`` says which."""

    code = "approval_over"


class AskerGone(DomainError):
    """Who asked for it works here no more, or has another role now."""

    code = "asker_gone"


class ApprovalWaits(DomainError):
    """The same act on this account waits for somebody's decision already."""

    code = "approval_waits"

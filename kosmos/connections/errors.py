"""What is refused about applications, visits and contracts."""

from kosmos.kernel.errors import DomainError


class UnknownApplication(DomainError):
    """There is no such application."""

    code = "unknown_application"


class ApplicationChanged(DomainError):
    """Somebody else has changed the application since its page was shown."""

    code = "application_changed"


class StageRefused(DomainError):
    """The stage ``after`` cannot follow the stage ``before``."""

    code = "stage_refused"


class StageNotByHand(DomainError):
    """The stage comes from a visit, its report, a contract or a payment, and nobody can simply say it."""

    code = "stage_not_by_hand"


class ReasonMissing(DomainError):
    """A refusal needs one of the known reasons."""

    code = "reason_missing"


class NoteMissing(DomainError):
    """Nothing was written."""

    code = "note_missing"


class NoteTooLong(DomainError):
    """More was written than ``most`` letters."""

    code = "note_too_long"


class BadCallAgain(DomainError):
    """The time to call again is past, further than ``most_days`` away, or nothing is to be done any more."""

    code = "bad_call_again"


class SameApplication(DomainError):
    """An application is no duplicate of itself."""

    code = "same_application"


class OtherIsDuplicate(DomainError):
    """The other application was itself refused as a duplicate: one of them has to stay."""

    code = "other_is_duplicate"

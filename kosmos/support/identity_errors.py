"""What is refused about proving who somebody is."""

from kosmos.kernel.errors import DomainError


class TooManyChecks(DomainError):
    """Too many checks failed within a day, for this subscriber or by this agent."""

    code = "too_many_checks"


class IdentityCheckOver(DomainError):
    """The check was judged before, is too old, or is somebody else's."""

    code = "identity_check_over"


class NotProven(DomainError):
    """No check was passed lately that has not been used."""

    code = "not_proven"

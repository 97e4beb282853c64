"""What is refused about subscribers."""

from kosmos.kernel.errors import DomainError


class UnknownSubscriber(DomainError):
    """Nobody holds this account by a contract."""

    code = "unknown_subscriber"

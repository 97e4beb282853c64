"""What the ledger refuses."""

from kosmos.kernel.errors import DomainError


class UnknownAccount(DomainError):
    """There is no account with this number."""

    code = "unknown_account"


class ClockWentBack(DomainError):
    """The event's business day is before one that is already open for the account."""

    code = "clock_went_back"


class AccountExists(DomainError):
    """The number is another account's."""

    code = "account_exists"

"""What is refused about contracts."""

from kosmos.kernel.errors import DomainError


class AlreadySigned(DomainError):
    """The application has a contract already, made by another form; ``number`` is the contract's."""

    code = "already_signed"


class AskedOfAnother(DomainError):
    """The subscriber who is to hold the account is not one with the application's phone."""

    code = "asked_of_another"


class BadAddress(DomainError):
    """A contract's address has a city, and a street with a house, or a dormitory with a room."""

    code = "bad_address"


class NotAPlan(DomainError):
    """A contract begins with a plan, not with a package."""

    code = "not_a_plan"

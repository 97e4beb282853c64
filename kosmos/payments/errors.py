"""What payments refuse."""

from kosmos.kernel.errors import DomainError


class AmountOutOfRange(DomainError):
    """A payment by card is of one kopeck or more, and no more than the limit that one order may have."""

    code = "amount_out_of_range"


class NotPayable(DomainError):
    """Orders are for subscribers' accounts."""

    code = "not_payable"


class KeyUsedOtherwise(DomainError):
    """The form was sent already, with another amount or rail: a new form is needed."""

    code = "key_used_otherwise"


class RailNotConfigured(DomainError):
    """The operator has not set this way of paying up."""

    code = "rail_not_configured"


class LinkLabel(DomainError):
    """A link to pay by has a label of 1 to 60 characters."""

    code = "link_label"


class LinkDays(DomainError):
    """A link to pay by holds for 1 to 365 days."""

    code = "link_days"


class TooManyLinks(DomainError):
    """An account has as many links in force as it may."""

    code = "too_many_links"


class UnknownLink(DomainError):
    """The account has no such link."""

    code = "unknown_link"


class LinkKeyUsed(DomainError):
    """The form was sent already and made a link of other words, sum or days: a new form makes another."""

    code = "link_key_used"

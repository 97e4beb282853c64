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


class BillUntil(DomainError):
    """A bill can be paid for an hour at least, and for ``most_days`` at most."""

    code = "bill_until"


class BillComment(DomainError):
    """A bill says in 1 to ``longest`` characters what it is for."""

    code = "bill_comment"


class TooManyBills(DomainError):
    """As many bills of an account wait for their payer as may."""

    code = "too_many_bills"


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


class OrderUnknown(DomainError):
    """What became of the order is not known, and the provider does not answer: nothing can be done with it yet."""

    code = "order_unknown"


class NotRefundable(DomainError):
    """Nothing of the order can be given back: it is not paid, or all of it is back or on its way."""

    code = "not_refundable"


class RefundKeyUsed(DomainError):
    """The key of a refund was used for another one."""

    code = "refund_key_used"


class ProfileFaulty(DomainError):
    """A profile of statements cannot be used: ``key`` says what of it is wrong."""

    code = "profile_faulty"


class UnknownProfile(DomainError):
    """There is no profile of statements of this name."""

    code = "unknown_profile"


class StatementFaulty(DomainError):
    """A statement has bad lines, and all of its lines were to be posted or none."""

    code = "statement_faulty"


class StatementEmpty(DomainError):
    """Nothing in a statement can be posted."""

    code = "statement_empty"


class StatementTooLarge(DomainError):
    """A statement is larger than one may be; ``most_bytes`` says how large."""

    code = "statement_too_large"


class UnknownStatement(DomainError):
    """There is no such statement."""

    code = "unknown_statement"


class StatementChanged(DomainError):
    """What would be posted is not what was shown: the statement was chosen, put away or read anew meanwhile."""

    code = "statement_changed"


class UnknownMoney(DomainError):
    """No such money waits for its owner."""

    code = "unknown_money"


class MoneySettled(DomainError):
    """Whose the money is was decided already, or its provider took it back; ``state`` says which."""

    code = "money_settled"


class MoneyGoesBack(DomainError):
    """The money is being given back to the card that it came from."""

    code = "money_goes_back"


class CaseClosed(DomainError):
    """Somebody closed the case meanwhile."""

    code = "case_closed"


class UnknownCase(DomainError):
    """There is no such case."""

    code = "unknown_case"


class HandedOverOtherwise(DomainError):
    """A transfer with this document was noted already, with another sum or fee."""

    code = "handed_over_otherwise"


class LeaveDoesNotCover(DomainError):
    """The payer did not allow this payment: not given or ended, another sum, or too soon after the last one."""

    code = "leave_does_not_cover"

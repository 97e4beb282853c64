"""What the cash desk refuses."""

from kosmos.kernel.errors import DomainError


class ShiftOpen(DomainError):
    """The cashier has a shift already."""

    code = "shift_open"


class NoShift(DomainError):
    """The cashier has no open shift."""

    code = "no_shift"


class BadFloat(DomainError):
    """A float is nothing or more, up to a limit."""

    code = "bad_float"


class BadAmount(DomainError):
    """What is taken is at least a kopeck, and not more than a desk may take at once."""

    code = "bad_amount"


class GivenTooLittle(DomainError):
    """Less was given than is to be taken."""

    code = "given_too_little"


class NotASubscriber(DomainError):
    """The account is no subscriber's."""

    code = "not_a_subscriber"


class TakenJustNow(DomainError):
    """The same amount was taken for the same account minutes ago: the cashier says that it is another payment."""

    code = "taken_just_now"


class ReferenceTaken(DomainError):
    """The account has a payment of this reference that is no receipt of the desk."""

    code = "reference_taken"


class UnknownReceipt(DomainError):
    """There is no such receipt of this cashier."""

    code = "unknown_receipt"


class ShiftClosed(DomainError):
    """The receipt's shift is closed: its money is gone."""

    code = "shift_closed"


class ReasonMissing(DomainError):
    """A void needs a reason of the list, and words where it is another one."""

    code = "void_reason_missing"


class VoidAsked(DomainError):
    """The receipt is voided, or waits to be."""

    code = "void_asked"


class UnknownVoid(DomainError):
    """There is no such request to void a receipt."""

    code = "unknown_void"


class VoidDecided(DomainError):
    """Somebody has decided already."""

    code = "void_decided"


class SamePerson(DomainError):
    """Nobody decides on what he asked for himself."""

    code = "same_person"


class VoidWaits(DomainError):
    """A shift is closed when no void waits for an answer."""

    code = "void_waits"


class TooMuchHandedOver(DomainError):
    """More than there is in the desk cannot be handed over."""

    code = "too_much_handed_over"


class ShiftChanged(DomainError):
    """Money came or went since the page was shown."""

    code = "shift_changed"


class NoteMissing(DomainError):
    """A shortage or a surplus is explained in words."""

    code = "difference_note_missing"

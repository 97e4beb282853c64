"""What charging refuses; the codes are those of scenario files."""

from kosmos.kernel.errors import DomainError


class UnknownPayment(DomainError):
    """No payment with this reference came to this account."""

    code = "unknown_payment"


class AlreadyReversed(DomainError):
    """The payment was reversed before."""

    code = "already_reversed"


class Suspended(DomainError):
    """While a suspension lasts, this cannot be done."""

    code = "suspended"


class PlanArchived(DomainError):
    """The plan is not sold any more; staff may still put an account on it."""

    code = "plan_archived"


class PlanHasNoPrice(DomainError):
    """The plan has no price on that day yet."""

    code = "plan_has_no_price"


class OtherAudience(DomainError):
    """The plan is sold to others: homes, students or companies."""

    code = "other_audience"


class AlreadyConnected(DomainError):
    """The account has that plan, or one of its subscriptions is planned to change to it."""

    code = "already_connected"


class BaseMissing(DomainError):
    """A package needs a running base plan of its service."""

    code = "base_missing"


class InsufficientFunds(DomainError):
    """There is less to spend than is needed; ``missing_kopecks`` says how much."""

    code = "insufficient_funds"


class NotConnected(DomainError):
    """The account does not have that plan."""

    code = "not_connected"


class NothingPlanned(DomainError):
    """There is no planned change or end to withdraw."""

    code = "nothing_planned"


class Ending(DomainError):
    """The subscription's end is planned; cancel that first."""

    code = "ending"


class OtherService(DomainError):
    """A change stays within a service and kind."""

    code = "other_service"


class PromiseInForce(DomainError):
    """A promise is in force already."""

    code = "promise_in_force"


class BalanceNotNegative(DomainError):
    """A promise is for accounts whose balance is below zero."""

    code = "balance_not_negative"


class NothingBlocked(DomainError):
    """A promise is for accounts on which something is blocked (the operator's policy)."""

    code = "nothing_blocked"


class PromiseNotKept(DomainError):
    """No payment since the last promise left nothing overdue."""

    code = "promise_not_kept"


class UnblockPast(DomainError):
    """A temporary unblock ends after now."""

    code = "unblock_past"


class UnblockTooLong(DomainError):
    """A temporary unblock lasts at most as many days as the operator allows."""

    code = "unblock_too_long"


class NotUnblocked(DomainError):
    """No temporary unblock is in force."""

    code = "not_unblocked"


class UnknownPosting(DomainError):
    """The account has no such line."""

    code = "unknown_posting"


class NotCorrectable(DomainError):
    """Only a share, a one-off charge or a correction is taken back by a correction."""

    code = "not_correctable"


class CorrectionKeyUsed(DomainError):
    """The key of a correction was used for another one."""

    code = "correction_key_used"


class SuspensionTooEarly(DomainError):
    """A suspension begins tomorrow or later."""

    code = "suspension_too_early"


class SuspensionLength(DomainError):
    """A suspension lasts from one day to as many as the operator allows."""

    code = "suspension_length"


class SuspensionExists(DomainError):
    """One suspension is planned or running already."""

    code = "suspension_exists"


class Blocked(DomainError):
    """Something is blocked or overdue."""

    code = "blocked"


class NotSuspended(DomainError):
    """There is no suspension, planned or running."""

    code = "not_suspended"


class DayAheadOfClock(DomainError):
    """The business day has not begun yet."""

    code = "day_ahead_of_clock"


class NoDayOpen(DomainError):
    """The operator has not opened a business day yet."""

    code = "no_day_open"


class DayTooFar(DomainError):
    """A dry run looks at the days that come next."""

    code = "day_too_far"


class ClockOnlyForward(DomainError):
    """Days that are open stay open, so the demo's clock never goes back."""

    code = "clock_only_forward"


class PreviewChanged(DomainError):
    """What was shown before it was confirmed would not come like that any more."""

    code = "preview_changed"


class AlreadyLeaving(DomainError):
    """Everything connected is to end already."""

    code = "already_leaving"


class NotLeaving(DomainError):
    """No wish to leave is waiting."""

    code = "not_leaving"


class LeavingPlanned(DomainError):
    """While everything connected is to end, nothing new is planned or connected."""

    code = "leaving_planned"


class NothingConnected(DomainError):
    """Nothing is connected that could end."""

    code = "nothing_connected"


class ExtraNotSold(DomainError):
    """No order is taken for it, or it is sold to others."""

    code = "extra_not_sold"


class AccountClosed(DomainError):
    """Everything that the account had has ended."""

    code = "account_closed"


class OrderKeyUsed(DomainError):
    """The key of an order was used for another one."""

    code = "order_key_used"


class NothingWaiting(DomainError):
    """No plan waits for money."""

    code = "nothing_waiting"


class MoreThanLeft(DomainError):
    """Of the payment less is left than is to be taken back."""

    code = "more_than_left"


class ReversalKeyUsed(DomainError):
    """The key of a reversal was used for another one."""

    code = "reversal_key_used"

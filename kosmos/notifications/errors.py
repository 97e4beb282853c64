"""What notifications refuse."""

from kosmos.kernel.errors import DomainError


class LowDaysOutOfRange(DomainError):
    """The days before the end of money are from 1 to 14."""

    code = "low_days_out_of_range"

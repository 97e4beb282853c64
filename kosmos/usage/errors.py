"""What usage refuses; the codes are those of scenario files."""

from kosmos.kernel.errors import DomainError


class PlanWithoutVolume(DomainError):
    """The plan has no monthly volume: its traffic is neither counted nor sold."""

    code = "plan_without_volume"


class NotForSale(DomainError):
    """The plan has no bundle of this volume, or not any more."""

    code = "traffic_not_for_sale"


class NotAChoice(DomainError):
    """The plan does not leave this to its subscribers to choose."""

    code = "traffic_not_a_choice"


class PriceNotAgreed(DomainError):
    """A charge needs that the price was seen and agreed to, and it is another one."""

    code = "traffic_price_not_agreed"

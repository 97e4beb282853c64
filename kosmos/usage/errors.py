"""What usage refuses; the codes are those of scenario files."""

from kosmos.kernel.errors import DomainError


class PlanWithoutVolume(DomainError):
    """The plan has no monthly volume: its traffic is neither counted nor sold."""

    code = "plan_without_volume"

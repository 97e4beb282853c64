"""What the catalogue refuses."""

from collections.abc import Sequence

from kosmos.kernel.errors import DomainError


class UnknownPlan(DomainError):
    """There is no plan with this code."""

    code = "unknown_plan"


class UnknownExtra(DomainError):
    """Nothing with this code can be ordered."""

    code = "unknown_extra"


class UnknownOperator(DomainError):
    """No operator was loaded yet."""

    code = "unknown_operator"


class CatalogueConflicts(DomainError):
    """What the file says cannot follow what is here; `refusals` are (line, column, what and why)."""

    code = "catalogue_conflicts"

    def __init__(self, refusals: Sequence[tuple[int, int, str]]) -> None:
        super().__init__("\n".join(message for _, _, message in refusals), count=len(refusals))
        self.refusals = refusals

"""What is refused about a form that somebody fills in to be connected or called."""

from collections.abc import Mapping

from kosmos.kernel.errors import DomainError


class WishRefused(DomainError):
    """A form cannot be kept as it is; ``fields`` says of each wrong field what is wrong with it, by a code."""

    code = "wish_refused"

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(", ".join(f"{field}: {code}" for field, code in fields.items()), fields=dict(fields))
        self.fields = dict(fields)

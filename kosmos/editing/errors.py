"""What is refused about edits."""

from kosmos.kernel.errors import DomainError


class Unfit(DomainError):
    """What was typed cannot be; ``fields`` says why, by field: missing, too_long, taken, order, form."""

    code = "unfit"


class ChangedMeanwhile(DomainError):
    """Somebody saved the thing after the form was shown."""

    code = "changed_meanwhile"


class NothingToEdit(DomainError):
    """The thing is not there, or not any more."""

    code = "nothing_to_edit"

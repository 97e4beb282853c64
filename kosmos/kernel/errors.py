"""The two kinds of error that somebody can act on."""


class DomainError(Exception):
    """A wish that the rules refuse: a stable code, a plain message, and the figures behind it.

    Doors turn it into a form shown again or into problem details; nothing was changed when it is raised.
    """

    code = "refused"

    def __init__(self, message: str = "", /, **parameters: object) -> None:
        super().__init__(message or self.code.replace("_", " "))
        self.parameters = parameters


class SetupError(Exception):
    """The installation cannot go on: what is wrong, where, and what to do, in one message."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message

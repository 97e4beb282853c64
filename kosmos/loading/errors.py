"""What is wrong with a file: all of it at once, each with the place where it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kosmos.kernel.errors import DomainError


@dataclass(frozen=True, order=True)
class Problem:
    """One error of a file; line and column count from 1, the column in characters."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class LoadError(DomainError):
    """The file has errors; nothing of it was loaded. The message has a line for each, in the file's order."""

    code = "file_has_errors"

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = sorted(set(problems))
        super().__init__("\n".join(map(str, self.problems)), count=len(self.problems))


class NoOperator(DomainError):
    """Subscribers come after the operator: his plans must be here first."""

    code = "no_operator"


class Wrong(ValueError):
    """A value that cannot be taken; the message says what is allowed instead."""


class SeveralWrong(ValueError):
    """A list of which several items cannot be taken; a message for each."""

    def __init__(self, messages: Sequence[str]) -> None:
        super().__init__("; ".join(messages))
        self.messages = messages


def found(value: str, allowed: object) -> str:
    """The words of a problem: what stands there and what may stand there."""
    return f'found "{shortened(value)}"; allowed: {allowed}'


def shortened(value: str, limit: int = 60) -> str:
    """A value as it can be shown in one line."""
    plain = "".join(letter if letter.isprintable() else "?" for letter in value)
    return plain if len(plain) <= limit else f"{plain[: limit - 1]}…"

"""The one error that a decoder of any rail raises: what is wrong, where, and what its sender is to hear."""

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Self


class Reply(Enum):
    """What the sender of a bad message is to be told: that it is refused for good, or to come again."""

    REFUSED = "refused"
    LATER = "later"


class MessageError(Exception):
    """A message that cannot be read or written.

    ``code`` is stable (missing, repeated, too_long, not_a_sum, not_a_time …), ``field`` the protocol's own name of the
    part that is wrong, ``line`` counts from 1 in a file. What was sent is not in it: it may be a secret.
    """

    def __init__(
        self, code: str, field: str = "", *, line: int | None = None, reply: Reply = Reply.REFUSED, detail: str = ""
    ) -> None:
        super().__init__(code, field, line)
        self.code, self.field, self.line, self.reply, self.detail = code, field, line, reply, detail

    def __str__(self) -> str:
        line = f"line {self.line}" if self.line is not None else ""
        place = ", ".join(part for part in (line, self.field) if part)
        words = self.code.replace("_", " ") + (f" ({self.detail})" if self.detail else "")
        return f"{place}: {words}" if place else words

    def at(self, line: int) -> Self:
        """The same fault, said of a line of a file."""
        return type(self)(self.code, self.field, line=line, reply=self.reply, detail=self.detail)

    def within(self, parent: str) -> Self:
        """The same fault, said of a field inside another one."""
        field = f"{parent}.{self.field}" if self.field else parent
        return type(self)(self.code, field, line=self.line, reply=self.reply, detail=self.detail)

    def later(self) -> Self:
        """The same fault, after which the question is asked again."""
        return type(self)(self.code, self.field, line=self.line, reply=Reply.LATER, detail=self.detail)


@contextmanager
def says_nothing() -> Iterator[None]:
    """Around a decoder of answers: one that cannot be read says nothing, so whoever asked asks again later."""
    try:
        yield
    except MessageError as error:
        raise error.later() from error

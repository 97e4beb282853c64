"""Files line by line: a line that is wrong is told by its number, and no line fills the memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Generic, NamedTuple, TypeVar

from kosmos.payments.rails.wire.errors import MessageError

MOST_BYTES = 8_192
"""The longest line that is read."""

_BLANK = " \t\x1a\u00a0"
Read_co = TypeVar("Read_co", covariant=True)


class Line(NamedTuple, Generic[Read_co]):
    """What a line of a file says. A tuple: collecting garbage passes over hundreds of thousands of these."""

    number: int
    read: Read_co


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot be read, and why."""

    number: int
    error: MessageError


def lines_of(stream: BinaryIO, encoding: str, *, most_bytes: int = MOST_BYTES) -> Iterator[tuple[int, str | BadLine]]:
    """Each line with its number from 1, without its end; one that is too long or not in its encoding is a bad one."""
    number = 0
    while raw := stream.readline(most_bytes + 1):
        number += 1
        if len(raw) > most_bytes and not raw.endswith(b"\n"):
            _skip(stream, most_bytes)
            yield number, BadLine(number, MessageError("too_long", line=number))
            continue
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            yield number, BadLine(number, MessageError("unreadable", line=number, detail=f"not {encoding}"))
            continue
        yield number, (text.removeprefix("\ufeff") if number == 1 else text).rstrip("\r\n")


def is_blank(text: str | BadLine) -> bool:
    """Whether a line says nothing: spaces, or the mark by which old systems end a file."""
    return not text or (not isinstance(text, BadLine) and text[0] in _BLANK and not text.strip(_BLANK))


def _skip(stream: BinaryIO, most_bytes: int) -> None:
    while (raw := stream.readline(most_bytes + 1)) and not raw.endswith(b"\n"):
        pass

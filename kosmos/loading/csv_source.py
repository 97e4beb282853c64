"""A CSV file line by line: UTF-8, no byte order mark, one record a line, as many fields as the header."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from kosmos.loading.errors import LoadError, Problem, found

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
MAX_LINE_BYTES = 65_536
Report = Callable[[int, int, str], None]
"""Notes a problem: line, column, message."""


class Record(NamedTuple):
    """A line: its number from 1, the byte at which it begins, its text and its fields."""

    number: int
    offset: int
    line: str
    fields: list[str]

    def column_of(self, index: int) -> int:
        """The character at which a field begins, from 1."""
        if '"' not in self.line:
            return sum(len(field) + 1 for field in self.fields[:index]) + 1
        quoted, begins = False, [1]
        for position, letter in enumerate(self.line, start=1):
            quoted ^= letter == '"'
            if letter == "," and not quoted:
                begins.append(position + 1)
        return begins[index]


class CsvSource:
    """A file whose lines are read one after the other, in memory of a line."""

    def __init__(self, path: Path, header: tuple[str, ...]) -> None:
        self.path, self.header = path, header

    def count(self) -> int:
        """The number of records, for a progress bar; LoadError where the file cannot be read."""
        lines, last = 0, b"\n"
        try:
            with self.path.open("rb") as file:
                while block := file.read(1 << 20):
                    lines, last = lines + block.count(b"\n"), block[-1:]
        except OSError as error:
            raise LoadError([Problem(str(self.path), 1, 1, f"cannot be read: {error.strerror}")]) from None
        return max(0, lines - 1 + (last != b"\n"))

    def records(self, report: Report) -> Iterator[Record]:
        """Each record that can be read; the others are reported."""
        with self.path.open("rb") as file:
            if not self._header(file.readline(MAX_LINE_BYTES), report):
                return
            offset = file.tell()
            for number, data in enumerate(iter(lambda: file.readline(MAX_LINE_BYTES), b""), start=2):
                if len(data) == MAX_LINE_BYTES:
                    report(number, 1, f"longer than {MAX_LINE_BYTES} bytes; nothing after it was read")
                    return
                line = _decoded(data, number, report)
                fields = None if line is None else self._fields(line, number, report)
                if line is not None and fields is not None:
                    yield Record(number, offset, line, fields)
                offset += len(data)

    def record(self, number: int, offset: int) -> Record:
        """A record that was read before."""
        with self.path.open("rb") as file:
            file.seek(offset)
            line = file.readline(MAX_LINE_BYTES).decode("utf-8").rstrip("\r\n")
        return Record(number, offset, line, next(csv.reader([line])))

    def _header(self, data: bytes, report: Report) -> bool:
        """Whether the header is as it must be; without it no line can be understood."""
        if data.startswith(BYTE_ORDER_MARK):
            report(1, 1, "begins with a byte order mark; save the file as UTF-8 without one")
            return False
        line = _decoded(data, 1, report)
        if line is None or line == ",".join(self.header):
            return line is not None
        names = line.split(",")
        for index, (name, wanted) in enumerate(zip(names, self.header, strict=False)):
            if name != wanted:
                report(1, sum(len(before) + 1 for before in names[:index]) + 1, f"header: {found(name, wanted)}")
                return False
        message = f'found {len(names)} columns; allowed: exactly "{",".join(self.header)}"'
        report(1, min(len(line), len(",".join(self.header))) + 1, f"header: {message}")
        return False

    def _fields(self, line: str, number: int, report: Report) -> list[str] | None:
        if not line:
            report(number, 1, "the line is empty; allowed: a subscriber's account")
            return None
        try:
            fields = next(csv.reader([line], strict=True)) if '"' in line else line.split(",")
        except csv.Error:
            column = line.index('"') + 1
            report(number, column, 'the quotes do not match; allowed: "a field in quotes", a quote in it doubled')
            return None
        if len(fields) != len(self.header):
            message = f"found {len(fields)} fields; allowed: {len(self.header)}, as many as the header has"
            report(number, len(line) + 1, message)
            return None
        return fields


def _decoded(data: bytes, number: int, report: Report) -> str | None:
    try:
        return data.removesuffix(b"\n").removesuffix(b"\r").decode("utf-8")
    except UnicodeDecodeError as error:
        column = len(data[: error.start].decode("utf-8")) + 1
        report(number, column, f"not UTF-8: the byte 0x{data[error.start]:02x}; save the file as UTF-8")
        return None


def unprintable(text: str) -> str:
    """The first character that no field may have, as U+0000; empty where there is none."""
    return next((f"U+{ord(letter):04X}" for letter in text if not letter.isprintable()), "")

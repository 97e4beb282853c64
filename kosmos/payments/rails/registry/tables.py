"""Statements of one line a credit: CSV and fixed width."""

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import BinaryIO

from kosmos.payments.rails.registry.messages import Credit, Totals
from kosmos.payments.rails.registry.profile import Layout, Place, Profile
from kosmos.payments.rails.registry.reading import Reader
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.lines import BadLine, Line, is_blank, lines_of

StatementLine = Line[Credit | Totals] | BadLine
Values = Sequence[str]


def read_table(profile: Profile, stream: BinaryIO) -> Iterator[StatementLine]:
    """Each credit in turn, then the totals if the profile has some; faults as bad lines. Never raises MessageError."""
    table = _Table(profile)
    count = amount = number = 0
    faulty = ended = False
    for number, text in lines_of(stream, profile.encoding):
        if number <= profile.skip or is_blank(text):
            continue
        line = BadLine(number, text.error) if isinstance(text, BadLine) else table.read(number, text)
        if line is None:
            continue
        if isinstance(line, BadLine):
            faulty = True
        elif isinstance(line.read, Credit):
            count, amount = count + 1, amount + line.read.amount_kopecks
            if ended:
                line = BadLine(number, MessageError("after_the_total", line=number))
        else:
            ended = True
            if not faulty and _disagrees(line.read, count, amount):
                line = BadLine(number, MessageError("wrong_total", line=number))
        yield line
    if profile.total and not ended:
        yield BadLine(number + 1, MessageError("missing", "total", line=number + 1))


def _disagrees(totals: Totals, count: int, amount: int) -> bool:
    return totals.amount_kopecks != amount or totals.count not in {None, count}


class _Table:
    """Reads a line by a profile that was prepared once."""

    def __init__(self, profile: Profile) -> None:
        self._reader = Reader(profile)
        fixed = profile.layout is Layout.FIXED
        self._split: Callable[[str], Values] = _columns_of(profile.delimiter) if not fixed else _whole
        self._pick = _picker(self._reader.places, self._reader.meanings, fixed=fixed)
        self._mark = profile.total.mark if profile.total else None
        if profile.total:
            places = [profile.total.amount, *([] if profile.total.count is None else [profile.total.count])]
            self._pick_total = _picker(tuple(places), ("total.amount", "total.count"), fixed=fixed)

    def read(self, number: int, text: str) -> StatementLine | None:
        """What a line says; None if it is of money that went out."""
        try:
            parts = self._split(text)
            if self._mark and text.lstrip(' "').startswith(self._mark):
                return Line(number, self._totals(parts))
            values = self._pick(parts)
            return Line(number, self._reader.credit(values)) if self._reader.wanted(values) else None
        except MessageError as error:
            return BadLine(number, error.at(number))

    def _totals(self, parts: Values) -> Totals:
        values = self._pick_total(parts)
        amount = self._reader.sum(values[0], "total.amount")
        if len(values) == 1:
            return Totals(None, amount)
        text = values[1]
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            raise MessageError("not_a_number", "total.count")
        return Totals(int(text), amount)


def _columns_of(delimiter: str) -> Callable[[str], Values]:
    """What takes a line of CSV apart; values do not run over lines: quotes that are not closed are unreadable."""

    def split(text: str) -> Values:
        if '"' not in text:
            return text.split(delimiter)
        try:
            return next(csv.reader([text], delimiter=delimiter, strict=True))
        except (csv.Error, StopIteration) as error:
            raise MessageError("unreadable", detail="quotes") from error

    return split


def _whole(text: str) -> Values:
    return (text,)


def _picker(places: tuple[Place, ...], meanings: Sequence[str], *, fixed: bool) -> Callable[[Values], list[str]]:
    """What takes the values at some places; columns that a line lacks are missing, signs that it lacks are empty."""
    columns = [place for place in places if isinstance(place, int)]
    signs = [slice(*place) for place in places if isinstance(place, tuple)]

    def pick(parts: Values) -> list[str]:
        try:
            return [parts[at].strip() for at in columns]
        except IndexError:
            lost = next(at for at, column in enumerate(columns) if column >= len(parts))
            raise MessageError("missing", meanings[lost]) from None

    def cut(parts: Values) -> list[str]:
        text = parts[0]
        return [text[at].strip() for at in signs]

    return cut if fixed else pick

"""A file of houses that the network reaches, line by line: every field checked, whatever is wrong with any noted."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from kosmos.catalogue.addresses import house_of, parts_of
from kosmos.kernel.typing_errors import folded
from kosmos.loading.csv_source import CsvSource, Record, unprintable
from kosmos.loading.errors import Problem, SeveralWrong, Wrong, found

HEADER = ("city", "street", "house", "dormitory", "services")
MAX_TEXT = 200


class HouseRow(NamedTuple):
    """A line whose fields are right: its place, and the values as they are kept.

    ``same`` is equal for two lines that are about one house, however each of them writes it.
    """

    line: int
    offset: int
    city: str
    street: str
    house: str
    dormitory: str
    services: list[int]
    same: str


class CoverageFile:
    """A file under way: ``rows()`` reads it once; then ``problems`` has everything that is wrong with its fields."""

    def __init__(self, path: Path, services: Mapping[str, int]) -> None:
        self.source, self.services = CsvSource(path, HEADER), services
        self.problems: list[Problem] = []
        self._checks: dict[str, Callable[[str], Any]] = {
            "city": _text,
            "street": _text,
            "house": _house,
            "dormitory": lambda text: _text(text) if text else "",
            "services": lru_cache(self._services),
        }

    def rows(self) -> Iterator[HouseRow]:
        """Each row that is right, in the memory of a row."""
        for record in self.source.records(self._note):
            row = self._row(record)
            if row is not None:
                yield row

    def wrong(self, line: int, offset: int, name: str, allowed: str) -> None:
        """Note what is wrong with a field of a line that was read before."""
        record = self.source.record(line, offset)
        self._note_field(record, name, found(record.fields[HEADER.index(name)], allowed))

    def _row(self, record: Record) -> HouseRow | None:
        read: list[Any] = []
        for (name, check), text in zip(self._checks.items(), record.fields, strict=True):
            try:
                read.append(check(text))
            except Wrong as wrong:
                self._note_field(record, name, found(text, wrong))
            except SeveralWrong as several:
                for message in several.messages:
                    self._note_field(record, name, message)
        if len(read) < len(HEADER):
            return None
        return HouseRow._make((record.number, record.offset, *read, _same(*read[:3])))

    def _services(self, text: str) -> list[int]:
        codes = text.split(";")
        wrong = [
            found(code, f"one or more of {', '.join(sorted(self.services))}, with ; between them")
            for code in dict.fromkeys(codes)
            if code not in self.services
        ]
        wrong += [found(code, "each service once") for code in dict.fromkeys(codes) if codes.count(code) > 1]
        if wrong:
            raise SeveralWrong(wrong)
        return sorted(self.services[code] for code in codes)

    def _note_field(self, record: Record, name: str, message: str) -> None:
        self._note(record.number, record.column_of(HEADER.index(name)), f"{name}: {message}")

    def _note(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(str(self.source.path), line, column, message))


@lru_cache(maxsize=20_000)
def _text(text: str) -> str:
    if not text or text != " ".join(text.split()) or len(text) > MAX_TEXT:
        raise Wrong(f"1 to {MAX_TEXT} characters, no space at the ends, no two in a row")
    if unprintable(text):
        raise Wrong(f"no invisible character such as {unprintable(text)}")
    return text


@lru_cache(maxsize=20_000)
def _house(text: str) -> str:
    if house_of(_text(text)) is None:
        raise Wrong("a number with what follows it, such as 6, 57Б, 39/1 or 94 корп. 2")
    return text


def _same(city: str, street: str, house: str) -> str:
    return f"{_same_street(city, street)}|{_same_house(house)}"


@lru_cache(maxsize=20_000)
def _same_street(city: str, street: str) -> str:
    parts = parts_of(street)
    numbers = [*parts.ordinals, *(one.number for one in parts.houses)]
    kind = min(parts.kinds, default="street")
    return "|".join([folded(city), kind, *sorted(parts.words), *map(str, sorted(numbers))])


@lru_cache(maxsize=20_000)
def _same_house(house: str) -> str:
    read = house_of(house)
    return f"{read.number}{read.rest}" if read else house

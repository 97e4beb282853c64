"""A file of traffic counts, line by line: every field checked, whatever is wrong with any of them noted."""

from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from kosmos.loading import values
from kosmos.loading.csv_source import CsvSource, Record, unprintable
from kosmos.loading.errors import Problem, Wrong, found

HEADER = ("account", "plan", "counted_at", "volume_bytes", "source", "reference")
LATEST_DAYS = 31
"""Traffic that is older is not taken: its month is over and shown to its holder."""
MAX_TEXT = 200
MOST_BYTES = 1 << 50


class CountRow(NamedTuple):
    """A line whose fields are right: its place, and the values as they are kept."""

    line: int
    offset: int
    account: str
    plan: str
    counted_at: datetime
    volume_bytes: int
    source: str
    reference: str


class TrafficFile:
    """A file under way: ``rows()`` reads it once; then ``problems`` has everything that is wrong with its fields."""

    def __init__(self, path: Path, plans: Collection[str], now: datetime) -> None:
        self.source, self.now = CsvSource(path, HEADER), now
        self.problems: list[Problem] = []
        self._checks: dict[str, Callable[[str], Any]] = {
            "account": values.account_number,
            "plan": lambda text: values.one_of(text, plans),
            "counted_at": self._instant,
            "volume_bytes": _volume,
            "source": _text,
            "reference": _text,
        }

    def rows(self) -> Iterator[CountRow]:
        """Each row that is right, in the memory of a row."""
        for record in self.source.records(self._note):
            row = self._row(record)
            if row is not None:
                yield row

    def wrong(self, line: int, offset: int, name: str, allowed: str) -> None:
        """Note what is wrong with a field of a line that was read before."""
        record = self.source.record(line, offset)
        self._note_field(record, name, found(record.fields[HEADER.index(name)], allowed))

    def _row(self, record: Record) -> CountRow | None:
        read: list[Any] = []
        for (name, check), text in zip(self._checks.items(), record.fields, strict=True):
            try:
                read.append(check(text))
            except Wrong as wrong:
                self._note_field(record, name, found(text, wrong))
        return CountRow(record.number, record.offset, *read) if len(read) == len(HEADER) else None

    def _instant(self, text: str) -> datetime:
        at = _aware(text)
        if at > self.now:
            raise Wrong(f"an instant that is not after now, {self.now.isoformat(timespec='seconds')}")
        if self.now - at > timedelta(days=LATEST_DAYS):
            raise Wrong(f"an instant of the last {LATEST_DAYS} days")
        return at

    def _note_field(self, record: Record, name: str, message: str) -> None:
        self._note(record.number, record.column_of(HEADER.index(name)), f"{name}: {message}")

    def _note(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(str(self.source.path), line, column, message))


def _aware(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or "T" not in text:
        raise Wrong("an instant with its offset, such as 2016-11-12T15:00:00+03:00")
    return at


def _volume(text: str) -> int:
    if text.isascii() and text.isdecimal() and len(text) < 17 and 0 < int(text) <= MOST_BYTES:
        return int(text)
    raise Wrong(f"a whole number of bytes from 1 to {MOST_BYTES}")


def _text(text: str) -> str:
    if not text or text != text.strip() or len(text) > MAX_TEXT:
        raise Wrong(f"1 to {MAX_TEXT} characters, no space at the ends")
    if unprintable(text):
        raise Wrong(f"no invisible character such as {unprintable(text)}")
    return text

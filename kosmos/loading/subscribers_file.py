"""The subscribers' file: its rows one after the other, and whatever is wrong with any of them."""

from collections.abc import Iterator
from pathlib import Path

from kosmos.loading.csv_source import CsvSource, Record
from kosmos.loading.errors import Problem, found
from kosmos.loading.subscriber_rows import HEADER, Fault, Row, RowReader

OF_A_LOGIN = ("kind", "name", "unp", "phone", "email", "language")
"""What all accounts of one login have in common: they belong to one subscriber."""


class SubscribersFile:
    """A file under way: `rows()` reads it once; then `problems` has everything that is wrong."""

    def __init__(self, path: Path, reader: RowReader) -> None:
        self.source, self.reader = CsvSource(path, HEADER), reader
        self.problems: list[Problem] = []
        self._accounts: dict[str, int] = {}
        self._logins: dict[str, tuple[int, int, int]] = {}

    def rows(self) -> Iterator[Row]:
        """Each row that is right; the memory kept is a number, a login and four integers a row."""
        for record in self.source.records(self._note):
            row, faults = self.reader.read(record)
            faults += self._repeated(record)
            for name, message in faults:
                self.wrong(record, name, message)
            if row is not None and not faults:
                yield row

    def wrong(self, record: Record, name: str, message: str) -> None:
        """Note what is wrong with a field."""
        self._note(record.number, record.column_of(HEADER.index(name)), f"{name}: {message}")

    def _note(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(str(self.source.path), line, column, message))

    def _repeated(self, record: Record) -> list[Fault]:
        """An account given twice, and what two accounts of one login do not agree about."""
        values = dict(zip(HEADER, record.fields, strict=True))
        account, login = values["account"], values["login"]
        faults = []
        first = self._accounts.setdefault(account, record.number) if account else record.number
        if first != record.number:
            faults.append(("account", found(account, f"each account once; it is on line {first}")))
        if not login:
            return faults
        common = hash((login, *(values[name] for name in OF_A_LOGIN)))
        first, offset, seen = self._logins.setdefault(login.casefold(), (record.number, record.offset, common))
        if seen == common:
            return faults
        before = dict(zip(HEADER, self.source.record(first, offset).fields, strict=True))
        return faults + [
            (name, found(values[name], f'"{before[name]}", as the login {login} has on line {first}'))
            for name in ("login", *OF_A_LOGIN)
            if values[name] != before[name]
        ]

"""Tables for spreadsheets: CSV and XLSX whose cells are what they look like, and never a formula."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from kosmos.kernel.money import plain

BYTE_ORDER_MARK = "\ufeff"
_FORMULA = ("=", "+", "-", "@")
_LONGEST = 32_000
"""Letters of one cell; XLSX holds no more than 32,767."""
_UNNAMEABLE = re.compile(r"[\[\]:*?/\\]")
"""Signs that the name of a sheet cannot have."""
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": False,
}


@dataclass(frozen=True, slots=True)
class Kopecks:
    """A sum of money as a cell: a number with two decimals."""

    amount: int


Cell = str | int | date | datetime | Kopecks


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, and its width in letters."""

    name: str
    wide: int


def csv_lines(columns: Sequence[Column], lines: Iterable[Sequence[Cell]], *, english: bool) -> Iterator[str]:
    """Lines of CSV, the heading first with a byte order mark: as Russian spreadsheets read it, or English ones."""
    writer = csv.writer(_Echo(), delimiter="," if english else ";")
    yield BYTE_ORDER_MARK + writer.writerow([column.name for column in columns])
    for line in lines:
        yield writer.writerow([_text(cell, english=english) for cell in line])


def write_workbook(target: IO[bytes], sheet: str, columns: Sequence[Column], lines: Iterable[Sequence[Cell]]) -> None:
    """Write lines as a sheet of XLSX: sums and numbers as numbers, days and hours as such, texts as texts.

    A line is forgotten as soon as it is written, so a long table takes no more memory than a short one.
    """
    workbook = xlsxwriter.Workbook(target, _OPTIONS)
    page = workbook.add_worksheet(_UNNAMEABLE.sub(" ", sheet)[:31].strip("' "))
    formats = {
        Kopecks: workbook.add_format({"num_format": "#,##0.00"}),
        date: workbook.add_format({"num_format": "dd.mm.yyyy"}),
        datetime: workbook.add_format({"num_format": "hh:mm"}),
    }
    head = workbook.add_format({"bold": True, "bottom": 1})
    for at, column in enumerate(columns):
        page.set_column(at, at, column.wide)
        page.write_string(0, at, column.name, head)
    page.freeze_panes(1, 0)
    for number, line in enumerate(lines, start=1):
        for at, cell in enumerate(line):
            _write(page, number, at, cell, formats)
    workbook.close()


def _write(page: Worksheet, row: int, at: int, cell: Cell, formats: dict[type, Format]) -> None:
    if isinstance(cell, Kopecks):
        page.write_number(row, at, Decimal(plain(cell.amount)), formats[Kopecks])
    elif isinstance(cell, datetime):
        page.write_datetime(row, at, cell.time().replace(tzinfo=None), formats[datetime])
    elif isinstance(cell, date):
        page.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), formats[date])  # noqa: DTZ001 - a day
    elif isinstance(cell, int):
        page.write_number(row, at, cell)
    else:
        page.write_string(row, at, _flat(cell)[:_LONGEST])


def _text(cell: Cell, *, english: bool) -> str:
    """A cell of CSV: numbers as spreadsheets of the language part them, days as ISO, texts harmless."""
    if isinstance(cell, Kopecks):
        return plain(cell.amount) if english else plain(cell.amount).replace(".", ",")
    if isinstance(cell, datetime):
        return cell.strftime("%H:%M")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else _harmless(cell)


def _flat(text: str) -> str:
    """A text in one line, with plain spaces and no sign that cannot be seen."""
    return "".join(sign for sign in " ".join(text.split()) if sign.isprintable())


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    flat = _flat(text)
    return f"'{flat}" if flat.startswith(_FORMULA) else flat


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line

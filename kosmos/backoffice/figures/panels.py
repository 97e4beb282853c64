"""A figure as a picture and as a table, and the same table as a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from tempfile import TemporaryFile

from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.safestring import SafeString

from kosmos.documents import sheets
from kosmos.documents.sheets import Column, Kopecks, csv_lines, write_workbook
from kosmos.kernel.money import HARD_SPACE
from kosmos.wording.charts import Bar, bars
from kosmos.wording.typography import day_of_year, language, money

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_BARS = 36
"""A picture of more is none."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a table: as a file has it, as people read it, and where it leads, if it does."""

    value: sheets.Cell
    text: str
    link: str = ""

    @property
    def is_text(self) -> bool:
        """Whether it is words, which begin on the left."""
        return isinstance(self.value, str)


@dataclass(frozen=True, slots=True)
class Panel:
    """A figure: what it means in words, its pictures, and its table; the first column names the row."""

    id: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    charts: tuple[tuple[str, SafeString], ...] = ()
    note: str = ""
    more: str = ""
    more_link: str = ""

    @property
    def heads(self) -> list[tuple[str, bool]]:
        """The columns' names, and whether words stand in them."""
        first = self.rows[0] if self.rows else ()
        return [(name, place < len(first) and first[place].is_text) for place, name in enumerate(self.columns)]

    @property
    def lines(self) -> list[list[tuple[str, Cell]]]:
        """Each row's cells with the names of their columns."""
        return [list(zip(self.columns, row, strict=True)) for row in self.rows]

    @property
    def totals(self) -> list[tuple[str, Cell]]:
        """The last row, of sums, in the same way."""
        return list(zip(self.columns, self.total, strict=True)) if self.total else []


def kopecks(amount: int, link: str = "") -> Cell:
    """A sum of money."""
    return Cell(Kopecks(amount), money(amount), link)


def count(number: int, link: str = "") -> Cell:
    """How many."""
    return Cell(number, f"{number:,}".replace(",", HARD_SPACE), link)


def words(text: str, link: str = "") -> Cell:
    """A name."""
    return Cell(text, text, link)


def day(when: date, link: str = "") -> Cell:
    """A day with its year."""
    return Cell(when, day_of_year(when), link)


def picture(title: str, values: Iterable[tuple[str, int]], *, sums: bool = True) -> tuple[tuple[str, SafeString], ...]:
    """A chart and its title, of sums or of numbers; none of nothing, or of too much."""
    drawn = [Bar(label, value) for label, value in values]
    if not drawn or len(drawn) > MOST_BARS or not any(bar.value for bar in drawn):
        return ()
    return ((title, bars(drawn, limit=None, title=title, unit=money if sums else lambda number: count(number).text)),)


def as_file(panel: Panel, kind: str) -> HttpResponseBase:
    """The table as CSV or XLSX; no cell of it can be a formula."""
    columns = [Column(name, max(14, len(name))) for name in panel.columns]
    lines = [_values(row) for row in (*panel.rows, *([panel.total] if panel.total else []))]
    if kind == "csv":
        made = "".join(csv_lines(columns, lines, english=language() == "en"))
        response: HttpResponseBase = HttpResponse(made, content_type="text/csv; charset=utf-8")
    else:
        file = TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_workbook(file, panel.title, columns, lines)
        file.seek(0)
        response = FileResponse(file, content_type=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{panel.id}.{kind}"'
    return response


def _values(row: Sequence[Cell]) -> list[sheets.Cell]:
    return [cell.value for cell in row]

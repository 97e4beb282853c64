import io
import re
from datetime import UTC, date, datetime
from xml.etree import ElementTree
from zipfile import ZipFile

from kosmos.documents.sheets import Cell, Column, Kopecks, csv_lines, write_workbook

COLUMNS = [Column("№", 6), Column("Дата", 12), Column("Время", 8), Column("Операция", 40), Column("Сумма", 12)]
EVIL = ["=1+1", "+cmd", "-2", "@SUM(A1)", "\t=1", "\r=1", "https://example.by", "{=1}", "  =1", "1e5"]
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
NOON = datetime(2026, 11, 30, 12, 5, tzinfo=UTC)


def lines() -> list[list[Cell]]:
    return [[number, date(2026, 11, 30), NOON, text, Kopecks(-86)] for number, text in enumerate(EVIL, start=1)]


def test_csv_has_no_cell_that_is_a_formula() -> None:
    head, *rows = csv_lines(COLUMNS, lines(), english=False)
    assert head == "\ufeff№;Дата;Время;Операция;Сумма\r\n"
    texts = [re.findall(r'(?:^|;)("(?:[^"]|"")*"|[^;]*)', row.rstrip("\r\n"))[3].strip('"') for row in rows]
    assert [text for text in texts if text.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert all("2026-11-30;12:05;" in row and row.endswith(";-0,86\r\n") for row in rows)


def test_csv_for_english_spreadsheets() -> None:
    assert list(csv_lines(COLUMNS[:1], [[Kopecks(123456)]], english=True))[1] == "1234.56\r\n"


def test_xlsx_cells_are_of_their_types() -> None:
    file = io.BytesIO()
    write_workbook(file, "Выписка", COLUMNS, lines())
    with ZipFile(file) as book:
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
        styles = book.read("xl/styles.xml").decode()
        assert not [name for name in book.namelist() if "externalLink" in name or "sheet1.xml.rels" in name]
    assert not list(sheet.iter(f"{SHEET}f")) and not list(sheet.iter(f"{SHEET}hyperlink"))
    rows = list(sheet.iter(f"{SHEET}row"))[1:]
    for row, text in zip(rows, EVIL, strict=True):
        number, day, hour, words, amount = list(row)
        assert (number.get("t"), day.get("t"), hour.get("t"), amount.get("t")) == (None, None, None, None)
        assert (words.get("t"), "".join(words.itertext()).strip()) == ("inlineStr", text.strip())
        assert [cell.findtext(f"{SHEET}v") for cell in (day, amount)] == ["46356", "-0.86"]
        assert 0.503 < float(hour.findtext(f"{SHEET}v") or 0) < 0.504
    assert 'formatCode="dd.mm.yyyy"' in styles and 'formatCode="hh:mm"' in styles
    assert 'formatCode="#,##0.00"' in styles

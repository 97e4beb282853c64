"""ERIP's files line by line: windows-1251, ^ between fields, a header and records.

A header may lack its last field, and a record of demands its tail of empty ones (how many there are is unconfirmed).
A fault names line and field, and does not stop the reading.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import BinaryIO, TypeVar

from kosmos.payments.rails.erip.file_kinds import Field, Form, Kind
from kosmos.payments.rails.erip.file_messages import (
    Header,
    PaymentRecord,
    Record,
    ReversalRecord,
    TransferRecord,
)
from kosmos.payments.rails.erip.settings import MINSK
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.fields import Fields
from kosmos.payments.rails.wire.lines import BadLine, Line, is_blank, lines_of
from kosmos.payments.rails.wire.sums import write_sum
from kosmos.payments.rails.wire.texts import encode_asking, printable
from kosmos.payments.rails.wire.times import COMPACT, write_time

ENCODING = "cp1251"
MARK = "^"
Said = TypeVar("Said")
FileLine = Line[Header | Record] | BadLine


def read_file(kind: Kind, stream: BinaryIO, *, totals: bool = True) -> Iterator[FileLine]:
    """The header and each record in turn; a count or total that is not the header's is a bad line at the end.

    After a bad header, records are read all the same. Never raises MessageError. That a header's total is the sum of
    its records' amounts, fines aside, is unconfirmed: ``totals`` says whether it is held against them.
    """
    header, records, amount, faulty, number = None, 0, 0, False, 0
    for number, text in lines_of(stream, ENCODING):
        if is_blank(text) and number > 1:
            continue
        line = _line(kind, number, text)
        yield line
        if isinstance(line, BadLine):
            faulty = True
        elif number == 1:
            header = line.read
        else:
            records, amount = records + 1, amount + getattr(line.read, "amount_kopecks", 0)
    if number == 0:
        yield BadLine(1, MessageError("missing", "header", line=1))
    elif header is not None and not faulty and (error := _disagrees(header, records, amount if totals else None)):
        yield BadLine(1, error.at(1))


def _line(kind: Kind, number: int, text: str | BadLine) -> FileLine:
    if isinstance(text, BadLine):
        return text
    try:
        return Line(number, read_header(kind, text) if number == 1 else read_record(kind, text))
    except MessageError as error:
        return BadLine(number, error.at(number))


def _disagrees(header: object, records: int, amount: int | None) -> MessageError | None:
    if getattr(header, "count", records) != records:
        return MessageError("wrong_total", "count", detail=f"{records} records")
    if amount is not None and getattr(header, "total_kopecks", amount) != amount:
        return MessageError("wrong_total", "total_kopecks")
    return None


def read_header(kind: Kind, text: str) -> Header:
    """The header of a file. MessageError names the field."""
    parts = text.split(MARK)
    wanted = len(kind.header_fields)
    if len(parts) == wanted - 1:
        parts.append("")
    header: Header = _read(kind.header, kind.header_fields, parts)
    return header


def read_record(kind: Kind, text: str) -> Record:
    """A record of a file. MessageError names the field."""
    parts = text.split(MARK)
    if kind.mark:
        if parts[0] != kind.mark:
            raise MessageError("unknown_value", "mark")
        parts = parts[1:]
    wanted = len(kind.record_fields)
    while len(parts) > wanted and kind.tail and not parts[-1]:
        parts.pop()
    record: Record = _read(kind.record, kind.record_fields, parts)
    return record


def _read(message: Callable[..., Said], wanted: tuple[Field, ...], parts: list[str]) -> Said:
    if len(parts) != len(wanted):
        raise MessageError("wrong_columns", detail=f"{len(parts)} instead of {len(wanted)}")
    fields = Fields({field.name: part for field, part in zip(wanted, parts, strict=True)})
    return message(*(_VALUES[field.form](fields, field) for field in wanted))


def _time(fields: Fields, field: Field) -> datetime:
    return fields.time(field.name, form=COMPACT, zone=MINSK)


_VALUES: dict[Form, Callable[[Fields, Field], str | int | datetime | None]] = {
    Form.TEXT: lambda fields, field: fields.text(field.name, most=field.most),
    Form.NEEDED: lambda fields, field: fields.needed(field.name, most=field.most),
    Form.NUMBER: lambda fields, field: fields.digits(field.name, most=field.most),
    Form.COUNT: lambda fields, field: fields.whole(field.name),
    Form.COUNT_OR_NONE: lambda fields, field: fields.whole(field.name) if fields.text(field.name) else None,
    Form.SUM: lambda fields, field: fields.sum(field.name),
    Form.PAID: lambda fields, field: fields.paid(field.name),
    Form.SUM_OR_NONE: lambda fields, field: fields.some_sum(field.name) or 0,
    Form.TIME: _time,
    Form.TIME_OR_NONE: lambda fields, field: _time(fields, field) if fields.text(field.name) else None,
}


def write_file(kind: Kind, header: Header, records: Iterable[Record]) -> Iterator[bytes]:
    """The lines of a file. MessageError: unencodable, or a sum or time that none can bear."""
    yield write_line("", kind.header_fields, header)
    for record in records:
        yield write_line(kind.mark, kind.record_fields, record, tail=kind.tail)


def write_line(mark: str, fields: tuple[Field, ...], message: Header | Record, *, tail: int = 0) -> bytes:
    """A header or a record. MessageError names the field."""
    parts = [*([mark] if mark else []), *(_written(message, field) for field in fields), *([""] * tail)]
    return encode_asking(MARK.join(parts), ENCODING) + b"\r\n"


def _written(message: Header | Record, field: Field) -> str:
    value = getattr(message, field.name)
    if value is None:
        return ""
    if field.form in {Form.SUM, Form.PAID, Form.SUM_OR_NONE}:
        return write_sum(value, field.name)
    if isinstance(value, datetime):
        return write_time(value, field.name, form=COMPACT, zone=MINSK)
    return _one_line(str(value), field)


def _one_line(text: str, field: Field) -> str:
    kept = " ".join(printable(text).replace(MARK, " ").split())
    if len(kept) > field.most and field.form is not Form.TEXT:
        raise MessageError("too_long", field.name)
    return kept[: field.most]


def total_of(records: Iterable[PaymentRecord | ReversalRecord | TransferRecord]) -> int:
    """The sum that a header has to say."""
    return sum(record.amount_kopecks for record in records)

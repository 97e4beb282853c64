"""ERIP's files: raw bytes both ways, and faults by line and field."""

import io
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.erip.file_kinds import INCOMING, KINDS, PAYMENTS, TRANSFERS, Kind, kind_of
from kosmos.payments.rails.erip.file_messages import (
    DemandRecord,
    Header,
    PaymentRecord,
    PaymentsHeader,
    Record,
    TransferHeader,
)
from kosmos.payments.rails.erip.files import FileLine, read_file, total_of, write_file
from kosmos.payments.rails.erip.tests.files import FILES, PAYMENTS_TEXT, SENT, TRANSFERS_TEXT
from kosmos.payments.rails.tests.shapes import TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError
from kosmos.payments.rails.wire.lines import BadLine, Line

by_kind = pytest.mark.parametrize(
    ("kind", "text", "header", "records"), FILES, ids=[str(file[0].number) for file in FILES]
)


def read(kind: Kind, text: str) -> list[FileLine]:
    return list(read_file(kind, io.BytesIO(text.encode("cp1251"))))


def faults(kind: Kind, text: str) -> list[str]:
    return [str(line.error) for line in read(kind, text) if isinstance(line, BadLine)]


@by_kind
def test_files_are_read_and_written(kind: Kind, text: str, header: Header, records: tuple[Record, ...]) -> None:
    assert read(kind, text) == [Line(at, said) for at, said in enumerate((header, *records), 1)]
    assert b"".join(write_file(kind, header, records)).decode("cp1251") == text


@by_kind
def test_a_header_may_lack_its_last_field(kind: Kind, text: str, header: Header, records: tuple[Record, ...]) -> None:
    first, rest = text.split("\r\n", 1)
    shorter = first.rpartition("^")[0] + "\r\n" + rest
    assert faults(kind, shorter) == []
    last = fields(header)[-1].name
    line = read(kind, shorter)[0]
    assert isinstance(line, Line)
    assert getattr(line.read, last) in {"", 0, None}


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: str(kind.number))
def test_fields_stand_in_the_order_of_the_messages(kind: Kind) -> None:
    assert [field.name for field in fields(kind.header)] == [field.name for field in kind.header_fields]
    assert [field.name for field in fields(kind.record)] == [field.name for field in kind.record_fields]


def test_fields_are_as_many_as_published() -> None:
    headers = {kind.number: len(kind.header_fields) for kind in KINDS.values()}
    assert headers == {202: 11, 204: 9, 206: 10, 210: 18, 216: 10}
    records = {kind.number: len(kind.record_fields) for kind in KINDS.values()}
    assert records == {202: 9, 204: 3, 206: 20, 210: 20, 216: 21}


def test_the_commission_is_what_was_not_transferred() -> None:
    header = FILES[3][2]
    assert isinstance(header, TransferHeader)
    assert header.commission_kopecks == 30


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("^25.90^0.00^20261123090102", "^25.9x^0.00^20261123090102", "line 2, amount_kopecks: not a sum"),
        ("20261123090102", "20261323090102", "line 2, paid_at: not a time"),
        ("^6180433^", "^^", "line 2, operation: missing"),
        ("^2\r\n", "\r\n", "line 2: wrong columns (19 instead of 20)"),
        ("^2\r\n", "^2^3\r\n", "line 2: wrong columns (21 instead of 20)"),
        ("5^12345678^8^", "5^12345678^x^", "line 1, message_number: not a number"),
        ("5^12345678^", "", "line 1: wrong columns (8 instead of 10)"),
        ("30^1^AGENT", "30^2^AGENT", "line 1, count: wrong total (1 records)"),
        ("^933^25.90^", "^933^25.91^", "line 1, total_kopecks: wrong total"),
    ],
)
def test_a_fault_names_line_and_field(old: str, new: str, fault: str) -> None:
    assert old in PAYMENTS_TEXT
    found = faults(PAYMENTS, PAYMENTS_TEXT.replace(old, new, 1))
    assert len(found) == 1
    assert found[0].startswith(fault)


def test_totals_may_be_let_pass() -> None:
    body = PAYMENTS_TEXT.replace("^933^25.90^", "^933^25.91^").encode("cp1251") + b"\x1a"
    assert not [line for line in read_file(PAYMENTS, io.BytesIO(body), totals=False) if isinstance(line, BadLine)]


def test_a_bad_line_does_not_stop_the_reading() -> None:
    first, record = TRANSFERS_TEXT.split("\r\n", 1)
    found = read(TRANSFERS, f"{first}\r\nrubbish\r\n{record}")
    assert [isinstance(line, BadLine) for line in found] == [False, True, False]
    assert faults(TRANSFERS, "") == ["line 1, header: missing"]


def test_texts_for_files_have_neither_marks_nor_ends_of_lines() -> None:
    kind, _, header, (record, *_) = FILES[0]
    assert isinstance(record, DemandRecord)
    odd = replace(record, info="a^b\r\nc" + "x" * 600)
    line = b"".join(write_file(kind, header, [odd])).decode("cp1251").split("\r\n")[1]
    assert "^a b c" + "x" * 495 + "^" in line
    with pytest.raises(MessageError, match="unencodable"):
        list(write_file(kind, header, [replace(record, info="\u4e2d")]))


def test_a_file_s_name_tells_its_kind() -> None:
    assert kind_of("12345.206") is PAYMENTS
    assert kind_of("12345.299") is None
    assert kind_of("../../x.206") is None
    assert {number for number in KINDS if number != 202} == INCOMING


PLAIN = texts(20, alphabet="абвЎў 123.-/")


@steady
@given(
    st.lists(
        st.builds(
            PaymentRecord,
            *(TXN_IDS.map(lambda text: text[:12]), TXN_IDS, texts(20, least=1, alphabet="012/-"), PLAIN, PLAIN),
            *(st.just("11.2026"), st.integers(1, 10**9), st.integers(0, 10**9), WHOLE_SECONDS, st.just("")),
            *(st.none() | WHOLE_SECONDS, TXN_IDS, TXN_IDS, TXN_IDS, st.just("MS"), st.just(""), st.just("X")),
            *(st.just(""), st.just("1"), st.just("")),
        ),
        max_size=4,
    )
)
def test_files_written_are_read_again(records: list[PaymentRecord]) -> None:
    spaced = [
        replace(one, full_name=" ".join(one.full_name.split()), address=" ".join(one.address.split()))
        for one in records
    ]
    tidy = [replace(one, account=one.account.replace(" ", "")) for one in spaced]
    header = PaymentsHeader("5", "1", "1", SENT, len(tidy), "A", "1", "933", total_of(tidy))
    found = list(read_file(PAYMENTS, io.BytesIO(b"".join(write_file(PAYMENTS, header, tidy)))))
    assert [line.read if isinstance(line, Line) else line for line in found] == [header, *tidy]

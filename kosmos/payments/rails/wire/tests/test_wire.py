"""What all rails share: sums, times, texts, forms and XML, strict where money is read."""

import io
from datetime import UTC, datetime
from xml.etree.ElementTree import Element
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.tests.shapes import SUMS, WHOLE_SECONDS, steady
from kosmos.payments.rails.wire.errors import MessageError, Reply, says_nothing
from kosmos.payments.rails.wire.forms import read_form, write_form
from kosmos.payments.rails.wire.lines import BadLine, lines_of
from kosmos.payments.rails.wire.signing import same_hex
from kosmos.payments.rails.wire.sums import MOST_KOPECKS, read_minor, read_sum, write_sum
from kosmos.payments.rails.wire.texts import encode_answering, encode_asking
from kosmos.payments.rails.wire.times import COMPACT, DOTTED, ISO, read_time, write_time
from kosmos.payments.rails.wire.xml import leaf, leaves, read_xml, tag

MINSK = ZoneInfo("Europe/Minsk")
SIGNED = ("-1", "+1", "1e2", "NaN", "inf", "0x1", "1_0")
NO_SUMS = (*SIGNED, "", "1.", ".5", "1.234", "1,2,3", "1 000", " 1", "1\n", "\u0661", "\uff11", "\u00b2", "1" * 13)


@pytest.mark.parametrize(
    ("text", "kopecks"), [("25", 2500), ("25.9", 2590), ("25,90", 2590), ("0.01", 1), ("0", 0), ("007.5", 750)]
)
def test_sums_are_exact(text: str, kopecks: int) -> None:
    assert read_sum(text, "sum") == kopecks


@pytest.mark.parametrize("text", NO_SUMS)
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(MessageError, match="sum: not a sum"):
        read_sum(text, "sum")
    with pytest.raises(MessageError):
        read_minor(text.replace("1" * 13, "1" * 15), "sum")


def test_sums_have_a_limit() -> None:
    assert read_sum("999999999999.99", "sum") == MOST_KOPECKS
    with pytest.raises(MessageError, match="sum too large"):
        read_sum("50.01", "sum", most=5000)
    with pytest.raises(MessageError, match="negative sum"):
        write_sum(-1, "sum")


@given(SUMS)
@steady
def test_sums_written_are_read_again(amount: int) -> None:
    assert read_sum(write_sum(amount, "s"), "s") == read_sum(write_sum(amount, "s", mark=","), "s") == amount
    assert read_minor(str(amount), "s") == amount


@pytest.mark.parametrize("form", [COMPACT, DOTTED, ISO, "DD.MM.YYYY_hh:mm:ss", "DD/MM/YY hhmmss"])
def test_times_have_a_form(form: str) -> None:
    at = datetime(2026, 11, 23, 9, 53, 7, tzinfo=UTC)
    written = write_time(at, "date", form=form, zone=MINSK)
    assert "12" in written
    assert read_time(written, "date", form=form, zone=MINSK) == at


@given(WHOLE_SECONDS)
@steady
def test_times_written_are_read_again(at: datetime) -> None:
    assert read_time(write_time(at, "t", form=COMPACT, zone=MINSK), "t", form=COMPACT, zone=MINSK) == at


@pytest.mark.parametrize("text", ["", "20260230000000", "19891231000000", "2026112309530", "2026112309530\u0661"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(MessageError, match="t: not a time"):
        read_time(text, "t", form=COMPACT, zone=MINSK)


def test_a_time_without_a_zone_is_not_written() -> None:
    with pytest.raises(MessageError):
        write_time(datetime(2026, 1, 1), "t", form=COMPACT, zone=MINSK)  # noqa: DTZ001


def test_answers_bear_the_nearest_signs_and_requests_none() -> None:
    assert encode_answering("ўё − é ₽\u202f\u4e2d", "cp1251") == "ўё - e р. ?".encode("cp1251")
    assert encode_answering("\uff1cb\uff1e \uff06 \ufe64", "cp1251") == b"?b? ? ?"
    with pytest.raises(MessageError, match="unencodable"):
        encode_asking("\u4e2d", "cp1251")


def test_a_fault_says_where_it_is() -> None:
    error = MessageError("not_a_sum", "amount", detail="x")
    assert str(error) == "amount: not a sum (x)"
    assert str(error.at(12)) == "line 12, amount: not a sum (x)"
    assert str(error.within("order")) == "order.amount: not a sum (x)"
    assert str(MessageError("too_long")) == "too long"
    with pytest.raises(MessageError) as caught, says_nothing():
        raise error
    assert caught.value.reply is Reply.LATER
    assert error.reply is Reply.REFUSED


@given(st.dictionaries(st.text("abcdef", min_size=1), st.text("яў &=%+;.#\n1", min_size=1), max_size=5))
@steady
def test_forms_written_are_read_again(pairs: dict[str, str]) -> None:
    for encoding in ("utf-8", "cp1251"):
        assert read_form(write_form(pairs.items(), encoding=encoding), encoding=encoding) == pairs


@given(st.text("яў&<>\"'];1 -", max_size=20))
@steady
def test_texts_of_xml_written_are_read_again(text: str) -> None:
    for encoding in ("utf-8", "cp1251"):
        root = read_xml(tag("a", leaf("b", text, c=text)).encode(encoding), root="a", encoding=encoding)
        assert leaves(root).values == {"b": text}
        assert root[0].get("c", "") == text


def read(body: bytes) -> Element:
    return read_xml(body, root="a")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "unreadable"),
        (b"<a", "unreadable"),
        (b"<b/>", "unknown_value"),
        (b"<a>\xd0</a>", "unreadable"),
        (b"<a>\x00</a>", "unreadable"),
        (b"<a>&b;</a>", "unreadable"),
        (b"<!DOCTYPE a><a/>", "forbidden_markup"),
        (b'<!DOCTYPE a SYSTEM "http://127.0.0.1/"><a/>', "forbidden_markup"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "forbidden_markup"),
        (b"<a>" * 13 + b"</a>" * 13, "too_deep"),
        (b"<a>" + b"<b/>" * 5000 + b"</a>", "too_long"),
        (b"<a>" + b" " * 65_536 + b"</a>", "too_long"),
        (b'<?xml version="1.0" encoding="koi8-r"?><a/>', "unreadable"),
    ],
)
def test_xml_without_tricks(body: bytes, code: str) -> None:
    with pytest.raises(MessageError) as caught:
        read(body)
    assert caught.value.code == code


def test_xml_says_its_encoding_or_has_the_rail_s() -> None:
    assert read('<?xml version="1.0" encoding="windows-1251"?><a>я</a>'.encode("cp1251")).text == "я"
    assert read("\ufeff<a>я</a>".encode()).text == "я"
    assert read_xml("<a>я</a>".encode("cp1251"), root="a", encoding="cp1251").text == "я"


def test_lines_have_numbers_and_a_limit() -> None:
    found = list(lines_of(io.BytesIO(b"\xef\xbb\xbfa\r\n\n\xff\n" + b"x" * 30 + b"\nb"), "utf-8", most_bytes=10))
    assert [text if isinstance(text, str) else text.error.code for _, text in found] == [
        "a", "", "unreadable", "too_long", "b",
    ]  # fmt: skip
    assert [number for number, _ in found] == [1, 2, 3, 4, 5]
    assert isinstance(found[3][1], BadLine)


def test_signatures_are_compared_whatever_their_capitals() -> None:
    assert same_hex(" ab12\n", "AB12")
    assert not same_hex("ab1", "AB12")
    assert not same_hex("\ud800", "AB12")

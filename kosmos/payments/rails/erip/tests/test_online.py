"""ERIP online: raw bytes both ways, signatures over them, and what is refused."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.erip.answers import read_answer, write_answer
from kosmos.payments.rails.erip.carrying import MOST_BYTES, as_form, as_parts, carried
from kosmos.payments.rails.erip.messages import (
    Address,
    Answer,
    Demand,
    Head,
    Info,
    Person,
    Refused,
    Request,
    ServiceInfo,
    Started,
    StornResult,
    TransactionResult,
    TransactionStart,
)
from kosmos.payments.rails.erip.requests import read_request, write_request
from kosmos.payments.rails.erip.settings import EripSettings
from kosmos.payments.rails.erip.signature import check, header_of, signature
from kosmos.payments.rails.erip.tests.messages import ANSWERS, CARRIED, HEADER, PARTS, PERCENT, REQUESTS
from kosmos.payments.rails.erip.tests.messages import answer as answer_bytes
from kosmos.payments.rails.erip.tests.messages import request as request_bytes
from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector for vector in json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
}
SIGNED = VECTORS["ipay-sig-2"]
SIGNED_BODY = SIGNED["input"]["xml_utf8"].encode("cp1251")
PERSONS = st.none() | st.builds(Person, texts(), texts(), texts(), st.none() | st.booleans())
ADDRESSES = st.none() | st.builds(Address, texts(), texts(), texts(), texts(), texts(), st.none() | st.booleans())
HEADS = st.builds(
    Head,
    asked_at=WHOLE_SECONDS,
    account=texts(least=1),
    request_id=TXN_IDS,
    currency=st.sampled_from([933, 974, 840]),
    terminal=texts(),
    terminal_type=texts(3),
    check_width=st.none() | st.integers(20, 80),
)


@pytest.mark.parametrize(("body", "request_"), REQUESTS)
def test_requests_are_read_and_written(body: bytes, request_: Request) -> None:
    assert read_request(body) == request_
    assert write_request(request_) == body


@pytest.mark.parametrize(("body", "answer"), ANSWERS)
def test_answers_are_read_and_written(body: bytes, answer: Answer) -> None:
    assert read_answer(body) == answer
    assert write_answer(answer) == body


def test_the_published_requests() -> None:
    info = read_request(VECTORS["erip-si"]["expected"].encode("cp1251"))
    assert info == REQUESTS[0][1]
    start = read_request(VECTORS["erip-ts"]["expected"].encode("cp1251"))
    assert isinstance(start, TransactionStart)
    assert (start.transaction_id, start.amount_kopecks, start.authorization) == ("6180433", 25_000_000, "BANK999")
    fragment = VECTORS["erip-tr-cancel"]["expected"]
    inner = fragment.removeprefix("<TransactionResult>").removesuffix("</TransactionResult>")
    result = read_request(request_bytes("TransactionResult", inner))
    assert isinstance(result, TransactionResult)
    assert result.error_text == "Операция отменена"
    both = "<Amount>1</Amount><TransactionId>1</TransactionId>" + VECTORS["erip-authtype"]["expected"]
    paid = read_request(request_bytes("TransactionStart", both))
    assert isinstance(paid, TransactionStart)
    assert (paid.authorization, paid.authorization_ident) == ("iPay", "375297777777")


def test_the_published_signature() -> None:
    assert signature(SIGNED_BODY, SIGNED["secret"]) == SIGNED["expected"]
    check(SIGNED_BODY, f"SALT+MD5: {SIGNED['expected'].lower()}", SIGNED["secret"])
    request = read_request(SIGNED_BODY)
    assert isinstance(request, ServiceInfo)
    assert (request.head.account, request.head.currency) == ("313132", 974)


@pytest.mark.parametrize(
    "given",
    ["", "SALT+MD5: " + "0" * 32, "MD5: " + SIGNED["expected"], "SALT+MD5: " + SIGNED["expected"][:-1], "\ud800"],
)
def test_what_is_not_signed_is_refused(given: str) -> None:
    with pytest.raises(MessageError, match="ServiceProvider-Signature"):
        check(SIGNED_BODY, given, SIGNED["secret"])


def test_a_byte_more_breaks_the_signature() -> None:
    header = header_of(b"<a/>\n", "salt")
    check(b"<a/>\n", header, "salt")
    with pytest.raises(MessageError, match="unsigned"):
        check(b"<a/>\r\n", header, "salt")
    check(b"<a/>\r\n", header, "salt", drops_returns=True)


def test_xml_is_carried_by_forms() -> None:
    assert carried(CARRIED, PARTS) == REQUESTS[0][0]
    assert carried(PERCENT, "application/x-www-form-urlencoded; charset=windows-1251") == "<a> Ч</a>".encode("cp1251")
    assert carried(b"<a/>", "text/xml; charset=windows-1251") == b"<a/>"


@steady
@given(st.binary(max_size=200))
def test_what_is_carried_arrives_byte_for_byte(xml: bytes) -> None:
    kind, body = as_form(xml)
    assert carried(body, kind) == xml
    kind, body = as_parts(xml, "a mark that no body has".replace(" ", "-"))
    assert carried(body, kind) == xml


@pytest.mark.parametrize(
    ("body", "kind", "code"),
    [
        (b"sid=1", "", "missing"),
        (b"XML=1&xml=2", "", "repeated"),
        (b"XML=1", "application/json", "unknown_value"),
        (b"", "multipart/form-data", "missing"),
        (CARRIED[:-20], PARTS, "unreadable"),
        (CARRIED.replace(b'"sid"', b'"XML"'), PARTS, "repeated"),
        (b"------mark" * 30, PARTS, "unreadable"),
        (b"x" * (MOST_BYTES + 1), "", "too_long"),
        (b"a=1&" * 20 + b"XML=1", "", "too_long"),
    ],
)
def test_what_carries_no_xml_is_refused(body: bytes, kind: str, code: str) -> None:
    with pytest.raises(MessageError) as caught:
        carried(body, kind)
    assert caught.value.code == code


@steady
@given(
    st.builds(
        TransactionStart,
        head=HEADS,
        transaction_id=TXN_IDS,
        amount_kopecks=SUMS,
        agent=texts(),
        authorization=texts(),
        authorization_ident=texts(10),
        name=PERSONS,
        address=ADDRESSES,
    )
    | st.builds(TransactionResult, head=HEADS, transaction_id=TXN_IDS, number=TXN_IDS, error_text=texts())
    | st.builds(StornResult, head=HEADS, transaction_id=TXN_IDS, number=TXN_IDS, storned=st.booleans())
)
def test_requests_written_are_read_again(request_: Request) -> None:
    comma = EripSettings(mark=",")
    assert read_request(write_request(request_)) == read_request(write_request(request_, comma)) == request_


@steady
@given(
    st.builds(
        Info,
        demand=st.builds(Demand, SUMS, st.none() | SUMS, st.booleans(), st.none() | SUMS, st.none() | SUMS),
        name=PERSONS,
        address=ADDRESSES,
        lines=st.lists(texts(), max_size=4).map(tuple),
        next_request=st.sampled_from(["", "TransactionStart"]),
    )
    | st.builds(Started, TXN_IDS, st.lists(texts(), max_size=4).map(tuple))
    | st.builds(Refused, st.lists(texts(), max_size=4).map(tuple))
)
def test_answers_written_are_read_again(answer: Answer) -> None:
    assert read_answer(write_answer(answer)) == answer


def altered(old: str, new: str, at: int = 2) -> bytes:
    return REQUESTS[at][0].replace(old.encode("cp1251"), new.encode("cp1251"))


@pytest.mark.parametrize(
    ("body", "where"),
    [
        (altered("<RequestType>TransactionStart", "<RequestType>Other"), "RequestType: unknown value"),
        (
            altered("ServiceInfo>", "Other>", 0).replace(b"<RequestType>Other", b"<RequestType>ServiceInfo"),
            "ServiceInfo",
        ),
        (altered("<PersonalAccount>123</PersonalAccount>", ""), "PersonalAccount: missing"),
        (altered(">123<", f">{'1' * 31}<"), "PersonalAccount: too long"),
        (altered("<Currency>933", "<Currency>BYN"), "Currency: not a number"),
        (altered("20200601153456", "20200632153456"), "DateTime: not a time"),
        (altered("<Amount>25.90", "<Amount>25.905"), "TransactionStart.Amount: not a sum"),
        (altered("<Amount>25.90", "<Amount>-25.90"), "TransactionStart.Amount: not a sum"),
        (altered("<Amount>25.90", "<Amount>0"), "TransactionStart.Amount: sum too small"),
        (
            altered("<Amount>25.90</Amount>", "<Amount>1</Amount><Amount>2</Amount>"),
            "TransactionStart.Amount: repeated",
        ),
        (altered("<Agent>", "<TransactionId>2</TransactionId><Agent>"), "TransactionStart.TransactionId: repeated"),
        (altered("<Storned>Y", "<Storned>maybe", 7), "StornResult.Storned: unknown value"),
        (altered("<Storned>Y</Storned>", "", 7), "StornResult.Storned: missing"),
    ],
)
def test_what_is_wrong_is_named(body: bytes, where: str) -> None:
    with pytest.raises(MessageError) as caught:
        read_request(body)
    assert str(caught.value).startswith(where)
    assert caught.value.reply is Reply.REFUSED


def test_an_empty_error_text_is_a_failure_all_the_same() -> None:
    both = "<TransactionId>1</TransactionId><ServiceProvider_TrxId>2</ServiceProvider_TrxId><ErrorText/>"
    result = read_request(request_bytes("TransactionResult", both))
    assert isinstance(result, TransactionResult)
    assert result.error_text


def test_answers_say_all_they_can_in_their_encoding() -> None:
    assert write_answer(Refused(("нет − \u4e2d",))) == answer_bytes("<Error><ErrorLine>нет - ?</ErrorLine></Error>")
    utf8 = EripSettings(encoding="utf-8")
    assert read_answer(write_answer(Refused(("\u4e2d",)), utf8)) == Refused(("\u4e2d",))
    assert utf8.content_type == "text/xml; charset=utf-8"
    with pytest.raises(MessageError, match="unencodable"):
        write_request(ServiceInfo(Head(REQUESTS[0][1].head.asked_at, "\u4e2d", "1")))


@pytest.mark.parametrize(
    "body", [b"", b"<ServiceProvider_Response><ServiceInfo/></ServiceProvider_Response>", b"<html/>"]
)
def test_an_answer_that_cannot_be_read_says_nothing(body: bytes) -> None:
    with pytest.raises(MessageError) as caught:
        read_answer(HEADER.encode() + body)
    assert caught.value.reply is Reply.LATER

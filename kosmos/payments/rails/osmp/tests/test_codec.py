"""Check and pay: raw bytes both ways, and what is refused."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.osmp.codec import Osmp
from kosmos.payments.rails.osmp.messages import Answer, Check, Extra, Pay, Request, Result
from kosmos.payments.rails.osmp.tests.messages import ANSWERS, HEADER, OURS, REQUESTS, THEIRS
from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply

VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector for vector in json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))
}
EXTRAS = st.builds(
    Extra,
    terminal=texts(10),
    pay_type=texts(3),
    data=st.sampled_from([(), (("data1", "x"),), (("data1", "ў"), ("data2", "&="))]),
)


@pytest.mark.parametrize(("codec", "body", "request_"), REQUESTS)
def test_requests_are_read_and_written(codec: Osmp, body: bytes, request_: Request) -> None:
    assert codec.read_request(body) == request_
    assert codec.write_request(request_) == body


@pytest.mark.parametrize(("body", "answer"), ANSWERS)
def test_answers_are_read_and_written(body: bytes, answer: Answer) -> None:
    assert OURS.read_answer(body) == answer
    assert OURS.write_answer(answer) == body


def test_the_published_samples() -> None:
    pay = OURS.read_request(VECTORS["osmp-pay"]["expected"].encode())
    assert isinstance(pay, Pay)
    assert (pay.txn_id, pay.account, pay.amount_kopecks) == ("1234567", "0957835959", 1045)
    assert OURS.read_answer(VECTORS["osmp-resp"]["expected"].encode()) == ANSWERS[0][1]


@steady
@given(
    st.builds(Pay, txn_id=TXN_IDS, account=texts(least=1), amount_kopecks=SUMS, paid_at=WHOLE_SECONDS, extra=EXTRAS)
    | st.builds(Check, txn_id=TXN_IDS, account=texts(least=1), amount_kopecks=st.none() | SUMS, extra=EXTRAS)
)
def test_what_is_written_is_read_again(request_: Request) -> None:
    assert OURS.read_request(OURS.write_request(request_)) == request_


DIGITS = st.text("0123456789", min_size=1, max_size=22)


@steady
@given(DIGITS, st.datetimes() | st.none(), st.from_regex(r"[0-9A-Za-z]{1,33}", fullmatch=True), DIGITS)
def test_a_plain_payment_is_read_as_any(txn_id: str, at: datetime | None, account: str, whole: str) -> None:
    date = f"{at:%Y%m%d%H%M%S}" if at else "20261331250000"
    parts = [f"txn_id={txn_id}", f"txn_date={date}", f"account={account}", f"sum={whole}.{whole[-1]}0"]
    plain, stepwise = "&".join(["command=pay", *parts]), "&".join(["command=pay", *reversed(parts)])
    assert _read(plain) == _read(stepwise)


def _read(query: str) -> Request | tuple[str, str]:
    try:
        return OURS.read_request(query.encode())
    except MessageError as error:
        return error.code, error.field


@steady
@given(
    st.builds(
        Answer,
        result=st.sampled_from([result for result in Result if result >= Result.OK]),
        txn_id=TXN_IDS,
        number=TXN_IDS,
        amount_kopecks=st.none() | SUMS,
        comment=texts(),
        named=st.lists(st.tuples(texts(5, least=1), texts(5, least=1)), max_size=3).map(tuple),
    )
)
def test_answers_written_are_read_again(answer: Answer) -> None:
    assert OURS.read_answer(OURS.write_answer(answer)) == answer


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        (b"", "missing", "command"),
        (b"command", "unreadable", ""),
        (b"txn_id=1&account=1", "missing", "command"),
        (b"command=buy&txn_id=1", "unknown_value", "command"),
        (b"command=check&account=1", "missing", "txn_id"),
        (b"command=check&txn_id=12a&account=1", "not_a_number", "txn_id"),
        (b"command=check&txn_id=" + b"1" * 21 + b"&account=1", "too_long", "txn_id"),
        ("command=check&txn_id=\u0661&account=1".encode(), "not_a_number", "txn_id"),
        (b"command=check&txn_id=1&account=" + b"1" * 201, "too_long", "account"),
        (b"command=check&txn_id=1&account=%00", "control_signs", "account"),
        (b"command=check&txn_id=1&txn_id=2&account=1", "repeated", "txn_id"),
        (b"command=check&txn_id=1&TXN_ID=2&account=1", "repeated", "txn_id"),
        (b"command=check&txn_id=1&account=1&sum=-1", "not_a_sum", "sum"),
        (b"command=check&txn_id=1&account=1&sum=1e3", "not_a_sum", "sum"),
        (b"command=check&txn_id=1&account=1&sum=NaN", "not_a_sum", "sum"),
        (b"command=check&txn_id=1&account=1&sum=1.001", "not_a_sum", "sum"),
        (b"command=check&txn_id=1&account=1&sum=%D9%A1", "not_a_sum", "sum"),
        (b"command=check&txn_id=1&account=1&sum=1000000000000", "not_a_sum", "sum"),
        (b"command=pay&txn_id=1&account=1&sum=0.00&txn_date=20050815120133", "sum_too_small", "sum"),
        (b"command=pay&txn_id=1&account=1&sum=1", "missing", "txn_date"),
        (b"command=pay&txn_id=1&account=1&sum=1&txn_date=20050230120133", "not_a_time", "txn_date"),
        (b"command=pay&txn_id=1&account=1&sum=1&txn_date=2005081512013", "not_a_time", "txn_date"),
        (b"command=cancel&txn_id=1&cancel_txn_id=2", "missing", "prv_txn"),
        (b"command=check&txn_id=1&account=\xff", "unreadable", ""),
    ],
)
def test_what_is_wrong_is_named(body: bytes, code: str, field: str) -> None:
    with pytest.raises(MessageError) as caught:
        OURS.read_request(body)
    assert (caught.value.code, caught.value.field, caught.value.reply) == (code, field, Reply.REFUSED)


def test_settings_say_what_an_agent_knows() -> None:
    with pytest.raises(MessageError, match="cancel_txn_id: missing"):
        THEIRS.read_request(b"command=cancel&txn_id=1&prv_txn=2016")
    with pytest.raises(MessageError, match="command: unknown value"):
        Osmp(knows_status=False).read_request(b"command=status&txn_id=1")
    pay = Osmp(encoding="cp1251").read_request(b"command=check&txn_id=1&account=%E0&sum=1,5")
    assert pay == Check("1", "а", 150)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html/>",
        b"<response><result>6</result></response>",
        b"<response><result>x</result></response>",
        b"<response/>",
        b"<response><result>0</result><result>1</result></response>",
    ],
)
def test_an_answer_that_cannot_be_read_says_nothing(body: bytes) -> None:
    with pytest.raises(MessageError) as caught:
        OURS.read_answer(body)
    assert caught.value.reply is Reply.LATER


def test_a_refusal_says_why() -> None:
    assert OURS.refusal(MessageError("too_long", "account")).result is Result.ACCOUNT_FORMAT
    assert OURS.refusal(MessageError("sum_too_small", "sum")).result is Result.SUM_TOO_SMALL
    assert OURS.refusal(MessageError("missing", "txn_id")) == Answer(Result.OTHER, comment="txn_id: missing")
    assert OURS.refusal(MessageError("any", reply=Reply.LATER)).result is Result.TEMPORARY


def test_only_what_may_be_repeated_is_not_fatal() -> None:
    assert {result.value for result in Result if not result.fatal} == {0, 1, 90}


def test_osmp_has_no_word_for_a_payment_that_is_not_known() -> None:
    assert OURS.read_answer(OURS.write_answer(Answer(Result.PAYMENT_UNKNOWN))).result is Result.OTHER


def test_comments_bear_every_letter_and_no_markup() -> None:
    written = OURS.write_answer(Answer(Result.OTHER, comment="ў <b>\x00"))
    assert written == HEADER + "<response><result>300</result><comment>ў &lt;b&gt; </comment></response>".encode()

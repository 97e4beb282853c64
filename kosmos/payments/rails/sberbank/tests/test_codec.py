"""Sberbank's words for check and pay."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.osmp.messages import Answer, Check, Pay, Request, Result
from kosmos.payments.rails.sberbank.codec import Sberbank
from kosmos.payments.rails.sberbank.tests.messages import ANSWERS, CODEC, REQUESTS
from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply


@pytest.mark.parametrize(("body", "request_"), REQUESTS)
def test_requests_are_read_and_written(body: bytes, request_: Request) -> None:
    assert CODEC.read_request(body) == request_
    assert CODEC.write_request(request_) == body


@pytest.mark.parametrize(("body", "answer"), ANSWERS)
def test_answers_are_read_and_written(body: bytes, answer: Answer) -> None:
    assert CODEC.read_answer(body) == answer
    assert CODEC.write_answer(answer) == body


@steady
@given(st.builds(Pay, txn_id=TXN_IDS, account=texts(least=1), amount_kopecks=SUMS, paid_at=WHOLE_SECONDS))
def test_what_is_written_is_read_again(pay: Pay) -> None:
    assert CODEC.read_request(CODEC.write_request(pay)) == pay


def test_words_and_encoding_are_settings() -> None:
    codec = Sberbank(check="CHK", encoding="cp1251")
    assert codec.read_request(b"ACTION=CHK&ACCOUNT=%E0") == Check("", "а")
    written = codec.write_answer(Answer(Result.OTHER, comment="нет − ё"))
    assert written.endswith("<MESSAGE>нет - ё</MESSAGE></response>".encode("cp1251"))
    with pytest.raises(MessageError, match="action: unknown value"):
        codec.read_request(b"ACTION=check&ACCOUNT=1")


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (b"ACTION=payment&PAY_ID=1&PAY_DATE=23.11.2026_12:53:07&AMOUNT=1", Result.ACCOUNT_FORMAT),
        (b"ACTION=payment&PAY_ID=1&PAY_DATE=23.11.2026_12:53:07&ACCOUNT=1&AMOUNT=0", Result.SUM_TOO_SMALL),
        (b"ACTION=payment&PAY_ID=1&PAY_DATE=23.11.2026&ACCOUNT=1&AMOUNT=1", Result.OTHER),
    ],
)
def test_what_is_wrong_has_a_result(body: bytes, result: Result) -> None:
    with pytest.raises(MessageError) as caught:
        CODEC.read_request(body)
    assert CODEC.refusal(caught.value).result is result
    assert CODEC.refusal(MessageError("any", reply=Reply.LATER)).result is Result.TEMPORARY

"""CyberPlat's words for check and pay."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kosmos.payments.rails.cyberplat.codec import CODES, RESULTS, CyberPlat
from kosmos.payments.rails.cyberplat.tests.messages import ANSWERS, CODEC, HEADER, REQUESTS
from kosmos.payments.rails.osmp.messages import Answer, Pay, Request, Result
from kosmos.payments.rails.tests.shapes import SUMS, TXN_IDS, WHOLE_SECONDS, steady, texts
from kosmos.payments.rails.wire.errors import MessageError, Reply

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("body", "request_"), REQUESTS)
def test_requests_are_read_and_written(body: bytes, request_: Request) -> None:
    assert CODEC.read_request(body) == request_
    assert CODEC.write_request(request_) == body


@pytest.mark.parametrize(("body", "answer"), ANSWERS)
def test_answers_are_read_and_written(body: bytes, answer: Answer) -> None:
    assert CODEC.read_answer(body) == answer
    assert CODEC.write_answer(answer) == body


def test_the_published_sample() -> None:
    assert CODEC.read_request(VECTORS[0]["expected"].encode()) == REQUESTS[1][1]


@steady
@given(st.builds(Pay, txn_id=TXN_IDS, account=texts(least=1), amount_kopecks=SUMS, paid_at=WHOLE_SECONDS))
def test_what_is_written_is_read_again(pay: Pay) -> None:
    assert CODEC.read_request(CODEC.write_request(pay)) == pay


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"action=buy", 1),
        (b"action=check", 2),
        (b"action=check&number=1&amount=x", 3),
        (b"action=payment&number=1&amount=1&receipt=x&date=2005-09-20T15:53:00", 4),
        (b"action=payment&number=1&amount=1&receipt=1&date=2005-09-20", 5),
        (b"action=check&number=1&additional=%00", -1),
        (b"action=check&number=1&type=%00", -2),
        (b"\xff", -3),
    ],
)
def test_what_is_wrong_has_a_code(body: bytes, code: int) -> None:
    with pytest.raises(MessageError) as caught:
        CODEC.read_request(body)
    assert f"<code>{code}</code>".encode() in CODEC.write_refusal(caught.value)


def test_a_fault_of_ours_is_repeated() -> None:
    later = MessageError("any", reply=Reply.LATER)
    assert b"<code>11</code>" in CODEC.write_refusal(later)
    assert b"<code>8</code>" in CyberPlat(knows_temporary=False).write_refusal(later)


def test_every_result_has_a_code_and_every_code_a_result() -> None:
    assert set(CODES) == set(Result)
    assert set(CODES.values()) <= set(RESULTS)
    assert all(RESULTS[code].fatal == result.fatal for result, code in CODES.items())


def test_a_code_that_nobody_documents_says_nothing() -> None:
    for code in (b"12", b"+0", b"00", b"", "\u0660".encode()):
        with pytest.raises(MessageError) as caught:
            CODEC.read_answer(HEADER + b"<response><code>" + code + b"</code></response>")
        assert caught.value.reply is Reply.LATER


def test_what_was_cancelled_has_a_code_of_its_own() -> None:
    assert b"<code>7</code>" in CODEC.write_answer(Answer(Result.PAYMENT_CANCELLED))

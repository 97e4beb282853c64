"""What every dialect of check and pay keeps to."""

import pytest

from kosmos.payments.rails.cyberplat.codec import CyberPlat
from kosmos.payments.rails.osmp.base import Dialect
from kosmos.payments.rails.osmp.codec import Osmp
from kosmos.payments.rails.osmp.messages import Answer, Pay, Result, Status
from kosmos.payments.rails.osmp.tests.messages import PAID_AT
from kosmos.payments.rails.sberbank.codec import Sberbank
from kosmos.payments.rails.wire.errors import MessageError, Reply

DIALECTS: tuple[Dialect, ...] = (Osmp(), CyberPlat(), Sberbank())
each_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)


@each_dialect
def test_the_same_messages_are_said(dialect: Dialect) -> None:
    for request in (Pay("17", "100482", 2590, PAID_AT), Status("17")):
        assert dialect.read_request(dialect.write_request(request)) == request


@each_dialect
@pytest.mark.parametrize("result", Result)
def test_the_agent_gives_up_only_where_he_may(dialect: Dialect, result: Result) -> None:
    heard = dialect.read_answer(dialect.write_answer(Answer(result, txn_id="17", number="2016", comment="ў")))
    assert (heard.number, heard.comment) == ("2016", "ў")
    assert (heard.result is Result.OK) == (result is Result.OK)
    assert heard.result.fatal or not result.fatal


@each_dialect
def test_a_refusal_is_an_answer(dialect: Dialect) -> None:
    body = dialect.write_request(Pay("17", "100482", 2590, PAID_AT)).replace(b"25.90", b"25.9x")
    with pytest.raises(MessageError) as caught:
        dialect.read_request(body)
    assert dialect.read_answer(dialect.write_refusal(caught.value, body)).result.fatal
    assert not dialect.read_answer(dialect.write_refusal(MessageError("any", reply=Reply.LATER), body)).result.fatal
    assert dialect.read_answer(dialect.write_refusal(MessageError("unreadable"), b"\xff")).result.fatal


def test_a_refusal_of_osmp_names_the_request() -> None:
    body = b"command=pay&txn_id=17&account=1&sum=x&txn_date=20050815120133"
    assert b"<osmp_txn_id>17</osmp_txn_id>" in Osmp().write_refusal(MessageError("not_a_sum", "sum"), body)

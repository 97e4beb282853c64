"""Questions to Assist: a silent provider is left in peace, and nothing unsigned is believed."""

import pytest

from kosmos.payments.news import Heard
from kosmos.payments.rails.assist.client import Circuit, ask_state, read_states
from kosmos.payments.rails.base import Answer, RailUnreachable
from kosmos.payments.tests import world

NUMBER = "100482-ABCDEFGHJK"


def read(text: str) -> Answer:
    return read_states(text.encode(), rail="assist", number=NUMBER, merchant_id=world.MERCHANT, salt=world.SALT)


def test_a_silent_provider_is_left_in_peace() -> None:
    circuit = Circuit(silences=2, rest_seconds=1000)
    for _ in range(2):
        with pytest.raises(RailUnreachable, match="ConnectError"):
            ask_state(world.NOWHERE, {}, circuit=circuit)
    with pytest.raises(RailUnreachable, match="asked again later"):
        ask_state(world.NOWHERE, {}, circuit=circuit)
    rested = Circuit(silences=1, rest_seconds=0)
    rested.note(silent=True)
    rested.check()


def test_each_attempt_is_read_in_order() -> None:
    answer = read(world.status_xml(NUMBER, (world.BILL, "Declined"), ("5732614000000002", "Approved")))
    assert [(news.heard, news.operation) for news in answer.news] == [
        (Heard.DECLINED, f"{world.BILL}.1"),
        (Heard.APPROVED, "5732614000000002.1"),
    ]


def test_what_is_not_there_is_no_news() -> None:
    assert read("<result firstcode='10' secondcode='107' count='0'></result>").news == ()
    assert read("<result firstcode='0' secondcode='0' count='0'/>").news == ()
    assert read(world.status_xml("another", (world.BILL, "Approved"))).news == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "<html><body>busy</body></html>",
        "<result firstcode='10' secondcode='100' count='0'></result>",
        "<result firstcode='2' secondcode='0' count='0'></result>",
        '<!DOCTYPE result [<!ENTITY a "b">]><result firstcode="0" secondcode="0">&a;</result>',
        world.status_xml(NUMBER, (world.BILL, "Approved")).replace("25.00", "26.00"),
        world.status_xml(NUMBER, (world.BILL, "Something new")),
        world.status_xml(NUMBER, ("no number", "Approved")),
    ],
)
def test_what_cannot_be_believed_is_silence(text: str) -> None:
    with pytest.raises(RailUnreachable):
        read(text)

"""Questions to Assist by the rail: nothing unsigned is believed, and an answer too long or too slow is none."""

from collections.abc import Iterator

import pytest

from kosmos.payments.news import Heard
from kosmos.payments.rails.base import Answer, RailUnreachable
from kosmos.payments.tests import world

NUMBER = "100482-ABCDEFGHJK"


@pytest.fixture
def provider() -> Iterator[world.Provider]:
    with world.provider() as told:
        yield told


def read(provider: world.Provider, text: str) -> Answer:
    provider.answers[NUMBER] = text
    return world.rail(provider.url).ask(NUMBER, since=world.NOW)


def test_nobody_there_is_silence() -> None:
    with pytest.raises(RailUnreachable, match="ConnectError"):
        world.rail().ask(NUMBER, since=world.NOW)


def test_each_attempt_is_read_in_order(provider: world.Provider) -> None:
    answer = read(provider, world.status_xml(NUMBER, (world.BILL, "Declined"), ("5732614000000002", "Approved")))
    assert [(news.heard, news.operation) for news in answer.news] == [
        (Heard.DECLINED, f"{world.BILL}.1"),
        (Heard.APPROVED, "5732614000000002.1"),
    ]


def test_what_is_not_there_is_no_news(provider: world.Provider) -> None:
    assert read(provider, "<result firstcode='10' secondcode='107' count='0'></result>").news == ()
    assert read(provider, "<result firstcode='0' secondcode='0' count='0'/>").news == ()
    assert read(provider, world.status_xml("another", (world.BILL, "Approved"))).news == ()


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
        "<result firstcode='0' secondcode='0'>" + " " * 2_000_000 + "</result>",
    ],
)
def test_what_cannot_be_believed_is_silence(provider: world.Provider, text: str) -> None:
    with pytest.raises(RailUnreachable):
        read(provider, text)

"""Questions to Assist by the rail: nothing unsigned is believed, and an answer too long or too slow is none."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kosmos.payments.news import Heard
from kosmos.payments.rails.base import Answer, RailUnreachable, Wish
from kosmos.payments.rails.tests.test_card_rails import answering
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


def test_a_bill_by_raw_bytes() -> None:
    """What is asked is signed over every parameter of the documents' table, what is not said too."""
    made = b"<result firstcode='0' secondcode='0' count='1'><return><Hash>c2RmZ2Uz+NTk=</Hash></return></result>"
    answers = {
        made: "/bill/paybill.cfm?ID=c2RmZ2Uz%2BNTk%3D",
        b"<result firstcode='11' secondcode='200' count='0'></result>": "",
        b"<result firstcode='0' secondcode='0' count='0'></result>": None,
        b"<result firstcode='1' secondcode='0' count='0'></result>": None,
        made.replace(b"c2Rm", b"&lt;script>"): None,
        made.replace(b"</Hash>", b"</Hash><hash>other</hash>"): None,
    }
    wish = Wish("100482-C", 2590, "BYN", "", expires_at=datetime(2026, 11, 30, 21, 0, tzinfo=UTC))
    for body, address in answers.items():
        with answering((200, body)) as (url, asked):
            if address is None:
                with pytest.raises(RailUnreachable):
                    world.rail(url).make_bill(wish, comment="Мастер")
            else:
                heard = world.rail(url).make_bill(wish, comment="Мастер")
                assert heard.url == (url + address if address else "")
    signed = "732614;merchant;secret word;100482-C;25.90;BYN;Мастер;;;;;;;RU;20261130T2100"
    halves = (hashlib.md5(part.encode(), usedforsecurity=False).hexdigest() for part in (world.SALT, signed))
    right = hashlib.md5("".join(halves).upper().encode(), usedforsecurity=False).hexdigest().upper()
    assert asked[0] == (
        "POST /bill/createbill.cfm  Merchant_ID=732614&Login=merchant&Password=secret+word&Bill=100482-C"
        "&Bill_amount=25.90&Bill_currency=BYN&Bill_comment=%D0%9C%D0%B0%D1%81%D1%82%D0%B5%D1%80&Language=RU"
        f"&Pay_until=20261130T2100&Format=3&Checkvalue={right}"
    )

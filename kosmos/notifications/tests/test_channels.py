"""The contract of every gateway, kept over a real connection: taken once under one id, refused, down."""

from collections.abc import Iterator

import pytest

from kosmos.notifications.channels.base import Delivery, GatewayDown, Letter, LetterRefused
from kosmos.notifications.channels.mail import Smtp
from kosmos.notifications.channels.sms import HttpSms
from kosmos.notifications.tests.world import FarEnd, mail_server, sms_server

Place = tuple[FarEnd, Delivery, str]


def letter(number: int, to: str) -> Letter:
    return Letter(str(number), to, "Услуга снова работает", subject="Работает", html="<p>Работает</p>")


@pytest.fixture(params=["email", "sms"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    """A gateway, how it is reached, and an address that it refuses."""
    if request.param == "email":
        with mail_server() as end:
            yield end, Smtp(url=end.address, sender="Космос <noreply@example.by>"), "nobody@example.by"
    else:
        with sms_server() as end:
            yield end, HttpSms(url=end.address, key="k"), "+375290000000"


def _good(place: Place) -> str:
    return place[2].replace("nobody", "anna").replace("290000000", "290000001")


def test_takes_a_letter_once_under_its_id(place: Place) -> None:
    end, gateway, _ = place
    names = {gateway.send(letter(1, _good(place)), again=again) for again in (False, True)}
    assert len(names) == 1
    assert [whose for whose, _, _ in end.arrived] == [_good(place)]
    assert gateway.send(letter(2, _good(place)), again=False) not in names
    assert len(end.arrived) == 2


def test_refuses_for_good_what_it_will_never_take(place: Place) -> None:
    _, gateway, refused = place
    with pytest.raises(LetterRefused):
        gateway.send(letter(1, refused), again=False)


def test_is_down_when_it_says_so_and_when_nobody_answers(place: Place) -> None:
    end, gateway, _ = place
    end.down = True
    with pytest.raises(GatewayDown):
        gateway.send(letter(1, _good(place)), again=False)
    for silent in (Smtp(url="smtp://127.0.0.1:1", sender="a@example.by"), HttpSms(url="http://127.0.0.1:1/", key="k")):
        with pytest.raises(GatewayDown):
            silent.send(letter(1, _good(place)), again=False)
    assert end.arrived == []

"""The demo's mail catcher and SMS gateway keep the contract of real ones; their pages are there only in the demo."""

import uuid
from collections.abc import Iterator
from datetime import timedelta

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from kosmos.config.wiring import SMS_SIMULATOR_KEY, SMS_SIMULATOR_PATH
from kosmos.gateway.models import SimulatedGateway, SimulatedLetter, SimulatedSms
from kosmos.gateway.simulator import mail
from kosmos.kernel.models import DemoClock
from kosmos.notifications.channels.base import Delivery, GatewayDown, Letter, LetterRefused
from kosmos.notifications.channels.mail import Smtp
from kosmos.notifications.channels.sms import HttpSms


@pytest.fixture
def demo(committed: None) -> None:
    """The demo's database; what is written is seen by the catcher's own connections."""
    DemoClock.objects.create(ahead=timedelta(0))


@pytest.fixture
def catcher(demo: None) -> Iterator[Smtp]:
    """A way to the catcher, which is on a port of its own."""
    mail.keep_catcher()
    yield Smtp(url=mail.place(), sender="Космос <noreply@kosmos.example>")
    mail.stop_catcher()


@pytest.fixture
def simulator(demo: None) -> HttpSms:
    """A way to the SMS simulator, through the pages but not the network."""
    wsgi = httpx.WSGITransport(app=get_wsgi_application())
    return HttpSms(url=f"http://127.0.0.1{SMS_SIMULATOR_PATH}", key=SMS_SIMULATOR_KEY, transport=wsgi)


@pytest.fixture(params=["email", "sms"])
def gateway(request: pytest.FixtureRequest) -> Delivery:
    """Each of the two."""
    found: Delivery = request.getfixturevalue({"email": "catcher", "sms": "simulator"}[request.param])
    return found


def letter(to: str = "+375291234567") -> Letter:
    return Letter(str(uuid.uuid4()), to, "Услуга снова работает.", subject="Услуга снова работает", html="<p>Да</p>")


def to_of(gateway: Delivery) -> str:
    return "anna@example.by" if isinstance(gateway, Smtp) else "+375291234567"


def kept() -> list[tuple[str, int]]:
    """What was kept, and how often it came again."""
    mails = SimulatedLetter.objects.values_list("recipient", "repeats")
    return [*mails, *SimulatedSms.objects.values_list("to", "repeats")]


def test_a_letter_is_kept_once_under_its_id(gateway: Delivery) -> None:
    one = letter(to_of(gateway))
    assert gateway.send(one, again=False) == gateway.send(one, again=False)
    assert kept() == [(to_of(gateway), 1)]


def test_what_came_is_not_sent_again_where_the_gateway_can_be_asked(simulator: HttpSms) -> None:
    one = letter()
    simulator.send(one, again=False)
    simulator.send(one, again=True)
    assert kept() == [("+375291234567", 0)]


def test_a_gateway_that_is_switched_off_is_down(gateway: Delivery) -> None:
    channel = "email" if isinstance(gateway, Smtp) else "sms"
    SimulatedGateway.objects.update_or_create(channel=channel, defaults={"down": True})
    with pytest.raises(GatewayDown):
        gateway.send(letter(to_of(gateway)), again=False)
    assert kept() == []


def test_a_number_that_is_none_is_refused(simulator: HttpSms) -> None:
    with pytest.raises(LetterRefused):
        simulator.send(letter("8-029"), again=False)


def test_the_pages_show_what_came_and_switch(catcher: Smtp, simulator: HttpSms, client: Client) -> None:
    one = letter("anna@example.by")
    catcher.send(one, again=False)
    simulator.send(letter(), again=False)
    assert "Услуга снова работает" in client.get("/demo/mail/").content.decode()
    assert "anna@example.by" in client.get(f"/demo/mail/{one.id}/").content.decode()
    assert "+375291234567" in client.get("/demo/sms/").content.decode()
    text = SimulatedSms.objects.get()
    assert "Услуга снова" in client.get(f"/demo/sms/{text.client_id}/").content.decode()
    assert client.get(f"/demo/sms/{uuid.uuid4()}/").status_code == 404
    for _ in range(2):
        assert client.post("/demo/gateways/email/", {"to": "down"}).status_code == 303
    assert "Шлюз выключен" in client.get("/demo/mail/").content.decode()
    assert client.post("/demo/gateways/pigeon/", {"to": "down"}).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/demo/mail/", "/demo/sms/", f"/demo/sms/{uuid.UUID(int=0)}/", SMS_SIMULATOR_PATH])
def test_outside_the_demo_there_is_nothing(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404
    assert client.post("/demo/gateways/email/", {"to": "down"}).status_code == 404

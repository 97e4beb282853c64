"""A subscriber about whom a lot has happened: an application, a contract, money, a request, notes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kosmos.charging.services import NewPayment, post_payments
from kosmos.connections.services.signing import sign_contract
from kosmos.connections.tests.people import staff
from kosmos.connections.tests.signing_world import NOW, connected, details, world
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.subscribers.queries import subscriber_of
from kosmos.support.services import answer, open_request
from kosmos.workplace.notes import add_note


@dataclass(frozen=True, slots=True)
class Told:
    """Whose account it is, who works there, and the instant at which it all ends."""

    account_id: int
    agent: StaffMember
    owner: SignIn
    now: datetime


def told() -> Told:
    """Anna's application became a contract with a router; she paid 200.00, asked something, and was noted about."""
    world()
    agent = staff("olga")
    account_id = sign_contract(connected().id, details(), key="k", by=agent, now=NOW).account_id
    post_payments([NewPayment(account_id, 200_00, "r")], now=NOW + timedelta(minutes=1))
    asked_at = NOW + timedelta(minutes=2)
    asked = open_request(account_id=account_id, topic="tv", text="Рябит второй канал", key="k", now=asked_at).request
    answered_at = NOW + timedelta(minutes=3)
    answer(
        account_id=account_id,
        request_id=asked.id,
        staff=agent,
        text="Перенастройте каналы",
        key="a",
        seen=0,
        now=answered_at,
    )
    noted_at = NOW + timedelta(minutes=4)
    add_note(account_id=account_id, text="Просит звонить после шести", key="n", by=agent, now=noted_at)
    return Told(account_id, agent, subscriber_of(account_id).sign_in, noted_at)

"""An operator, a plan and a router, and applications whose place is connected: what contracts are made of."""

import uuid
from datetime import datetime

from kosmos.catalogue.models import Extra, ExtraKind, Plan, Service
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import open_days
from kosmos.connections.models import Application, ApplicationConsent, Stage
from kosmos.connections.services.signing import ContractDetails
from kosmos.subscribers.models import Purpose, SubscriberKind
from kosmos.subscribers.services import Address, Contacts

NOW = datetime(2016, 11, 18, 12, tzinfo=ZONE)
HOME = Address("Минск", "Сурганова", "17", "", "34", "", "")
TOLD = {
    "from": "2016-11-18",
    "to": "2016-12-31",
    "plans": [{"code": "orbit", "settlement": "prepaid", "fee": "25.90", "blocks": "short", "needs": "full_fee"}],
    "accounts": [{"number": "100482"}],
    "events": [],
}


def world() -> None:
    """The catalogue, on an open day."""
    _set_up(scenario_of(TOLD))
    Plan.objects.update(name={"ru": "Орбита 100", "be": "Арбіта 100", "en": "Orbit 100"}, connection_fee_kopecks=500)
    Service.objects.update(name={"ru": "Интернет", "be": "Інтэрнэт", "en": "Internet"})
    Extra.objects.create(code="router", name={"ru": "Роутер"}, kind=ExtraKind.EQUIPMENT, price_kopecks=79_00)
    open_days(now=datetime(2016, 11, 18, tzinfo=ZONE))


def connected(number: str = "7-1", *, stage: Stage = Stage.CONNECTED, phone: str = "+375291234567") -> Application:
    """An application of a home whose place is connected."""
    application = Application.objects.create(
        id=uuid.uuid4(),
        number=number,
        token=uuid.uuid4().hex,
        key=uuid.uuid4().hex,
        kind="home",
        stage=stage,
        stage_since_at=NOW,
        created_at=NOW,
        name="Анна Иванова",
        phone=phone,
        city="Минск",
        street="Сурганова",
        house="17",
        apartment="34",
        plan=Plan.objects.get(code="orbit"),
    )
    ApplicationConsent.objects.create(
        id=uuid.uuid4(), application=application, purpose=Purpose.SMS_ADVERTISING, version=1, at=NOW
    )
    return application


def details(**changes: object) -> ContractDetails:
    """A person's contract with a plan and a router."""
    contacts = Contacts("Анна Иванова", "", "8 029 123-45-67", "anna@example.by", "ru")
    usual: dict[str, object] = {
        "kind": SubscriberKind.PERSON,
        "contacts": contacts,
        "address": HOME,
        "plan": "orbit",
        "extras": ("router",),
    }
    return ContractDetails(**{**usual, **changes})  # type: ignore[arg-type]

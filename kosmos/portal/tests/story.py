"""The rulebook's first example, played for an account whose holder can sign in."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Plan, Service
from kosmos.charging.scenario.player import _perform, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.kernel.models import DemoClock
from kosmos.subscribers.models import Contract, SignIn, Subscriber

NUMBER = "100482"
TOLD = {
    "from": "2016-11-01",
    "to": "2016-12-04",
    "plans": [
        {"code": "orbit", "settlement": "prepaid", "fee": "25.90", "blocks": "short", "needs": "full_fee"},
    ],
    "accounts": [{"number": NUMBER}, {"number": "100917"}],
    "events": [
        {"at": "2016-11-01T09:00", "account": NUMBER, "do": "pay", "amount": "25.90", "ref": "7720-114"},
        {"at": "2016-11-01T09:05", "account": NUMBER, "do": "connect", "plan": "orbit"},
        {"at": "2016-12-03T14:00", "account": NUMBER, "do": "pay", "amount": "20.00", "ref": "=r2"},
        {"at": "2016-12-04T10:00", "account": NUMBER, "do": "pay", "amount": "5.90", "ref": "r3"},
    ],
}


def told() -> SignIn:
    """Play it up to the evening of 4 December 2016, and stop the clock about there."""
    scenario = scenario_of(TOLD)
    stage = _set_up(scenario)
    Plan.objects.update(name={"ru": "Орбита 100", "en": "Orbit 100"})
    Service.objects.update(name={"ru": "Интернет", "be": "Інтэрнэт", "en": "Internet"})
    _perform(scenario, stage)
    evening = datetime(2016, 12, 4, 23, 59, tzinfo=ZoneInfo("Europe/Minsk"))
    DemoClock.objects.create(ahead=evening - datetime.now(UTC))
    holder = _holder(1, "anna")
    _sign(holder, stage.accounts[NUMBER], NUMBER)
    _sign(_holder(2, "mikhail"), stage.accounts["100917"], "100917")
    return holder.sign_in


def _holder(number: int, login: str) -> Subscriber:
    sign_in = SignIn.objects.create(id=number, login=login, must_change_password=False)
    return Subscriber.objects.create(id=number, sign_in=sign_in, kind=1, name=login.title())


def _sign(holder: Subscriber, account_id: int, number: str) -> None:
    Contract.objects.create(
        account_id=account_id,
        number=number,
        signed_on=date(2016, 11, 1),
        subscriber=holder,
        city="Минск",
        street="Сурганова",
        house="17",
        apartment="34",
    )

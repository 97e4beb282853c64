"""Two accounts with a plan, cashiers and a supervisor."""

import uuid
from datetime import datetime, timedelta

from kosmos.cashdesk.models import Receipt
from kosmos.cashdesk.services import Hand, Money, open_shift, take_money
from kosmos.catalogue.models import Plan
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import NewPayment, connect, open_days, post_payments
from kosmos.subscribers.models import SignIn, StaffMember, StaffRole

NOW = datetime(2016, 11, 18, 12, tzinfo=ZONE)
TOLD = {
    "from": "2016-11-18",
    "to": "2016-12-31",
    "plans": [{"code": "orbit", "settlement": "prepaid", "fee": "25.90", "blocks": "short", "needs": "full_fee"}],
    "accounts": [{"number": "100482"}, {"number": "100483"}],
    "events": [],
}


def world() -> dict[str, int]:
    """The accounts' ids by number; the first has a plan that runs."""
    accounts = _set_up(scenario_of(TOLD)).accounts
    open_days(now=datetime(2016, 11, 18, tzinfo=ZONE))
    post_payments([NewPayment(accounts["100482"], 30_00, "first")], now=NOW)
    connect(account_id=accounts["100482"], plan=Plan.objects.get(), now=NOW)
    return accounts


def hired(name: str = "Нина", role: str = StaffRole.CASHIER.value) -> StaffMember:
    """Somebody of the staff."""
    number = 1_000 + SignIn.objects.count()
    sign_in = SignIn.objects.create(id=number, login=f"staff{number}", password="!", must_change_password=False)
    return StaffMember.objects.create(sign_in=sign_in, name=name, role=role)


def hand(by: StaffMember, key: str = "", *, minutes: int = 0) -> Hand:
    """Somebody with a form; a new one where none is named."""
    return Hand(by, NOW + timedelta(minutes=minutes), key or uuid.uuid4().hex)


def at_work(float_kopecks: int = 50_00) -> StaffMember:
    """A cashier whose shift is open."""
    cashier = hired()
    open_shift(float_kopecks, hand(cashier))
    return cashier


def taken(cashier: StaffMember, account_id: int, kopecks: int = 20_00, *, minutes: int = 0) -> Receipt:
    """Money that a cashier has taken, to the kopeck."""
    return take_money(Money(account_id, kopecks, kopecks, again=True), hand(cashier, minutes=minutes)).receipt

"""What the tests of acts share: an account in the middle of a month, people of the staff, and forms that they send."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.subscribers.models import SignIn, StaffMember
from kosmos.workplace.acts import Form
from kosmos.workplace.wishes import Ahead

NOON, LATER = datetime(2016, 11, 18, 12, tzinfo=ZONE), datetime(2016, 11, 19, 12, tzinfo=ZONE)
PLANS: list[dict[str, Any]] = [
    {"code": "net", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "fast", "settlement": "prepaid", "fee": "30.00", "needs": "full_fee"},
    {"code": "old", "settlement": "prepaid", "fee": "20.00", "needs": "full_fee", "status": "archived"},
    {"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
]


def account(paid_kopecks: int = 100_00) -> int:
    """An account with a prepaid plan, and this much paid."""
    told = {"from": "2016-11-01", "to": "2016-11-30", "plans": PLANS, "accounts": [{"number": "100482"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["100482"]
    services.post_payments([services.NewPayment(account_id, paid_kopecks, "first")], now=NOON)
    services.connect(account_id=account_id, plan=Plan.objects.get(code="net"), now=NOON)
    return account_id


def member(name: str, role: str = "agent") -> StaffMember:
    """One of the staff."""
    sign_in = SignIn.objects.create(id=1 + SignIn.objects.count(), login=name, password="!")
    return StaffMember.objects.create(sign_in=sign_in, name=name.title(), role=role)


def form(by: StaffMember, *, key: UUID | None = None, agreed: bool = True, **given: Any) -> Form:
    """A form that was shown what would come, and sent."""

    def same(_ahead: Ahead) -> bool:
        return agreed

    told = {"reason": "our_mistake", "note": "", "now": NOON, **given}
    return Form(by=by, key=key or uuid4(), agreed=same, **told)

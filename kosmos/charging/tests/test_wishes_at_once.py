"""Orders and leaving, asked for several times at once, or again, or when they cannot be."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from kosmos.catalogue.errors import UnknownExtra
from kosmos.catalogue.models import Extra, ExtraKind, Plan, PlanStatus
from kosmos.charging import services
from kosmos.charging.errors import AlreadyLeaving, ExtraNotSold, NothingConnected, NotLeaving, OrderKeyUsed
from kosmos.charging.models import ExtraOrder, Leaving, LeavingState, Planned, Status, Subscription
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.kernel.errors import DomainError
from kosmos.ledger.models import Account, Posting, PostingKind

AT_ONCE = 4
NOON, LATER = datetime(2016, 11, 18, 12, tzinfo=ZONE), datetime(2016, 11, 19, 12, tzinfo=ZONE)
KEY, OTHER = UUID(int=1), UUID(int=2)
PLANS: list[dict[str, Any]] = [
    {"code": "net", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
]


def world() -> int:
    """An account with a prepaid and a postpaid plan, and 100 on it; two extras are sold."""
    told = {"from": "2016-11-01", "to": "2016-11-30", "plans": PLANS, "accounts": [{"number": "100482"}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts["100482"]
    services.post_payments([services.NewPayment(account_id, 100_00, "first")], now=NOON)
    for plan in Plan.objects.order_by("code"):
        services.connect(account_id=account_id, plan=plan, now=NOON)
    for code in ("cable", "router"):
        Extra.objects.create(code=code, name={"ru": code}, kind=ExtraKind.EQUIPMENT, price_kopecks=9_50)
    return account_id


def at_once(act: Callable[[], object]) -> list[str]:
    """Do a thing several times at the same time, each on a connection of its own; "done", or what refused it."""

    def run(_: int) -> str:
        try:
            act()
        except DomainError as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


@pytest.mark.usefixtures("committed")
def test_one_form_sent_several_times_at_once_is_one_order() -> None:
    account_id = world()
    act = partial(services.order_extra, account_id=account_id, code="router", key=KEY, now=LATER)
    assert at_once(act) == ["done"] * AT_ONCE
    assert ExtraOrder.objects.count() == 1
    assert Posting.objects.filter(account_id=account_id, kind=PostingKind.ONE_OFF).count() == 1


@pytest.mark.usefixtures("committed")
def test_leaving_several_times_at_once_is_one_wish() -> None:
    account_id = world()
    act = partial(services.leave, account_id=account_id, now=LATER)
    assert at_once(act) == ["already_leaving"] * (AT_ONCE - 1) + ["done"]
    assert Leaving.objects.count() == 1


@pytest.mark.django_db
def test_an_order_says_what_it_cost_and_which_posting_it_is() -> None:
    account_id = world()
    number = services.order_extra(account_id=account_id, code="cable", key=KEY, now=LATER, wish="в будни")
    order = ExtraOrder.objects.get(account_id=account_id, number=number)
    posting = Posting.objects.get(account_id=account_id, number=order.posting)
    assert (posting.amount_kopecks, posting.note) == (-9_50, "extra:cable")
    assert (order.price_kopecks, order.wish) == (9_50, "в будни")
    assert Account.objects.get(id=account_id).unpaid_kopecks >= 9_50


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "key", "error"),
    [("nothing", OTHER, UnknownExtra), ("router", KEY, OrderKeyUsed), ("router", OTHER, ExtraNotSold)],
    ids=["unknown", "the key of another order", "not sold any more"],
)
def test_what_refuses_an_order(code: str, key: UUID, error: type[DomainError]) -> None:
    account_id = world()
    services.order_extra(account_id=account_id, code="cable", key=KEY, now=LATER)
    Extra.objects.filter(code="router").update(status=PlanStatus.ARCHIVED)
    with pytest.raises(error):
        services.order_extra(account_id=account_id, code=code, key=key, now=LATER)
    assert ExtraOrder.objects.count() == 1


@pytest.mark.django_db
def test_staying_withdraws_only_what_leaving_had_planned() -> None:
    account_id = world()
    net = Plan.objects.get(code="net")
    services.disconnect(account_id=account_id, plan=net, now=LATER)
    services.leave(account_id=account_id, now=LATER)
    with pytest.raises(AlreadyLeaving):
        services.leave(account_id=account_id, now=LATER)
    services.cancel_leaving(account_id=account_id, now=LATER)
    planned = dict(Subscription.objects.values_list("plan__code", "planned"))
    assert planned == {"net": Planned.END, "tv": None}
    with pytest.raises(NotLeaving):
        services.cancel_leaving(account_id=account_id, now=LATER)


@pytest.mark.django_db
def test_a_wish_of_which_an_end_was_withdrawn_comes_to_nothing() -> None:
    account_id = world()
    services.leave(account_id=account_id, now=NOON)
    services.cancel_planned(account_id=account_id, plan=Plan.objects.get(code="net"), now=NOON)
    with pytest.raises(NotLeaving):
        services.cancel_leaving(account_id=account_id, now=NOON)
    assert Leaving.objects.get().state == LeavingState.CANCELLED
    services.open_days(now=LATER)
    assert services.finish_leavings(now=LATER) == 0
    services.leave(account_id=account_id, now=LATER)
    assert Leaving.objects.filter(state=LeavingState.PLANNED).count() == 1


@pytest.mark.django_db
def test_nothing_is_left_to_leave() -> None:
    account_id = world()
    Subscription.objects.update(status=Status.ENDED)
    with pytest.raises(NothingConnected):
        services.leave(account_id=account_id, now=LATER)

"""A bill from the wish of staff to the money on the account: by Assist's rail against its simulator."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db.models import F

from kosmos.charging.audit import check_ledger
from kosmos.gateway.models import SimulatedAttempt, SimulatedGateway, SimulatedPage
from kosmos.gateway.simulator import bank
from kosmos.gateway.tests.test_assist_whole import assist
from kosmos.gateway.tests.test_providers import CARD, Provider
from kosmos.kernel import clock
from kosmos.kernel.errors import DomainError
from kosmos.kernel.models import DemoClock, Outbox
from kosmos.ledger.models import AccountNumber
from kosmos.payments.jobs import poll_orders, pursue_bills
from kosmos.payments.models import Bill, Order, RawMessage
from kosmos.payments.services.bills import request_bill
from kosmos.payments.tests.world import balance, cases, fresh

__all__ = ["assist"]
COMMENT, DAYS = "Выезд мастера", 3


def wanted(key: str = "form", *, amount: int = 2500, comment: str = COMMENT, days: float = DAYS) -> Order:
    account = AccountNumber.objects.get(number="100482").account_id
    now = clock.now()
    until = now + timedelta(days=days)
    return request_bill(account, amount_kopecks=amount, comment=comment, until_at=until, key=key, now=now)


def told() -> list[dict[str, object]]:
    """What the subscriber is told of bills."""
    return list(Outbox.objects.filter(kind="bill_made").values_list("about", flat=True))


def later(time: timedelta) -> datetime:
    DemoClock.objects.update(ahead=F("ahead") + time)
    return clock.now()


def opened(assist: Provider, order: Order) -> str:
    """Open the bill's page and type a card; the provider's number of the attempt."""
    address = urlsplit(fresh(order).page)
    shown = assist.visitor.get(f"{address.path}?{address.query}").content.decode()
    assert "25,00" in shown and COMMENT in shown
    token = SimulatedPage.objects.get(order_number=order.number).token
    assist.visitor.post("/rails/assist/simulator/pay/card.cfm", {"page": token, **CARD})
    return SimulatedAttempt.objects.filter(order_number=order.number).latest("begun_at", "bill").bill


def test_a_bill_is_told_once_and_paid_once(assist: Provider) -> None:
    order = wanted()
    assert wanted().pk == order.pk, "the same form"
    assert (order.state, told()) == ("new", [])
    assert [pursue_bills(clock.now()) for _ in range(2)] == [1, 0]
    (about,) = told()
    made = fresh(order)
    assert made.state == "waiting"
    assert (about["bill"], about["kopecks"], about["comment"]) == (made.page, 2500, COMMENT)
    assert RawMessage.objects.get().verdict == "bill: made"
    bank.finish(opened(assist, order), "no_money", push="once", now=clock.now())
    assert assist.pushes() == []
    assert fresh(order).state == "declined", "it can be tried again while the bill lasts"
    bank.finish(opened(assist, order), "approve", push="copies", now=clock.now())
    assert assist.pushes() == []
    assert (fresh(order).state, balance(order.account_id), cases()) == ("paid", 2500, [])
    assert not check_ledger().findings


def test_a_bill_paid_without_a_push_is_found_by_asking(assist: Provider) -> None:
    order = wanted()
    pursue_bills(clock.now())
    bank.finish(opened(assist, order), "approve", push="lost", now=clock.now())
    poll_orders(later(timedelta(minutes=6)))
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_a_bill_ends_with_its_time(assist: Provider) -> None:
    order = wanted()
    pursue_bills(clock.now())
    poll_orders(later(timedelta(days=DAYS - 1)))
    assert fresh(order).state == "waiting"
    poll_orders(later(timedelta(days=1)))
    over = fresh(order)
    assert (over.state, over.reason, cases()) == ("expired", "bill_over", [])


def test_a_silent_provider_is_asked_again_and_then_a_person_hears_of_it(assist: Provider) -> None:
    SimulatedGateway.objects.create(channel="assist", down=True)
    first, other = wanted("first"), wanted("other")
    pursue_bills(clock.now())
    SimulatedGateway.objects.update(down=False)
    pursue_bills(later(timedelta(minutes=2)))
    assert (fresh(first).state, len(told())) == ("waiting", 2)
    assert fresh(other).page
    SimulatedGateway.objects.update(down=True)
    third = wanted("third")
    for _ in range(2):
        pursue_bills(later(timedelta(hours=1)))
    assert (fresh(third).state, fresh(third).reason, len(told())) == ("cancelled", "bill_refused", 2)
    assert cases() == ["bill_not_made"]
    assert not Bill.objects.exclude(next_ask_at=None).exists()


def test_a_bill_that_the_provider_refuses_is_a_case(assist: Provider) -> None:
    order = wanted()
    SimulatedPage.objects.create(
        **{"token": "t", "rail": "assist", "order_number": order.number, "amount_kopecks": 1, "currency": "BYN"},
        return_url="/",
        made_at=clock.now(),
    )
    pursue_bills(clock.now())
    assert (fresh(order).state, told(), cases()) == ("cancelled", [], ["bill_not_made"])


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        ({"amount": 0}, "amount_out_of_range"),
        ({"amount": 500_001}, "amount_out_of_range"),
        ({"comment": ""}, "bill_comment"),
        ({"comment": "x" * 101}, "bill_comment"),
        ({"days": 0.01}, "bill_until"),
        ({"days": 28.1}, "bill_until"),
    ],
)
def test_what_is_no_bill_is_refused(assist: Provider, wish: dict[str, object], code: str) -> None:
    with pytest.raises(DomainError) as refused:
        wanted(**wish)  # type: ignore[arg-type]
    assert refused.value.code == code
    assert not Order.objects.exists()


def test_five_bills_may_wait(assist: Provider) -> None:
    for number in range(5):
        wanted(f"form {number}")
    with pytest.raises(DomainError) as refused:
        wanted("one more")
    assert refused.value.code == "too_many_bills"

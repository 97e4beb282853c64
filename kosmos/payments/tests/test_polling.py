"""The poller and the order's page: money comes without a push, silence is called unknown, and time ends orders."""

from datetime import timedelta

import pytest

from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import Order, RawMessage
from kosmos.payments.services import ask_about, take_push
from kosmos.payments.tests import world
from kosmos.payments.tests.world import BILL, NOW, balance, cases, credited, fresh, push, rail

FIVE, HOUR = NOW + timedelta(minutes=5), NOW + timedelta(hours=1)


def test_the_poller_credits_what_no_push_told(order: Order, provider: world.Provider) -> None:
    provider.says(order, (BILL, "Declined"), ("5732614000000002", "Approved"))
    assert poll_orders(NOW) == 0
    assert poll_orders(FIVE) == 1
    assert poll_orders(FIVE) == 0
    assert credited(order.account_id) == [("5732614000000002.1", 2500)]
    take_push(rail(provider.url), push(order.number, billnumber="5732614000000002.1"), now=HOUR)
    assert balance(order.account_id) == 2500
    assert (fresh(order).state, cases()) == ("paid", [])


def test_an_order_that_nobody_paid_expires(order: Order, provider: world.Provider) -> None:
    poll_orders(FIVE)
    assert fresh(order).state == "new"
    poll_orders(HOUR)
    assert fresh(order).state == "expired"
    provider.says(order, (BILL, "Approved"))
    poll_orders(HOUR + timedelta(days=1))
    assert (fresh(order).state, fresh(order).reason) == ("paid", "late")
    assert cases() == ["paid_late"]


@pytest.mark.parametrize("fault", ["500", "html", "entities", "unsigned", "error"])
def test_a_provider_at_fault_leaves_the_order_unknown_and_is_asked_again(
    order: Order, provider: world.Provider, fault: str
) -> None:
    good = world.status_xml(order.number, (BILL, "Approved"))
    provider.answers[order.number] = {
        "500": good,
        "html": "<html><br></html>",
        "entities": f"<!DOCTYPE r [<!ENTITY a 'b'>]>{good}",
        "unsigned": good.replace("Approved", "Declined"),
        "error": "<result firstcode='7' secondcode='102' count='0'></result>",
    }[fault]
    provider.status = 500 if fault == "500" else 200
    poll_orders(FIVE)
    assert fresh(order).state == "unknown"
    assert cases() == ["provider_silent"]
    assert credited(order.account_id) == []
    provider.status, provider.answers[order.number] = 200, good
    poll_orders(FIVE + timedelta(minutes=1))
    assert fresh(order).state == "unknown"
    poll_orders(HOUR)
    assert fresh(order).state == "paid"


def test_what_is_still_in_process_waits_with_a_case(order: Order, provider: world.Provider) -> None:
    provider.says(order, (BILL, "In Process"))
    poll_orders(FIVE)
    assert (fresh(order).state, cases()) == ("waiting", [])
    poll_orders(HOUR)
    assert (fresh(order).state, cases()) == ("waiting", ["still_in_process"])
    assert fresh(order).next_ask_at == HOUR + timedelta(days=1)


def test_the_page_may_have_it_asked_now_and_then(order: Order, provider: world.Provider) -> None:
    assert ask_about(order, NOW).state == "new"
    assert ask_about(fresh(order), NOW + timedelta(seconds=1)).state == "new"
    assert len(provider.asked) == 1
    provider.says(order, (BILL, "Approved"))
    paid = ask_about(fresh(order), NOW + timedelta(seconds=3))
    assert paid.state == "paid"
    assert balance(order.account_id) == 2500
    ask_about(paid, NOW + timedelta(seconds=9))
    assert len(provider.asked) == 2


def test_the_page_says_nothing_of_silence_so_early(order: Order, provider: world.Provider) -> None:
    provider.status = 500
    assert ask_about(order, NOW).state == "new"
    assert RawMessage.objects.get().verdict == "unreachable"

"""The simulator and the real rail, against each other: every answer of the bank, every fate of its push."""

import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client

from kosmos.gateway.models import SimulatedAttempt, SimulatedPush
from kosmos.gateway.simulator import bank
from kosmos.gateway.simulator.delivery import deliver_due
from kosmos.gateway.tests.conftest import Demo
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import Case, Order, RawMessage
from kosmos.payments.services import ask_about, hosted_page_of
from kosmos.payments.tests import world

RETURN = f"{settings.ENVIRONMENT.public_url}/pay/token/"
CARD = {"cardnumber": "4111 1111 1111 1111", "cardholder": "DEMO", "expire": "12/30", "cvc": "987"}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))


def to_the_bank(visitor: Client, demo: Demo) -> str:
    """Walk from our order to the bank's own page; the number of the attempt."""
    address = urlsplit(hosted_page_of(demo.order, demo.rail, return_url=RETURN).url)
    page = visitor.get(address.path, dict(parse_qsl(address.query))).content.decode()
    assert "25,00" in page
    sent: Any = visitor.post(f"{address.path.rpartition('/')[0]}/card.cfm", {**hidden(page), **CARD})
    assert sent.status_code == 303
    return str(dict(parse_qsl(urlsplit(sent["Location"]).query))["bill"])


def answer(bill: str, outcome: str, *, push: str = "once", at: datetime | None = None) -> None:
    """The bank answers; nothing is delivered yet."""
    bank.finish(bill, outcome, push=push, now=at or clock.now())


def deliver(demo: Demo, *, later: timedelta = timedelta(seconds=1)) -> int:
    return deliver_due(clock.now() + later, address=demo.push_address)


def state_of(order: Order) -> tuple[str, str, int]:
    fresh = Order.objects.get(pk=order.pk)
    return fresh.state, fresh.reason, world.balance(order.account_id)


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        ("approve", ("paid", "", 2500)),
        ("decline", ("declined", "declined_by_bank", 0)),
        ("no_money", ("declined", "insufficient_funds", 0)),
        ("wrong_card", ("declined", "wrong_card", 0)),
        ("wrong_expiry", ("declined", "wrong_expiry", 0)),
        ("card_limit", ("declined", "limit_exceeded", 0)),
        ("no_data", ("declined", "data_not_received", 0)),
        ("fraud", ("declined", "suspected_fraud", 0)),
        ("operations_limit", ("declined", "operations_limit", 0)),
        ("not_confirmed", ("declined", "confirmation_failed", 0)),
        ("repeat", ("declined", "try_again", 0)),
        ("system_error", ("declined", "provider_fault", 0)),
        ("payer_cancels", ("cancelled", "declined_by_bank", 0)),
        ("in_process", ("waiting", "", 0)),
        ("less", ("paid", "", 2400)),
        ("dollars", ("waiting", "", 0)),
        ("part", ("unknown", "", 0)),
    ],
)
def test_the_push_tells_what_the_bank_answered(
    demo: Demo, visitor: Client, outcome: str, expected: tuple[str, str, int]
) -> None:
    answer(to_the_bank(visitor, demo), outcome)
    assert deliver(demo) == 1
    assert SimulatedPush.objects.get().answered == "0/0"
    assert state_of(demo.order) == expected
    assert deliver(demo, later=timedelta(hours=9)) == 0


def test_copies_of_a_push_credit_once(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "approve", push="copies")
    assert deliver(demo) == 5
    assert set(SimulatedPush.objects.values_list("answered", flat=True)) == {"0/0"}
    assert state_of(demo.order) == ("paid", "", 2500)


def test_a_late_push_comes_late_and_the_page_asks_meanwhile(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "approve", push="late")
    assert deliver(demo) == 0
    assert ask_about(demo.order, clock.now()).state == "paid"
    assert deliver(demo, later=timedelta(seconds=21)) == 1
    assert state_of(demo.order) == ("paid", "", 2500)


def test_the_poller_credits_when_the_push_is_lost(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "approve", push="lost")
    assert deliver(demo) == 0
    poll_orders(world.NOW + timedelta(minutes=5))
    assert state_of(demo.order) == ("paid", "", 2500)


def test_an_altered_push_is_refused_and_the_poller_credits_the_true_sum(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "approve", push="altered")
    assert deliver(demo) == 1
    assert SimulatedPush.objects.get().answered == "9/0"
    assert state_of(demo.order)[2] == 0
    poll_orders(world.NOW + timedelta(minutes=5))
    assert state_of(demo.order) == ("paid", "", 2500)


def test_a_time_out_and_a_closed_window_end_without_a_push(demo: Demo, visitor: Client) -> None:
    to_the_bank(visitor, demo)
    assert poll_orders(world.NOW + timedelta(minutes=5)) == 1
    assert state_of(demo.order)[0] == "waiting"
    answer(to_the_bank(visitor, demo), "timeout")
    assert not SimulatedPush.objects.exists()
    DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + timedelta(hours=1))
    poll_orders(world.NOW + timedelta(hours=1))
    assert state_of(demo.order)[0] == "expired"


def test_a_second_attempt_may_succeed(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "no_money")
    answer(to_the_bank(visitor, demo), "approve")
    deliver(demo)
    assert state_of(demo.order) == ("paid", "", 2500)


def test_a_cancelled_payment_goes_back(demo: Demo, visitor: Client) -> None:
    bill = to_the_bank(visitor, demo)
    answer(bill, "approve")
    deliver(demo)
    bank.cancel(bill, now=clock.now())
    deliver(demo)
    assert state_of(demo.order) == ("refunded", "", 0)


def test_a_part_that_is_cancelled_moves_nothing_by_itself(demo: Demo, visitor: Client) -> None:
    bill = to_the_bank(visitor, demo)
    answer(bill, "approve")
    deliver(demo)
    bank.cancel(bill, now=clock.now(), kopecks=1_00)
    deliver(demo)
    assert state_of(demo.order) == ("paid", "", 2500)
    assert Case.objects.filter(kind="part_cancelled").exists()


def test_a_bank_that_falls_silent_is_heard_again_when_a_tester_says_so(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "silent")
    assert ask_about(world.fresh(demo.order), clock.now()).state == "waiting"
    page = visitor.get("/rails/simulator/").content.decode()
    assert demo.order.number in page
    visitor.post("/rails/simulator/away/", {"of": demo.order.number, "to": "up"})
    poll_orders(world.NOW + timedelta(minutes=5))
    assert state_of(demo.order) == ("paid", "", 2500)


def test_the_whole_bank_can_be_away(demo: Demo, visitor: Client) -> None:
    address = urlsplit(hosted_page_of(demo.order, demo.rail, return_url=RETURN).url)
    for to, status in (("down", 503), ("up", 200)):
        visitor.post("/rails/simulator/away/", {"of": "assist", "to": to})
        assert visitor.get(address.path, dict(parse_qsl(address.query))).status_code == status


def test_a_push_is_repeated_until_it_is_answered(demo: Demo, visitor: Client) -> None:
    answer(to_the_bank(visitor, demo), "approve")
    assert deliver_due(clock.now() + timedelta(seconds=1), address=world.NOWHERE) == 1
    assert deliver(demo) == 0
    assert deliver(demo, later=timedelta(seconds=7)) == 1
    assert SimulatedPush.objects.get().tries == 2
    assert state_of(demo.order)[0] == "paid"


def test_the_card_is_kept_nowhere(demo: Demo, visitor: Client) -> None:
    bill = to_the_bank(visitor, demo)
    answer(bill, "approve")
    deliver(demo)
    assert SimulatedAttempt.objects.get().masked_card == "411111****1111"
    with connections["owner"].cursor() as cursor:
        for table in ("gateway_simulatedattempt", "gateway_simulatedpush", "payments_rawmessage", "payments_order"):
            cursor.execute(f"SELECT count(*) FROM {table} AS kept WHERE kept::text ~ '4111.?1111.?1111.?1111|cvc'")
            assert cursor.fetchone() == (0,)
    assert RawMessage.objects.filter(direction="push", content__contains="411111%2A%2A%2A%2A1111").exists()


def test_what_the_merchant_did_not_sign_is_refused(demo: Demo, visitor: Client) -> None:
    address = urlsplit(hosted_page_of(demo.order, demo.rail, return_url=RETURN).url)
    sent = dict(parse_qsl(address.query))
    assert visitor.get(address.path, {**sent, "OrderAmount": "1.00"}).status_code == 400
    foreign = visitor.get(address.path, {**sent, "URL_RETURN_OK": "https://evil.example/"}).content.decode()
    assert "evil" not in foreign.partition("<form")[0] + foreign.partition("</form>")[2]


def test_pages_are_in_russian_and_lead_back(demo: Demo, visitor: Client) -> None:
    bill = to_the_bank(visitor, demo)
    page = visitor.get("/rails/assist/simulator/pay/secure.cfm", {"bill": bill}).content.decode()
    assert "Подтвердите платёж" in page
    assert "411111****1111" in page
    wrong = visitor.post("/rails/assist/simulator/pay/card.cfm", {"cardnumber": "1"})
    assert wrong.status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["pay/order.cfm", "pay/card.cfm", "pay/secure.cfm", "orderstate/orderstate.cfm"])
def test_outside_the_demo_there_is_no_simulator(visitor: Client, page: str) -> None:
    world.operator()
    found = {visitor.get(f"/rails/assist/simulator/{page}").status_code}
    found.add(visitor.post(f"/rails/assist/simulator/{page}").status_code)
    assert found <= {404, 405}

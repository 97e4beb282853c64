"""One contract for every provider of cards: its rail and its simulator speak HTTP with each other, and agree."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from urllib.parse import parse_qsl, urlencode, urlsplit
from wsgiref.simple_server import make_server

import httpx
import pytest
from django.core.wsgi import get_wsgi_application
from django.test import Client

from kosmos.config import wiring
from kosmos.gateway.models import SimulatedAttempt, SimulatedGateway, SimulatedPush, SimulatedRefund
from kosmos.gateway.simulator import bank, delivery
from kosmos.gateway.tests.conftest import _Server, _Silent
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.ledger.models import AccountNumber
from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import Case, Order, Refund, RefundState
from kosmos.payments.rails import base
from kosmos.payments.rails.base import PushRefused, Rail
from kosmos.payments.services import ask_about, create_order, take_push
from kosmos.payments.services.orders import send_payer
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.tests import world
from kosmos.payments.tests.world import balance, cases, fresh

CARD = {"cardnumber": "4111 1111 1111 1111", "cardholder": "DEMO", "expire": "12/30", "cvc": "987"}
FORM = "application/x-www-form-urlencoded"
FIVE = timedelta(minutes=5)


@dataclass
class Provider:
    """A simulated provider that is served, and its rail."""

    name: str
    url: str
    rail: Rail
    visitor: Client = field(default_factory=Client)

    def order(self, key: str = "form") -> Order:
        """An order of 25.00 with it."""
        account = AccountNumber.objects.get(number="100482").account_id
        return create_order(account_id=account, amount_kopecks=2500, now=world.NOW, key=key, rail=self.name)

    def to_the_bank(self, order: Order) -> str:
        """Walk from an order to the bank's own page; the provider's number of the attempt."""
        page = send_payer(order, return_url=lambda rail: f"{self.url}/rails/{rail}/return/", now=world.NOW)
        address = urlsplit(page.url)
        if page.fields:
            shown = self.visitor.post(address.path, urlencode(page.fields), content_type=FORM).content.decode()
        else:
            shown = self.visitor.get(address.path, dict(parse_qsl(address.query))).content.decode()
        assert "25,00" in shown
        token = re.search(r'name="page" value="([^"]+)"', shown)
        assert token
        typed: Any = self.visitor.post("/rails/assist/simulator/pay/card.cfm", {"page": token[1], **CARD})
        return str(dict(parse_qsl(urlsplit(typed["Location"]).query))["bill"])

    def pushes(self) -> list[str]:
        """Have each push taken that is due; the codes of those that are refused."""
        told = []
        for push in SimulatedPush.objects.filter(due_at__lte=clock.now()).order_by("due_at"):
            SimulatedPush.objects.filter(pk=push.pk).update(due_at=None)
            headers = {name.lower(): value for name, value in push.headers.items()}
            try:
                take_push(self.rail, push.body.encode(), now=clock.now(), headers=headers)
            except PushRefused as refused:
                told.append(refused.code)
        return told


@contextmanager
def served() -> Iterator[str]:
    """Our own web on a free port; nobody but the tests delivers pushes."""
    server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=_Server, handler_class=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    delivery._running.acquire()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        delivery._running.release()
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(params=["assist", "bepaid", "webpay"])
def provider(request: pytest.FixtureRequest, committed: None) -> Iterator[Provider]:
    """Each provider in turn; an operator with an account, whose clock stands where the tests' world is."""
    world.operator()
    world.account()
    DemoClock.objects.create(ahead=world.NOW - datetime.now(UTC) + timedelta(seconds=1))
    wired = list(base._found)
    wiring.simulated.cache_clear()
    with served() as url:
        rail = cast("Rail", wiring.simulated(url, request.param))
        base.find_rails_with(lambda _: rail, lambda: [request.param])
        yield Provider(request.param, url, rail)
    base._found[:] = wired


def approved(provider: Provider) -> Order:
    """An order that was paid."""
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "approve", push="once", now=clock.now())
    assert provider.pushes() == []
    return fresh(order)


def test_a_payment_is_credited_once_however_often_it_is_told(provider: Provider) -> None:
    order = provider.order()
    bill = provider.to_the_bank(order)
    assert fresh(order).state == "waiting"
    bank.finish(bill, "approve", push="copies", now=clock.now())
    assert provider.pushes() == []
    paid = fresh(order)
    assert (paid.state, balance(order.account_id), cases()) == ("paid", 2500, [])
    assert paid.operation.partition(".")[0] == bill


@pytest.mark.parametrize(("outcome", "reason"), [("decline", "declined_by_bank"), ("no_money", "insufficient_funds")])
def test_a_refusal_is_told_with_its_reason(provider: Provider, outcome: str, reason: str) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), outcome, push="once", now=clock.now())
    provider.pushes()
    told = {"declined_by_bank"} if provider.name == "webpay" else {reason}
    assert (fresh(order).state, {fresh(order).reason}, balance(order.account_id)) == ("declined", told, 0)


def test_what_no_push_told_is_asked_for(provider: Provider) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "approve", push="lost", now=clock.now())
    assert provider.pushes() == []
    poll_orders(world.NOW + FIVE)
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_a_second_attempt_under_one_number_may_succeed(provider: Provider) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "decline", push="once", now=clock.now())
    provider.pushes()
    bank.finish(provider.to_the_bank(order), "approve", push="once", now=clock.now())
    provider.pushes()
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_an_altered_push_is_refused_and_the_true_sum_credited(provider: Provider) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "approve", push="altered", now=clock.now())
    assert provider.pushes() == ["unsigned"]
    assert balance(order.account_id) == 0
    assert ask_about(order, clock.now()).state == "paid"
    assert balance(order.account_id) == 2500


def test_another_sum_is_credited_as_confirmed_and_another_currency_set_aside(provider: Provider) -> None:
    less, dollars = provider.order(), provider.order("other")
    bank.finish(provider.to_the_bank(less), "less", push="once", now=clock.now())
    bank.finish(provider.to_the_bank(dollars), "dollars", push="once", now=clock.now())
    provider.pushes()
    assert (fresh(less).state, fresh(less).paid_kopecks) == ("paid", 2400)
    assert (fresh(dollars).state, balance(less.account_id)) == ("waiting", 2400)
    assert set(cases()) == {"other_amount", "other_currency"}


def test_a_bank_that_is_silent_leaves_an_order_unknown_and_is_heard_later(provider: Provider) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "silent", push="lost", now=clock.now())
    poll_orders(world.NOW + FIVE)
    assert (fresh(order).state, cases()) == ("unknown", ["provider_silent"])
    SimulatedGateway.objects.update(down=False)
    poll_orders(world.NOW + timedelta(hours=1))
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_money_is_given_back_in_parts_and_never_more_than_came(provider: Provider) -> None:
    order = approved(provider)
    for key, kopecks in (("a", 1000), ("b", 500), ("c", 1000)):
        refund = request_refund(fresh(order), amount_kopecks=kopecks, key=key, now=clock.now())
        assert pursue_refund(refund, clock.now()).state == RefundState.DONE
        assert request_refund(order, amount_kopecks=kopecks, key=key, now=clock.now()).id == refund.id
    assert (fresh(order).state, balance(order.account_id), cases()) == ("refunded", 0, [])
    assert sum(SimulatedRefund.objects.values_list("amount_kopecks", flat=True)) == 2500


def test_a_refund_of_which_nothing_was_heard_is_given_once(provider: Provider) -> None:
    order = approved(provider)
    refund = request_refund(order, amount_kopecks=2500, key="a", now=clock.now())
    SimulatedGateway.objects.create(channel=provider.name, down=True)
    assert pursue_refund(refund, clock.now()).state == RefundState.UNKNOWN
    SimulatedGateway.objects.all().delete()
    attempt = SimulatedAttempt.objects.get()
    wish = {"assist": "x", "bepaid": f"{order.number}.{refund.id.hex}", "webpay": "x"}[provider.name]
    bank.give_back(attempt, kopecks=2500, key=wish, now=clock.now())
    for at in (FIVE, timedelta(hours=1)):
        pursue_refund(Refund.objects.get(), clock.now() + at)
    assert (Refund.objects.get().state, fresh(order).state) == (RefundState.DONE, "refunded")
    assert (SimulatedRefund.objects.count(), balance(order.account_id)) == (1, 0)


def test_what_is_given_back_in_the_cabinet_is_taken_back_here(provider: Provider) -> None:
    order = approved(provider)
    bank.cancel(SimulatedAttempt.objects.get().bill, now=clock.now())
    provider.pushes()
    assert (fresh(order).state, balance(order.account_id)) == ("refunded", 0)


@pytest.mark.parametrize("ours_first", [True, False])
def test_a_part_that_the_bank_gives_back_beside_ours_is_a_case(provider: Provider, *, ours_first: bool) -> None:
    """Once for each; Webpay does not say which operation it is: there a refund of ours explains it."""
    order = approved(provider)

    def by_us() -> None:
        refund = request_refund(fresh(order), amount_kopecks=1000, key="a", now=clock.now())
        assert pursue_refund(refund, clock.now()).state == RefundState.DONE
        provider.pushes()

    def by_the_bank() -> None:
        bank.cancel(SimulatedAttempt.objects.get().bill, now=clock.now(), kopecks=700)
        provider.pushes()

    for act in (by_us, by_the_bank) if ours_first else (by_the_bank, by_us):
        act()
        provider.pushes()
    told = 0 if provider.name == "webpay" and ours_first else 1
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 1500)
    assert cases() == ["part_cancelled"] * told


def test_a_stranger_s_push_does_nothing(provider: Provider) -> None:
    order = provider.order()
    for body in (b"", b"{}", b"a=1", b'{"transaction":{"status":"successful"}}', b"\xff" * 70_000):
        with pytest.raises(PushRefused) as refused:
            take_push(provider.rail, body, now=clock.now(), headers={"authorization": "Basic eDp4"})
        assert refused.value.reply.status in {200, 400, 401}
    assert (fresh(order).state, balance(order.account_id)) == ("new", 0)


def test_a_push_of_an_order_with_another_provider_goes_to_suspense(provider: Provider) -> None:
    order = provider.order()
    bank.finish(provider.to_the_bank(order), "approve", push="once", now=clock.now())
    Order.objects.filter(pk=order.pk).update(rail="elsewhere")
    provider.pushes()
    assert (fresh(order).operation, balance(order.account_id)) == ("", 0)
    assert Case.objects.filter(kind="other_rail").exists()


def test_outside_the_demo_no_provider_is_simulated(provider: Provider) -> None:
    DemoClock.objects.all().delete()
    for place in ("pay/order.cfm", "pay/", "pay/x/", "ctp/api/checkouts", "api", "api/WSBApi"):
        url = f"{provider.url}/rails/{provider.name}/simulator/{place}"
        assert {httpx.get(url).status_code, httpx.post(url).status_code} <= {301, 403, 404, 405}

"""One contract for ERIP by bePaid: its rail and its simulator speak HTTP with each other, and an order ends truly."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import httpx
import pytest
from django.test import Client

from kosmos.charging.models import Payment
from kosmos.config import wiring
from kosmos.gateway.models import SimulatedAttempt, SimulatedGateway, SimulatedPush
from kosmos.gateway.simulator import bank, demands
from kosmos.gateway.simulator.keys import private_key
from kosmos.gateway.tests.test_providers import FIVE, Provider, served
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.ledger.models import LedgerCode, Posting
from kosmos.payments.errors import RailNotConfigured
from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import Order, RailHealth, RefundState
from kosmos.payments.rails import base
from kosmos.payments.rails.base import PushRefused, Rail
from kosmos.payments.rails.bepaid.signature import sign
from kosmos.payments.rails.erip.qr import read_code
from kosmos.payments.rules import ERIP_SLACK, ERIP_SOLD
from kosmos.payments.services import ask_about, take_push
from kosmos.payments.services.orders import send_payer
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.tests import world
from kosmos.payments.tests.world import NOW, balance, cases, fresh

BANK = "/rails/simulator/bepaid-erip/"
DAY = timedelta(days=1)


@pytest.fixture
def bepaid(committed: None) -> Iterator[Provider]:
    """bePaid's ERIP is served, and cards by nobody."""
    world.operator()
    world.account()
    DemoClock.objects.create(ahead=NOW - datetime.now(UTC) + timedelta(seconds=1))
    wired = list(base._found)
    wiring.simulated.cache_clear()
    with served() as url:
        httpx.get(f"{url}{BANK}", timeout=60)  # the first page loads the house, which takes longer than a payer waits
        rail = cast("Rail", wiring.simulated(url, ERIP_SOLD))
        base.find_rails_with(lambda _: rail, lambda: ["assist"], lambda: True)
        yield Provider(ERIP_SOLD, url, rail)
    base._found[:] = wired


def asked(bepaid: Provider, key: str = "form") -> Order:
    """An order whose demand is in ERIP."""
    order = bepaid.order(key)
    send_payer(order, return_url=lambda _: "", now=NOW)
    return fresh(order)


def ends(bepaid: Provider, order: Order, outcome: str, push: str = "once") -> list[str]:
    """What a tester does at the bank, by the number that the payer sees; codes of pushes that were refused."""
    typed = {"account": read_code(order.page).account, "outcome": outcome, "push": push}
    assert bepaid.visitor.post(BANK, typed).status_code == 200
    return bepaid.pushes()


def told(order: Order, status: str, **changed: Any) -> bytes:
    """A webhook by hand about an order's demand."""
    said: dict[str, Any] = {
        "uid": SimulatedAttempt.objects.latest("begun_at").bill,
        "tracking_id": order.number,
        "status": status,
    }
    said |= {"amount": 2500, "currency": "BYN", "type": "payment", "test": True, "message": ""}
    return json.dumps({"transaction": {**said, **changed}}).encode()


def pushed(bepaid: Provider, body: bytes) -> None:
    take_push(bepaid.rail, body, now=clock.now(), headers={"content-signature": sign(body, private_key(ERIP_SOLD))})


def test_a_demand_waits_for_a_day_at_a_number_of_its_own(bepaid: Provider) -> None:
    order, other = asked(bepaid), asked(bepaid, "other")
    code = read_code(order.page)
    assert (order.state, code.amount_kopecks, code.service_code) == ("waiting", 2500, "7010001")
    assert code.account != read_code(other.page).account
    assert order.expires_at - order.created_at == DAY
    assert SimulatedAttempt.objects.get(account=code.account).expires_at == order.expires_at - ERIP_SLACK
    assert [order.next_ask_at - order.created_at] == [FIVE] if order.next_ask_at else False


@pytest.mark.parametrize("push", ["once", "copies", "basic", "late"])
def test_what_is_paid_at_a_bank_is_credited_once_as_erip_s_money(bepaid: Provider, push: str) -> None:
    order = asked(bepaid)
    assert ends(bepaid, order, "approve", push) == []
    if push == "late":
        DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + timedelta(seconds=30))
        assert bepaid.pushes() == []
    assert (fresh(order).state, balance(order.account_id), cases()) == ("paid", 2500, [])
    payment = Payment.objects.get(account_id=order.account_id)
    assert (payment.provider, payment.reference) == (ERIP_SOLD, SimulatedAttempt.objects.get().bill)
    assert Posting.objects.get(account_id=order.account_id).code == LedgerCode.ERIP_CLEARING


@pytest.mark.parametrize(
    ("outcome", "state", "reason"),
    [
        ("decline", "declined", "declined_by_bank"),
        ("expire", "expired", "bank_silent"),
        ("delete", "expired", "deleted"),
        ("permanent", "waiting", ""),
    ],
)
@pytest.mark.parametrize("push", ["once", "lost"])
def test_each_other_end_is_told_by_push_or_heard_by_asking(
    bepaid: Provider, outcome: str, state: str, reason: str, push: str
) -> None:
    order = asked(bepaid)
    assert ends(bepaid, order, outcome, push) == []
    if push == "lost":
        poll_orders(NOW + FIVE)
    assert (fresh(order).state, fresh(order).reason, balance(order.account_id)) == (state, reason, 0)
    assert cases() == []


def test_what_no_push_told_is_asked_for_by_the_page_or_the_schedule(bepaid: Provider) -> None:
    order, other = asked(bepaid), asked(bepaid, "other")
    ends(bepaid, order, "approve", "lost")
    assert ask_about(fresh(order), clock.now()).state == "paid"
    for at, due in ((FIVE, timedelta(hours=1)), (timedelta(hours=1), DAY)):
        poll_orders(NOW + at)
        assert fresh(other).next_ask_at == NOW + due
    ends(bepaid, other, "approve", "lost")
    poll_orders(NOW + DAY)
    assert (fresh(other).state, balance(order.account_id)) == ("paid", 5000)


def test_a_demand_that_nobody_pays_is_over_after_a_day_without_a_case(bepaid: Provider) -> None:
    order = asked(bepaid)
    DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + DAY)
    for at in (FIVE, timedelta(hours=1), DAY):
        poll_orders(NOW + at)
    assert (fresh(order).state, balance(order.account_id), cases()) == ("expired", 0, [])


def test_money_that_comes_when_all_is_over_is_credited_and_said(bepaid: Provider) -> None:
    order = asked(bepaid)
    ends(bepaid, order, "approve", "lost")
    Order.objects.update(state="expired", expires_at=clock.now())
    pushed(bepaid, told(order, "successful"))
    assert (fresh(order).state, fresh(order).reason, balance(order.account_id)) == ("paid", "late", 2500)
    assert cases() == ["paid_late"]


def test_an_altered_push_is_refused_and_the_true_sum_credited(bepaid: Provider) -> None:
    order = asked(bepaid)
    assert ends(bepaid, order, "less", "altered") == ["unsigned"]
    assert balance(order.account_id) == 0
    assert ask_about(fresh(order), clock.now()).state == "paid"
    assert (balance(order.account_id), cases()) == (2400, ["other_amount"])


@pytest.mark.parametrize("status", ["pending", "permanent", "failed", "expired", "deleted"])
def test_after_the_money_came_no_other_word_takes_it(bepaid: Provider, status: str) -> None:
    order = asked(bepaid)
    ends(bepaid, order, "approve")
    pushed(bepaid, told(order, status))
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)
    assert cases() == (["declined_after_approved"] if status == "failed" else [])


def test_a_push_that_bepaid_itself_does_not_confirm_moves_nothing(bepaid: Provider) -> None:
    order = asked(bepaid)
    for body in (told(order, "successful"), told(order, "successful", amount=9900)):
        pushed(bepaid, body)
    assert (fresh(order).state, balance(order.account_id), cases()) == ("waiting", 0, ["push_not_confirmed"])
    ends(bepaid, order, "decline", "lost")
    pushed(bepaid, told(order, "successful"))
    assert (fresh(order).state, balance(order.account_id)) == ("declined", 0)
    assert set(cases()) == {"push_not_confirmed", "push_contradicted"}


def test_a_demand_made_anew_ends_the_one_before_and_not_the_order(bepaid: Provider) -> None:
    order = asked(bepaid)
    Order.objects.update(page="")
    DemoClock.objects.update(ahead=DemoClock.objects.get().ahead + timedelta(seconds=1))
    send_payer(fresh(order), return_url=lambda _: "", now=NOW)
    assert sorted(SimulatedAttempt.objects.values_list("state", flat=True)) == ["In Process", "Timeout"]
    assert (SimulatedPush.objects.count(), bepaid.pushes()) == (1, [])
    assert (fresh(order).state, fresh(order).page) == ("waiting", order.page)
    ends(bepaid, fresh(order), "approve")
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_a_silent_bepaid_leaves_an_order_unknown_and_is_heard_later(bepaid: Provider) -> None:
    order = asked(bepaid)
    ends(bepaid, order, "silent")
    poll_orders(NOW + FIVE)
    assert (fresh(order).state, cases()) == ("unknown", ["provider_silent"])
    SimulatedGateway.objects.update(down=False)
    poll_orders(NOW + timedelta(hours=1))
    assert (fresh(order).state, balance(order.account_id)) == ("paid", 2500)


def test_a_bepaid_that_is_away_sends_nobody_to_a_card_and_is_left_in_peace(bepaid: Provider) -> None:
    SimulatedGateway.objects.create(channel=ERIP_SOLD, down=True)
    for key in ("a", "b", "c", "d"):
        order = bepaid.order(key)
        with pytest.raises(RailNotConfigured):
            send_payer(order, return_url=lambda _: "", now=NOW)
        assert (fresh(order).state, fresh(order).rail, fresh(order).page) == ("new", ERIP_SOLD, "")
    assert RailHealth.objects.get().silences == 3
    SimulatedGateway.objects.update(down=False)
    assert send_payer(order, return_url=lambda _: "", now=NOW + timedelta(minutes=1)).made


def test_a_refund_is_a_case_for_people_for_erip_gives_nothing_back(bepaid: Provider) -> None:
    order = asked(bepaid)
    ends(bepaid, order, "approve")
    refund = request_refund(fresh(order), amount_kopecks=1000, key="a", now=clock.now())
    pursued = pursue_refund(refund, clock.now())
    assert (pursued.state, pursued.reason) == (RefundState.REFUSED, "provider_cannot")
    assert (balance(order.account_id), cases()) == (2500, ["refund_refused"])


def test_a_stranger_is_refused_at_either_door(bepaid: Provider) -> None:
    order = asked(bepaid)
    for body in (b"", b"{}", b'{"transaction":{"status":"successful"}}', b"\xff" * 70_000):
        with pytest.raises(PushRefused) as refused:
            take_push(bepaid.rail, body, now=clock.now(), headers={"authorization": "Basic eDp4"})
        assert refused.value.reply.status == 401
    there = f"{bepaid.url}/rails/bepaid_erip/simulator/beyag/payments"
    assert httpx.post(there, content=b"{}").status_code == 401
    assert httpx.get(f"{there}/?order_id=1").status_code == 401
    assert (fresh(order).state, balance(order.account_id)) == ("waiting", 0)
    DemoClock.objects.all().delete()
    assert {httpx.post(there).status_code, httpx.get(f"{there}/").status_code, Client().get(BANK).status_code} == {404}


def test_the_bank_knows_its_demands_by_what_a_payer_types(bepaid: Provider) -> None:
    order, said = asked(bepaid), Client().get
    account = read_code(order.page).account
    assert "К оплате 25,00 BYN" in said(BANK, {"account": f" {account[:4]} {account[4:]}"}).content.decode()
    assert "Такого номера в ЕРИП нет" in said(BANK, {"account": "100482"}).content.decode()
    ends(bepaid, order, "approve")
    assert "платить больше нечего" in said(BANK, {"account": account}).content.decode()
    assert set(demands.OUTCOMES) <= set(bank.OUTCOMES)
    assert set(demands.PUSHES) == set(bank.PUSHES)

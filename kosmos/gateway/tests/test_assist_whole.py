"""What Assist can do beside a plain payment, by its rail against its simulator: held money, leave, days, bills."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import cast
from urllib.parse import urlsplit

import pytest
from django.db.models import F

from kosmos.config import wiring
from kosmos.gateway.models import SimulatedAttempt, SimulatedPush
from kosmos.gateway.simulator import bank
from kosmos.gateway.tests.test_providers import Provider, served
from kosmos.kernel import clock
from kosmos.kernel.models import DemoClock
from kosmos.payments.errors import LeaveDoesNotCover
from kosmos.payments.jobs import poll_orders
from kosmos.payments.models import ComparedDay, Order, OrderState
from kosmos.payments.rails import base
from kosmos.payments.rails.assist.rail import AssistRail
from kosmos.payments.rails.base import Leave, Wish
from kosmos.payments.services import ask_about
from kosmos.payments.services.comparing import compare_days
from kosmos.payments.services.leaves import ask_leave, charge_again, end_leave
from kosmos.payments.tests import world
from kosmos.payments.tests.world import balance, cases, fresh

ALLOWED = Leave(100, 3000, 28, world.DAY + timedelta(days=365))
MONTH = timedelta(days=30)


@pytest.fixture
def assist(committed: None) -> Iterator[Provider]:
    """Assist's simulator, served; its rail can be replaced."""
    world.operator()
    world.account()
    DemoClock.objects.create(ahead=world.NOW - datetime.now(UTC) + timedelta(seconds=1))
    wired = list(base._found)
    wiring.simulated.cache_clear()
    with served() as url:
        provider = Provider("assist", url, wiring.simulated(url, "assist"))
        base.find_rails_with(lambda _: provider.rail, lambda: ["assist"])
        yield provider
    base._found[:] = wired


def held(assist: Provider, *, charges: bool = True) -> Order:
    """An order whose money is held."""
    assist.rail = replace(cast("AssistRail", assist.rail), two_stages=True, charges=charges)
    order = assist.order()
    bank.finish(assist.to_the_bank(order), "approve", push="once", now=clock.now())
    assert SimulatedAttempt.objects.get().state == "Delayed"
    assert assist.pushes() == []
    return order


def test_held_money_is_taken(assist: Provider) -> None:
    order = held(assist)
    assert (fresh(order).state, balance(order.account_id)) == ("waiting", 0)
    assert poll_orders(clock.now() + timedelta(minutes=1)) == 1
    assert (fresh(order).state, balance(order.account_id), cases()) == ("paid", 2500, [])
    assert SimulatedAttempt.objects.get().state == "Approved"


def test_held_money_is_given_up_if_the_operator_wants_that(assist: Provider) -> None:
    order = held(assist, charges=False)
    assert ask_about(fresh(order), clock.now()).state == "cancelled"
    assert (balance(order.account_id), SimulatedAttempt.objects.get().state) == (0, "Canceled")


def test_a_second_attempt_s_held_money_is_given_up(assist: Provider) -> None:
    order = held(assist)
    SimulatedAttempt.objects.update(state="Approved")
    other = SimulatedAttempt.objects.get()
    other.bill, other.state = "5700100000000001", "Delayed"
    other.save(force_insert=True)
    ask_about(fresh(order), clock.now())
    assert balance(order.account_id) == 2500
    assert SimulatedAttempt.objects.get(bill=other.bill).state == "Canceled"


def test_a_later_payment_is_taken_by_a_leave_once_for_each_key(assist: Provider) -> None:
    order = assist.order()
    leave = ask_leave(order, ALLOWED, now=world.NOW)
    with pytest.raises(LeaveDoesNotCover):
        charge_again(leave, amount_kopecks=2500, key="early", now=clock.now() + MONTH)
    bank.finish(assist.to_the_bank(order), "approve", push="once", now=clock.now())
    assist.pushes()
    for amount, later in ((3001, MONTH), (99, MONTH), (2500, timedelta(days=27)), (2500, timedelta(days=400))):
        with pytest.raises(LeaveDoesNotCover):
            charge_again(leave, amount_kopecks=amount, key="wrong", now=clock.now() + later)
    for _ in range(2):
        paid = charge_again(leave, amount_kopecks=2000, key="month", now=clock.now() + MONTH)
        assert paid.state == OrderState.PAID
    assert balance(order.account_id) == 4500
    end_leave(leave, now=clock.now())
    with pytest.raises(LeaveDoesNotCover):
        charge_again(leave, amount_kopecks=2000, key="after", now=clock.now() + 3 * MONTH)


def test_a_later_payment_of_which_nothing_is_heard_is_not_asked_for_twice(assist: Provider) -> None:
    order = assist.order()
    leave = ask_leave(order, ALLOWED, now=world.NOW)
    bank.finish(assist.to_the_bank(order), "approve", push="once", now=clock.now())
    assist.pushes()
    good, assist.rail = assist.rail, replace(cast("AssistRail", assist.rail), url=world.NOWHERE)
    for _ in range(2):
        told = charge_again(leave, amount_kopecks=2000, key="month", now=clock.now() + MONTH)
        assert told.state == OrderState.UNKNOWN
    assist.rail = good
    assert SimulatedAttempt.objects.count() == 1


def test_a_day_is_held_against_ours(assist: Provider) -> None:
    same, lost, unknown = (assist.order(key) for key in ("same", "lost", "unknown"))
    for order, push in ((same, "once"), (lost, "lost"), (unknown, "lost")):
        bank.finish(assist.to_the_bank(order), "approve", push=push, now=clock.now())
    assist.pushes()
    SimulatedAttempt.objects.filter(order_number=unknown.number).update(order_number="NOBODYS-X")
    next_day = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    assert compare_days(world.NOW) == 1
    assert cases() == []
    assert compare_days(next_day) == 1
    assert compare_days(next_day) == 0
    assert (cases(), ComparedDay.objects.order_by("day").last().differences) == (  # type: ignore[union-attr]
        ["only_theirs", "paid_only_there"],
        2,
    )
    poll_orders(next_day)
    assert fresh(lost).state == "paid"


def test_a_bill_is_made_once_and_shown_while_it_can_be_paid(assist: Provider) -> None:
    until = clock.now() + timedelta(days=3)
    wish, rail = Wish("100482-C", 2590, "BYN", "", expires_at=until), cast("AssistRail", assist.rail)
    made = rail.make_bill(wish, comment="Выезд мастера <b>")
    assert made.url.startswith(f"{rail.url}/bill/paybill.cfm?ID=")
    assert rail.make_bill(wish, comment="Выезд мастера").url == "", "there is one already"
    address = urlsplit(made.url)
    shown = assist.visitor.get(f"{address.path}?{address.query}").content.decode()
    for words in ("100482-C", "25,90", "Выезд мастера &lt;b&gt;", 'name="cardnumber"'):
        assert words in shown
    DemoClock.objects.update(ahead=F("ahead") + timedelta(days=3))
    over = assist.visitor.get(f"{address.path}?{address.query}")
    assert (over.status_code, "Срок счёта вышел" in over.content.decode()) == (410, True)
    assert assist.visitor.get(f"{address.path}?ID=nothing").status_code == 404


def test_a_plain_answer_is_what_assist_may_want(assist: Provider) -> None:
    assist.rail = replace(cast("AssistRail", assist.rail), plain_answers=True)
    order = assist.order()
    bank.finish(assist.to_the_bank(order), "approve", push="once", now=clock.now())
    push = SimulatedPush.objects.get()
    reply = assist.rail.read_push(push.body.encode(), {}).reply
    assert (reply.status, reply.body, reply.content_type.partition(";")[0]) == (200, "OK", "text/plain")
    with pytest.raises(base.PushRefused) as refused:
        assist.rail.read_push(b"", {})
    assert (refused.value.reply.status, refused.value.reply.body) == (400, "refused")

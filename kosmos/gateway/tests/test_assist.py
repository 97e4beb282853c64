"""Assist's door: the push's answers by HTTP, and the way back, which proves nothing."""

from collections.abc import Iterator

import pytest
from django.db import connections
from django.test import Client

from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.tests import world

PUSH = "/rails/assist/push/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def wired() -> Iterator[None]:
    """The tests' merchant, whose provider is silent."""
    before = list(base._found)
    base.find_rails_with(lambda _: world.rail())
    yield
    base._found[:] = before


@pytest.fixture
def order(db: None, wired: None) -> Order:
    world.operator()
    return world.order_of(world.account())


def test_a_good_push_is_answered_in_xml(order: Order, client: Client) -> None:
    for _ in range(2):
        answer = client.post(PUSH, world.push(order.number), content_type=FORM)
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith("text/xml")
        assert f"<billnumber>{world.BILL}.1</billnumber>" in answer.content.decode()
        assert "<packetdate>23.11.2026 10:00:15</packetdate>" in answer.content.decode()
    assert world.balance(order.account_id) == 2500


def test_a_forged_push_is_answered_with_a_code(order: Order, client: Client) -> None:
    answer = client.post(PUSH, world.push(order.number) + b"0", content_type=FORM)
    assert (answer.status_code, 'firstcode="9"' in answer.content.decode()) == (200, True)
    assert client.get(PUSH).status_code == 405


def test_our_own_fault_is_5xx_without_xml(committed: None, wired: None, client: Client) -> None:
    world.operator()
    order = world.order_of(world.account())
    with connections["owner"].cursor() as cursor:
        cursor.execute("ALTER TABLE charging_payment RENAME TO away")
    try:
        answer = client.post(PUSH, world.push(order.number), content_type=FORM)
    finally:
        with connections["owner"].cursor() as cursor:
            cursor.execute("ALTER TABLE away RENAME TO charging_payment")
    assert (answer.status_code, b"<" in answer.content) == (503, False)
    assert client.post(PUSH, world.push(order.number), content_type=FORM).status_code == 200
    assert world.balance(order.account_id) == 2500


def test_coming_back_proves_nothing(order: Order, client: Client) -> None:
    back = client.get("/rails/assist/return/", {"ordernumber": order.number, "billnumber": world.BILL})
    assert (back.status_code, back["Location"]) == (302, f"/pay/{order.token}/")
    assert Order.objects.get(pk=order.pk).state == "new"
    assert client.get("/rails/assist/return/", {"ordernumber": "x"})["Location"] == "/"

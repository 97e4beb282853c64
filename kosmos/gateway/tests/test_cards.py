"""Assist's door: the push's answers by HTTP, and the way back, which proves nothing."""

from collections.abc import Iterator

import pytest
from django.test import Client

from kosmos.payments.models import Order
from kosmos.payments.rails import base
from kosmos.payments.rails.base import PushRefused
from kosmos.payments.services import take_push
from kosmos.payments.tests import world


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


def test_a_good_push_is_answered_in_xml(order: Order) -> None:
    for _ in range(2):
        reply = take_push(world.rail(), world.push(order.number), now=world.NOW)
        assert (reply.status, reply.content_type) == (200, "text/xml; charset=utf-8")
        assert f"<billnumber>{world.BILL}.1</billnumber>" in reply.body
        assert "<packetdate>23.11.2026 10:00:15</packetdate>" in reply.body
    assert world.balance(order.account_id) == 2500


def test_a_forged_push_is_answered_with_a_code(order: Order) -> None:
    with pytest.raises(PushRefused) as refused:
        take_push(world.rail(), world.push(order.number) + b"0", now=world.NOW)
    assert (refused.value.reply.status, 'firstcode="9"' in refused.value.reply.body) == (200, True)


def test_without_its_gateway_the_web_says_later(client: Client) -> None:
    answer = client.post("/rails/assist/push/", b"x", content_type="text/plain")
    assert (answer.status_code, answer.content) == (503, b"")
    assert client.delete("/rails/assist/push/").status_code == 405
    assert client.post("/rails/erip/", b"x" * 300_000, content_type="text/plain").status_code == 413


def test_coming_back_proves_nothing(order: Order, client: Client) -> None:
    back = client.get("/rails/assist/return/", {"ordernumber": order.number, "billnumber": world.BILL})
    assert (back.status_code, back["Location"]) == (302, f"/pay/{order.token}/")
    assert Order.objects.get(pk=order.pk).state == "new"
    assert client.get("/rails/assist/return/", {"ordernumber": "x"})["Location"] == "/"

"""Streams of an order's state: told when it changes, closed when it is final, and nothing for who knows no token."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from kosmos.payments.models import Order
from kosmos.payments.services import create_order
from tests.gateway.served import Served, an_operator, served


@pytest.fixture
def order(committed: None) -> Order:
    return create_order(account_id=an_operator(), amount_kopecks=2500, now=datetime.now(UTC), key="form")


@pytest.fixture
def gateway(order: Order) -> Iterator[Served]:
    with served() as found:
        yield found


def test_a_stream_tells_of_each_state_and_ends_with_the_last(gateway: Served, order: Order) -> None:
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as stream:
        stream.sendall(f"GET /live/orders/{order.token} HTTP/1.1\r\nHost: g\r\nConnection: close\r\n\r\n".encode())
        told = b""
        while b"data: new\n" not in told:
            told += stream.recv(4096)
        for state in ("waiting", "cancelled"):
            Order.objects.update(state=state)
            while f"data: {state}\n".encode() not in told:
                told += stream.recv(4096)
        while part := stream.recv(4096):
            told += part
    assert b" 200 " in told.partition(b"\r\n")[0]
    assert b"text/event-stream" in told


def test_who_knows_no_token_hears_nothing(gateway: Served, order: Order) -> None:
    assert gateway.status(f"GET /live/orders/{order.token[:-1]}x") == 404
    assert gateway.status("GET /live/orders/x%00y") == 404
    assert gateway.status(f"POST /live/orders/{order.token}", "Content-Length: 0") == 404
    assert gateway.status("GET /metrics", "X-Forwarded-For: 203.0.113.9") == 404
    assert "kosmos_gateway_seconds" in gateway.ask("GET /metrics")[1]

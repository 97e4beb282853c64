"""The gateway under hostile bytes: only allowed answers, honest agents served, no memory gone, slow senders cut."""

import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tests.gateway.hostile import PATHS, SETTINGS, attack
from tests.gateway.served import Served, an_operator, served

pytestmark = pytest.mark.usefixtures("committed")


@pytest.fixture
def gateway(committed: None) -> Iterator[Served]:
    an_operator()
    with served(**SETTINGS) as found:
        yield found


def test_hostile_bytes_get_allowed_answers_and_take_no_memory(gateway: Served) -> None:
    assert attack(gateway, seconds=3, seed=1) > 20
    before = gateway.memory_mb()
    assert attack(gateway, seconds=6, seed=2) > 20
    assert gateway.memory_mb() - before < 24


def _drips(gateway: Served, head: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", gateway.port), timeout=30)
    connection.sendall(head)
    return connection


def test_slow_senders_are_cut_and_hold_nobody_up(gateway: Served) -> None:
    """A hundred that never end their head, a hundred that never end their body."""
    begun = time.monotonic()
    heads = (
        b"GET / HTTP/1.1\r\nHost:",
        f"POST {PATHS[0]} HTTP/1.1\r\nHost: g\r\nContent-Length: 9\r\n\r\ncomm".encode(),
    )
    with ExitStack() as stack:
        slow = [stack.enter_context(_drips(gateway, head)) for head in heads for _ in range(100)]
        assert gateway.status("GET /healthz") == 200
        ends = [connection.recv(65_536)[:12] for connection in slow]
    assert set(ends) <= {b"", b"HTTP/1.1 408"}
    assert time.monotonic() - begun < 25
    assert gateway.status("GET /healthz") == 200

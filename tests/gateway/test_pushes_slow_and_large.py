"""What Webpay and bePaid push, sent byte by byte, too slowly, too large or cut off: what becomes of it.

They are answered 408 or 413 or closed in time, nothing of them is posted, kept or noted as a fault, and the same words
said as they should be are taken once after all that.
"""

import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from kosmos.ledger.models import Account
from kosmos.payments.models import Order, RawMessage
from kosmos.payments.rails.bepaid.signature import sign
from kosmos.payments.rails.webpay.codec import write_notification
from kosmos.payments.rails.webpay.messages import Notification, PaymentType
from kosmos.payments.services import create_order
from tests.gateway.cards import KEY, SETTINGS
from tests.gateway.served import Served, an_operator, served

RAILS = ("webpay", "bepaid")
WITHIN_S = 25.0
"""Ten seconds are a request's, the rest is a busy machine's."""


@pytest.fixture
def gateway(committed: None) -> Iterator[Served]:
    an_operator()
    with served(**SETTINGS) as found:
        yield found


@pytest.fixture
def said(gateway: Served) -> dict[str, tuple[bytes, bytes]]:
    """By provider, head and body of what pays an order of 25.00, but for the length in the head."""
    account = Account.objects.get().id
    return {rail: _said(rail, account) for rail in RAILS}


def _said(rail: str, account: int) -> tuple[bytes, bytes]:
    order = create_order(account_id=account, amount_kopecks=2500, now=datetime.now(UTC), key=rail, rail=rail)
    if rail == "webpay":
        told = Notification("95", "7", order.number, 2500, "BYN", PaymentType.COMPLETED, "cc", "1800000000", "12")
        return _head(rail, "Content-Type: application/x-www-form-urlencoded"), write_notification(told, "secret")
    paid = {"uid": "3f", "status": "successful", "amount": 2500, "currency": "BYN", "type": "payment", "test": False}
    body = json.dumps({"transaction": {**paid, "tracking_id": order.number, "message": ""}}).encode()
    return _head(rail, "Content-Type: application/json", f"Content-Signature: {sign(body, KEY)}"), body


def _head(rail: str, *headers: str) -> bytes:
    return "\r\n".join((f"POST /rails/{rail}/push/ HTTP/1.1", "Host: g", "Connection: close", *headers, "")).encode()


def _whole(head: bytes, body: bytes, *, length: int | None = None) -> bytes:
    return head + b"Content-Length: %d\r\n\r\n" % (len(body) if length is None else length) + body


def _chunked(head: bytes, body: bytes) -> bytes:
    return head + b"Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body) + body + b"\r\n0\r\n\r\n"


def _by_bytes(gateway: Served, words: bytes, *, pause: float, at_once: int = 0) -> tuple[bytes, float]:
    """The answer to what is sent a byte after each pause, but for the beginning; and how long it took."""
    begun, answer = time.monotonic(), b""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
        connection.sendall(words[:at_once])
        with suppress(OSError):
            for place in range(at_once, len(words)):
                connection.sendall(words[place : place + 1])
                connection.settimeout(pause)
                with suppress(TimeoutError):
                    answer += connection.recv(65_536)
                    break
            connection.settimeout(30)
            while more := connection.recv(65_536):
                answer += more
    return answer, time.monotonic() - begun


def _nothing_came_of_it(gateway: Served) -> None:
    assert gateway.status("GET /healthz") == 200
    assert not RawMessage.objects.exists()
    assert set(Order.objects.values_list("state", flat=True)) == {"new"}
    assert Account.objects.get().balance_kopecks == 0
    assert not gateway.faults()


def _said_well_each_is_taken_once(gateway: Served, said: dict[str, tuple[bytes, bytes]]) -> None:
    for head, body in said.values():
        answers = [gateway.say(_whole(head, body)) for _ in range(2)]
        assert [one.split()[1] for one in answers] == [b"200", b"200"]
    assert set(Order.objects.values_list("state", flat=True)) == {"paid"}
    assert Account.objects.get().balance_kopecks == 5000


def test_who_sends_too_slowly_is_closed_in_time(gateway: Served, said: dict[str, tuple[bytes, bytes]]) -> None:
    """From the first byte, in the head and from the body's first, a hundred and fifty beside an honest request."""
    words = [_whole(*one) for one in said.values()]
    slow = [(one, at) for one in words for at in (0, 40, one.index(b"\r\n\r\n") + 4) for _ in range(25)]
    with ThreadPoolExecutor(len(slow)) as crowd:
        going = [crowd.submit(_by_bytes, gateway, one, pause=0.4, at_once=at) for one, at in slow]
        assert gateway.status("GET /healthz") == 200
        ends = [one.result() for one in going]
    assert {answer[:12] for answer, _ in ends} <= {b"", b"HTTP/1.1 408"}
    assert max(seconds for _, seconds in ends) < WITHIN_S
    _nothing_came_of_it(gateway)
    _said_well_each_is_taken_once(gateway, said)


def test_who_sends_byte_by_byte_or_in_chunks_is_heard(gateway: Served, said: dict[str, tuple[bytes, bytes]]) -> None:
    for head, body in said.values():
        answer, _ = _by_bytes(gateway, _whole(head, body), pause=0.001)
        assert answer.startswith(b"HTTP/1.1 200"), answer
        assert gateway.say(_chunked(head, body)).startswith(b"HTTP/1.1 200")
    _said_well_each_is_taken_once(gateway, said)


def test_what_is_too_large_is_refused(gateway: Served, said: dict[str, tuple[bytes, bytes]]) -> None:
    for head, body in said.values():
        long, big_head = body + b" " * 70_000, head + b"X-A: " + b"a" * 300_000 + b"\r\n"
        told = [
            _by_bytes(gateway, words, pause=0.1, at_once=len(words))[0][9:12]
            for words in (_whole(head, long), _whole(head, body, length=10**12), _chunked(head, long), big_head)
        ]
        assert told[1] == b"413"
        assert set(told) <= {b"413", b"431", b""}, told
    _nothing_came_of_it(gateway)
    _said_well_each_is_taken_once(gateway, said)


def test_what_is_cut_off_anywhere_does_nothing(gateway: Served, said: dict[str, tuple[bytes, bytes]]) -> None:
    """By closing altogether, or by saying no more: even all that is signed is no message without its end."""
    for head, body in said.values():
        whole, chunked = _whole(head, body), _chunked(head, body)
        cuts = [whole[:at] for at in (1, 30, len(head) + 10, len(whole) - len(body), len(whole) - 9, len(whole) - 1)]
        cuts += [_whole(head, body, length=len(body) + 1), chunked[:-5], chunked[:-9]]
        for words in cuts:
            with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
                connection.sendall(words)
            with socket.create_connection(("127.0.0.1", gateway.port), timeout=30) as connection:
                connection.sendall(words)
                connection.shutdown(socket.SHUT_WR)
                assert connection.recv(65_536)[9:12] in {b"", b"400"}
    _nothing_came_of_it(gateway)
    _said_well_each_is_taken_once(gateway, said)

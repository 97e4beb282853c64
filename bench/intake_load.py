"""The load of `kosmos bench intake`: some connections that stay open, each sending one payment after the other.

Most speak OSMP, some ERIP, and a few are Assist's, which pushes. Half of the payments are sent once more at once. Every
answer's body is read: it is good if it accepts the payment, and the repeat's is the first one's. Run as a process of
its own; it prints what it counted as JSON. It shares the processors with what it measures, so it is sockets and epoll
alone.
"""

import hashlib
import json
import re
import socket
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from select import EPOLLIN, epoll

from bench import intake_assist

PATH = "/rails/osmp/bench"
ACCEPTED = b"<result>0</result>"
SALT = b"bench"
MOST_ASSIST = 4
"""So many connections Assist has at most: the gateway asks it about so many orders at once."""
TRX_ID = re.compile(rb"<ServiceProvider_TrxId>([^<]+)<")
MOST_BYTES = 65_536
_END, _LENGTH, _GOOD = b"\r\n\r\n", b"content-length:", b"HTTP/1.1 200 "


@dataclass
class Counted:
    """What came of the load; latencies in seconds, of each answer."""

    acked: int = 0
    errors: int = 0
    latencies: list[float] = field(default_factory=list)


class _Agent:
    """One connection, and the payment that is under way on it: its requests, each sent once the last was answered."""

    def __init__(self, port: int, name: int, accounts: range) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._chance, self._accounts, self._txn = Random(name), accounts, name * 10**9
        self._steps: Iterator[bytes] = iter(())
        self._heard, self._answer, self._good, self._begun = b"", b"", True, 0.0

    def pay(self) -> None:
        """Send the next payment's first request."""
        self._txn += 1
        self._good = True
        account = self._accounts[int(self._chance.random() * len(self._accounts))]
        self._steps = self._payment(self._txn, account)
        self._send(next(self._steps))

    def _payment(self, txn: int, account: int) -> Iterator[bytes]:
        query = f"command=pay&txn_id={txn}&txn_date=20261123130000&account={account}&sum=10.00"
        yield from self._twice(f"GET {PATH}?{query} HTTP/1.1\r\nHost: gateway\r\n\r\n".encode())
        self._good &= ACCEPTED in self._answer and b"<osmp_txn_id>%d</osmp_txn_id>" % txn in self._answer

    def _twice(self, request: bytes) -> Iterator[bytes]:
        """A request, and in every second payment the same once more, which is to be answered as it was first."""
        yield request
        if self._txn % 2:
            first = self._answer
            yield request
            self._good &= self._answer == first

    def _send(self, request: bytes) -> None:
        self._begun = time.perf_counter()
        self.socket.send(request)

    def hear(self, counted: Counted) -> bool:
        """Read what came; whether the payment is done with."""
        came = self.socket.recv(MOST_BYTES)
        if not came:
            raise ConnectionError
        self._heard += came
        answer = _body(self._heard)
        if answer is None:
            return False
        counted.latencies.append(time.perf_counter() - self._begun)
        self._heard, self._answer = b"", answer
        following = next(self._steps, None)
        if following is not None:
            self._send(following)
            return False
        counted.acked += self._good
        counted.errors += not self._good
        return True


class _Erip(_Agent):
    """ERIP pays: a TransactionStart, then a TransactionResult; the latter is what is sent twice."""

    def _payment(self, txn: int, account: int) -> Iterator[bytes]:
        yield _asked("TransactionStart", txn, account, f"<Amount>10.00</Amount><TransactionId>{txn}</TransactionId>")
        found = TRX_ID.search(self._answer)
        number = found[1].decode() if found else ""
        named = f"<TransactionId>{txn}</TransactionId><ServiceProvider_TrxId>{number}</ServiceProvider_TrxId>"
        yield from self._twice(_asked("TransactionResult", txn, account, named))
        self._good &= found is not None and b"<TransactionResult>" in self._answer


class _Assist(_Agent):
    """Assist pushes that orders were paid, each once or twice; when there are no more, the connection is an agent's."""

    def __init__(self, port: int, name: int, accounts: range, *, orders: Iterator[str]) -> None:
        super().__init__(port, name, accounts)
        self._orders = orders

    def _payment(self, txn: int, account: int) -> Iterator[bytes]:
        number = next(self._orders, None)
        if number is None:
            yield from super()._payment(txn, account)
            return
        body = intake_assist.write_push(number)
        kind = "Content-Type: application/x-www-form-urlencoded"
        head = f"POST {intake_assist.PATH} HTTP/1.1\r\nHost: gateway\r\n{kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        yield from self._twice(head.encode() + body)
        self._good &= intake_assist.acknowledgement(number) in self._answer


def _asked(kind: str, txn: int, account: int, block: str) -> bytes:
    body = (
        f'<?xml version="1.0" encoding="windows-1251"?><ServiceProvider_Request><Version>1</Version>'
        f"<RequestType>{kind}</RequestType><DateTime>20261123130000</DateTime><Terminal>1</Terminal>"
        f"<ServiceNo>1</ServiceNo><PersonalAccount>{account}</PersonalAccount><Currency>933</Currency>"
        f"<RequestId>{txn % 10**9}{len(kind)}</RequestId><{kind}>{block}</{kind}></ServiceProvider_Request>"
    ).encode()
    signed = hashlib.md5(SALT + body, usedforsecurity=False).hexdigest()
    head = f"POST /rails/erip HTTP/1.1\r\nHost: gateway\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n"
    return f"{head}ServiceProvider-Signature: SALT+MD5: {signed}\r\n\r\n".encode() + body


def _body(heard: bytes) -> bytes | None:
    """An answer's body once it is there in full; empty if its status is not 200."""
    head = heard.find(_END)
    if head < 0:
        return None
    at = heard.lower().find(_LENGTH, 0, head) + len(_LENGTH)
    begin = head + len(_END)
    if len(heard) < begin + int(heard[at : heard.index(b"\r\n", at)]):
        return None
    return heard[begin:] if heard.startswith(_GOOD) else b""


def load(port: int, connections: int, accounts: int, seconds: float, turn: int, *, erip: int, assist: int) -> Counted:
    """Pay over so many connections for a time; payments under way then are waited for.

    Of a hundred ``erip`` are ERIP's, ``assist`` Assist's. ERIP holds an account while it pays, so that each of its
    connections has accounts of its own.
    """
    pushing = partial(_Assist, orders=intake_assist.orders_of(turn, accounts))
    kinds: list[Callable[[int, int, range], _Agent]] = [pushing] * min(MOST_ASSIST, connections * assist // 100)
    kinds += [_Erip] * (connections * erip // 100) + [_Agent] * connections
    counted, until = Counted(), time.perf_counter() + seconds
    agents: dict[int, _Agent] = {}
    with epoll() as poll:
        for place, kind in enumerate(kinds[:connections], 1):
            step = connections if kind is _Erip else 1
            try:
                agent = kind(port, turn * 1_000 + place, range(1_000_000 + place % step, 1_000_000 + accounts, step))
            except OSError:
                counted.errors += 1
                continue
            agents[agent.socket.fileno()] = agent
            poll.register(agent.socket, EPOLLIN)
            agent.pay()
        while agents:
            for number, _ in poll.poll():
                agent = agents[number]
                try:
                    if not agent.hear(counted):
                        continue
                    if time.perf_counter() < until:
                        agent.pay()
                        continue
                except (OSError, ValueError):
                    counted.errors += 1
                poll.unregister(number)
                agents.pop(number).socket.close()
    return counted


def main() -> None:
    """Load, and print what was counted."""
    port, connections, accounts, seconds, turn, erip, assist = (int(word) for word in sys.argv[1:8])
    begun = time.perf_counter()
    counted = load(port, connections, accounts, seconds, turn, erip=erip, assist=assist)
    took = time.perf_counter() - begun
    latencies = sorted(counted.latencies)
    middle, high = (latencies[int(len(latencies) * part)] * 1000 if latencies else 0.0 for part in (0.5, 0.99))
    told = {"acked": counted.acked, "errors": counted.errors, "p50_ms": middle, "p99_ms": high, "took_s": took}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()

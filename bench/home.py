"""The cabinet's first page, served as in production, against an empty view behind the same middleware.

Both are asked for in turn by some clients at once over connections that stay open, each client signed in to an
account of its own; the accounts have a plan with traffic and were looked at before.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from django.test import Client

from bench.processes import PATIENCE_S, wait_until
from kosmos.catalogue.models import Kind, Plan, PlanStatus, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import NewPayment, begin_business, connect, post_payments
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.ledger.services import open_account
from kosmos.loading.services import load_operator
from kosmos.subscribers.models import Contract, SignIn, Subscriber, SubscriberKind

OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"
CLIENTS, THREADS = 16, 4
ROUNDS = 7
SLICE_S = 2.0
HOME, EMPTY = "/cabinet/", "/bench/empty/"


@dataclass(frozen=True, slots=True)
class Result:
    """Statements of one home page, and requests a second of one web process; medians of turns."""

    queries: int
    home_rps: float
    empty_rps: float
    ratio: float
    first_view_ms: float
    page_kb: float

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(port: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database, serve it on a port of this machine, and measure."""
    clients = _fill()
    queries, first_ms, kilobytes = _look(clients[0])
    cookies = [_cookies(one) for one in clients]
    rps: dict[str, list[float]] = {HOME: [], EMPTY: []}
    with _served(port), ThreadPoolExecutor(CLIENTS) as pool:
        for turn in range(ROUNDS + 1):
            for address, found in rps.items():
                asked = [pool.submit(_ask, port, address, cookie) for cookie in cookies]
                found.append(sum(one.result() for one in asked) / SLICE_S)
            say(f"turn {turn}: " + ", ".join(f"{address} {found[-1]:.0f}/s" for address, found in rps.items()))
    home, empty = (median(found[1:]) for found in rps.values())
    ratios = [one / other for one, other in zip(rps[HOME][1:], rps[EMPTY][1:], strict=True)]
    return Result(queries, round(home, 1), round(empty, 1), round(median(ratios), 3), first_ms, kilobytes)


def _fill() -> list[Client]:
    """The demo's operator, and people who are signed in to an account with a plan that has traffic."""
    now = datetime.now(UTC)
    load_operator(OPERATOR, on=now.date() - ONE_DAY)
    day = business_day(now, operator_zone())
    begin_business(eve=day)
    plan = (
        Plan.objects.exclude(volume_bytes=None)
        .filter(kind=Kind.BASE, settlement=Settlement.PREPAID, status=PlanStatus.OPEN)
        .order_by("id")[0]
    )
    return [_person(number, plan, now) for number in range(1, CLIENTS + 1)]


def _person(number: int, plan: Plan, now: datetime) -> Client:
    day = business_day(now, operator_zone())
    account = open_account(number=str(100000 + number), day=day)
    post_payments([NewPayment(account, 100_00, "bench")], now=now - timedelta(seconds=1))
    connect(account_id=account, plan=plan, now=now, by_staff=True)
    sign_in = SignIn.objects.create(id=number, login=f"bench-{number}", must_change_password=False)
    person = Subscriber.objects.create(
        id=number, sign_in=sign_in, kind=SubscriberKind.PERSON, name="Замер Замерович Замеров"
    )
    Contract.objects.create(
        account_id=account,
        number="1",
        signed_on=day - ONE_DAY,
        subscriber=person,
        city="Минск",
        street="Красная",
        house="6",
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(sign_in)
    return client


def _look(client: Client) -> tuple[int, float, float]:
    """Statements of a page looked at again, milliseconds of the first view, and its size."""
    begun = time.perf_counter()
    _page(client)
    first = (time.perf_counter() - begun) * 1000
    with _counted() as sent:
        page = _page(client)
    return len(sent), round(first, 1), round(len(page) / 1024, 1)


def _cookies(client: Client) -> str:
    """What a browser sends that was here before."""
    _page(client)
    return "; ".join(f"{name}={client.cookies[name].value}" for name in sorted(client.cookies))


def _page(client: Client) -> bytes:
    answer = client.get(HOME)
    if answer.status_code != 200:
        raise RuntimeError(f"{HOME} answered {answer.status_code}")
    return bytes(answer.content)


@contextmanager
def _counted() -> Iterator[list[str]]:
    """The statements that are sent inside."""
    sent: list[str] = []
    execute = psycopg.Cursor.execute

    def counting(self: Any, query: Any, *args: Any, **options: Any) -> Any:  # noqa: ANN401 - passed through
        sent.append(str(query))
        return execute(self, query, *args, **options)

    psycopg.Cursor.execute = counting  # type: ignore[method-assign]
    try:
        yield sent
    finally:
        psycopg.Cursor.execute = execute  # type: ignore[method-assign]


@contextmanager
def _served(port: int) -> Iterator[None]:
    """One web process, as `kosmos run` starts it, with the empty view beside the pages."""
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "1"]
    command += ["--blocking-threads", str(THREADS), "--host", "127.0.0.1", "--port", str(port)]
    command += ["--log-level", "error", "bench.pages:application"]
    server = subprocess.Popen(command, env=os.environ, cwd=Path(__file__).parents[1], text=True)
    try:
        wait_until(server, lambda: _answers(port), "the web process does not answer")
        yield
    finally:
        server.terminate()
        server.wait()


def _answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _ask(port: int, address: str, cookie: str) -> int:
    """Ask for a page again and again for a while; how often it came whole."""
    request = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookie}\r\n\r\n".encode()
    answers, until = 0, time.monotonic() + SLICE_S
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S) as connection:
        while time.monotonic() < until:
            connection.sendall(request)
            _read(connection)
            answers += 1
    return answers


def _read(connection: socket.socket) -> None:
    """Read one answer; RuntimeError if it is not a good one."""
    read = b""
    while b"\r\n\r\n" not in read:
        read += _some(connection)
    head, _, body = read.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode(errors="replace"))
    length = next(int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:"))
    missing = length - len(body)
    while missing > 0:
        missing -= len(_some(connection))


def _some(connection: socket.socket) -> bytes:
    read = connection.recv(262_144)
    if not read:
        raise RuntimeError("the web process hung up")
    return read

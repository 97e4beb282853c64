"""Subscribers whose services stop and start, for tests of messages; and gateways that are real but for the far end."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import socket
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.subscribers.models import Contract, SignIn, Subscriber

FEE = 3000
"""A hundred kopecks a day, in a month of thirty days."""
PLANS: list[dict[str, Any]] = [
    {"code": "net", "settlement": "prepaid", "fee": "30.00"},
    {"code": "fast", "settlement": "prepaid", "fee": "45.00"},
]
HOST = "127.0.0.1"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def pay(account_ids: list[int], kopecks: int, when: str) -> None:
    payments = [services.NewPayment(account_id, kopecks, f"{when} {account_id}") for account_id in account_ids]
    services.post_payments(payments, now=at(when))


def subscribers(count: int, *, spent: int = 0) -> list[int]:
    """Accounts that run a plan since 1 November 2016, each with a holder with phone and e-mail.

    They have paid a month's fee; ``spent`` of it is gone for something else."""
    numbers = [{"number": str(100_001 + index)} for index in range(count)]
    told = {"from": "2016-11-01", "to": "2016-12-31", "plans": PLANS, "accounts": numbers, "events": []}
    accounts = list(_set_up(scenario_of(told)).accounts.values())
    Plan.objects.filter(code="net").update(name={"ru": "Орбита 30", "be": "Арбіта 30", "en": "Orbit 30"})
    for index, account_id in enumerate(accounts, 1):
        _sign(index, account_id)
    services.open_days(now=at("2016-11-01T00:00"))
    pay(accounts, FEE, "2016-11-01T09:00")
    for account_id in accounts:
        services.connect(account_id=account_id, plan=Plan.objects.get(code="net"), now=at("2016-11-01T09:05"))
        if spent:
            services.charge_once(account_id=account_id, amount_kopecks=spent, now=at("2016-11-01T09:06"))
    return accounts


def _sign(number: int, account_id: int) -> None:
    sign_in = SignIn.objects.create(id=number, login=f"person{number}", must_change_password=False)
    holder = Subscriber.objects.create(
        id=number,
        sign_in=sign_in,
        kind=1,
        name=f"Анна {number}",
        phone=f"+37529{number:07d}",
        email=f"person{number}@example.by",
    )
    Contract.objects.create(
        account_id=account_id,
        number=f"Д-{number}",
        signed_on=date(2016, 11, 1),
        subscriber=holder,
        city="Минск",
        street="Сурганова",
        house=str(number),
    )


@dataclass
class FarEnd:
    """What arrived at a gateway, in order: whose, what, under which id; and how it fails."""

    down: bool = False
    arrived: list[tuple[str, str, str]] = field(default_factory=list)
    tries: Counter[str] = field(default_factory=Counter)
    before_taking: Callable[[int], None] = lambda _: None
    after_taking: Callable[[int], None] = lambda _: None
    address: str = ""
    _lock: Lock = field(default_factory=Lock)

    def take(self, whose: str, what: str, known_as: str) -> None:
        """Keep a message once under its id, as mailboxes and SMS gateways do."""
        self.before_taking(len(self.arrived))
        with self._lock:
            self.tries[known_as] += 1
            if self.tries[known_as] == 1:
                self.arrived.append((whose, what, known_as))
        self.after_taking(len(self.arrived))

    @property
    def whose(self) -> Counter[str]:
        """How many messages each person got."""
        return Counter(whose for whose, _, _ in self.arrived)


class _Catcher:
    def __init__(self, end: FarEnd) -> None:
        self.end = end

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.mail_from = address
        return "421 4.3.2 not now" if self.end.down else "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return "550 5.1.1 no such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        letter = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.end.take(envelope.rcpt_tos[0], str(letter["Subject"]), str(letter["Message-ID"]))
        return "250 OK"


@contextmanager
def mail_server() -> Iterator[FarEnd]:
    """A real SMTP server on a free port; ``address`` is as KOSMOS_SMTP_URL says it."""
    with socket() as probe:
        probe.bind((HOST, 0))
        port = probe.getsockname()[1]
    end = FarEnd(address=f"smtp://{HOST}:{port}")
    server = Controller(_Catcher(end), hostname=HOST, port=port, server_hostname="localhost")
    server.start()
    try:
        yield end
    finally:
        server.stop(no_assert=True)


@contextmanager
def sms_server() -> Iterator[FarEnd]:
    """A real HTTP server on a free port that takes SMS."""
    end = FarEnd()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if end.down:
                self._answer(503, {})
            elif said["to"].endswith("0000000"):
                self._answer(422, {"error": "number"})
            else:
                end.take(said["to"], said["text"], said["client_id"])
                self._answer(200, {"id": f"g-{said['client_id']}"})

        def do_GET(self) -> None:
            wanted = parse_qs(urlsplit(self.path).query)["client_id"][0]
            known = end.tries[wanted] > 0
            self._answer(503 if end.down else 200 if known else 404, {"id": f"g-{wanted}"})

        def _answer(self, status: int, said: dict[str, str]) -> None:
            body = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    end.address = f"http://{HOST}:{server.server_address[1]}/sms"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield end
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

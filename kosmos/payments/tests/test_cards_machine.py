"""Providers of cards as a hostile network: pushes lost, doubled, late, reordered, forged; questions without an answer.

A bank does what it likes with an order; its provider pushes that by real bytes, signed, and answers our questions over
HTTP, or is silent. In the end everything that the bank took stands on the account once, or a person has a case.
"""

import base64
import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Protocol
from urllib.parse import parse_qs, unquote

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.payments.models import Case, Order, RailHealth
from kosmos.payments.rails import base
from kosmos.payments.rails.base import PushRefused, Rail
from kosmos.payments.rails.bepaid.erip import BepaidErip, number_of
from kosmos.payments.rails.bepaid.rail import BepaidRail
from kosmos.payments.rails.bepaid.signature import sign
from kosmos.payments.rails.webpay import codec as webpay
from kosmos.payments.rails.webpay import soap
from kosmos.payments.rails.webpay.messages import Notification, PaymentType, Transaction
from kosmos.payments.rails.webpay.rail import SERVICE, WebpayRail
from kosmos.payments.services import create_order, take_push
from kosmos.payments.services.asking import poll_order
from kosmos.payments.tests import world
from kosmos.payments.tests.world import NOW

KOPECKS = 2500
LONG = timedelta(days=9)
KEY = generate_private_key(65537, 2048)
PUBLIC = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


@dataclass
class Bank:
    """What really became of each order: its attempts by their numbers, each approved, declined or cancelled."""

    url: str = ""
    silent: bool = False
    attempts: dict[str, dict[str, str]] = field(default_factory=dict)
    made: int = 0

    def takes(self, order: str, state: str) -> str:
        """An attempt of an order; its number."""
        self.made += 1
        number = f"{5732614256220000 + self.made}"
        self.attempts.setdefault(order, {})[number] = state
        return number


class Speech(Protocol):
    """How one provider tells what its bank did: an attempt's ``states``, and whether there are several and refunds."""

    @property
    def states(self) -> tuple[str, ...]: ...

    @property
    def once(self) -> bool: ...

    def rail(self, bank: Bank) -> Rail:
        """Our side of it."""

    def push(self, order: str, attempt: str, state: str) -> tuple[bytes, dict[str, str]]:
        """The bytes and headers of a push."""

    def told(self, bank: Bank, path: str, body: bytes) -> bytes:
        """The answer to a question."""


class AssistSpeech:
    """Assist: signed forms, status answers in XML."""

    states = ("approved", "declined")
    once = False
    words: Mapping[str, str] = {"approved": "Approved", "declined": "Declined", "cancelled": "Canceled"}

    def rail(self, bank: Bank) -> Rail:
        return world.rail(bank.url)

    def push(self, order: str, attempt: str, state: str) -> tuple[bytes, dict[str, str]]:
        return world.push(order, self.words[state], billnumber=f"{attempt}.1"), {}

    def told(self, bank: Bank, path: str, body: bytes) -> bytes:
        order = parse_qs(body.decode())["Ordernumber"][0]
        attempts = bank.attempts.get(order, {})
        told = [(f"{number}.1", self.words[state]) for number, state in attempts.items()]
        if not told:
            return b"<result firstcode='10' secondcode='107' count='0'></result>"
        return world.status_xml(order, *told).encode()


class BepaidSpeech:
    """bePaid: webhooks in JSON, signed by RSA; transactions by our number."""

    states: tuple[str, ...] = ("approved", "declined")
    once = False

    def rail(self, bank: Bank) -> Rail:
        return BepaidRail(bank.url, bank.url, "1", "secret", "https://example.by/n", public_key=PUBLIC)

    def push(self, order: str, attempt: str, state: str) -> tuple[bytes, dict[str, str]]:
        body = json.dumps({"transaction": self._transactions(order, attempt, state)[-1]}).encode()
        return body, {"content-signature": sign(body, KEY)}

    def told(self, bank: Bank, path: str, body: bytes) -> bytes:
        order = unquote(path.rpartition("/")[2])
        attempts = bank.attempts.get(order, {}).items()
        return json.dumps(
            {"transactions": [one for item in attempts for one in self._transactions(order, *item)]}
        ).encode()

    def _transactions(self, order: str, attempt: str, state: str) -> list[dict[str, object]]:
        """The payment, and what gave it back."""
        status = {"declined": "failed", "approved": "successful", "cancelled": "successful"}.get(state, state)
        common = {"tracking_id": order, "amount": KOPECKS, "currency": "BYN", "message": "", "test": False}
        paid = {**common, "uid": attempt, "status": status, "type": "payment"}
        back = {**common, "uid": f"{attempt}-back", "parent_uid": attempt, "status": "successful", "type": "refund"}
        return [paid, back] if state == "cancelled" else [paid]


class WebpaySpeech:
    """Webpay: signed forms; an order's transactions by its service, then each of them by a question of its own."""

    states = ("approved", "declined")
    once = False
    secret = "secret"
    words: Mapping[str, PaymentType] = {
        "approved": PaymentType.COMPLETED,
        "declined": PaymentType.DECLINED,
        "cancelled": PaymentType.REFUNDED,
    }

    def rail(self, bank: Bank) -> Rail:
        return WebpayRail(bank.url, bank.url, "1", "us", "word", self.secret, "https://example.by/n")

    def push(self, order: str, attempt: str, state: str) -> tuple[bytes, dict[str, str]]:
        said = Notification(attempt, "7", order, KOPECKS, "BYN", self.words[state], "cc", "1800000000", "12345")
        return webpay.write_notification(said, self.secret), {}

    def told(self, bank: Bank, path: str, body: bytes) -> bytes:
        if path.endswith(SERVICE):
            name, asked = soap.read_call(body)
            attempts = bank.attempts.get(asked["order_num"], {})
            return soap.write_told(name, soap.Told("0", "", tuple({"transaction_id": one} for one in attempts)))
        number, _, _ = webpay.read_question(body)
        return webpay.write_transaction(self._transaction(bank, number), self.secret)

    def _transaction(self, bank: Bank, attempt: str) -> Transaction | None:
        found = [(order, of[attempt]) for order, of in bank.attempts.items() if attempt in of]
        if not found:
            return None
        order, state = found[0]
        return Transaction(attempt, "7", order, KOPECKS, "BYN", self.words[state], "cc", "1800000000", "12345")


class BepaidEripSpeech(BepaidSpeech):
    """bePaid's ERIP: one demand for an order, which is paid at most once, fails, expires or is deleted."""

    states = ("approved", "declined", "expired", "deleted")
    once = True

    def rail(self, bank: Bank) -> Rail:
        return BepaidErip(bank.url, "1", "secret", "7", "TV", "Minsk", "https://example.by/n", public_key=PUBLIC)

    def told(self, bank: Bank, path: str, body: bytes) -> bytes:
        order = next((one for one in bank.attempts if path.endswith(f"order_id={number_of(one)}")), "nobody's")
        attempts = sorted(bank.attempts.get(order, {"0": "pending"}).items(), key=lambda one: one[1] == "approved")
        return json.dumps({"transaction": self._transactions(order, *attempts[-1])[0]}).encode()


@contextmanager
def listening(bank: Bank, speech: Speech) -> Iterator[None]:
    """The provider answers over HTTP; while it is silent, by 500."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = b"" if bank.silent else speech.told(bank, self.path, body)
            self.send_response(500 if bank.silent else 200)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        do_GET = do_POST  # noqa: N815 - http.server's name

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    bank.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


ORDERS = st.integers(0, 1)


class Cards(RuleBasedStateMachine):
    """Two orders of one account, a bank, and a network that does with the pushes what it likes."""

    speech: Speech
    bank: Bank

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.bank.attempts.clear()
        self.bank.silent = False
        self.events: list[tuple[str, str, str]] = []

    @initialize()
    def begin(self) -> None:
        world.operator()
        account, name = world.account(), self.rail.name
        keys = ("one", "two")
        made = [create_order(account_id=account, amount_kopecks=KOPECKS, now=NOW, key=key, rail=name) for key in keys]
        self.orders = [order.number for order in made]

    @property
    def rail(self) -> Rail:
        return self.speech.rail(self.bank)

    @rule(order=ORDERS, which=st.integers(0, 11))
    def the_bank_takes(self, order: int, which: int) -> None:
        number, state = self.orders[order], self.speech.states[which % len(self.speech.states)]
        if self.speech.once and "approved" in self.bank.attempts.get(number, {}).values():
            return
        self.events.append((number, self.bank.takes(number, state), state))

    @rule(order=ORDERS)
    def the_bank_cancels(self, order: int) -> None:
        number = self.orders[order]
        if self.speech.once:
            return
        for attempt, state in self.bank.attempts.get(number, {}).items():
            if state == "approved":
                self.bank.attempts[number][attempt] = "cancelled"
                self.events.append((number, attempt, "cancelled"))
                return

    @rule(which=st.integers(0, 100), times=st.integers(1, 3))
    def a_push_comes(self, which: int, times: int) -> None:
        """Any push of all that happened, in any order, once or more often."""
        if not self.events:
            return
        body, headers = self.speech.push(*self.events[which % len(self.events)])
        replies = {take_push(self.rail, body, now=self.now, headers=headers) for _ in range(times)}
        assert len(replies) == 1

    @rule(which=st.integers(0, 100))
    def a_forged_push_comes(self, which: int) -> None:
        """A real push with another sum, under the old signature."""
        if not self.events:
            return
        number, attempt, _ = self.events[which % len(self.events)]
        body, headers = self.speech.push(number, attempt, "approved")
        forged = body.replace(b"25.00", b"26.00").replace(b"2500", b"2600")
        before = self._standing()
        with pytest.raises(PushRefused):
            take_push(self.rail, forged, now=self.now, headers=headers)
        assert self._standing() == before

    @rule(silent=st.booleans())
    def the_provider_is_silent_or_not(self, *, silent: bool) -> None:
        self.bank.silent = silent

    @rule(minutes=st.sampled_from([1, 6, 70, 1500]))
    def time_passes(self, minutes: int) -> None:
        """The poller asks what is due."""
        self.now += timedelta(minutes=minutes)
        for order in Order.objects.filter(next_ask_at__lte=self.now):
            poll_order(order, self.now)

    def _standing(self) -> set[str]:
        """The attempts whose money stands on the account."""
        came = Payment.objects.filter(reversed_by=None, provider=self.rail.name)
        return {reference.partition(".")[0] for reference in came.values_list("reference", flat=True)}

    @invariant()
    def nothing_stands_that_the_bank_never_took(self) -> None:
        taken = {attempt for _, attempt, state in self.events if state == "approved"}
        assert self._standing() <= taken
        references = list(Payment.objects.values_list("reference", flat=True))
        assert len(references) == len({one.partition(".")[0] for one in references}), "once"

    def teardown(self) -> None:
        try:
            if hasattr(self, "orders"):
                self._all_comes_right()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    def _all_comes_right(self) -> None:
        """The provider speaks again, pushes that are left come, the poller goes on: all is true or a case."""
        self.bank.silent = False
        RailHealth.objects.all().delete()
        for event in self.events:
            body, headers = self.speech.push(*event)
            take_push(self.rail, body, now=self.now, headers=headers)
        until = self.now + LONG
        while self.now < until:
            self.now += timedelta(days=1)
            for order in Order.objects.filter(next_ask_at__lte=self.now):
                poll_order(order, self.now)
        standing = self._standing()
        for number in self.orders:
            attempts = self.bank.attempts.get(number, {})
            owed = {attempt for attempt, state in attempts.items() if state == "approved"}
            if Case.objects.filter(order_number=number).exists():
                continue
            assert owed == standing & set(attempts), (attempts, standing)
            state = Order.objects.get(number=number).state
            assert state in (
                {"paid"} if owed else {"declined", "expired", "cancelled", "refunded"} if attempts else {"expired"}
            )
        assert not check_ledger().findings


SPEECHES: list[Speech] = [AssistSpeech(), BepaidSpeech(), BepaidEripSpeech(), WebpaySpeech()]


@pytest.mark.usefixtures("db")
@pytest.mark.parametrize("speech", SPEECHES, ids=lambda speech: type(speech).__name__)
def test_whatever_becomes_of_pushes_and_questions(speech: Speech) -> None:
    bank, wired = Bank(), list(base._found)
    machine = type("CardsOfOne", (Cards,), {"speech": speech, "bank": bank})
    with listening(bank, speech):
        base.find_rails_with(lambda _: speech.rail(bank))
        try:
            run_state_machine_as_test(
                machine,
                settings=settings(
                    max_examples=6, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
                ),
            )
        finally:
            base._found[:] = wired

"""An operator with two accounts, pushes signed as Assist signs them, and a provider that answers by HTTP."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode
from zoneinfo import ZoneInfo

from kosmos.catalogue.models import Operator
from kosmos.charging.models import Payment
from kosmos.kernel.days import start_of
from kosmos.kernel.money import plain
from kosmos.ledger.models import Account, BusinessDay
from kosmos.ledger.services import open_account
from kosmos.payments.models import Case, Order
from kosmos.payments.rails import base
from kosmos.payments.rails.assist.codec import check_value
from kosmos.payments.rails.assist.rail import AssistRail
from kosmos.payments.rails.base import RailUnreachable
from kosmos.payments.rails.refunding import Outcome, RefundHeard, RefundWish
from kosmos.payments.services import create_order

ZONE = ZoneInfo("Europe/Minsk")
DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
MERCHANT, SALT = "732614", "secret"
BILL = "5732614256223423"
NOWHERE = "http://127.0.0.1:9"
"""A port that nobody listens on."""


def operator() -> None:
    """The operator, with the day open."""
    Operator.objects.create(code="test", name={"ru": "Тест"}, timezone=ZONE.key, currency="BYN")
    BusinessDay.objects.create(day=DAY, begun_at=start_of(DAY, ZONE), finished_at=start_of(DAY, ZONE))


def account(number: str = "100482") -> int:
    """An account with nothing on it."""
    return open_account(number=number, day=DAY)


def order_of(account_id: int, amount_kopecks: int = 2500, key: str = "form") -> Order:
    """An order made now."""
    return create_order(account_id=account_id, amount_kopecks=amount_kopecks, now=NOW, key=key)


def rail(url: str = NOWHERE, *, credits_tests: bool = False) -> AssistRail:
    """A merchant's rail, by default to a provider that is silent."""
    return AssistRail(
        url=url,
        merchant_id=MERCHANT,
        login="merchant",
        password="secret word",
        salt=SALT,
        credits_tests=credits_tests,
    )


def push(order_number: str, state: str = "Approved", **changed: str) -> bytes:
    """A push's form; what is ``changed`` is signed, too."""
    fields = {
        "merchant_id": MERCHANT,
        "ordernumber": order_number,
        "billnumber": f"{BILL}.1",
        "testmode": "0",
        "orderamount": "25.00",
        "ordercurrency": "BYN",
        "amount": "25.00",
        "currency": "BYN",
        "meannumber": "411111****1111",
        "orderstate": state,
        "responsecode": "AS000",
        "packetdate": "23.11.2026 10:00:15",
        **changed,
    }
    text = "".join(fields[name] for name in ("merchant_id", "ordernumber", "amount", "currency", "orderstate"))
    return urlencode({**fields, "checkvalue": check_value(text, SALT)}).encode()


def status_xml(order_number: str, *attempts: tuple[str, str], amount: str = "25.00") -> str:
    """A status answer: for each attempt its bill and state."""
    told = "".join(_attempt(order_number, bill, state, amount) for bill, state in attempts)
    return f"<result firstcode='0' secondcode='0' count='{len(attempts)}'>{told}</result>"


def _attempt(number: str, bill: str, state: str, amount: str) -> str:
    fields = {"ordernumber": number, "billnumber": bill, "orderamount": amount, "ordercurrency": "BYN"}
    text = f"{MERCHANT}{number}{amount}BYN{state}"
    fields |= {"orderstate": state, "packetdate": "23.11.2026 10:00:15", "checkvalue": check_value(text, SALT)}
    return f"<order>{''.join(f'<{name}>{value}</{name}>' for name, value in fields.items())}</order>"


@dataclass
class Provider:
    """What a provider answers, by order number, and what it was asked."""

    url: str
    answers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    status: int = 200

    def says(self, order: Order, *attempts: tuple[str, str]) -> None:
        """Answer so about an order from now on."""
        self.answers[order.number] = status_xml(order.number, *attempts, amount=plain(order.amount_kopecks))


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that listens on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            number = form["Ordernumber"][0]
            told.asked.append(number)
            unknown = "<result firstcode='10' secondcode='107' count='0'></result>"
            body = told.answers.get(number, unknown).encode()
            self.send_response(told.status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told = Provider(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def balance(account_id: int) -> int:
    """An account's balance."""
    return Account.objects.get(id=account_id).balance_kopecks


def credited(account_id: int) -> list[tuple[str, int]]:
    """The payments of an account: reference and amount."""
    return list(Payment.objects.filter(account_id=account_id).values_list("reference", "amount_kopecks"))


def cases() -> list[str]:
    """The kinds of cases that are open."""
    return sorted(Case.objects.values_list("kind", flat=True))


def fresh(order: Order) -> Order:
    """An order as it is now."""
    return Order.objects.get(pk=order.pk)


@dataclass
class Bank:
    """A provider that gives money back; ``loses`` answers after it did so, ``down`` does nothing."""

    name: str = "assist"
    given: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    loses: bool = False
    down: bool = False
    refuses: str = ""
    repeats_safely: bool = False

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> base.Answer:
        raise RailUnreachable("silent")

    def refund(self, wish: RefundWish) -> RefundHeard:
        if self.down:
            raise RailUnreachable("down")
        self.sent += 1
        if self.refuses:
            return RefundHeard(Outcome.REFUSED, "no", reason=self.refuses)
        self.given[wish.id] = wish.amount_kopecks
        if self.loses:
            raise RailUnreachable("lost")
        return RefundHeard(Outcome.DONE, "yes", f"{wish.operation}-{self.sent}")

    def refund_state(self, wish: RefundWish) -> RefundHeard | None:
        if self.down:
            raise RailUnreachable("down")
        return RefundHeard(Outcome.DONE, "yes", "asked") if wish.id in self.given else None


@contextmanager
def wired(bank: Bank) -> Iterator[Bank]:
    """A provider in the place of every rail."""
    before = list(base._found)
    base.find_rails_with(lambda _: bank)  # type: ignore[arg-type, return-value]
    try:
        yield bank
    finally:
        base._found[:] = before

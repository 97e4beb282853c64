"""ERIP by bePaid: a demand for each order, payable at any bank by a number of its own; webhooks and questions.

The number that a payer types is made of the order's: asking twice for one order makes the demand anew in the first
one's place, never a second one beside it.

Unconfirmed: that a webhook of ERIP is signed as those of cards are (else it bears name and secret); that ``order_id``
may be asked for as a query and finds the last demand; that bePaid lets a demand that failed be paid no more.
"""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from kosmos.payments import erip_qr
from kosmos.payments.news import Heard, Source
from kosmos.payments.rails.base import Answer, HostedPage, RailUnreachable, Wish
from kosmos.payments.rails.bepaid import codec
from kosmos.payments.rails.bepaid.messages import EripRequest
from kosmos.payments.rails.bepaid.shop import OUTCOMES, Shop, read_answer_with
from kosmos.payments.rails.http import PAGE_SECONDS, good, send
from kosmos.payments.rules import ERIP_SOLD

PAYMENTS = "/beyag/payments"
NOBODYS_ADDRESS = "127.0.0.1"
"""bePaid wants a payer's address, which is not its business here."""


@dataclass(frozen=True)
class BepaidErip(Shop):
    """A shop's ERIP: ``service`` is its number there, ``payee`` and ``city`` stand in the QR code."""

    url: str
    shop_id: str
    secret: str = field(repr=False)
    service: str
    payee: str
    city: str
    notify_url: str
    public_key: str = field(default="", repr=False)
    credits_tests: bool = False
    name: str = ERIP_SOLD
    makes_pages: bool = True

    def hosted_page(self, wish: Wish) -> HostedPage:
        """Have a demand put into ERIP: the address in its QR code, which a phone opens. RailUnreachable."""
        account = number_of(wish.number)
        asked = EripRequest(
            number=wish.number,
            order_id=account,
            amount_kopecks=wish.amount_kopecks,
            currency=wish.currency,
            description=wish.number,
            account=account,
            service_number=self.service,
            ip=NOBODYS_ADDRESS,
            notification_url=self.notify_url,
            expires_at=wish.expires_at,
            info=(wish.number,),
        )
        form, url = codec.write_erip(asked), f"{self.url}{PAYMENTS}"
        body = good(send("POST", url, form, headers=self._headers, seconds=PAGE_SECONDS))
        told = read_answer_with(codec.read_answer, body)
        same = (told.number, told.amount_kopecks, told.currency) == (wish.number, wish.amount_kopecks, wish.currency)
        if not same or OUTCOMES.get(told.status, Heard.WAITING) is not Heard.WAITING:
            raise RailUnreachable(f"no demand: {told.status.value}")
        payee = erip_qr.Payee(self.service, self.payee, self.city)
        code = erip_qr.payload(payee, account=account, amount_kopecks=wish.amount_kopecks, may_change=False)
        return HostedPage(f"{erip_qr.ADDRESS}{code}", made=True)

    def ask(self, order_number: str, *, since: datetime, attempt: str = "") -> Answer:
        """Ask for an order's demand. RailUnreachable."""
        url = f"{self.url}{PAYMENTS}/?order_id={number_of(order_number)}"
        answer = send("GET", url, headers=self._headers)
        raw = answer[1].decode("utf-8", "replace")
        if answer[0] == 404:
            return Answer((), raw)
        told = read_answer_with(codec.read_answer, good(answer))
        return Answer((self._news(told, Source.QUERY),) if told.number == order_number else (), raw)


def number_of(order_number: str) -> str:
    """The number of an order's demand: twelve digits, as bePaid's numbers of orders are."""
    return str(10**11 + int.from_bytes(sha256(order_number.encode()).digest()[:8]) % (9 * 10**11))

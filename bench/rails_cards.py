"""Webpay among the clients of bench/rails_faults.py: an order by quick pay, and signed notifications about it.

The pages are asked as a browser asks, the gateway as Webpay's server does. Webpay itself cannot be asked here: its
signature alone is believed.
"""

import re
from dataclasses import dataclass
from random import Random

import httpx

from bench.rails_clients import Client, Told
from kosmos.kernel.money import plain
from kosmos.payments.rails.webpay.codec import write_notification
from kosmos.payments.rails.webpay.messages import Notification, PaymentType

SECRET = "секрет"  # noqa: S105 - of a Webpay that lives as long as a run
SETTINGS = {
    "KOSMOS_CARD_RAILS": "webpay",
    "KOSMOS_WEBPAY_URL": "http://127.0.0.1:9",
    "KOSMOS_WEBPAY_API_URL": "http://127.0.0.1:9",
    "KOSMOS_WEBPAY_STORE_ID": "1",
    "KOSMOS_WEBPAY_LOGIN": "us",
    "KOSMOS_WEBPAY_PASSWORD": "word",
    "KOSMOS_WEBPAY_SECRET": SECRET,
}
PUSH, FORM = "/rails/webpay/push/", {"Content-Type": "application/x-www-form-urlencoded"}
SEE_OTHER = 303


@dataclass(kw_only=True)
class Webpay(Client):
    """Makes an order at ``pages``, and tells that it was paid: once, twice, for another sum, and that it was not."""

    pages: str

    def _pay(self, reference: str, account: str, kopecks: int) -> None:
        order = self._order(reference, account, kopecks)
        paid = _pushed(order, reference, kopecks, PaymentType.COMPLETED)
        self._tell(paid, 200)
        if self._twice():
            self._tell(paid, 200)
        if self._twice():
            self._tell(paid.replace(b"amount=", b"amount=1"), 400)
        if self._twice():
            self._tell(_pushed(order, reference, kopecks, PaymentType.DECLINED), 200)
        self.told.acknowledged[self.provider, reference] = (account, kopecks)
        self.told.note("acknowledged")

    def _order(self, reference: str, account: str, kopecks: int) -> str:
        """The number of an order, made by a visitor with an address of his own."""
        address = f"127.{100 + int(reference) % 100}.{int(reference) // 100 % 250}.1"
        browser = httpx.HTTPTransport(local_address=address)
        with httpx.Client(base_url=self.pages, transport=browser, timeout=30.0, trust_env=False) as visitor:
            form = self._sent(lambda: visitor.get("/pay/", params={"account": account})).text
            chosen = {**_hidden(form), "account": account, "amount": "own", "own": plain(kopecks)}
            made = self._sent(lambda: visitor.post("/pay/", data=chosen), SEE_OTHER)
            return _hidden(self._sent(lambda: visitor.get(made.headers["Location"])).text)["wsb_order_num"]

    def _tell(self, body: bytes, status: int) -> None:
        self._sent(lambda: self.http.post(PUSH, content=body, headers=FORM), status)


def _hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', page))


def _pushed(order: str, reference: str, kopecks: int, kind: PaymentType) -> bytes:
    return write_notification(
        Notification(reference, "7", order, kopecks, "BYN", kind, "cc", "1800000000", "12345"), SECRET
    )


def two_servers(gateway: str, pages: str, accounts: list[str], told: Told, seed: int) -> list[Client]:
    """Two servers of Webpay; their numbers of payments are far from the other clients'."""
    made: list[Client] = []
    for first in (10_000_000, 20_000_000):
        http = httpx.Client(base_url=gateway, timeout=30.0, trust_env=False)
        made.append(Webpay("webpay", first, accounts, http, told, Random(f"{seed}-{first}"), pages=pages))
    return made

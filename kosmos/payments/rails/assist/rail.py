"""Assist (belassist.by) as a rail: a hosted page, pushes, and a status query."""

from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from kosmos.kernel.money import plain
from kosmos.payments.rails.assist import client, push
from kosmos.payments.rails.assist.codec import check_value, request_text
from kosmos.payments.rails.base import Answer, Push, Wish

PAY, STATE = "/pay/order.cfm", "/orderstate/orderstate.cfm"


@dataclass(frozen=True)
class AssistRail:
    """A merchant at Assist; ``url`` is the host that Assist's support assigned, ``delimiter`` is ";" or empty."""

    url: str
    merchant_id: str
    login: str
    password: str = field(repr=False)
    salt: str = field(repr=False)
    delimiter: str = ";"
    credits_tests: bool = False
    name: str = "assist"
    circuit: client.Circuit = field(default_factory=client.Circuit, repr=False, compare=False)

    def hosted_page(self, wish: Wish) -> str:
        """The address of the page on which the payer types the card."""
        amount = plain(wish.amount_kopecks)
        text = request_text(
            merchant_id=self.merchant_id,
            number=wish.number,
            amount=amount,
            currency=wish.currency,
            delimiter=self.delimiter,
        )
        form = {
            "Merchant_ID": self.merchant_id,
            "OrderNumber": wish.number,
            "OrderAmount": amount,
            "OrderCurrency": wish.currency,
            "Language": "EN" if wish.language == "en" else "RU",
            "URL_RETURN": wish.return_url,
            "URL_RETURN_OK": wish.return_url,
            "URL_RETURN_NO": wish.return_url,
            "Checkvalue": check_value(text, self.salt),
        }
        return f"{self.url}{PAY}?{urlencode(form)}"

    def read_push(self, body: bytes) -> Push:
        """Read and verify a push from its raw bytes. PushRefused."""
        return push.read_push(body, rail=self.name, merchant_id=self.merchant_id, salt=self.salt)

    def ask(self, order_number: str, *, since: datetime) -> Answer:
        """Ask for an order's state. RailUnreachable."""
        form = client.question(
            merchant_id=self.merchant_id,
            login=self.login,
            password=self.password,
            number=order_number,
            since=since,
        )
        body = client.ask_state(f"{self.url}{STATE}", form, circuit=self.circuit)
        return client.read_states(
            body, rail=self.name, number=order_number, merchant_id=self.merchant_id, salt=self.salt
        )

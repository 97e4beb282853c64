"""Payers of bench/payments_faults.py: each walks quick pay, the card page and the bank's page, as a browser would."""

import re
from collections import Counter
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock
from time import monotonic
from urllib.parse import parse_qs, urlsplit

import httpx

from kosmos.kernel.money import plain

PATIENCE_S = 300.0
SERVER_FAULT = 500
FORM = re.compile(r"<form[^>]*\bmethod=\"post\".*?</form>", re.S)
CARD = {"cardnumber": "4111111111111111", "cardholder": "DEMO CARD", "expire": "12/30", "cvc": "123"}
WAYS = {
    ("approve", "once"): 12,
    ("approve", "copies"): 2,
    ("approve-closed", "once"): 2,
    ("approve", "lost"): 1,
    ("approve-closed", "lost"): 1,
    ("decline", "once"): 2,
}
"""How often the bank answers so and the push goes so; who closes the window never comes back to the result."""


@dataclass
class Walks:
    """What all payers went through together."""

    lock: Lock = field(default_factory=Lock)
    steps: int = 0
    seen: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def note(self, what: str, *, step: bool = False) -> None:
        """Count something that happened; a step is a page that answered as it should."""
        with self.lock:
            self.seen[what] += 1
            self.steps += step


@dataclass
class Payer:
    """One payment: an account's number, a sum of its own, and what the bank will say."""

    index: int
    number: str
    kopecks: int
    outcome: str
    push: str
    order: str = ""

    @property
    def approved(self) -> bool:
        """Whether the bank takes the money."""
        return self.outcome.startswith("approve")

    @property
    def network(self) -> str:
        """An address of its own, so that quick pay takes each payer for another household."""
        return f"127.{1 + self.index // 200}.{1 + self.index % 200}.1"


def payers_of(numbers: list[str], count: int, dice: Random) -> list[Payer]:
    """So many payers: no two pay the same sum, and a few accounts are paid for by many."""
    ways = dice.choices(list(WAYS), list(WAYS.values()), k=count)
    return [Payer(index, dice.choice(numbers), 10_00 + index, *way) for index, way in enumerate(ways)]


def walk(payer: Payer, address: str, walks: Walks) -> None:
    """Walk from quick pay to the result; what does not go as it should is noted."""
    transport = httpx.HTTPTransport(local_address=payer.network)
    try:
        with httpx.Client(base_url=address, transport=transport, timeout=30.0, trust_env=False) as client:
            _Browser(client, walks).pay(payer)
    except Exception as error:  # whatever it is, the others go on
        with walks.lock:
            walks.errors.append(f"payer {payer.index}: {type(error).__name__}: {error}")


@dataclass
class _Browser:
    """A browser whose owner presses «again» whenever a page does not come."""

    client: httpx.Client
    walks: Walks
    pause: Event = field(default_factory=Event)

    def pay(self, payer: Payer) -> None:
        """The whole walk."""
        form = _fields(self.send("GET", "/pay/", params={"account": payer.number}))
        chosen = {**form, "account": payer.number, "amount": "own", "own": plain(payer.kopecks)}
        bank = self.send("POST", "/pay/", data=chosen, status=303).headers["Location"]
        payer.order = parse_qs(urlsplit(bank).query)["OrderNumber"][0]
        form = _fields(self.send("GET", bank))
        secure = self.send("POST", "/rails/assist/simulator/pay/card.cfm", data={**form, **CARD}, status=303)
        page = self.send("GET", secure.headers["Location"])
        answer = {**_fields(page), "outcome": payer.outcome, "push": payer.push}
        closed = payer.outcome.endswith("-closed")
        told = self.send("POST", "/rails/assist/simulator/pay/secure.cfm", data=answer, status=200 if closed else 303)
        if not closed:
            result = self.send("GET", told.headers["Location"], status=302).headers["Location"]
            self.send("GET", result)

    def send(self, method: str, url: str, *, status: int = 200, **what: dict[str, str]) -> httpx.Response:
        """Send until an answer comes that is no fault of the server's. RuntimeError if it is another than expected."""
        until = monotonic() + PATIENCE_S
        while monotonic() < until:
            try:
                answer = self.client.request(method, url, params=what.get("params"), data=what.get("data"))
            except httpx.TransportError as error:
                self.walks.note(type(error).__name__)
            else:
                if answer.status_code == status:
                    self.walks.note("answered", step=True)
                    return answer
                self.walks.note(str(answer.status_code))
                if answer.status_code < SERVER_FAULT:
                    raise RuntimeError(f"{method} {urlsplit(url).path}: {answer.status_code}, not {status}")
            self.pause.wait(0.5)
        raise RuntimeError(f"{method} {urlsplit(url).path}: no answer in {PATIENCE_S:.0f} s")


def _fields(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the page's forms that are posted."""
    inputs = [tag for form in FORM.findall(page.text) for tag in re.findall(r"<input[^>]*type=\"hidden\"[^>]*>", form)]
    return {_attribute(tag, "name"): _attribute(tag, "value") for tag in inputs}


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return found[1].replace("&amp;", "&") if found else ""

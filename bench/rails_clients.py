"""Clients of bench/rails_faults.py: agents of three dialects and ERIP, each repeating itself until it is answered."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from threading import Event, Lock
from time import monotonic
from urllib.parse import quote_from_bytes

import httpx

SALT = "соль рельсов"
SETTINGS = {
    "KOSMOS_AGENTS": "kiosk osmp 127.0.0.1; shop cyberplat 127.0.0.1; bank sberbank 127.0.0.1",
    "KOSMOS_ERIP": "127.0.0.1 service=4571",
    "KOSMOS_ERIP_SALT": SALT,
}
PATIENCE_S = 240.0
SAID_TWICE = 0.3
"""The part of the messages that come twice, as if the first answer had been lost."""


@dataclass
class Told:
    """What all clients were told: payments acknowledged by provider and reference, with account and kopecks."""

    acknowledged: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    steps: int = 0
    lock: Lock = field(default_factory=Lock)

    def note(self, what: str, *, step: bool = False) -> None:
        """Count something that was seen; steps are answers."""
        with self.lock:
            self.seen[what] += 1
            self.steps += step


@dataclass
class Client:
    """Somebody who takes money from payers, and says so until it is acknowledged."""

    provider: str
    first: int
    accounts: list[str]
    http: httpx.Client
    told: Told
    dice: Random
    pause: Event = field(default_factory=Event)

    def work(self, payments: int) -> None:
        """Take some payments, one after the other; what goes wrong is kept."""
        try:
            for number in range(self.first, self.first + payments):
                self._pay(str(number), self.dice.choice(self.accounts), 100 + self.dice.randrange(5_000))
        except Exception as error:  # whatever it is, the others go on
            self.told.errors.append(f"{self.provider}: {type(error).__name__}: {error}")
        finally:
            self.http.close()

    def _pay(self, reference: str, account: str, kopecks: int) -> None:
        if self.provider == "erip":
            self._by_erip(reference, account, kopecks)
        else:
            self._by_agent(reference, account, kopecks)
        self.told.acknowledged[self.provider, reference] = (account, kopecks)
        self.told.note("acknowledged")

    def _by_agent(self, reference: str, account: str, kopecks: int) -> None:
        path, query, good = AGENTS[self.provider]
        said = query.format(reference=reference, account=account, amount=f"{kopecks / 100:.2f}")
        first = self._say(f"{path}?{said}")
        if not re.search(good, first) or (self._twice() and self._say(f"{path}?{said}") != first):
            raise RuntimeError(f"{said}: {first}")
        if self._twice():
            altered = query.format(reference=reference, account=account, amount=f"{kopecks / 100 + 1:.2f}")
            if re.search(good, again := self._say(f"{path}?{altered}")):
                raise RuntimeError(f"{altered}: {again}")

    def _by_erip(self, reference: str, account: str, kopecks: int) -> None:
        start = f"<Amount>{kopecks // 100},{kopecks % 100:02d}</Amount><TransactionId>{reference}</TransactionId>"
        begun = self._say_erip("TransactionStart", reference, account, start)
        found = re.search(r"<ServiceProvider_TrxId>(\w+)</", begun)
        if found is None or (self._twice() and self._say_erip("TransactionStart", reference, account, start) != begun):
            raise RuntimeError(f"start of {reference}: {begun}")
        end = f"<TransactionId>{reference}</TransactionId><ServiceProvider_TrxId>{found[1]}</ServiceProvider_TrxId>"
        ended = self._say_erip("TransactionResult", reference, account, end)
        if "<Error>" in ended or (
            self._twice() and self._say_erip("TransactionResult", reference, account, end) != ended
        ):
            raise RuntimeError(f"end of {reference}: {ended}")

    def _say_erip(self, kind: str, reference: str, account: str, block: str) -> str:
        xml = (
            '<?xml version="1.0" encoding="windows-1251"?><ServiceProvider_Request><Version>1</Version>'
            f"<RequestType>{kind}</RequestType><DateTime>20261123130000</DateTime><Terminal>t</Terminal>"
            f"<ServiceNo>4571</ServiceNo><PersonalAccount>{account}</PersonalAccount><Currency>933</Currency>"
            f"<RequestId>{reference}</RequestId><{kind}>{block}</{kind}></ServiceProvider_Request>"
        ).encode("cp1251")
        signed = hashlib.md5(SALT.encode("cp1251") + xml, usedforsecurity=False).hexdigest().upper()
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "ServiceProvider-Signature": f"SALT+MD5: {signed}",
        }
        said = "XML=" + quote_from_bytes(xml, safe="")
        return self._sent(lambda: self.http.post("/rails/erip", content=said, headers=headers)).text

    def _say(self, path: str) -> str:
        return self._sent(lambda: self.http.get(path)).text

    def _sent(self, send: Callable[[], httpx.Response], status: int = httpx.codes.OK) -> httpx.Response:
        """Send until there is an answer; 5xx and silence say nothing. RuntimeError for another status."""
        until = monotonic() + PATIENCE_S
        while monotonic() < until:
            try:
                answer = send()
            except httpx.TransportError as error:
                self.told.note(type(error).__name__)
            else:
                self.told.note(str(answer.status_code), step=answer.status_code == status)
                if answer.status_code == status:
                    return answer
                if not answer.is_server_error:
                    raise RuntimeError(f"answered {answer.status_code}")
            self.pause.wait(0.2)
        raise RuntimeError(f"no answer in {PATIENCE_S:.0f} s")

    def _twice(self) -> bool:
        return self.dice.random() < SAID_TWICE


AGENTS = {
    "kiosk": (
        "/rails/osmp/kiosk",
        "command=pay&txn_id={reference}&txn_date=20261123130000&account={account}&sum={amount}",
        "<result>0</result>",
    ),
    "shop": (
        "/rails/cyberplat/shop",
        "action=payment&number={account}&type=0&amount={amount}&receipt={reference}&date=2026-11-23T13:00:00",
        "<code>0</code>",
    ),
    "bank": (
        "/rails/sberbank/bank",
        "ACTION=payment&ACCOUNT={account}&AMOUNT={amount}&PAY_ID={reference}&PAY_DATE=23.11.2026_13:00:00",
        "<CODE>0</CODE>",
    ),
}
"""Each agent's address, what it says of a payment, and by what it knows that it is in."""


def clients_of(address: str, accounts: list[str], told: Told, seed: int, per_agent: int) -> list[Client]:
    """Two clients of each provider; no two of ERIP's share an account, for a transaction locks it."""
    made = []
    for place, provider in enumerate([*AGENTS, *AGENTS, "erip", "erip"]):
        own = accounts[place % 2 :: 2] if provider == "erip" else accounts
        http = httpx.Client(base_url=address, timeout=30.0, trust_env=False)
        made.append(Client(provider, 1 + place * per_agent * 10, own, http, told, Random(f"{seed}-{place}")))
    return made

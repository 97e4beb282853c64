"""Ten thousand guesses of account numbers over the wire: `python -m tests.gateway.guesses --guesses 10000`.

A guesser with some connections asks a running gateway for numbers, a few of which there are, while two honest agents go
on. Printed is how long it took, what a guess waited, what the honest ones waited before and meanwhile, and what the
audit says of it. First each kind of answer is asked alone: how long it takes says nothing that the answer does not.
"""

import json
import os
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from random import Random
from statistics import median, quantiles
from threading import Event, Thread
from time import monotonic
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tests.gateway.served import Served

FIRST = 100_000
HONEST = "GET /rails/{}?{}"
ALONE = 12
PLACES = {"unknown": "999{:04d}", "known": "100482", "refused form": "%21{:04d}"}


def check(account: str) -> str:
    return f"GET /rails/osmp/kiosk?command=check&txn_id=1&account={account}&sum=1.00"


def timed(gateway: "Served", line: str) -> tuple[float, int, str]:
    """How long an answer takes in ms, its status and result."""
    begun = monotonic()
    status, body = gateway.ask(line)
    found = re.search(r"<result>(\d+)<|<CODE>(\d+)<", body)
    return (monotonic() - begun) * 1000, status, (found[1] or found[2]) if found else ""


class Honest:
    """Two agents that ask for an account and pay to it, one after the other, until they are told to stop."""

    def __init__(self, gateway: "Served") -> None:
        self.waits: list[float] = []
        self.answers: Counter[str] = Counter()
        self._gateway, self._stop = gateway, Event()
        self._threads = [Thread(target=self._work, args=(place,)) for place in range(2)]

    def __enter__(self) -> "Honest":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, place: int) -> None:
        for number in count(1):
            pay = f"ACTION=payment&ACCOUNT=100482&AMOUNT=0.01&PAY_ID={place}{number}{os.getpid()}"
            for query in ("ACTION=check&ACCOUNT=100482&AMOUNT=1.00", f"{pay}&PAY_DATE=23.11.2026_13:00:00"):
                wait, status, result = timed(self._gateway, HONEST.format("sberbank/bank", query))
                self.waits.append(wait)
                self.answers[f"{status} {result}"] += 1
            if self._stop.wait(0.05):
                return


def alone(gateway: "Served") -> dict[str, float]:
    """The median wait in ms of each kind of answer, asked in turn, before anything is slowed."""
    waits: dict[str, list[float]] = {kind: [] for kind in PLACES}
    for turn in range(ALONE):
        for kind, account in PLACES.items():
            waits[kind].append(timed(gateway, check(account.format(turn)))[0])
    return {kind: round(median(found), 2) for kind, found in waits.items()}


def guess(gateway: "Served", guesses: int, connections: int) -> dict[str, object]:
    """Guess; a guess that is told to come again comes again."""
    numbers = [str(FIRST + one) for one in range(guesses)]
    Random(1).shuffle(numbers)
    told: Counter[str] = Counter()
    waits: list[float] = []

    def one_guess(number: str) -> None:
        while True:
            wait, status, result = timed(gateway, check(number))
            told[f"{status} {result}".strip()] += 1
            if status == 200:
                waits.append(wait)
                return
            Event().wait(1.0)

    begun = monotonic()
    with ThreadPoolExecutor(connections) as crowd:
        list(crowd.map(one_guess, numbers))
    took = monotonic() - begun
    half, high = median(waits), quantiles(waits, n=100)[98]
    figures = {
        "took_s": round(took, 1),
        "per_s": round(guesses / took, 2),
        "p50_ms": round(half),
        "p99_ms": round(high),
    }
    return {**figures, "answers": dict(told)}


def ms(waits: list[float]) -> dict[str, float]:
    return {"p50_ms": round(median(waits), 1), "p99_ms": round(quantiles(waits, n=100)[98], 1), "requests": len(waits)}


def measure(guesses: int, connections: int) -> dict[str, object]:
    """On a database that is dropped afterwards."""
    from kosmos.subscribers.acts import AuditRecord  # noqa: PLC0415 - needs Django set up
    from tests.gateway.served import an_operator, served  # noqa: PLC0415

    an_operator()
    with served() as gateway:
        waits = alone(gateway)
        with Honest(gateway) as before:
            Event().wait(5)
        with Honest(gateway) as meanwhile:
            found = guess(gateway, guesses, connections)
        records = AuditRecord.objects.filter(action="accounts_guessed", object_id="kiosk").count()
    return {
        "guesses": guesses,
        "connections": connections,
        **found,
        "alone_ms": waits,
        "others_before": ms(before.waits),
        "others_meanwhile": ms(meanwhile.waits),
        "others_answers": dict(meanwhile.answers),
        "audit_records": records,
    }


@click.command()
@click.option("--guesses", default=10_000, show_default=True, type=click.IntRange(100, 100_000))
@click.option("--connections", default=64, show_default=True, type=click.IntRange(1, 500))
def main(guesses: int, connections: int) -> None:
    """Guess, and print the figures as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("KOSMOS_HOME", "var/test")
    from kosmos.config.database import scratch_database  # noqa: PLC0415 - reads the environment

    with scratch_database():
        click.echo(json.dumps(measure(guesses, connections), ensure_ascii=False))


if __name__ == "__main__":
    main()

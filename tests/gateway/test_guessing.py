"""Guessing over the wire: many at once learn no more than one by one, and nobody else is slowed by them."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from kosmos.subscribers.acts import AuditRecord
from tests.gateway.served import Served, an_operator, served

MANY = 100


@pytest.fixture
def gateway(committed: None) -> Iterator[Served]:
    an_operator()
    with served() as found:
        yield found


def check(account: object, rail: str = "osmp/kiosk") -> str:
    return f"GET /rails/{rail}?command=check&txn_id=1&account={account}&sum=1.00"


def test_many_guesses_at_once_are_not_told_apart_from_hits(gateway: Served) -> None:
    """While it guesses, an agent's check of what there is is told to come again, too; nobody else is."""
    stop = threading.Event()

    def guess(one: int) -> None:
        while not stop.is_set():
            gateway.status(check(one))

    with ThreadPoolExecutor(MANY) as guessers:
        found = [guessers.submit(guess, one) for one in range(MANY)]
        tries = [{gateway.ask(check(account)) for account in ["100482"] * 20} for _ in range(3)]
        other = gateway.ask("GET /rails/sberbank/bank?ACTION=check&ACCOUNT=100482&AMOUNT=1.00")
        paid = gateway.ask("GET /rails/osmp/kiosk?command=pay&txn_id=7&txn_date=20261123130000&account=100482&sum=1.00")
        stop.set()
    assert all(one.done() for one in found)
    assert (503, "") in set().union(*tries)
    assert [other[0], paid[0]] == [200, 200]
    assert "<result>0</result>" in paid[1]


def test_a_payment_that_moves_no_money_is_a_guess_too(gateway: Served) -> None:
    """A sum that is too large would tell an account that there is from one that there is not."""
    pay = "GET /rails/osmp/kiosk?command=pay&txn_id={}&txn_date=20261123130000&account=100482&sum=5000.01"
    with ThreadPoolExecutor(16) as payers:
        assert set(payers.map(lambda one: gateway.status(pay.format(one)), range(64))) == {200}
    assert AuditRecord.objects.filter(action="accounts_guessed", object_id="kiosk").exists()

"""The gateway by raw bytes over real connections: each protocol, refusals, repeats at once, and kill -9."""

import re
import threading
from collections.abc import Iterator
from random import Random

import pytest

from kosmos.charging.models import Payment
from kosmos.ledger.models import Account, Posting
from kosmos.payments.models import AgentPayment, Case
from kosmos.subscribers.acts import AuditRecord
from tests.gateway.served import Served, an_operator, served

KIOSK, TERMINAL, BANK = "/rails/osmp/kiosk", "/rails/cyberplat/terminal", "/rails/sberbank/bank"


@pytest.fixture
def payer(committed: None) -> int:
    return an_operator()


@pytest.fixture
def gateway(payer: int) -> Iterator[Served]:
    with served() as found:
        yield found


def pay(txn: int, account: str = "100482", amount: str = "25.00") -> str:
    return f"GET {KIOSK}?command=pay&txn_id={txn}&txn_date=20261123130000&account={account}&sum={amount}"


def result(answer: str) -> int:
    found = re.search(r"<result>(\d+)</result>", answer)
    assert found, answer
    return int(found[1])


def number(answer: str) -> str:
    found = re.search(r"<prv_txn>(\d+)</prv_txn>", answer)
    assert found, answer
    return found[1]


def test_osmp_by_raw_bytes(gateway: Served, payer: int) -> None:
    status, checked = gateway.ask(f"GET {KIOSK}?command=check&txn_id=1&account=100482&sum=25.00")
    assert (status, result(checked)) == (200, 0)
    status, paid = gateway.ask(pay(2))
    assert (status, result(paid)) == (200, 0)
    assert gateway.ask(pay(2)) == (200, paid)
    assert [result(gateway.ask(line)[1]) for line in (pay(2, amount="26.00"), pay(3, "999"), pay(4, "!"))] == [
        300,
        5,
        4,
    ]
    assert result(gateway.ask(pay(5, amount="5000.01"))[1]) == 242
    assert result(gateway.ask(f"GET {KIOSK}?command=status&txn_id=2")[1]) == 0
    cancel = f"GET {KIOSK}?command=cancel&txn_id=9&prv_txn={number(paid)}"
    assert [result(gateway.ask(cancel)[1]) for _ in range(2)] == [0, 0]
    assert Account.objects.get(id=payer).balance_kopecks == 0
    assert Case.objects.get().kind == "agent_other_payment"


def test_the_dialects_are_the_same_service(gateway: Served, payer: int) -> None:
    form = b"action=payment&number=100482&type=0&amount=10.00&receipt=7&date=2026-11-23T13:00:00"
    head = (f"Content-Length: {len(form)}", "Content-Type: application/x-www-form-urlencoded")
    first, again = (gateway.ask(f"POST {TERMINAL}", *head, body=form) for _ in range(2))
    assert first == again
    assert "<code>0</code>" in first[1]
    line = f"GET {BANK}?ACTION=payment&ACCOUNT=100482&AMOUNT=5.00&PAY_ID=7&PAY_DATE=23.11.2026_13:00:00"
    assert gateway.ask(line) == gateway.ask(line)
    assert Account.objects.get(id=payer).balance_kopecks == 1500
    assert sorted(AgentPayment.objects.values_list("provider", "rail")) == [
        ("bank", "sberbank"),
        ("terminal", "cyberplat"),
    ]


def test_what_is_answered_by_a_status_alone(gateway: Served) -> None:
    far, behind = "/rails/osmp/far", "X-Forwarded-For: 198.51.100.1, 203.0.113.9"
    assert gateway.status("GET /rails/osmp/nobody?command=check") == 404
    assert gateway.status(f"GET {TERMINAL.replace('cyberplat', 'osmp')}") == 404
    assert gateway.status(f"GET {far}?command=check&txn_id=1&account=1&sum=1.00") == 403
    assert gateway.status(f"GET {far}?command=check&txn_id=1&account=1&sum=1.00", behind) == 200
    assert gateway.status(f"PUT {KIOSK}") == 405
    assert gateway.status(f"POST {KIOSK}", "Content-Length: 70000", body=b"a" * 70_000) == 413
    assert gateway.status(f"GET {KIOSK}?" + "a" * 300_000) in {0, 400, 414, 431}
    assert result(gateway.ask(f"GET {KIOSK}?%00=%zz&command=pay")[1]) == 300


def test_fifty_at_once_are_one(gateway: Served, payer: int) -> None:
    answers: list[tuple[int, str]] = []
    threads = [threading.Thread(target=lambda: answers.append(gateway.ask(pay(1)))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(answers), len(set(answers))) == (50, 1)
    assert (result(answers[0][1]), Payment.objects.count()) == (0, 1)


def test_guesses_wait_and_are_seen_in_the_audit(gateway: Served) -> None:
    lines = [f"GET {KIOSK}?command=check&txn_id={one}&account={one}&sum=1.00" for one in range(36)]
    assert {result(gateway.ask(line)[1]) for line in lines} == {5}
    noted = AuditRecord.objects.filter(action="accounts_guessed").values_list("object_id", "account_id")
    assert {desk for desk, _ in noted} == {"kiosk"}
    assert not any(account for _, account in noted)


def test_killed_at_any_moment_each_payment_is_in_once(gateway: Served, payer: int) -> None:
    acknowledged: dict[int, str] = {}
    stop = threading.Event()

    def agent(first: int) -> None:
        for txn in range(first, first + 60):
            while txn not in acknowledged and not stop.is_set():
                try:
                    status, answer = gateway.ask(pay(txn, amount="1.00"))
                except OSError:
                    stop.wait(0.05)
                    continue
                if status == 200:
                    assert result(answer) == 0
                    acknowledged[txn] = number(answer)

    threads = [threading.Thread(target=agent, args=(1_000 * index,)) for index in range(8)]
    for thread in threads:
        thread.start()
    random = Random(7)
    for _ in range(3):
        stop.wait(random.uniform(0.05, 0.6))
        gateway.kill()
        gateway.start()
    for thread in threads:
        thread.join(90)
    stop.set()
    kept = {int(reference): str(ours) for reference, ours in AgentPayment.objects.values_list("reference", "number")}
    assert kept == acknowledged
    assert len(kept) == 480
    assert Account.objects.get(id=payer).balance_kopecks == 48_000
    assert Posting.objects.filter(account_id=payer, kind=1).count() == 480

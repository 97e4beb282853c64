"""An agent's registry against our payments: what stands, and each difference a case, once."""

import io
from dataclasses import replace
from datetime import timedelta

import pytest

from kosmos.payments.agents import Agent, Asked
from kosmos.payments.models import Case
from kosmos.payments.rails.osmp.messages import Cancel, Pay, Request
from kosmos.payments.rails.osmp.registry import RegistryForm, Settled, write_registry
from kosmos.payments.services import answer_agents
from kosmos.payments.services.reconciling import Reconciled, reconcile
from kosmos.payments.tests.world import NOW, account, balance, operator

KIOSK = Agent("kiosk", "osmp")
PAY = Pay("1", "100482", 2500, NOW)
DAY = timedelta(hours=12)


def ask(*requests: Request) -> None:
    answer_agents([Asked(KIOSK, request, "raw") for request in requests], now=NOW)


def told(*payments: Pay, tail: bytes = b"") -> Reconciled:
    theirs = [Settled(one.txn_id, one.paid_at, one.account, one.amount_kopecks) for one in payments]
    content = b"".join(write_registry(theirs, RegistryForm())) + tail
    return reconcile(io.BytesIO(content), agent="kiosk", first=NOW - DAY, until=NOW + DAY, form=RegistryForm(), now=NOW)


@pytest.fixture
def payer(db: None) -> int:
    operator()
    return account()


def test_what_is_in_both_stands_and_each_difference_is_a_case_once(payer: int) -> None:
    ours = [replace(PAY, txn_id=str(number)) for number in range(1, 5)]
    late = replace(PAY, txn_id="5", paid_at=NOW - 3 * DAY)
    ask(*ours, late)
    ask(Cancel("9", payment_txn_id="4"))
    theirs = [ours[0], replace(ours[1], amount_kopecks=2600), ours[3], late, replace(PAY, txn_id="77")]
    for _ in range(2):
        found = told(*theirs)
        assert (found.stand, found.stand_kopecks, found.bad) == (2, 5000, [])
        assert {(one.kind, one.reference) for one in found.differences} == {
            ("other", "2"),
            ("only_theirs", "4"),
            ("only_theirs", "77"),
            ("only_ours", "3"),
        }
    assert Case.objects.count() == 4
    assert balance(payer) == 4 * 2500


def test_while_a_line_is_bad_nothing_is_missing(payer: int) -> None:
    ask(PAY)
    found = told(tail=b"x\n")
    assert not found.differences and len(found.bad) == 1

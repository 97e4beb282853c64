"""ERIP as a hostile network: lost, doubled, late, reordered, altered and contradictory messages in any order.

What ERIP was told is held against the ledger: each payment acknowledged stands once, and nothing else does.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.ledger.models import Account
from kosmos.payments.models import Case, EripTransaction
from kosmos.payments.rails.erip.messages import Answer, Finished, Noted, Refused, StornResult, TransactionResult
from kosmos.payments.services.erip import deal_with_spool
from kosmos.payments.services.erip.replies import Step
from kosmos.payments.tests import world
from kosmos.payments.tests.erip_world import (
    file_of,
    result,
    reversal_record,
    say,
    start,
    storn,
    storned,
    transfer_record,
)
from kosmos.payments.tests.world import NOW

NUMBERS = ("100482", "100483")
TRANSACTIONS = st.sampled_from(["T1", "T2", "T3"])
AMOUNTS = st.sampled_from([700, 2500])
ACCOUNTS = st.sampled_from([*NUMBERS, "999999"])


class Erip(RuleBasedStateMachine):
    """Messages are said, said again, altered; files come; time passes; what was acknowledged is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.folder = TemporaryDirectory()
        self.now: datetime = NOW
        self.said: list[tuple[Step, Answer]] = []
        self.acknowledged: set[str] = set()
        self.back: set[str] = set()
        self.transferred: set[str] = set()
        self.files = 0

    @initialize()
    def begin(self) -> None:
        world.operator()
        self.accounts = [world.account(number) for number in NUMBERS]
        (Path(self.folder.name) / "out").mkdir()

    def teardown(self) -> None:
        assert not check_ledger().findings
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)
        self.folder.cleanup()

    def _say(self, request: Step) -> None:
        """Say it, or lose it on the way back: then nobody was told anything."""
        answer = say(request, self.now)
        self.said.append((request, answer))
        self._note(request, answer)

    def _note(self, request: Step, answer: Answer) -> None:
        """Remember what was acknowledged."""
        if isinstance(request, TransactionResult) and isinstance(answer, Finished) and not request.error_text:
            self.acknowledged.add(request.transaction_id)
        if isinstance(request, StornResult) and request.storned and isinstance(answer, Noted):
            self.back.add(request.transaction_id)

    @rule(transaction=TRANSACTIONS, amount=AMOUNTS, account=ACCOUNTS)
    def starts(self, transaction: str, amount: int, account: str) -> None:
        self._say(start(transaction, amount, account=account))

    @rule(transaction=TRANSACTIONS, account=ACCOUNTS, error=st.sampled_from(["", "", "нет денег"]))
    def ends(self, transaction: str, account: str, error: str) -> None:
        self._say(result(transaction, error, account=account))

    @rule(transaction=TRANSACTIONS, account=ACCOUNTS, amount=AMOUNTS)
    def storns(self, transaction: str, account: str, amount: int) -> None:
        self._say(storn(transaction, amount, account=account))

    @rule(transaction=TRANSACTIONS, account=ACCOUNTS, yes=st.booleans())
    def storned(self, transaction: str, account: str, *, yes: bool) -> None:
        self._say(storned(transaction, yes=yes, account=account))

    @rule(which=st.integers(0, 50))
    def comes_again(self, which: int) -> None:
        """A copy of anything that was said, however late, is answered alike if it did something; else it may do now."""
        if not self.said:
            return
        request, answer = self.said[which % len(self.said)]
        again = say(request, self.now)
        self._note(request, again)
        if not isinstance(answer, Refused):
            assert again == answer

    @rule(which=st.integers(0, 50), transaction=TRANSACTIONS)
    def comes_altered(self, which: int, transaction: str) -> None:
        """The RequestId of one with the transaction of another."""
        if self.said:
            self._say(replace(self.said[which % len(self.said)][0], transaction_id=transaction))

    @rule(minutes=st.sampled_from([1, 31, 200]))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), NOW + timedelta(hours=9))

    @rule(operations=st.lists(TRANSACTIONS, min_size=1, max_size=3), amount=AMOUNTS, account=ACCOUNTS)
    def money_is_transferred(self, operations: list[str], amount: int, account: str) -> None:
        self._file(210, *(transfer_record(one, amount, account) for one in operations))
        self.transferred.update(operations)

    @rule(operation=TRANSACTIONS, amount=AMOUNTS, account=ACCOUNTS)
    def money_is_reversed(self, operation: str, amount: int, account: str) -> None:
        before = set(_standing())
        self._file(216, reversal_record(operation, amount, account))
        self.back |= before - set(_standing())

    def _file(self, kind: int, *records: object) -> None:
        self.files += 1
        path = Path(self.folder.name) / "out" / f"{self.files}.{kind}"
        content = file_of(kind, *records)  # type: ignore[arg-type]
        for _ in range(2):
            path.write_bytes(content)
            deal_with_spool(Path(self.folder.name), now=self.now)

    @invariant()
    def what_was_acknowledged_stands_once_and_nothing_else(self) -> None:
        """Across all accounts; what ERIP took back does not stand."""
        came = list(Payment.objects.values_list("reference", flat=True))
        assert len(came) == len(set(came)), "once"
        assert set(came) >= self.acknowledged
        assert set(came) <= self.acknowledged | self.transferred
        assert set(_standing()) == set(came) - self.back

    @invariant()
    def each_state_is_true(self) -> None:
        paid = EripTransaction.objects.filter(state__in=("committed", "storn_started"))
        assert sorted(paid.values_list("transaction_id", flat=True)) == sorted(_standing())

    @invariant()
    def balances_are_those_of_the_payments(self) -> None:
        for account in Account.objects.all():
            stands = Payment.objects.filter(account=account, reversed_by=None).values_list("amount_kopecks", flat=True)
            assert account.balance_kopecks == sum(stands)

    @invariant()
    def what_was_transferred_is_somewhere_or_a_case(self) -> None:
        for operation in self.transferred - set(_standing()):
            assert operation in self.back or Case.objects.filter(operation=operation).exists()


def _standing() -> list[str]:
    """The references of the payments that stand."""
    return list(Payment.objects.filter(reversed_by=None).values_list("reference", flat=True))


@pytest.mark.usefixtures("db")
def test_whatever_erip_says_in_whatever_order() -> None:
    run_state_machine_as_test(
        Erip,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

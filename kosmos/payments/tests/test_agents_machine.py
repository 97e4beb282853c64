"""Agents as a hostile network: pays, checks, cancels and status of three dialects, doubled, late, altered, in batches.

Everything goes by the dialects' bytes. What an agent was told is held against the ledger after each step.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.ledger.models import Account
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.models import Case
from kosmos.payments.rails.cyberplat.codec import CyberPlat
from kosmos.payments.rails.osmp.base import Dialect
from kosmos.payments.rails.osmp.codec import CancelNames, Osmp
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Pay, Request, Result, Status
from kosmos.payments.rails.sberbank.codec import Sberbank
from kosmos.payments.services import answer_agents
from kosmos.payments.tests import world
from kosmos.payments.tests.world import NOW

DIALECTS: dict[str, tuple[str, Dialect]] = {
    "kiosk": ("osmp", Osmp(cancel_names=CancelNames.CANCEL_TXN_ID)),
    "shop": ("cyberplat", CyberPlat()),
    "bank": ("sberbank", Sberbank()),
}
NUMBERS = ("100482", "100483")
AGENTS = st.sampled_from(sorted(DIALECTS))
PAYS = st.tuples(
    AGENTS, st.sampled_from(["1", "2", "3"]), st.sampled_from([700, 2500]), st.sampled_from([*NUMBERS, "999"])
)


@dataclass
class Known:
    """A payment that an agent was told is in."""

    account: str
    kopecks: int
    answer: Answer
    back: bool = False


class Agents(RuleBasedStateMachine):
    """What agents say, and what they must hear; every message may come again at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now: datetime = NOW
        self.known: dict[tuple[str, str], Known] = {}
        self.contradicted = False

    @initialize()
    def begin(self) -> None:
        world.operator()
        for number in NUMBERS:
            world.account(number)

    def teardown(self) -> None:
        assert not check_ledger().findings
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    def _say(self, *said: tuple[str, Request]) -> list[Answer]:
        """Some requests of one instant, each by its agent's bytes; the answers as their agents read them."""
        asked = []
        for name, request in said:
            rail, dialect = DIALECTS[name]
            body = dialect.write_request(request)
            asked.append(Asked(Agent(name, rail), dialect.read_request(body), body.decode()))
        answers = answer_agents(asked, now=self.now)
        dialects = [DIALECTS[name][1] for name, _ in said]
        return [one.read_answer(one.write_answer(told)) for one, told in zip(dialects, answers, strict=True)]

    @rule(pays=st.lists(PAYS, min_size=1, max_size=5))
    def pays_at_once(self, pays: list[tuple[str, str, int, str]]) -> None:
        said = [(agent, Pay(txn, account, kopecks, NOW)) for agent, txn, kopecks, account in pays]
        for (agent, pay), answer in zip(said, self._say(*said), strict=True):
            self._hold(agent, pay, answer)

    def _hold(self, agent: str, pay: Pay, answer: Answer) -> None:
        key = (agent, pay.txn_id)
        known = self.known.get(key)
        if known is None and pay.account in NUMBERS:
            assert answer.result is Result.OK
            self.known[key] = Known(pay.account, pay.amount_kopecks, answer)
        elif known is None:
            assert answer.result is Result.ACCOUNT_UNKNOWN
        elif (known.account, known.kopecks) == (pay.account, pay.amount_kopecks):
            assert answer == known.answer
        else:
            assert answer.result not in {Result.OK, Result.TEMPORARY}
            self.contradicted = True

    @rule(pay=PAYS)
    def checks(self, pay: tuple[str, str, int, str]) -> None:
        agent, txn, kopecks, account = pay
        (answer,) = self._say((agent, Check(txn, account, kopecks)))
        assert (answer.result is Result.OK) == (account in NUMBERS)

    @rule(agent=AGENTS, txn=st.sampled_from(["1", "2", "3"]))
    def asks(self, agent: str, txn: str) -> None:
        (answer,) = self._say((agent, Status(txn)))
        known = self.known.get((agent, txn))
        assert (answer.result is Result.OK) == (known is not None and not known.back)

    @rule(agent=AGENTS, txn=st.sampled_from(["1", "2", "3"]), kopecks=st.sampled_from([None, 700]))
    def cancels(self, agent: str, txn: str, kopecks: int | None) -> None:
        """By the agent's own number of the payment, twice in one batch."""
        known, cancel = self.known.get((agent, txn)), Cancel("9", payment_txn_id=txn, amount_kopecks=kopecks)
        if agent != "kiosk":  # names the payment, and no sum
            cancel = Cancel(txn, payment_txn_id=txn)
        first, again = self._say((agent, cancel), (agent, cancel))
        done = known is not None and (known.back or cancel.amount_kopecks in {None, known.kopecks})
        assert [first.result is Result.OK, again.result is Result.OK] == [done, done]
        if done and known:
            known.back = True

    @rule(minutes=st.sampled_from([1, 90]))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), NOW + timedelta(hours=9))

    @invariant()
    def each_acknowledged_payment_is_in_once_and_nothing_else(self) -> None:
        came = list(Payment.objects.values_list("provider", "reference"))
        assert sorted(came) == sorted(self.known)
        standing = Payment.objects.filter(reversed_by=None).values_list("provider", "reference")
        assert set(standing) == {key for key, known in self.known.items() if not known.back}

    @invariant()
    def balances_are_those_of_the_payments(self) -> None:
        for number in NUMBERS:
            right = sum(one.kopecks for one in self.known.values() if one.account == number and not one.back)
            assert Account.objects.get(accountnumber__number=number).balance_kopecks == right

    @invariant()
    def a_contradiction_is_a_case(self) -> None:
        assert Case.objects.exists() == self.contradicted


@pytest.mark.usefixtures("db")
def test_whatever_agents_say_in_whatever_order() -> None:
    run_state_machine_as_test(
        Agents,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

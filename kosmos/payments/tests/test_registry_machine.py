"""Statements as a careless bank sends them: doubled, late, overlapping, altered, with bad lines, posted in pieces.

The bank also tells of payments online, of the same ones and others.
Whichever line of a reference is posted first stands, once; the others are repeats, faults or cases.
"""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.errors import StatementChanged, StatementEmpty, StatementFaulty
from kosmos.payments.models import Case, Statement, StatementState, Unidentified
from kosmos.payments.rails.osmp.messages import Pay, Result
from kosmos.payments.rails.registry.tests.statements import CSV
from kosmos.payments.services import answer_agents
from kosmos.payments.services.registry import choose, drop, keep_profile, parts, pursue_statement, take_statement
from kosmos.payments.tests import world
from kosmos.payments.tests.registry_world import pursue_until_killed
from kosmos.payments.tests.world import NOW

FORM = {key: value for key, value in CSV.items() if key != "total"} | {"name": "bank", "provider": "bank"}
HEAD = "номер;дата;время;сумма;комиссия;плательщик;назначение"
NUMBERS = ("100482", "100483")
LINES = st.tuples(st.integers(1, 5), st.sampled_from([700, 2500]), st.sampled_from([*NUMBERS, "999999"]))
FILES = st.lists(LINES, min_size=1, max_size=4, unique_by=lambda line: line[0])


class Registry(RuleBasedStateMachine):
    """Files come, are chosen, posted in pieces, dropped; what each reference first brought is remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.now = NOW
        self.files: list[tuple[Statement, list[tuple[int, int, str]], bool]] = []
        self.said: dict[str, set[tuple[int, str]]] = {}

    @initialize()
    def begin(self) -> None:
        world.operator()
        self.accounts = {world.account(number): number for number in NUMBERS}
        self.profile = keep_profile(FORM, now=NOW)

    def teardown(self) -> None:
        try:
            if hasattr(self, "profile"):
                self._all_is_posted()
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)

    @rule(lines=FILES, bad=st.booleans())
    def a_file_comes_twice(self, lines: list[tuple[int, int, str]], *, bad: bool) -> None:
        """Once more at once: it is the same file."""
        told = [f"{ref};23.11.2026;;{sum_ / 100:.2f};0;Петров;л/с {number}" for ref, sum_, number in lines]
        told += ["9;23.11.2026;;семь;0;Петров;л/с 100482"] if bad else []
        content = "\r\n".join([HEAD, *told, ""]).encode("cp1251")
        found, again = (take_statement(content, name="f.csv", profile=self.profile, now=self.now) for _ in range(2))
        assert found.id == again.id
        if not any(one.id == found.id for one, *_ in self.files):
            self.files.append((found, lines, bad))

    @rule(which=st.integers(0, 20), good_only=st.booleans())
    def somebody_chooses(self, which: int, *, good_only: bool) -> None:
        if not self.files:
            return
        found, lines, bad = self.files[which % len(self.files)]
        try:
            choose(found.id, good_only=good_only)
        except (StatementFaulty, StatementEmpty, StatementChanged):
            return
        assert good_only or not bad
        for ref, sum_, number in lines:
            self.said.setdefault(f"{ref}/23.11.2026", set()).add((sum_, number))

    @rule(which=st.integers(0, 20), counted=st.booleans())
    def a_piece_is_posted(self, which: int, *, counted: bool) -> None:
        """One line of it; then the worker dies."""
        if self.files:
            found = self.files[which % len(self.files)][0]
            pursue_until_killed(found, parts=1, counted=counted, now=self.now)

    @rule(line=LINES)
    def the_bank_asks_online(self, line: tuple[int, int, str]) -> None:
        """It pays what a statement of its brings too, or says otherwise."""
        ref, sum_, number = line
        reference = f"{ref}/23.11.2026"
        paid = Asked(Agent("bank", "sberbank"), Pay(reference, number, sum_, NOW), "raw")
        if answer_agents([paid], now=self.now)[0].result is Result.OK:
            self.said.setdefault(reference, set()).add((sum_, number))

    @rule(which=st.integers(0, 20))
    def somebody_drops(self, which: int) -> None:
        if self.files:
            try:
                drop(self.files[which % len(self.files)][0].id)
            except StatementChanged:
                return

    @rule(minutes=st.sampled_from([1, 90]))
    def time_passes(self, minutes: int) -> None:
        self.now = min(self.now + timedelta(minutes=minutes), NOW + timedelta(hours=9))

    @invariant()
    def what_stands_was_said_and_stands_once(self) -> None:
        came = list(Payment.objects.values_list("reference", "amount_kopecks", "account_id"))
        assert len({reference for reference, *_ in came}) == len(came)
        for reference, kopecks, account in came:
            assert (kopecks, self.accounts.get(account, "999999")) in self.said[reference]

    @invariant()
    def money_of_nobody_is_in_the_list(self) -> None:
        listed = Unidentified.objects.filter(posted=True).values_list("operation", "amount_kopecks")
        nobodys = Payment.objects.exclude(account__in=self.accounts).values_list("reference", "amount_kopecks")
        assert sorted(listed) == sorted(nobodys)

    def _all_is_posted(self) -> None:
        """The worker goes on with what was chosen: each reference that was chosen stands, or is a case too."""
        for found, *_ in self.files:
            pursue_statement(found.id, now=self.now)
        came = dict(Payment.objects.values_list("reference", "amount_kopecks"))
        assert set(came) == set(self.said)
        for reference, said in self.said.items():
            if len(said) > 1:
                assert Case.objects.filter(order_number=reference, kind="statement_other_payment").exists()
        assert not Statement.objects.filter(state=StatementState.POSTING).exists()
        assert not check_ledger().findings


@pytest.mark.usefixtures("db")
def test_whatever_files_come_in_whatever_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "CHUNK", 1)
    run_state_machine_as_test(
        Registry,
        settings=settings(
            max_examples=10, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

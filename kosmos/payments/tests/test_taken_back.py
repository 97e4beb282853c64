"""Money of nobody's that its provider takes back is followed: from suspense, from the account it was put on, once.

Cards, ERIP online and by file, and a statement whose provider cancels by OSMP: the same of each, in any order.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kosmos.charging.audit import check_ledger
from kosmos.charging.services import charge_once
from kosmos.ledger.models import Account
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.erip_rules import Terms
from kosmos.payments.errors import MoneySettled
from kosmos.payments.models import Case, Order, Statement, Unidentified, UnidentifiedState
from kosmos.payments.news import Heard, News, Source
from kosmos.payments.rails.erip.messages import Noted, Refused
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Result
from kosmos.payments.services import answer_agents, create_order_of_nobody, take_news
from kosmos.payments.services.erip.records import Lines, take_lines
from kosmos.payments.services.refunds import pursue_refund, request_refund
from kosmos.payments.services.registry import choose, foreseen, keep_profile, pursue_statement, take_statement
from kosmos.payments.services.reversals import Why, take_reversal
from kosmos.payments.services.suspense import assign, send_back
from kosmos.payments.tests import world
from kosmos.payments.tests.erip_world import reversal_record, say, storn, storned, transfer_record
from kosmos.payments.tests.test_registry import FORM, HEAD
from kosmos.payments.tests.world import NOW, balance, cases

NOBODY, SUM = "999999", 2500
SHOP = Agent("shop", "osmp")


@dataclass(frozen=True)
class Way:
    """How money comes to nobody by a rail, under some number, and how its provider takes it back."""

    rail: str
    comes: Callable[[str], object]
    goes: Callable[[str], object]


def news(number: str, heard: Heard = Heard.APPROVED, kopecks: int = SUM) -> News:
    return News(number, heard, kopecks, "BYN", f"5{number}.1", f"5{number}", Source.QUERY, "assist")


def card_comes(number: str) -> None:
    take_news(f"gone-{number}", news(number), NOW)


def card_goes(number: str) -> None:
    take_news(f"gone-{number}", news(number, Heard.CANCELLED), NOW)


def order_comes(number: str) -> None:
    order = create_order_of_nobody(number=NOBODY, amount_kopecks=SUM, now=NOW, key=number)
    take_news(order.number, news(f"7{number}"), NOW)


def order_goes(number: str) -> None:
    found = Order.objects.filter(key=number).first()
    if found:
        take_news(found.number, news(f"7{number}", Heard.CANCELLED), NOW)


def file_comes(number: str) -> None:
    take_lines(Lines("1.210", 210, [transfer_record(f"E{number}", account=NOBODY)]), now=NOW, terms=Terms())


def file_goes(number: str) -> None:
    take_lines(Lines("1.216", 216, [reversal_record(f"E{number}", account=NOBODY)]), now=NOW, terms=Terms())


def online_goes(number: str) -> None:
    if Unidentified.objects.filter(operation=f"E{number}").exists():
        assert isinstance(say(replace(storn(f"E{number}", account=NOBODY), number="0")), Noted)
        assert isinstance(say(storned(f"E{number}", account=NOBODY)), Noted)
    else:
        assert isinstance(say(storn(f"E{number}", account=NOBODY)), Refused)


def statement(*lines: str) -> Statement:
    profile = keep_profile({**FORM, "name": "shop", "provider": "shop", "money": "agents"}, now=NOW)
    return take_statement((HEAD + "".join(lines)).encode("cp1251"), name="day.csv", profile=profile, now=NOW)


def line(number: str, account: str = "") -> str:
    return f"{number};23.11.2026;;25,00;0;Сидоров;л/с {account}\r\n"


def statement_comes(number: str) -> None:
    found = statement(line(number, NOBODY))
    if found.state == "read":
        choose(found.id, good_only=False)
    pursue_statement(found.id, now=NOW)


def cancel(number: str, kopecks: int | None = None) -> Answer:
    asked = Cancel("9", payment_txn_id=f"{number}/23.11.2026", amount_kopecks=kopecks)
    return answer_agents([Asked(SHOP, asked, "raw")], now=NOW)[0]


WAYS = {
    "a card, an order that is not there": Way("assist", card_comes, card_goes),
    "a card, an order of a number that is not there": Way("assist", order_comes, order_goes),
    "ERIP, by its file": Way("erip", file_comes, file_goes),
    "ERIP, online": Way("erip", file_comes, online_goes),
    "a statement, cancelled by OSMP": Way("shop", statement_comes, cancel),
}
OPERATIONS = dict(zip(WAYS, ("5{}.1", "57{}.1", "E{}", "E{}", "{}/23.11.2026"), strict=True))


@pytest.fixture
def payer(db: None) -> int:
    world.operator()
    return world.account()


def put(name: str, number: str, account_id: int) -> None:
    assign(rail=WAYS[name].rail, operation=OPERATIONS[name].format(number), account_id=account_id, now=NOW)


def state_of(name: str, number: str = "1") -> str:
    return Unidentified.objects.get(operation=OPERATIONS[name].format(number)).state


def total() -> int:
    return sum(Account.objects.values_list("balance_kopecks", flat=True))


@pytest.mark.parametrize("name", WAYS)
def test_what_was_put_on_an_account_is_taken_from_there_once(payer: int, name: str) -> None:
    way = WAYS[name]
    way.comes("1")
    put(name, "1", payer)
    assert (balance(payer), total()) == (SUM, SUM)
    for _ in range(3):
        way.goes("1")
        way.comes("1")
    assert (balance(payer), total(), state_of(name)) == (0, 0, "taken_back")
    assert "assigned_taken_back" not in cases()
    assert not check_ledger().findings


@pytest.mark.parametrize("name", WAYS)
def test_what_was_spent_goes_below_zero_and_people_know(payer: int, name: str) -> None:
    WAYS[name].comes("1")
    put(name, "1", payer)
    charge_once(account_id=payer, amount_kopecks=2000, now=NOW)
    WAYS[name].goes("1")
    WAYS[name].goes("1")
    assert balance(payer) == -2000
    assert Case.objects.get(kind="assigned_taken_back").account_id == payer
    assert not check_ledger().findings


@pytest.mark.parametrize("name", WAYS)
def test_what_waits_is_taken_from_suspense_and_is_nobodys_to_assign(payer: int, name: str) -> None:
    WAYS[name].comes("1")
    WAYS[name].goes("1")
    assert (total(), state_of(name)) == (0, "taken_back")
    with pytest.raises(MoneySettled):
        put(name, "1", payer)
    assert not Case.objects.filter(kind__in=("unknown_account", "unknown_order"), closed_at=None).exists()


@pytest.mark.parametrize("name", WAYS)
def test_what_went_back_to_its_sender_moves_nothing_and_is_a_case(payer: int, name: str) -> None:
    WAYS[name].comes("1")
    send_back(rail=WAYS[name].rail, operation=OPERATIONS[name].format("1"), note="p/p 12", now=NOW)
    for _ in range(2):
        WAYS[name].goes("1")
    assert (total(), state_of(name), cases().count("returned_taken_back")) == (0, "returned", 1)


@pytest.mark.parametrize("name", WAYS)
def test_of_what_the_bank_took_a_part_only_the_rest_is_taken(payer: int, name: str) -> None:
    WAYS[name].comes("1")
    put(name, "1", payer)
    said = {"provider": WAYS[name].rail, "reference": OPERATIONS[name].format("1"), "key": "c1", "now": NOW}
    take_reversal(account_id=payer, amount_kopecks=1000, why=Why.CHARGEBACK, **said)  # type: ignore[arg-type]
    WAYS[name].goes("1")
    assert (balance(payer), total()) == (0, 0)
    assert cases().count("more_than_left") == 1
    assert not check_ledger().findings


@pytest.mark.parametrize("name", WAYS)
def test_what_was_put_on_the_wrong_account_is_moved_to_the_right_one_and_followed_there(payer: int, name: str) -> None:
    right = world.account("100483")
    WAYS[name].comes("1")
    put(name, "1", payer)
    charge_once(account_id=payer, amount_kopecks=2000, now=NOW)
    put(name, "1", right)
    assert (balance(payer), balance(right), state_of(name)) == (-2000, SUM, "assigned")
    for account_id in (right, payer):
        with pytest.raises(MoneySettled):
            put(name, "1", account_id)
    WAYS[name].goes("1")
    assert (balance(payer), balance(right), state_of(name)) == (-2000, 0, "taken_back")
    assert not check_ledger().findings


BY_CARD = "a card, an order of a number that is not there"


def test_a_part_taken_back_of_a_card_payment_is_a_case_where_the_money_lies(payer: int) -> None:
    card_comes("1")
    put("a card, an order that is not there", "1", payer)
    for heard, kopecks in ((Heard.PART_CANCELLED, 700), (Heard.CANCELLED, 700)):
        take_news("gone-1", news("1", heard, kopecks), NOW)
    assert balance(payer) == SUM
    assert Case.objects.get(kind="part_cancelled").account_id == payer


def test_another_agent_or_sum_takes_nothing(payer: int) -> None:
    statement_comes("1")
    put("a statement, cancelled by OSMP", "1", payer)
    assert cancel("1", 100).result is Result.CANCEL_IMPOSSIBLE
    stranger = Asked(replace(SHOP, name="kiosk"), Cancel("9", payment_txn_id="1/23.11.2026"), "raw")
    assert answer_agents([stranger], now=NOW)[0].result is Result.PAYMENT_UNKNOWN
    assert balance(payer) == SUM
    assert [cancel("1", SUM).result, cancel("1").result] == [Result.OK, Result.OK]


def test_a_storn_that_names_another_account_than_the_file_is_refused(payer: int) -> None:
    file_comes("1")
    put("ERIP, by its file", "1", payer)
    assert isinstance(say(storn("E1")), Refused)
    assert balance(payer) == SUM


def test_a_statement_that_agrees_repeats_and_one_that_does_not_is_a_case_of_the_account(payer: int) -> None:
    world.account("100483")
    statement_comes("1")
    put("a statement, cancelled by OSMP", "1", payer)
    agrees, says_otherwise = statement(line("1", "100482")), statement(line("1", "100483"))
    assert (foreseen(agrees).repeated, foreseen(agrees).faults) == (1, [])
    assert [fault.code for fault in foreseen(says_otherwise).faults] == ["other_payment"]
    choose(agrees.id, good_only=False)
    assert (pursue_statement(agrees.id, now=NOW).repeated, cases().count("statement_other_payment")) == (1, 0)
    Statement.objects.filter(id=says_otherwise.id).update(state="posting")
    pursue_statement(says_otherwise.id, now=NOW)
    assert Case.objects.get(kind="statement_other_payment").account_id == payer
    assert balance(payer) == SUM


def test_put_on_an_account_and_taken_back_in_one_moment_it_is_gone(committed: None) -> None:
    """Either may be first: what was put on the account is followed, or cannot be put there any more."""
    world.operator()
    payer = world.account()
    card_comes("1")
    gate = threading.Barrier(2)

    def at_once(what: Callable[[], object]) -> None:
        gate.wait()
        try:
            what()
        except MoneySettled:
            pass
        finally:
            connection.close()

    acts = (lambda: put("a card, an order that is not there", "1", payer), lambda: card_goes("1"))
    threads = [threading.Thread(target=at_once, args=(act,)) for act in acts]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    card_goes("1")
    assert (balance(payer), total()) == (0, 0)
    assert not check_ledger().findings


@dataclass
class Known:
    """Where some money lies: on suspense, or the account of this id, or nowhere."""

    state: UnidentifiedState = UnidentifiedState.WAITING
    account_id: int = 0
    been: frozenset[int] = frozenset()


class Money(RuleBasedStateMachine):
    """Money comes, is put somewhere, goes back; everything again at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.known: dict[tuple[str, str], Known] = {}
        self.spent: dict[int, int] = {}

    @initialize()
    def begin(self) -> None:
        world.operator()
        self.spent = {world.account(): 0, world.account("100483"): 0}

    def teardown(self) -> None:
        assert not check_ledger().findings
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    names = st.sampled_from([name for name in WAYS if name != "ERIP, online"])
    numbers = st.sampled_from(["1", "2"])

    @rule(name=names, number=numbers)
    def comes(self, name: str, number: str) -> None:
        WAYS[name].comes(number)
        self.known.setdefault((name, number), Known())

    @rule(name=names, number=numbers, online=st.booleans())
    def goes(self, name: str, number: str, online: bool) -> None:
        online_goes(number) if online and name.startswith("ERIP") else WAYS[name].goes(number)
        known = self.known.get((name, number))
        if known and known.state != UnidentifiedState.RETURNED:
            self.known[name, number] = Known(UnidentifiedState.TAKEN_BACK)

    @rule(name=names, number=numbers, which=st.integers(0, 1))
    def is_put(self, name: str, number: str, which: int) -> None:
        known, account_id = self.known.get((name, number)), sorted(self.spent)[which]
        lies = known and known.state in (UnidentifiedState.WAITING, UnidentifiedState.ASSIGNED)
        if known and lies and account_id not in known.been:
            put(name, number, account_id)
            self.known[name, number] = Known(UnidentifiedState.ASSIGNED, account_id, known.been | {account_id})
        elif known:
            with pytest.raises(MoneySettled):
                put(name, number, account_id)

    @rule(name=names, number=numbers)
    def is_sent_back(self, name: str, number: str) -> None:
        known = self.known.get((name, number))
        if known and known.state == UnidentifiedState.WAITING:
            send_back(rail=WAYS[name].rail, operation=OPERATIONS[name].format(number), note="", now=NOW)
            self.known[name, number] = Known(UnidentifiedState.RETURNED)

    @rule(number=numbers)
    def is_refunded(self, number: str) -> None:
        known, order = self.known.get((BY_CARD, number)), Order.objects.filter(key=number).first()
        if not known or not order or known.state not in (UnidentifiedState.WAITING, UnidentifiedState.ASSIGNED):
            return
        with world.wired(world.Bank()):
            pursue_refund(request_refund(order, amount_kopecks=SUM, key=f"r{number}", now=NOW), NOW)
        nobodys = known.state == UnidentifiedState.WAITING
        self.known[BY_CARD, number] = Known(UnidentifiedState.RETURNED if nobodys else UnidentifiedState.TAKEN_BACK)

    @rule(which=st.integers(0, 1))
    def is_spent(self, which: int) -> None:
        account_id = sorted(self.spent)[which]
        charge_once(account_id=account_id, amount_kopecks=900, now=NOW)
        self.spent[account_id] += 900

    @invariant()
    def each_sum_lies_where_it_was_put_and_nowhere_else(self) -> None:
        for account_id, spent in self.spent.items():
            lying = [one for one in self.known.values() if one.account_id == account_id]
            assert balance(account_id) == SUM * len(lying) - spent
        waiting = [one for one in self.known.values() if one.state == UnidentifiedState.WAITING]
        assert total() == SUM * len(waiting) + sum(balance(account_id) for account_id in self.spent)

    @invariant()
    def the_list_says_so(self) -> None:
        for (name, number), known in self.known.items():
            assert state_of(name, number) == known.state


@pytest.mark.usefixtures("db")
def test_whatever_becomes_of_it_in_whatever_order() -> None:
    run_state_machine_as_test(
        Money,
        settings=settings(
            max_examples=12, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )

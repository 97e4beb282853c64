"""An agent asks online and its statements are posted too: a reference brings money once, whichever comes first."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection

from kosmos.charging.audit import check_ledger
from kosmos.charging.models import Payment
from kosmos.charging.services import NewPayment, post_payments
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.errors import ProfileFaulty
from kosmos.payments.models import AgentPayment, Statement, Unidentified
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Pay, Request, Result, Status
from kosmos.payments.rails.osmp.registry import RegistryForm, Settled, write_registry
from kosmos.payments.rails.registry.tests.statements import CSV
from kosmos.payments.services import agents, answer_agents
from kosmos.payments.services.reconciling import reconcile
from kosmos.payments.services.registry import choose, foreseen, keep_profile, pursue_statement, take_statement
from kosmos.payments.services.suspense import assign
from kosmos.payments.services.together import answer_together
from kosmos.payments.tests.world import NOW, account, balance, cases, operator

FORM = {key: value for key, value in CSV.items() if key != "total"} | {"name": "kiosk", "provider": "kiosk"}
HEAD = "номер;дата;время;сумма;комиссия;плательщик;назначение\r\n"
LINE = "17;23.11.2026;;25,00;0;Петров;л/с 100482\r\n"
PAY = Pay("17/23.11.2026", "100482", 2500, NOW)
KIOSK = Agent("kiosk", "osmp")


@pytest.fixture
def accounts(db: None) -> Iterator[tuple[int, int]]:
    operator()
    yield account("100482"), account("100483")
    assert not check_ledger().findings


def ask(request: Request) -> Answer:
    return answer_agents([Asked(KIOSK, request, "raw")], now=NOW)[0]


def take(*lines: str) -> Statement:
    profile = keep_profile(FORM, now=NOW)
    return take_statement((HEAD + "".join(lines)).encode("cp1251"), name="day.csv", profile=profile, now=NOW)


def post(*lines: str) -> Statement:
    return pursue_statement(choose(take(*lines).id, good_only=True).id, now=NOW)


def test_what_was_paid_online_is_a_repeat_in_the_statement(accounts: tuple[int, int]) -> None:
    ask(PAY)
    other = LINE.replace("17;", "18;").replace("100482", "100483")
    seen = foreseen(take(LINE, other))
    assert (seen.fresh, seen.repeated, seen.faults) == (1, 1, [])
    done = post(LINE, other)
    assert (done.posted, done.repeated, cases()) == (1, 1, [])
    assert [balance(one) for one in accounts] == [2500, 2500]


def test_what_a_statement_brought_stands_in_the_agents_registry(
    accounts: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(FORM, "columns", FORM["columns"] | {"reference": 1})
    post(LINE)
    theirs = [Settled("17", PAY.paid_at, PAY.account, PAY.amount_kopecks)]
    stream, day, form = io.BytesIO(b"".join(write_registry(theirs, RegistryForm()))), timedelta(days=1), RegistryForm()
    found = reconcile(stream, agent="kiosk", first=NOW - day, until=NOW + day, form=form, now=NOW)
    assert (found.stand, found.differences) == (1, [])


def test_a_line_that_names_no_account_is_known_by_its_reference(accounts: tuple[int, int]) -> None:
    ask(PAY)
    assert post(LINE.replace("л/с 100482", "по квитанции")).repeated == 1
    assert (balance(accounts[0]), Payment.objects.count()) == (2500, 1)


def test_what_a_statement_brought_is_answered_online_and_can_be_cancelled(accounts: tuple[int, int]) -> None:
    post(LINE)
    first = ask(PAY)
    assert (first.result, balance(accounts[0]), AgentPayment.objects.get().number) == (0, 2500, int(first.number))
    assert answer_together([Asked(KIOSK, PAY, "raw")], now=NOW) == [first]
    assert post(LINE, LINE.replace("17;", "19;")).repeated == 1
    assert ask(Cancel("90", payment_txn_id=PAY.txn_id)).result is Result.OK
    assert balance(accounts[0]) == 2500


def test_a_cancel_takes_back_what_a_statement_brought_once(accounts: tuple[int, int]) -> None:
    post(LINE)
    cancel = Cancel("90", payment_txn_id=PAY.txn_id)
    assert [ask(one).result for one in (replace(cancel, amount_kopecks=1), cancel, cancel)] == [
        Result.CANCEL_IMPOSSIBLE,
        Result.OK,
        Result.OK,
    ]
    assert (balance(accounts[0]), ask(Status(PAY.txn_id)).result) == (0, Result.PAYMENT_CANCELLED)


@pytest.mark.parametrize("cancelled", [False, True])
def test_online_to_the_account_that_finance_put_it_on_is_a_repeat(
    accounts: tuple[int, int], *, cancelled: bool
) -> None:
    post(LINE.replace("100482", "999999"))
    assign(rail="kiosk", operation=PAY.txn_id, account_id=accounts[0], now=NOW)
    assert (ask(PAY).result, balance(accounts[0])) == (Result.OK, 2500)
    if cancelled:
        assert [ask(Cancel("90", payment_txn_id=PAY.txn_id)).result for _ in range(2)] == [Result.OK] * 2
        assert (balance(accounts[0]), Unidentified.objects.get().state) == (0, "taken_back")
    assert cases() == []


def test_what_was_posted_by_hand_is_answered_online_and_stands_once(accounts: tuple[int, int]) -> None:
    post_payments([NewPayment(accounts[0], 2500, PAY.txn_id, "kiosk")], now=NOW)
    assert (ask(PAY).result, balance(accounts[0])) == (Result.OK, 2500)


@pytest.mark.parametrize("other", [{"account": "100483"}, {"account": "1"}, {"amount_kopecks": 2600}])
def test_online_another_account_or_sum_than_the_statements_is_refused(
    accounts: tuple[int, int], other: dict[str, object]
) -> None:
    post(LINE)
    assert ask(replace(PAY, **other)).result is Result.OTHER  # type: ignore[arg-type]
    assert ([balance(one) for one in accounts], cases()) == ([2500, 0], ["agent_other_payment"])


def test_money_that_waits_is_not_paid_online_again(accounts: tuple[int, int]) -> None:
    post(LINE.replace("100482", "999999"))
    assert ask(PAY).result is Result.OTHER
    assert ([balance(one) for one in accounts], cases()) == ([0, 0], ["agent_other_payment"])


@pytest.mark.parametrize("other", [("100482", "100483"), ("100482", "999999"), ("25,00", "26,00")])
def test_a_line_of_another_account_or_sum_than_the_one_online_is_bad_and_a_case(
    accounts: tuple[int, int], other: tuple[str, str]
) -> None:
    ask(PAY)
    assert [fault.code for fault in foreseen(take(LINE.replace(*other))).faults] == ["other_payment"]
    done = post(LINE.replace(*other))
    assert (done.posted, done.nobodys, done.repeated, cases()) == (0, 0, 0, ["statement_other_payment"])
    assert [balance(one) for one in accounts] == [2500, 0]


def test_a_statement_with_what_was_cancelled_online_is_a_case(accounts: tuple[int, int]) -> None:
    ask(PAY)
    ask(Cancel("90", payment_txn_id=PAY.txn_id))
    done = post(LINE)
    assert (done.posted, done.repeated, cases()) == (0, 0, ["statement_other_payment"])
    assert balance(accounts[0]) == 0


@pytest.mark.parametrize("name", ["erip", "assist", "cash_desk"])
def test_a_provider_with_a_rail_of_its_own_has_no_statements(accounts: tuple[int, int], name: str) -> None:
    with pytest.raises(ProfileFaulty, match="rail of its own"):
        keep_profile(FORM | {"provider": name}, now=NOW)


@pytest.mark.usefixtures("committed")
def test_both_at_one_instant_are_one() -> None:
    """The statement names another account than the agent does; there are many references, so some meet."""
    operator()
    ours, theirs = account("100482"), account("100483")
    ask(replace(PAY, txn_id="1/1"))
    count = 40
    told = [LINE.replace("17;", f"{number};").replace("100482", "100483") for number in range(count)]
    chosen = choose(take(*told).id, good_only=False)
    gate = threading.Barrier(2)

    def pay() -> None:
        gate.wait()
        for number in range(count):
            ask(replace(PAY, txn_id=f"{number}/23.11.2026"))
        connection.close()

    paying = threading.Thread(target=pay)
    paying.start()
    gate.wait()
    pursue_statement(chosen.id, now=NOW)
    paying.join()
    assert (balance(ours) + balance(theirs), Payment.objects.count()) == (2500 * (count + 1), count + 1)
    assert len(cases()) == count
    assert not check_ledger().findings


@pytest.mark.usefixtures("committed")
def test_an_agents_very_first_payment_waits_for_its_statement(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is under way when the statement comes, or comes while it is posted."""
    operator()
    ours, theirs = account("100482"), account("100483")
    chosen = choose(take(LINE.replace("100482", "100483")).id, good_only=False)
    under_way, go_on, keep = threading.Event(), threading.Event(), agents.keep_refused

    def waiting(plan: agents.AgentsPlan, *, now: datetime) -> None:
        keep(plan, now=now)
        under_way.set()
        go_on.wait(10)

    def pay() -> None:
        ask(PAY)
        connection.close()

    monkeypatch.setattr(agents, "keep_refused", waiting)
    paying = threading.Thread(target=pay)
    paying.start()
    assert under_way.wait(10)
    threading.Timer(1, go_on.set).start()
    pursue_statement(chosen.id, now=NOW)
    paying.join()
    assert (balance(ours), balance(theirs), cases()) == (2500, 0, ["statement_other_payment"])

"""What agents ask: checks, payments once, repeats, contradictions, cancels, and two at once."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection

from kosmos.charging.models import Payment
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.models import AgentPayment, RawMessage
from kosmos.payments.rails.osmp.messages import Answer, Cancel, Check, Extra, Pay, Request, Result, Status
from kosmos.payments.services import answer_agents
from kosmos.payments.tests.world import LATER, NOW, account, balance, cases, operator

KIOSK, SHOP = Agent("kiosk", "osmp", least_kopecks=100, most_kopecks=100_000), Agent("shop", "osmp")
PAY = Pay("17", "100482", 2500, NOW)


def ask(*requests: Request, agent: Agent = KIOSK, later: timedelta = timedelta(0)) -> list[Answer]:
    return answer_agents([Asked(agent, request, "raw") for request in requests], now=NOW + later)


@pytest.fixture
def payer(db: None) -> int:
    operator()
    return account()


def test_a_payment_is_posted_and_answered_with_our_number(payer: int) -> None:
    check, paid = ask(Check("16", "100482", 2500), PAY)
    assert (check.result, paid.result, balance(payer)) == (Result.OK, Result.OK, 2500)
    assert paid.number.isdecimal()
    kept = AgentPayment.objects.get(number=int(paid.number))
    assert (kept.provider, kept.reference, kept.account_id, kept.request) == ("kiosk", "17", payer, "raw")


def test_a_repeat_is_answered_as_the_first_time(payer: int) -> None:
    first = ask(PAY)
    assert ask(PAY, later=LATER - NOW) == first
    assert ask(PAY, PAY, replace(PAY, account="100 482"), later=timedelta(days=90)) == first * 3
    assert balance(payer) == 2500


def test_the_same_number_of_another_agent_is_another_payment(payer: int) -> None:
    ours, theirs = ask(PAY)[0], ask(PAY, agent=SHOP)[0]
    assert ours.number != theirs.number
    assert balance(payer) == 5000


@pytest.mark.parametrize("together", [True, False], ids=["in one batch", "later"])
@pytest.mark.parametrize("other", [{"amount_kopecks": 2600}, {"account": "100483"}, {"account": "1"}])
def test_another_amount_or_account_is_refused_and_noted(payer: int, other: dict[str, object], together: bool) -> None:
    account("100483")
    contrary = replace(PAY, **other)  # type: ignore[arg-type]
    answers = ask(PAY, contrary) if together else ask(PAY) + ask(contrary)
    assert [answer.result for answer in answers] == [Result.OK, Result.OTHER]
    assert (balance(payer), cases()) == (2500, ["agent_other_payment"])


@pytest.mark.parametrize(
    ("request_", "result"),
    [
        (replace(PAY, account="100 999"), Result.ACCOUNT_UNKNOWN),
        (replace(PAY, account="<b>"), Result.ACCOUNT_FORMAT),
        (replace(PAY, amount_kopecks=99), Result.SUM_TOO_SMALL),
        (replace(PAY, amount_kopecks=100_001), Result.SUM_TOO_LARGE),
        (Check("1", "999"), Result.ACCOUNT_UNKNOWN),
        (Status("404"), Result.PAYMENT_UNKNOWN),
    ],
)
def test_what_is_refused_harms_no_other(payer: int, request_: Request, result: Result) -> None:
    good = replace(PAY, txn_id="18")
    assert [answer.result for answer in ask(request_, good)] == [result, Result.OK]
    assert balance(payer) == 2500


def test_a_cancel_takes_back_once_and_only_ones_own(payer: int) -> None:
    number = ask(PAY)[0].number
    assert ask(Cancel("90", payment_number=number), agent=SHOP)[0].result is Result.PAYMENT_UNKNOWN
    assert ask(Cancel("91", number, amount_kopecks=1))[0].result is Result.CANCEL_IMPOSSIBLE
    cancels = ask(Cancel("92", payment_number=number), Cancel("93", payment_txn_id="17"))
    assert [answer.result for answer in cancels] == [Result.OK, Result.OK]
    assert balance(payer) == 0
    assert ask(Status("17"))[0].result is Result.PAYMENT_CANCELLED
    assert ask(PAY)[0].number == number
    assert (balance(payer), RawMessage.objects.count()) == (0, 4)


def test_several_of_one_account_in_one_batch(payer: int) -> None:
    answers = ask(*(replace(PAY, txn_id=str(number)) for number in range(20)))
    assert len({answer.number for answer in answers}) == 20
    assert balance(payer) == 20 * 2500


@pytest.mark.usefixtures("committed")
def test_fifty_at_once_are_one(committed: None) -> None:
    operator()
    payer = account()
    answers: list[Answer] = []
    gate = threading.Barrier(10)

    def repeat() -> None:
        gate.wait()
        while True:
            try:
                answers.extend(ask(*[PAY] * 5))
                break
            except IntegrityError as error:
                assert "payments_agentpayment" in str(error)
        connection.close()

    threads = [threading.Thread(target=repeat) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert (balance(payer), Payment.objects.count()) == (2500, 1)


@pytest.mark.parametrize(("currency", "result"), [("", 0), ("933", 0), ("byn", 0), ("840", 300), ("USD", 300)])
def test_only_our_money_is_taken(payer: int, currency: str, result: int) -> None:
    paid = Pay("5", "100482", 500, NOW, Extra(currency=currency))
    assert [one.result for one in ask(Check("4", "100482", 500, Extra(currency=currency)), paid)] == [result] * 2
    assert balance(payer) == (0 if result else 500)


def test_a_cancel_that_names_another_account_takes_nothing(payer: int) -> None:
    ask(Pay("5", "100482", 500, NOW))
    assert ask(Cancel("6", payment_txn_id="5", account="100483"))[0].result is Result.CANCEL_IMPOSSIBLE
    assert balance(payer) == 500
    assert ask(Cancel("6", payment_txn_id="5", account="100 482"))[0].result is Result.OK
    assert balance(payer) == 0

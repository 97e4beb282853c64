"""What agents, ERIP and providers of cards ask at one instant is answered together, and posted as one."""

from dataclasses import replace
from datetime import timedelta

import pytest

from kosmos.charging import services
from kosmos.charging.models import Payment, Status, Subscription
from kosmos.charging.scenario.player import _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.tests.test_home import PLANS, at, plan
from kosmos.ledger.models import Posting
from kosmos.payments.agents import Agent, Asked
from kosmos.payments.models import EripTransaction, Order
from kosmos.payments.rails.erip.messages import Finished, Head, Refused, Started, TransactionResult, TransactionStart
from kosmos.payments.rails.osmp.messages import Answer, Pay, Result
from kosmos.payments.services import create_order
from kosmos.payments.services.erip.online import EripAsked
from kosmos.payments.services.pushes_together import AskFirst, PushAsked, ask_of_push
from kosmos.payments.services.together import Question, answer_together
from kosmos.payments.tests import world

NUMBER, WHEN = "100482", at("2016-12-03T14:00")


@pytest.fixture
def account(db: None) -> int:
    """An account that ran a plan at 25.90 in November and is blocked since December."""
    told = {"from": "2016-11-01", "to": "2016-12-31", "plans": PLANS, "accounts": [{"number": NUMBER}], "events": []}
    account_id = _set_up(scenario_of(told)).accounts[NUMBER]
    begun = at("2016-11-01T09:00")
    services.open_days(now=at("2016-11-01T00:00"))
    services.post_payments([services.NewPayment(account_id, 2590, "first")], now=begun)
    services.connect(account_id=account_id, plan=plan("net"), now=begun + timedelta(minutes=5))
    services.open_days(now=at("2016-12-03T00:00"))
    assert Subscription.objects.get(account_id=account_id).status == Status.BLOCKED
    return account_id


def erip(request: TransactionStart | TransactionResult) -> EripAsked:
    return EripAsked(request, words="<said/>")


def head(request_id: str) -> Head:
    return Head(WHEN, NUMBER, request_id)


def pay(number: str, account: str = NUMBER) -> Asked:
    return Asked(Agent("kiosk", "osmp"), Pay(number, account, 900, WHEN), "raw")


def pushed(account_id: int) -> PushAsked:
    order = create_order(account_id=account_id, amount_kopecks=900, now=WHEN, key="form")
    body = world.push(order.number, amount="9.00", orderamount="9.00")
    return ask_of_push(world.rail(), body, {})


def test_all_rails_of_one_instant_bring_an_account_back(account: int) -> None:
    card = pushed(account)
    end = erip(TransactionResult(head("2"), "T1", ""))
    answers = answer_together([erip(TransactionStart(head("1"), "T1", 900)), card, pay("1")], now=WHEN)
    assert [type(answer) for answer in answers] == [Started, AskFirst, Answer]
    assert Subscription.objects.get(account_id=account).status == Status.BLOCKED
    batch: list[Question] = [end, replace(card, may_ask=False, silence="away"), pay("2", "999"), pay("1"), end]
    finished, reply, unknown, again, copy = answer_together(batch, now=WHEN)
    assert (finished, reply) == (Finished(("Оплата зачислена. Спасибо!",)), card.reply)
    assert (again, copy) == (answers[2], finished)
    assert isinstance(unknown, Answer)
    assert unknown.result is Result.ACCOUNT_UNKNOWN
    assert Subscription.objects.get(account_id=account).status == Status.RUNNING
    assert Payment.objects.filter(account_id=account).count() == 4
    assert Order.objects.get().state == "paid"


def test_transactions_of_one_batch_are_decided_in_their_order(account: int) -> None:
    starts = [TransactionStart(head(str(one)), f"T{one}", 900) for one in range(2)]
    end = TransactionResult(head("9"), "T0", "")
    steps: list[TransactionStart | TransactionResult] = [*starts, end, replace(starts[1], head=head("7"))]
    first, locked, finished, freed = answer_together([erip(step) for step in steps], now=WHEN)
    assert [type(one) for one in (first, locked, finished, freed)] == [Started, Refused, Finished, Started]
    assert list(EripTransaction.objects.order_by("transaction_id").values_list("state", flat=True)) == [
        "committed",
        "started",
    ]
    assert Posting.objects.filter(account_id=account, amount_kopecks=900).count() == 1

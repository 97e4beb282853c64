"""What may be chosen: the engine's own answers, the sum that helps, and nothing kept of having asked."""

from datetime import datetime
from functools import partial

import pytest

from kosmos.catalogue.models import Plan
from kosmos.charging.choices import Choice, changes_of, connections_of, refusal_of
from kosmos.charging.errors import NotConnected, PreviewChanged
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Planned, Subscription
from kosmos.charging.prospects import confirm, prospect
from kosmos.charging.scenario.player import ZONE, _perform, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services import NewPayment, change_plan, connect, disconnect, post_payments
from kosmos.ledger.models import Account, Posting

pytestmark = pytest.mark.django_db

NUMBER = "700001"
NOW = datetime(2016, 11, 10, 12, tzinfo=ZONE)


def told(*events: dict[str, str]) -> int:
    """An account that lived from the 1st of November to the 10th."""
    plans = [
        {"code": "small", "settlement": "prepaid", "fee": "15.00", "needs": "full_fee"},
        {"code": "large", "settlement": "prepaid", "fee": "30.00", "needs": "full_fee"},
        {"code": "later", "settlement": "postpaid", "fee": "18.00"},
        {"code": "tv", "settlement": "prepaid", "fee": "8.00", "service": "tv", "needs": "next_share"},
        {"code": "film", "settlement": "prepaid", "fee": "5.00", "service": "tv", "kind": "package", "base": "tv"},
    ]
    every = [{"at": f"2016-11-01T09:0{place}", "account": NUMBER, **event} for place, event in enumerate(events)]
    story = {"from": "2016-11-01", "to": "2016-11-10", "plans": plans, "accounts": [{"number": NUMBER}]}
    scenario = scenario_of(story | {"events": every})
    stage = _set_up(scenario)
    Plan.objects.update(audiences=["home"])
    _perform(scenario, stage)
    return stage.accounts[NUMBER]


def paid(amount: str) -> dict[str, str]:
    return {"do": "pay", "amount": amount, "ref": amount}


def connected(plan: str) -> dict[str, str]:
    return {"do": "connect", "plan": plan}


def by_code(choices: tuple[Choice, ...]) -> dict[str, Choice]:
    return {choice.offer.code: choice for choice in choices}


def test_every_other_plan_of_the_service_is_there_with_what_came_of_trying_it() -> None:
    account_id = told(paid("20.00"), connected("small"))
    changes = changes_of(account_id, 1, now=NOW)
    found = by_code(changes.choices)
    assert list(found) == ["later", "large"]
    assert changes.mine.code == "small"
    assert (changes.mine.least_day_kopecks, changes.mine.most_day_kopecks) == (50, 50)
    assert str(found["later"].effect_on) == "2016-11-11"
    refused = found["large"].refused
    assert refused is not None
    assert (refused.code, refused.parameters["missing_kopecks"], refused.top_up_kopecks) == (
        "insufficient_funds",
        15_00,
        15_00,
    )


def test_the_sum_that_helps_reckons_with_what_is_accrued_and_what_a_payment_switches_on() -> None:
    account_id = told(connected("later"), connected("tv"))
    refused = by_code(connections_of(account_id, now=NOW))["tv"].refused
    assert refused is not None and refused.top_up_kopecks == 18_00 + 8_00
    act = partial(connect, account_id=account_id, plan=Plan.objects.get(code="tv"), now=NOW)
    for amount, granted in ((26_00, True), (25_99, False)):
        with imagined():
            post_payments([NewPayment(account_id, amount, "helps")], now=NOW)
            assert (refusal_of(account_id, act, now=NOW) is None) is granted


def test_only_packages_of_a_service_that_is_held_and_plans_of_others_add_something() -> None:
    account_id = told(paid("60.00"), connected("small"))
    assert list(by_code(connections_of(account_id, now=NOW))) == ["tv"]
    connect(account_id=account_id, plan=Plan.objects.get(code="tv"), now=NOW)
    assert list(by_code(connections_of(account_id, now=NOW))) == ["film"]


def test_looking_changes_nothing() -> None:
    account_id = told(paid("60.00"), connected("small"))
    before = (Account.objects.values().get(), Posting.objects.count(), list(Subscription.objects.values()))
    changes_of(account_id, 1, now=NOW)
    connections_of(account_id, now=NOW)
    prospect(account_id, partial(_change, account_id), now=NOW)
    assert (Account.objects.values().get(), Posting.objects.count(), list(Subscription.objects.values())) == before


def test_what_is_not_held_has_no_changes() -> None:
    account_id = told(paid("60.00"))
    with pytest.raises(NotConnected):
        changes_of(account_id, 1, now=NOW)


def test_a_prospect_says_what_stands_around_a_preview() -> None:
    account_id = told(paid("60.00"), connected("small"), connected("tv"), connected("film"))
    shown = prospect(account_id, partial(_off, account_id, "tv"), now=NOW)
    assert str(shown.effect_on) == "2016-11-11"
    assert [part.plan for part in shown.removed] == ["tv", "film"]
    assert [part.plan for part in shown.kept] == ["small"]
    assert shown.added == ()
    assert [posting.amount_kopecks for posting in shown.postings] == [-50]
    assert sum(posting.amount_kopecks for posting in shown.usual) == -50 - 27 - 17


def test_what_changed_meanwhile_is_not_confirmed() -> None:
    account_id = told(paid("60.00"), connected("small"))
    act = partial(_change, account_id)
    shown = prospect(account_id, act, now=NOW)
    post_payments([NewPayment(account_id, 1, "meanwhile")], now=NOW)
    with pytest.raises(PreviewChanged):
        confirm(account_id, act, agreed=lambda: prospect(account_id, act, now=NOW) == shown, now=NOW)
    assert not Subscription.objects.filter(planned=Planned.CHANGE).exists()
    shown = prospect(account_id, act, now=NOW)
    confirm(account_id, act, agreed=lambda: prospect(account_id, act, now=NOW) == shown, now=NOW)
    assert Subscription.objects.filter(planned=Planned.CHANGE).count() == 1


def _change(account_id: int) -> None:
    plans = {plan.code: plan for plan in Plan.objects.all()}
    change_plan(account_id=account_id, plan=plans["small"], to=plans["large"], now=NOW)


def _off(account_id: int, code: str) -> None:
    disconnect(account_id=account_id, plan=Plan.objects.get(code=code), now=NOW)

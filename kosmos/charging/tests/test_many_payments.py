"""Very many payments at once leave the same books as the same payments in the usual way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kosmos.catalogue.models import Plan
from kosmos.charging import services
from kosmos.charging.audit import check_ledger
from kosmos.charging.imagining import imagined
from kosmos.charging.models import Payment, Promise, Subscription, WaitingPlan
from kosmos.charging.scenario.player import ZONE, _set_up
from kosmos.charging.scenario.reading import scenario_of
from kosmos.charging.services.many_payments import Money, _of_calm
from kosmos.kernel.models import Outbox
from kosmos.kernel.sql import rows
from kosmos.ledger.errors import UnknownAccount
from kosmos.ledger.models import Account, LedgerCode, Posting
from kosmos.ledger.services import accounts_lock

PLANS: list[dict[str, Any]] = [
    {"code": "orbit", "settlement": "prepaid", "fee": "25.90", "needs": "full_fee"},
    {"code": "tv", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
]
KINDS = ("empty", "running", "blocked", "accrued", "in arrears", "promised", "waiting", "seen")
MADE, NOON, NEXT_DAY = "2016-11-18T12:00", "2016-12-02T12:00", "2016-12-03T12:00"
PAYMENTS = st.lists(
    st.tuples(st.sampled_from(KINDS), st.sampled_from([1, 500, 1799, 1800, 2590, 10_000])), min_size=1, max_size=12
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


def world() -> dict[str, int]:
    """An account of each kind, on the second of December."""
    numbers = [{"number": kind.replace(" ", "-")} for kind in KINDS]
    told = {"from": "2016-11-18", "to": "2016-12-31", "plans": PLANS, "accounts": numbers, "events": []}
    found = dict(zip(KINDS, _set_up(scenario_of(told)).accounts.values(), strict=True))
    services.open_days(now=at("2016-11-18T00:00"))
    for kind, kopecks, code in (
        ("running", 100_00, "orbit"),
        ("blocked", 26_00, "orbit"),
        ("accrued", 18_00, "tv"),
        ("in arrears", 0, "tv"),
        ("promised", 0, "tv"),
        ("seen", 50_00, "orbit"),
    ):
        if kopecks:
            services.post_payments([services.NewPayment(found[kind], kopecks, "first", "bank")], now=at(MADE))
        services.connect(account_id=found[kind], plan=Plan.objects.get(code=code), now=at(MADE))
    services.connect_or_wait(account_id=found["waiting"], plan=Plan.objects.get(code="orbit"), now=at(MADE))
    services.open_days(now=at("2016-12-02T00:00"))
    services.take_promise(account_id=found["promised"], now=at("2016-12-02T10:00"))
    return found


def books() -> list[list[tuple[Any, ...]]]:
    """All that payments can change."""
    return [
        sorted(model.objects.values_list(), key=str)
        for model in (Account, Posting, Payment, Subscription, Promise, WaitingPlan, Outbox)
    ]


def after(act: Callable[[], object]) -> list[list[tuple[Any, ...]]]:
    """The books as they would be after it, and after the days that it left closed for accounts that nothing came to."""
    with imagined():
        act()
        services.open_days(now=at(NEXT_DAY))
        assert check_ledger().findings == []
        return books()


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(payments=PAYMENTS, when=st.sampled_from([NOON, NEXT_DAY]))
def test_many_are_as_the_same_ones_in_the_usual_way(payments: list[tuple[str, int]], when: str) -> None:
    with imagined():
        found, now = world(), at(when)
        many: list[Money] = [(found[kind], kopecks, f"r{place}") for place, (kind, kopecks) in enumerate(payments)]
        many.append((found["seen"], 50_00, "first"))
        usual = [services.NewPayment(*one, "bank", LedgerCode.BANK) for one in many]
        expected = after(lambda: services.post_payments(usual, now=now))

        def post(times: int) -> None:
            for _ in range(times):
                services.post_many(many, provider="bank", code=LedgerCode.BANK, now=now)

        assert after(lambda: post(1)) == expected
        assert after(lambda: post(2)) == expected


@pytest.mark.django_db
def test_only_calm_accounts_are_passed_by() -> None:
    found = world()
    locked = rows(*accounts_lock(found.values()))
    day = at(NOON).date()
    calm = _of_calm(locked, [], day)
    assert {kind for kind in KINDS if found[kind] in calm} == {"empty", "running", "blocked", "waiting", "seen"}
    assert _of_calm(locked, [(2, found["waiting"], None), (5, found["running"], day)], day).keys() == calm.keys() - {
        found["waiting"]
    }


@pytest.mark.django_db
def test_an_account_that_is_not_there_stops_all() -> None:
    found = world()
    with pytest.raises(UnknownAccount):
        services.post_many(
            [(found["empty"], 1, "a"), (999, 1, "b")], provider="bank", code=LedgerCode.BANK, now=at(NOON)
        )


@pytest.mark.django_db
def test_none_is_nothing() -> None:
    services.post_many([], provider="bank", code=LedgerCode.BANK, now=at(NOON))

"""Raw messages are forgotten when the operator's policy says so, by a function that lets nothing younger go."""

import uuid
from datetime import datetime, timedelta

import pytest

from kosmos.catalogue.models import Policy
from kosmos.kernel.sql import rows, statement
from kosmos.payments import jobs
from kosmos.payments.models import RawMessage
from kosmos.payments.services.cases import open_case
from kosmos.payments.tests import world

YEAR = timedelta(days=366)


def servers_now() -> datetime:
    """By the server's clock, which the function goes by."""
    return rows("SELECT now()", {})[0][0]  # type: ignore[no-any-return]


def message(number: str, age: timedelta) -> None:
    """A message of an order, so old."""
    RawMessage.objects.create(
        id=uuid.uuid4(),
        rail="assist",
        direction="push",
        order_number=number,
        at=servers_now() - age,
        content="",
        verdict="ok",
    )


def kept() -> set[str]:
    return set(RawMessage.objects.values_list("order_number", flat=True))


@pytest.fixture
def messages(db: None) -> None:
    world.operator()
    for number, age in (("5y", 5 * YEAR), ("4y", 4 * YEAR), ("2y", 2 * YEAR), ("new", timedelta(days=1))):
        message(number, age)


def test_what_is_older_than_the_policy_goes_a_few_at_once(messages: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "FORGOTTEN_AT_ONCE", 1)
    assert jobs.forget_raw_messages(servers_now()) == 2
    assert kept() == {"2y", "new"}
    assert jobs.forget_raw_messages(servers_now()) == 0
    Policy.objects.create(code="raw_message_days", value="400", from_on=servers_now().date())
    assert jobs.forget_raw_messages(servers_now()) == 1
    assert kept() == {"new"}


def test_what_a_person_looks_into_stays_until_its_case_is_closed(messages: None) -> None:
    account_id = world.account()
    open_case(account_id=account_id, order_number="5y", kind="paid_twice", operation="1", details="", now=servers_now())
    assert jobs.forget_raw_messages(servers_now()) == 1
    assert kept() == {"5y", "2y", "new"}


def test_nothing_of_the_last_year_can_be_forgotten_whoever_asks(messages: None) -> None:
    message("11 months", timedelta(days=340))
    rows(statement("payments", "forget_raw_messages"), {"before": servers_now() + YEAR, "most": 100})
    assert kept() == {"11 months", "new"}

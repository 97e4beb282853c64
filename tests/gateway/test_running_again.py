"""A blocked account that is paid by any rail runs at the moment when its payment is answered, for whoever looks."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from kosmos.catalogue.models import Kind, Plan, PlanStatus, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Status
from kosmos.charging.services import begin_business, open_days
from kosmos.charging.services.bulk import NewSubscription, bulk_connect
from kosmos.config.environment import read_environment
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.ledger.services.accounts import NewAccount, bulk_open_accounts
from kosmos.loading.services import load_operator
from kosmos.payments.services import create_order
from kosmos.payments.tests import world
from tests.gateway.served import Served, served
from tests.gateway.test_rails import SETTINGS, erip, posted

OPERATOR = Path(__file__).parents[2] / "demo" / "operator.yaml"
NUMBER, ACCOUNT = "100482", 77


@pytest.fixture
def blocked(committed: None) -> None:
    """The demo's operator, and an account with a plan and no money: its day has opened, and it is blocked."""
    now = datetime.now(UTC)
    load_operator(OPERATOR, on=now.date() - 2 * ONE_DAY)
    eve = business_day(now, operator_zone()) - ONE_DAY
    begin_business(eve=eve)
    bulk_open_accounts(iter([NewAccount(ACCOUNT, NUMBER, eve, 0)]), day=eve, at=now)
    prepaid = Plan.objects.filter(kind=Kind.BASE, settlement=Settlement.PREPAID, status=PlanStatus.OPEN)
    plan = prepaid.order_by("id")[0].id
    bulk_connect(iter([NewSubscription(ACCOUNT, 1, plan, now - ONE_DAY)]), day=eve)
    open_days(now=now)
    assert seen() == [Status.BLOCKED]


@pytest.fixture
def gateway(blocked: None) -> Iterator[Served]:
    with served(**SETTINGS) as found:
        yield found


def seen() -> list[int]:
    """The statuses of the account's services, by a connection of its own that has just been opened."""
    with psycopg.connect(read_environment().database_url or "") as fresh:
        found = fresh.execute("SELECT status FROM charging_subscription WHERE account_id = %s", [ACCOUNT])
        return [status for (status,) in found]


def by_osmp(gateway: Served) -> str:
    query = f"command=pay&txn_id=1&txn_date=20261123130000&account={NUMBER}&sum=100.00"
    return gateway.ask(f"GET /rails/osmp/kiosk?{query}")[1]


def by_cyberplat(gateway: Served) -> str:
    query = f"action=payment&number={NUMBER}&type=0&amount=100.00&receipt=1&date=2026-11-23T13:00:00"
    return gateway.ask(f"GET /rails/cyberplat/terminal?{query}")[1]


def by_sberbank(gateway: Served) -> str:
    query = f"ACTION=payment&ACCOUNT={NUMBER}&AMOUNT=100.00&PAY_ID=1&PAY_DATE=23.11.2026_13:00:00"
    return gateway.ask(f"GET /rails/sberbank/bank?{query}")[1]


def by_erip(gateway: Served) -> str:
    started = erip(gateway, "TransactionStart", "<Amount>100,00</Amount><TransactionId>7</TransactionId>")[1]
    assert seen() == [Status.BLOCKED], "no money has come yet"
    number = started.partition("<ServiceProvider_TrxId>")[2].partition("<")[0]
    end = f"<TransactionId>7</TransactionId><ServiceProvider_TrxId>{number}</ServiceProvider_TrxId>"
    return erip(gateway, "TransactionResult", end)[1]


def by_card(gateway: Served) -> str:
    order = create_order(account_id=ACCOUNT, amount_kopecks=10_000, now=datetime.now(UTC), key="form")
    body = world.push(order.number, amount="100.00", orderamount="100.00")
    return posted(gateway, "/rails/assist/push/", body)[1]


@pytest.mark.parametrize(
    ("pay", "accepted"),
    [
        (by_osmp, "<result>0</result>"),
        (by_cyberplat, "<code>0</code>"),
        (by_sberbank, "<CODE>0</CODE>"),
        (by_erip, "<TransactionResult>"),
        (by_card, 'firstcode="0"'),
    ],
    ids=["osmp", "cyberplat", "sberbank", "erip", "assist"],
)
def test_who_paid_runs_when_the_payment_is_answered(
    gateway: Served, pay: Callable[[Served], str], accepted: str
) -> None:
    answer = pay(gateway)
    assert seen() == [Status.RUNNING]
    assert accepted in answer

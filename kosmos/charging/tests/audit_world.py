"""A played story that is committed, and the owner's hands behind the application's back."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connections, transaction

from kosmos.charging.scenario.player import _perform, _set_up
from kosmos.charging.scenario.reading import scenario_of
from tests.oracle.stories import story

CHANGE = "UPDATE ledger_posting SET {} WHERE account_id = {} AND number = {}"
BALANCE = "UPDATE ledger_account SET {} WHERE id = {}"
"""Statements of the owner's: a posting's or an account's columns, by account and number."""

WRITTEN = (
    "ledger_posting",
    "ledger_businessday",
    "ledger_operatorposting",
    "charging_payment",
    "charging_correction",
    "charging_suspension",
    "charging_subscription",
)

PLANS = [
    {"code": "day", "settlement": "prepaid", "fee": "25.90", "blocks": "negative"},
    {"code": "other", "settlement": "prepaid", "fee": "31.00", "blocks": "negative", "service": "telephony"},
    {"code": "month", "settlement": "postpaid", "fee": "18.00", "service": "tv"},
]
EVENTS: list[dict[str, str | int]] = [
    {"at": "2016-11-01T09:00", "account": "1", "do": "pay", "amount": "300.00", "ref": "a"},
    {"at": "2016-11-01T09:05", "account": "1", "do": "connect", "plan": "day"},
    {"at": "2016-11-03T09:05", "account": "1", "do": "connect", "plan": "other"},
    {"at": "2016-11-05T10:00", "account": "1", "do": "charge", "amount": "7.00"},
    {"at": "2016-11-06T10:00", "account": "1", "do": "pay", "amount": "5.00", "ref": "b"},
    {"at": "2016-11-06T11:00", "account": "1", "do": "reverse", "ref": "b"},
    {"at": "2016-11-02T08:00", "account": "2", "do": "connect", "plan": "month"},
    {"at": "2016-11-02T08:01", "account": "2", "do": "pay", "amount": "20.00", "ref": "c"},
    {"at": "2016-11-20T09:00", "account": "2", "do": "suspend", "first": "2016-11-25", "days": 3},
    {"at": "2016-12-03T10:00", "account": "2", "do": "charge", "amount": "4.00"},
    {"at": "2016-12-04T10:00", "account": "2", "do": "pay", "amount": "10.00", "ref": "d"},
    {"at": "2016-12-01T07:00", "account": "3", "do": "pay", "amount": "1.50", "ref": "e"},
    {"at": "2016-12-03T07:00", "account": "4", "do": "charge", "amount": "5.00"},
    {"at": "2016-12-03T07:01", "account": "4", "do": "correct", "amount": "3.00", "ref": "f"},
    {"at": "2016-12-03T07:02", "account": "4", "do": "take_back", "line": 1, "ref": "g"},
]
"""Account 1 is prepaid, 2 postpaid with a suspension, 3 only paid, 4 only charged and put right."""


def play_committed() -> None:
    """Play the story of these accounts through 5 December and leave it in the database."""
    told = {
        "from": "2016-11-01",
        "to": "2016-12-05",
        "plans": PLANS,
        "accounts": [{"number": number} for number in "1234"],
        "events": sorted(EVENTS, key=lambda event: str(event["at"])),
    }
    scenario = scenario_of(told)
    _perform(scenario, _set_up(scenario))


def play_story(seed: int) -> None:
    """Play a random story in the current transaction."""
    scenario = scenario_of(story(seed))
    _perform(scenario, _set_up(scenario))


def tamper(statement: str) -> int:
    """Run a statement as the owner; how many rows it touched."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(statement)
        return int(cursor.rowcount)


@contextmanager
def restored() -> Iterator[None]:
    """Undo afterwards what the owner does to the tables that the engine writes, and to prices."""
    with connections["owner"].cursor() as cursor:
        for table in (*WRITTEN, "ledger_account", "catalogue_price"):
            cursor.execute(f"CREATE TEMP TABLE kept_{table} AS TABLE {table}")
        yield
        with transaction.atomic("owner"):
            for table in WRITTEN:
                cursor.execute(f"DELETE FROM {table}")
                cursor.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
            for table in ("ledger_account", "catalogue_price"):
                cursor.execute(f"DELETE FROM {table} WHERE id NOT IN (SELECT id FROM kept_{table})")
            cursor.execute(
                "UPDATE ledger_account SET balance_kopecks = kept.balance_kopecks, last_number = kept.last_number,"
                " accrued_kopecks = kept.accrued_kopecks, unpaid_kopecks = kept.unpaid_kopecks,"
                " open_through_on = kept.open_through_on"
                " FROM kept_ledger_account AS kept WHERE kept.id = ledger_account.id"
            )
            cursor.execute(
                "UPDATE catalogue_price SET from_on = kept.from_on FROM kept_catalogue_price AS kept"
                " WHERE kept.id = catalogue_price.id"
            )
        for table in (*WRITTEN, "ledger_account", "catalogue_price"):
            cursor.execute(f"DROP TABLE kept_{table}")


@contextmanager
def emptied() -> Iterator[None]:
    """Leave every table empty afterwards."""
    try:
        yield
    finally:
        tables = [model._meta.db_table for model in apps.get_models(include_auto_created=True)]
        tamper(f"TRUNCATE {', '.join(tables)} CASCADE")
        connections.close_all()

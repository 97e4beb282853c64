"""A crowd of subscribers as a Belarusian operator has them, with plans, applications, requests and orders."""

import importlib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import LiteralString

from django.db import connections, transaction

from bench.coverage_names import CAPITAL, MadeHouse, register
from bench.crowd_names import People
from kosmos.catalogue.models import Kind, Plan, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.kernel.sql import copy, execute
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.services import open_months
from kosmos.loading.services import load_operator
from kosmos.subscribers.services import Address, NewContract, bulk_sign_contracts
from kosmos.workplace.search.words import note_words

OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"
DAY = date(2026, 11, 18)
FIRST_NUMBER = 5_000_000
IN_CAPITAL = 0.45
"""So many of the accounts are in the capital."""
CODES = ("29", "33", "44", "25")
INDEXES: dict[str, LiteralString] = importlib.import_module(
    "kosmos.workplace.search.migrations.0001_words_and_indexes"
).INDEXES

SIGN_INS: LiteralString = """
INSERT INTO subscribers_signin (id, password, login, is_active, must_change_password)
SELECT n, '!', 'user' || n, true, true FROM generate_series(1, %(count)s::bigint) AS n WHERE n %% 20 <> 0
"""
ACCOUNTS: LiteralString = """
INSERT INTO ledger_account (id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on,
                            created_on, kind)
SELECT n, CASE WHEN n %% 10 = 3 THEN 7 ELSE 10000 + n %% 977 END, 0, 0, 1, %(day)s::date, %(day)s::date, 1
  FROM generate_series(1, %(count)s::bigint) AS n
"""
NUMBERS: LiteralString = """
INSERT INTO ledger_accountnumber (number, account_id)
SELECT (%(first)s::bigint + n)::text, n FROM generate_series(1, %(count)s::bigint) AS n
"""
OPENING_BALANCES: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause)
SELECT id, 1, %(day)s::date, %(at)s::timestamptz, balance_kopecks, 7, 3, 0 FROM ledger_account
"""
SUBSCRIPTIONS: LiteralString = """
INSERT INTO charging_subscription (account_id, number, plan_id, status, connected_at, status_on, blocked_since_charge)
SELECT n, 1, (%(plans)s::int[])[n %% cardinality(%(plans)s::int[]) + 1], CASE WHEN n %% 10 = 3 THEN 2 ELSE 1 END,
       %(at)s::timestamptz, %(day)s::date, n %% 10 = 3
  FROM generate_series(1, %(count)s::bigint) AS n
"""
APPLICATIONS: LiteralString = """
INSERT INTO connections_application
       (id, number, token, key, kind, source, language, stage, stage_since_at, due_at, created_at, version, refusal,
        name, phone, organisation, city, street, house, building, apartment, dormitory, room, address, comment, page)
SELECT gen_random_uuid(), (10000000 + n)::text, 't' || n, 'k' || n, 'home', 'site', 'ru',
       CASE WHEN n %% 20 = 0 THEN 'new' ELSE 'refused' END, at, CASE WHEN n %% 20 = 0 THEN at END, at, 0,
       CASE WHEN n %% 20 = 0 THEN '' ELSE 'changed_mind' END, holder.name, holder.phone, '', place.city, place.street,
       place.house, place.building, place.apartment, place.dormitory, place.room, '', '', ''
  FROM (SELECT *, row_number() OVER (ORDER BY account_id) AS n
          FROM subscribers_contract WHERE account_id %% 10 = 3) AS place
  JOIN subscribers_subscriber AS holder ON holder.id = place.subscriber_id
 CROSS JOIN LATERAL (SELECT %(at)s::timestamptz - n * interval '1 minute' AS at) AS moment
"""
REQUESTS: LiteralString = """
INSERT INTO support_request (account_id, id, number, key, topic, text, state, created_at, changed_at, closed_at,
                             reopened, last_entry)
SELECT id, gen_random_uuid(), (100000 + id %% 900000)::text, 'k', 'internet', 'Нет связи', 'closed', %(at)s, %(at)s,
       %(at)s, 0, 0
  FROM ledger_account WHERE id %% 10 = 5
"""
ORDERS: LiteralString = """
INSERT INTO payments_order (account_id, number, token, key, rail, amount_kopecks, currency, state, reason, attempt,
                            operation, paid_kopecks, created_at, expires_at, paid_at)
SELECT account_id, number || '-' || upper(translate(left(md5(number), 9), '01', 'yz')) || 'K', md5(number), 'k',
       'assist', 1200, 'BYN', 'paid', '', '5775' || account_id || '22', '5775' || account_id || '22', 1200, %(at)s,
       %(at)s, %(at)s
  FROM ledger_accountnumber WHERE account_id %% 2 = 0
"""


def load_crowd(accounts: int, *, seed: int = 1) -> None:
    """Fill an empty database with an operator and so many accounts, and what is known about them.

    One of twenty subscribers has two accounts. The indexes of the search are made when the rows are there.
    """
    load_operator(OPERATOR, on=DAY)
    for name in INDEXES:
        _as_owner(f"DROP INDEX {name}")
    _fill(accounts, seed)
    for name, on in INDEXES.items():
        _as_owner(f"CREATE INDEX {name} ON {on}")
    _as_owner("VACUUM ANALYZE")
    note_words()
    _as_owner("VACUUM ANALYZE search_word")


@transaction.atomic
def _fill(accounts: int, seed: int) -> None:
    at = start_of(DAY, operator_zone())
    BusinessDay.objects.create(day=DAY, begun_at=at, finished_at=at)
    open_months(DAY, DAY)
    sold = Plan.objects.filter(kind=Kind.BASE, settlement=Settlement.PREPAID).order_by("id")
    given = {
        "count": accounts,
        "day": DAY,
        "at": at,
        "first": FIRST_NUMBER,
        "plans": list(sold.values_list("id", flat=True)),
    }
    for text in (SIGN_INS, ACCOUNTS, NUMBERS, OPENING_BALANCES, SUBSCRIPTIONS):
        execute(text, given)
    dice = Random(seed)
    copy(
        "subscribers_subscriber (id, sign_in_id, kind, name, unp, phone, email, language)",
        _subscribers(dice, accounts),
    )
    bulk_sign_contracts(_contracts(dice, accounts))
    for text in (APPLICATIONS, REQUESTS, ORDERS):
        execute(text, given)


def _as_owner(text: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(text)


def _subscribers(dice: Random, accounts: int) -> Iterator[tuple[object, ...]]:
    people = People(dice)
    for number in range(1, accounts + 1):
        if number % 20 == 0:
            continue
        firm = number % 17 == 0
        name = people.firm(number) if firm else people.person()
        phone = f"+375{dice.choice(CODES)}{dice.randint(1_000_000, 9_999_999)}"
        unp = f"{190_000_000 + number}" if firm else ""
        yield number, number, 3 if firm else 1, name, unp, phone, "", "be" if number % 6 == 0 else "ru"


def _contracts(dice: Random, accounts: int) -> Iterator[NewContract]:
    houses = _Houses(dice, max(2_000, accounts // 6))
    for number in range(1, accounts + 1):
        house = houses.any()
        building = "2" if number % 7 == 0 else ""
        flat = str(int(dice.triangular(1, 180, 40)))
        place = Address(house.city, house.street, house.house, building, flat, "", "")
        signed_on = DAY - timedelta(days=number % 3_000)
        holder = number - (number % 20 == 0)
        yield NewContract(number, f"{signed_on.year} {number:06d}", signed_on, holder, place)


class _Houses:
    """Houses of the register: where more people live, more are drawn."""

    def __init__(self, dice: Random, count: int) -> None:
        self.dice = dice
        made = list(register(count))
        self.capital = [one for one in made if one.city == CAPITAL]
        self.others = [one for one in made if one.city != CAPITAL]
        self.sums = [list(accumulate(dice.paretovariate(1.5) for _ in held)) for held in (self.capital, self.others)]

    def any(self) -> MadeHouse:
        """One of them."""
        at = int(self.dice.random() > IN_CAPITAL)
        return self.dice.choices((self.capital, self.others)[at], cum_weights=self.sums[at])[0]

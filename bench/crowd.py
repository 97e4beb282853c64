"""A crowd of subscribers as a Belarusian operator has them, loaded from a file as he would; and their traces."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import LiteralString

from django.db import connections

from bench.coverage_names import CAPITAL, MadeHouse, register
from bench.crowd_names import People
from kosmos.catalogue.queries import operator_zone
from kosmos.kernel.days import start_of
from kosmos.kernel.sql import execute
from kosmos.loading.sample_subscribers import OPERATORS, PLANS
from kosmos.loading.services import load_operator, load_subscribers
from kosmos.loading.subscriber_rows import HEADER
from kosmos.workplace.search.words import note_words

OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"
DAY = date(2026, 11, 1)
FIRST_NUMBER = 5_000_001
IN_CAPITAL = 0.45
"""So many of the accounts are in the capital."""

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
    """Fill an empty database with an operator and so many accounts, their applications, requests and orders."""
    load_operator(OPERATOR, on=DAY - timedelta(days=400))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "subscribers.csv"
        write_crowd(path, accounts, seed)
        load_subscribers(path, day=DAY, at=start_of(DAY, operator_zone()))
    for text in (APPLICATIONS, REQUESTS, ORDERS):
        execute(text, {"at": start_of(DAY, operator_zone())})
    note_words()
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def write_crowd(path: Path, accounts: int, seed: int) -> None:
    """Write the accounts as a file that ``kosmos load subscribers`` takes; the same for the same seed."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, lineterminator="\n")
        lines.writerow(HEADER)
        lines.writerows(_rows(Random(seed), accounts))


def _rows(dice: Random, accounts: int) -> Iterator[list[str]]:
    people, houses = People(dice), _Houses(dice, max(2_000, accounts // 6))
    number = 0
    while number < accounts:
        kind = dice.choices(("person", "student", "organisation"), (88, 6, 6))[0]
        who = _who(dice, people, kind, number)
        for _ in range(min(accounts - number, dice.choices((1, 2, 3), (94, 5, 1))[0])):
            row = {**who, **_place(dice, houses), **_account(dice, kind, FIRST_NUMBER + number)}
            yield [row.get(name, "") for name in HEADER]
            number += 1


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


def _who(dice: Random, people: People, kind: str, number: int) -> dict[str, str]:
    unp = f"{190_000_000 + number}" if kind == "organisation" else ""
    return {
        "kind": kind,
        "name": people.firm(number) if kind == "organisation" else people.person(),
        "unp": unp,
        "login": f"user{number}",
        "phone": f"+375{dice.choice(OPERATORS)}{dice.randint(1_000_000, 9_999_999)}",
        "email": "",
        "language": dice.choices(("ru", "be", "en"), (80, 17, 3))[0],
    }


def _place(dice: Random, houses: _Houses) -> dict[str, str]:
    house = houses.any()
    return {
        "city": house.city,
        "street": house.street,
        "house": house.house,
        "building": dice.choice(("", "", "", "", "", "2")),
        "apartment": str(int(dice.triangular(1, 180, 40))),
    }


def _account(dice: Random, kind: str, number: int) -> dict[str, str]:
    opened_on = DAY - timedelta(days=dice.randint(0, 300))
    return {
        "account": str(number),
        "opened_on": opened_on.isoformat(),
        "balance": f"{dice.choice((-5, 0, 4, 22, 40, 75))}.{dice.randint(10, 99)}",
        "plans": ";".join(f"{plan}@{opened_on}" for plan in dice.choice(PLANS[kind])),
    }

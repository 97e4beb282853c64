"""The statement of an account with ten years of postings, against that of one with a month.

Both are read in turn, the old account's at a month drawn at random. "First" is the first statement that anybody asks
for of an account, whose earlier months are remembered by it.
"""

import random
import time
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from statistics import median
from typing import LiteralString

from django.db import connections

from kosmos.catalogue.models import Blocks, Operator, Plan, Price, Service, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.statement import statement_month
from kosmos.kernel.days import month_start, next_month, start_of
from kosmos.kernel.sql import execute
from kosmos.ledger.models import Account, BusinessDay
from kosmos.ledger.services import open_months

YEARS = 10
TODAY = date(2026, 11, 30)
ROUNDS = 300
OLD_ACCOUNTS = 40

POSTINGS: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause, price_id,
                            from_on, subscription)
SELECT account, row_number() OVER (PARTITION BY account ORDER BY day, paid DESC), day, day,
       CASE WHEN paid THEN 2590
            ELSE 2590 * (extract(day FROM day)::int - 1) / 30 - 2590 * extract(day FROM day)::int / 30 END,
       CASE WHEN paid THEN 1 ELSE 4 END, CASE WHEN paid THEN 11 ELSE 1 END, CASE WHEN paid THEN 0 ELSE 1 END,
       CASE WHEN NOT paid THEN %(price)s::int END, CASE WHEN NOT paid THEN day END, CASE WHEN NOT paid THEN 1 END
  FROM generate_series(%(low)s::bigint, %(high)s::bigint) AS account,
       (SELECT day::date AS day FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day) AS days,
       (VALUES (true), (false)) AS turn (paid)
 WHERE NOT paid OR extract(day FROM day) = 1
"""
FIGURES: LiteralString = """
UPDATE ledger_account
   SET balance_kopecks = moved.kopecks, last_number = moved.lines
  FROM (SELECT account_id, sum(amount_kopecks) AS kopecks, count(*) AS lines FROM ledger_posting GROUP BY 1) AS moved
 WHERE id = account_id
"""


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in milliseconds; the ratios are ten years against a month, again and at the very first time."""

    postings: int
    month_ms: float
    ten_years_ms: float
    ratio: float
    first_month_ms: float
    first_ten_years_ms: float
    ratio_first: float

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure() -> Result:
    """Fill an empty database with old and new accounts, and read their statements in turn."""
    old, new = _fill()
    dice = random.Random(1)
    months = [TODAY.replace(year=TODAY.year - back // 12, month=back % 12 + 1, day=1) for back in range(12, YEARS * 12)]
    statement_month(new.pop(), TODAY), statement_month(old.pop(), TODAY)
    first_month = [_seconds(account, TODAY) for account in new]
    first_ten_years = [_seconds(account, dice.choice(months)) for account in old]
    month, ten_years = [], []
    for _ in range(ROUNDS):
        month.append(_seconds(dice.choice(new), TODAY))
        ten_years.append(_seconds(dice.choice(old), dice.choice(months)))
    figures = [median(times) * 1000 for times in (month, ten_years, first_month, first_ten_years)]
    return Result(
        postings=Account.objects.values_list("last_number", flat=True).get(id=old[0]),
        month_ms=round(figures[0], 2),
        ten_years_ms=round(figures[1], 2),
        ratio=round(figures[1] / figures[0], 2),
        first_month_ms=round(figures[2], 2),
        first_ten_years_ms=round(figures[3], 2),
        ratio_first=round(figures[3] / figures[2], 2),
    )


def _seconds(account_id: int, month: date) -> float:
    begun = time.perf_counter()
    statement_month(account_id, month)
    return time.perf_counter() - begun


def _fill() -> tuple[list[int], list[int]]:
    """The ids of accounts that are ten years old, and of as many that came this month."""
    Operator.objects.create(code="bench", name={"ru": "Замер"}, timezone="Europe/Minsk", currency="BYN")
    at = start_of(TODAY, operator_zone())
    BusinessDay.objects.create(day=TODAY, begun_at=at, finished_at=at)
    plan = Plan.objects.create(
        code="net",
        name={"ru": "Орбита 100"},
        service=Service.objects.create(code="internet", name={"ru": "Интернет"}),
        settlement=Settlement.PREPAID,
        blocks=Blocks.SHORT,
    )
    begun = next_month(TODAY - timedelta(days=365 * YEARS))
    price = Price.objects.create(plan=plan, from_on=month_start(begun), fee_kopecks=2590)
    open_months(begun, TODAY)
    old, new = range(1, OLD_ACCOUNTS + 1), range(OLD_ACCOUNTS + 1, 2 * OLD_ACCOUNTS + 1)
    Account.objects.bulk_create(Account(id=number, open_through_on=TODAY, created_on=begun) for number in (*old, *new))
    for accounts, first in ((old, begun), (new, month_start(TODAY))):
        ends = {"low": accounts[0], "high": accounts[-1], "first": first, "last": TODAY}
        execute(POSTINGS, {**ends, "price": price.id})
    execute(FIGURES, {})
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return list(old), list(new)

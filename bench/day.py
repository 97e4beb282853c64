"""The opening of a business day, against the same rows written to a bare table.

The reference ("raw") inserts as many rows as the opening posts, of the same columns, into a heap without an index,
and changes as many rows of a table of id (its key) and balance as the opening changes accounts; both from values
made on the way. Each round measures the reference, a day opened on one connection, the same day opened again, the
reference's twin and the next day on two connections.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from statistics import median
from typing import LiteralString, cast

import psycopg
from django.db import connections

from kosmos.catalogue.models import Blocks, Kind, Needs, Operator, Plan, Price, Service, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import open_days
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.kernel.sql import execute, rows
from kosmos.ledger.models import BusinessDay
from kosmos.ledger.services import open_months

LOADED_ON = date(2026, 11, 19)
ROUNDS = 5

ACCOUNTS: LiteralString = """
INSERT INTO ledger_account (id, balance_kopecks, accrued_kopecks, unpaid_kopecks, last_number, open_through_on,
                            created_on, kind)
SELECT n, CASE WHEN n %% 10 = 3 THEN 7 ELSE 100000 + n %% 977 END, 0, 0, 1, %(day)s::date, %(day)s::date, 1
  FROM generate_series(1, %(count)s::bigint) AS n
"""
OPENING_BALANCES: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause)
SELECT id, 1, %(day)s::date, %(day)s::date, balance_kopecks, 7, 3, 0 FROM ledger_account
"""
SUBSCRIPTIONS: LiteralString = """
INSERT INTO charging_subscription (account_id, number, plan_id, status, connected_at, status_on, blocked_since_charge)
SELECT n, place, CASE WHEN place = 2 THEN (%(second)s::int[])[n %% cardinality(%(second)s::int[]) + 1]
                      WHEN n %% 10 = 0 THEN (%(postpaid)s::int[])[n / 10 %% cardinality(%(postpaid)s::int[]) + 1]
                      ELSE (%(prepaid)s::int[])[n %% cardinality(%(prepaid)s::int[]) + 1] END,
       2, %(day)s::date, %(day)s::date, false
  FROM generate_series(1, %(count)s::bigint) AS n, generate_series(1, 2) AS place
 WHERE place = 1 OR n %% 2 = 1 AND n <= %(count)s
"""
RAW_TABLES: tuple[LiteralString, ...] = (
    "DROP TABLE IF EXISTS bench_rows, bench_balances",
    "CREATE TABLE bench_rows (LIKE ledger_posting)",
    "CREATE TABLE bench_balances (id bigint PRIMARY KEY, balance bigint NOT NULL)",
)
RAW_BALANCES: LiteralString = """
INSERT INTO bench_balances SELECT n, 100000 FROM generate_series(1, %(count)s::bigint) AS n
"""
RAW_ROWS: LiteralString = """
INSERT INTO bench_rows (account_id, posted_at, amount_kopecks, number, posted_on, price_id, from_on, kind, code,
                        subscription, cause)
SELECT n, %(at)s::timestamptz, -86, 7, %(day)s::date, 5, %(day)s::date, 4, 1, 1, 1
  FROM generate_series(1, %(rows)s::bigint) AS n
"""
RAW_UPDATE: LiteralString = "UPDATE bench_balances SET balance = balance - 86"


@dataclass(frozen=True, slots=True)
class Result:
    """Medians in seconds, ratios against ``raw_s``, and the peak memory of this process in megabytes."""

    accounts: int
    rows: int
    raw_s: float
    one_s: float
    two_s: float
    ratio_one: float
    ratio_two: float
    again_s: float
    first_s: float
    ratio_first: float
    untested_s: float
    python_mb: float

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(accounts: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database with accounts and measure; ``say`` is told each figure as it comes."""
    _fill(accounts)
    zone = operator_zone()
    day = LOADED_ON + ONE_DAY

    def opened(on: date, workers: int = 1) -> float:
        return _seconds(lambda: open_days(now=start_of(on, zone), through=on, workers=workers))

    untested = opened(day)
    _as_owner("VACUUM ANALYZE")
    figures: dict[str, list[float]] = {"raw": [], "one": [], "again": [], "two": []}
    posted = 0
    for _ in range(ROUNDS):
        day += ONE_DAY
        figures["one"].append(opened(day))
        figures["again"].append(opened(day))
        posted = _posted_on(day)
        figures["raw"].append(_raw(accounts, posted, day))
        day += ONE_DAY
        figures["two"].append(opened(day, workers=2))
        say(f"{day}: " + ", ".join(f"{name} {times[-1]:.2f} s" for name, times in figures.items()))
    day += ONE_DAY
    first = opened(day)
    raw_first = _raw(accounts, _posted_on(day), day)
    raw, one, two, again = (median(figures[name]) for name in ("raw", "one", "two", "again"))
    return Result(
        accounts=accounts,
        rows=posted,
        raw_s=round(raw, 3),
        one_s=round(one, 3),
        two_s=round(two, 3),
        ratio_one=round(one / raw, 3),
        ratio_two=round(two / raw, 3),
        again_s=round(again, 3),
        first_s=round(first, 3),
        ratio_first=round(first / raw_first, 3),
        untested_s=round(untested, 3),
        python_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _posted_on(day: date) -> int:
    return int(rows("SELECT count(*) FROM ledger_posting WHERE posted_on = %(day)s", {"day": day})[0][0])


def _as_owner(text: LiteralString, **parameters: object) -> float:
    """Run a statement as the owner, who may make tables; how many seconds it took."""
    connection = connections["owner"]
    connection.ensure_connection()
    raw = cast("psycopg.Connection[tuple[object, ...]]", connection.connection)
    with psycopg.Cursor(raw) as cursor:
        return _seconds(lambda: cursor.execute(text, parameters or None))


def _raw(accounts: int, posted: int, day: date) -> float:
    """The reference: as many rows into a heap without an index, and as many balances changed."""
    for statement in RAW_TABLES:
        _as_owner(statement)
    _as_owner(RAW_BALANCES, count=accounts)
    _as_owner("VACUUM ANALYZE bench_balances")
    inserting = _as_owner(RAW_ROWS, rows=posted, day=day, at=start_of(day, operator_zone()))
    return inserting + _as_owner(RAW_UPDATE)


def _fill(accounts: int) -> None:
    """Make the operator, thirty plans, and the accounts with their subscriptions."""
    Operator.objects.create(code="bench", name={"ru": "Замер"}, timezone="Europe/Minsk", currency="BYN")
    BusinessDay.objects.create(
        day=LOADED_ON,
        begun_at=start_of(LOADED_ON, operator_zone()),
        finished_at=start_of(LOADED_ON, operator_zone()),
    )
    internet, television = (Service.objects.create(code=code, name={"ru": code}) for code in ("internet", "digital_tv"))
    prepaid = [
        _plan(f"net-{index}", internet, index, blocks=Blocks.NEGATIVE if index % 4 == 0 else Blocks.SHORT)
        for index in range(17)
    ]
    postpaid = [_plan(f"post-{index}", internet, index, settlement=Settlement.POSTPAID) for index in range(3)]
    second = [_plan(f"pack-{index}", internet, index, kind=Kind.PACKAGE) for index in range(5)]
    second += [_plan(f"tv-{index}", television, index) for index in range(5)]
    open_months(LOADED_ON, LOADED_ON)
    execute(ACCOUNTS, {"count": accounts, "day": LOADED_ON})
    execute(OPENING_BALANCES, {"day": LOADED_ON})
    plans = {"prepaid": prepaid, "postpaid": postpaid, "second": second}
    execute(SUBSCRIPTIONS, {"count": accounts, "day": LOADED_ON, **plans})
    _as_owner("VACUUM ANALYZE")


def _plan(
    code: str,
    service: Service,
    index: int,
    *,
    settlement: Settlement = Settlement.PREPAID,
    kind: Kind = Kind.BASE,
    blocks: Blocks = Blocks.SHORT,
) -> int:
    plan = Plan.objects.create(
        code=code,
        name={"ru": code},
        service=service,
        settlement=settlement,
        kind=kind,
        blocks=blocks,
        needs=Needs.FULL_FEE if index % 2 else Needs.NEXT_SHARE,
    )
    Price.objects.create(plan=plan, from_on=date(2016, 1, 1), fee_kopecks=1490 + index * 137)
    return plan.id

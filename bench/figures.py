"""The operator's figures with many accounts and ten years of closed days: each page, and what the worker does for them.

Pages are asked for as a browser does it, through all of Django, signed in as finance. The accounts have today's and
two closed days' shares and payments in the ledger; the ten years before are there as the figures that are remembered
of them, which is all that the pages read. One in twelve owes, with charges of half a year.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from statistics import median
from typing import LiteralString

from django.test import Client

from bench.day import LOADED_ON, _as_owner, _fill
from bench.staff import browser_of
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.services import open_days
from kosmos.kernel.days import ONE_DAY, start_of
from kosmos.kernel.models import DemoClock
from kosmos.kernel.sql import execute
from kosmos.ledger.services import open_months
from kosmos.ledger.services.seals import seal_days
from kosmos.reports.rules import months_back
from kosmos.reports.services import remember_debts, remember_figures, remember_moves

TODAY = LOADED_ON + 3 * ONE_DAY
YEARS = 10
ROUNDS = 7
PAGES = {
    "today": "/staff/figures/",
    "plans": "/staff/figures/plans/",
    "money": "/staff/figures/money/",
    "money_ten_years": f"/staff/figures/money/?from={TODAY.year - YEARS + 1}-01",
    "money_month": f"/staff/figures/money/?from={TODAY:%Y-%m}&to={TODAY:%Y-%m}",
    "average": "/staff/figures/average/",
    "moves": "/staff/figures/moves/",
    "moves_ten_years": f"/staff/figures/moves/?from={TODAY.year - YEARS + 1}-01",
    "debt": "/staff/figures/debt/",
    "trial_balance": "/staff/figures/trial-balance/",
    "blocked": "/staff/figures/accounts/?of=blocked",
    "debtors": "/staff/figures/accounts/?of=debt",
    "payments_of_a_day": f"/staff/figures/lines/?of=came&day={TODAY - ONE_DAY}",
}
NUMBERS: LiteralString = "INSERT INTO ledger_accountnumber (number, account_id) SELECT id::text, id FROM ledger_account"
CONNECTED: LiteralString = """
UPDATE charging_subscription SET connected_at = connected_at - make_interval(days => (account_id * 7 %% 3650)::int)
"""
ENDED: LiteralString = """
INSERT INTO charging_subscription (account_id, number, plan_id, status, connected_at, status_on, blocked_since_charge)
SELECT account_id, 9, plan_id, 4, connected_at - interval '200 days', connected_at::date - (account_id %% 3)::int, false
  FROM charging_subscription
 WHERE number = 1 AND account_id %% 4 = 1
"""
GONE: LiteralString = """
UPDATE charging_subscription SET status = 4, status_on = connected_at::date + (account_id * 11 %% 900)::int
 WHERE account_id %% 20 = 7
"""
PAYMENTS: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause)
SELECT id, last_number + 100, %(day)s::date, %(at)s, 2590, 1, (ARRAY[10, 11, 12, 13])[id %% 4 + 1], 2
  FROM ledger_account WHERE id %% 30 = %(turn)s::int
"""
OWED: LiteralString = """
UPDATE ledger_account SET balance_kopecks = -(id %% 9000) - 100 WHERE id %% 12 = 5
"""
CHARGES: LiteralString = """
INSERT INTO ledger_posting (account_id, number, posted_on, posted_at, amount_kopecks, kind, code, cause)
SELECT id, 10 + place, %(first)s::date + (place * 6)::int, %(first)s::date + (place * 6)::int, -86, 4, 1, 1
  FROM ledger_account, generate_series(1, 29) AS place
 WHERE id %% 12 = 5
"""
TEN_YEARS: tuple[LiteralString, ...] = (
    """
INSERT INTO reports_dayfigure (posted_on, kind, code, price, suspense, lines, gained_lines,
                               gained_kopecks, lost_kopecks)
SELECT day::date, CASE WHEN place < 5 THEN 1 ELSE 4 END, CASE WHEN place < 5 THEN 10 + place ELSE 1 END,
       CASE WHEN place < 5 THEN 0 ELSE place END, false, 10000,
       CASE WHEN place < 5 THEN 10000 ELSE 0 END, CASE WHEN place < 5 THEN 2500000 ELSE 0 END,
       CASE WHEN place < 5 THEN 0 ELSE 86000 END
  FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day, generate_series(0, 99) AS place
""",
    """
INSERT INTO reports_provenday (day, seal, postings, total_kopecks, made_at)
SELECT day::date, '', 0, 0, day FROM generate_series(%(first)s::date, %(last)s::date, '1 day') AS day
""",
    """
INSERT INTO reports_monthpayers (month_on, service, accounts, through_on)
SELECT month::date, service, 900000, (month + interval '1 month' - interval '1 day')::date
  FROM generate_series(date_trunc('month', %(first)s::date), %(last)s::date - interval '1 month', '1 month') AS month,
       generate_series(0, 2) AS service
""",
)


@dataclass(frozen=True, slots=True)
class Result:
    """Milliseconds of each page (the median, and the worst of all), and seconds of the worker's own."""

    accounts: int
    pages_ms: dict[str, float]
    worst_ms: float
    worker_s: dict[str, float]

    def as_dict(self) -> dict[str, object]:
        """For --json."""
        return asdict(self)


def measure(accounts: int, say: Callable[[str], None]) -> Result:
    """Fill an empty database, let the worker remember, and ask for the pages."""
    _live(accounts, say)
    worker = _remember(say)
    finance = browser_of("finance")
    pages, worst = {}, 0.0
    for name, address in PAGES.items():
        _look(finance, address)
        times = [_look(finance, address) for _ in range(ROUNDS)]
        pages[name], worst = round(median(times), 1), max(worst, *times)
        say(f"{name}: {pages[name]} ms")
    return Result(accounts, pages, round(worst, 1), worker)


def _live(accounts: int, say: Callable[[str], None]) -> None:
    """Accounts with two closed days and one that is open, and ten years behind them."""
    _fill(accounts)
    zone = operator_zone()
    execute(NUMBERS, {})
    execute(CONNECTED, {})
    execute(ENDED, {})
    execute(GONE, {})
    first = months_back(LOADED_ON, 6)
    open_months(first, TODAY)
    for day in (LOADED_ON + ONE_DAY, LOADED_ON + 2 * ONE_DAY, TODAY):
        open_days(now=start_of(day, zone), through=day)
        execute(PAYMENTS, {"day": day, "at": start_of(day, zone), "turn": day.day})
        say(f"{day} is open")
    execute(OWED, {})
    execute(CHARGES, {"first": first})
    DemoClock.objects.create(ahead=start_of(TODAY, zone) + ONE_DAY / 2 - datetime.now(UTC))
    _as_owner("VACUUM ANALYZE")


def _remember(say: Callable[[str], None]) -> dict[str, float]:
    seal_days()
    now = start_of(TODAY, operator_zone()) + ONE_DAY / 2
    times = {
        "closed_days": _seconds(lambda: remember_figures(now=now)),
        "moves_ten_years": _seconds(remember_moves),
        "debts": _seconds(lambda: remember_debts(now=now, day=TODAY)),
    }
    say(str(times))
    years = {"first": LOADED_ON.replace(year=LOADED_ON.year - YEARS), "last": months_back(LOADED_ON, 6) - ONE_DAY}
    for statement in TEN_YEARS:
        execute(statement, years)
    _as_owner("VACUUM ANALYZE")
    return times


def _look(client: Client, address: str) -> float:
    """Ask for a page; how many milliseconds it took."""
    begun = time.perf_counter()
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return (time.perf_counter() - begun) * 1000


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return round(time.perf_counter() - begun, 2)

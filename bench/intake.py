"""The gateway under load, against pgbench on the same server: TPC-B, and our own posting one payment a commit.

The load is agents by OSMP, ERIP, and Assist's pushes, about which the gateway asks an Assist that answers beside it.
The three are run in turn, some rounds; the figures are medians. What was acknowledged is counted again in the database.
"""

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from statistics import median

import psycopg

from bench import intake_assist
from bench.intake_load import SALT
from bench.intake_posting import posting_script
from bench.processes import PATIENCE_S, free_port, wait_until
from kosmos.catalogue.models import Kind, Plan, PlanStatus, Settlement
from kosmos.catalogue.queries import operator_zone
from kosmos.charging.models import Payment
from kosmos.charging.services import begin_business, open_days
from kosmos.charging.services.bulk import NewSubscription, bulk_connect
from kosmos.config.environment import read_environment
from kosmos.kernel.days import ONE_DAY, business_day
from kosmos.launcher.binaries import find_binaries
from kosmos.ledger.services.accounts import NewAccount, allocate_ids, bulk_open_accounts
from kosmos.loading.services import load_operator
from kosmos.payments.models import Order, OrderState
from kosmos.payments.rules import FIRST_ASK, LIFE

OPERATOR = Path(__file__).parents[1] / "demo" / "operator.yaml"
CLIENTS = 32


@dataclass(frozen=True, slots=True)
class Result:
    """Payments a second, each counted once however often it was sent, and transactions a second; medians of rounds.

    ``by_assist`` of those posted are Assist's.
    """

    connections: int
    acked: int
    posted: int
    by_assist: int
    acked_per_s: float
    tpcb_per_s: float
    same_sql_per_s: float
    ratio_tpcb: float
    ratio_same_sql: float
    p50_ms: float
    p99_ms: float
    errors: int

    def as_dict(self) -> dict[str, float]:
        """For --json."""
        return asdict(self)


def measure(
    connections: int,
    *,
    accounts: int,
    scale: int,
    rounds: int,
    seconds: int,
    erip: int,
    assist: int,
    say: Callable[[str], None],
) -> Result:
    """Fill an empty database, and measure; of a hundred connections ``erip`` are ERIP's, ``assist`` Assist's.

    ``say`` is told each round.
    """
    _prepare(accounts, scale=scale, loads=rounds + 1 if assist else 0)
    loads: list[dict[str, float]] = []
    tpcb: list[float] = []
    same: list[float] = []
    with tempfile.TemporaryDirectory() as folder, served() as port:
        script = Path(folder) / "posting.sql"
        script.write_text(posting_script(accounts, now=datetime.now(UTC)), encoding="utf-8")
        load_for(port, connections, accounts, 2, 0, erip=erip, assist=assist)
        warm, warm_by_assist = posted(), posted(provider="assist")
        for turn in range(1, rounds + 1):
            loads.append(load_for(port, connections, accounts, seconds, turn, erip=erip, assist=assist))
            tpcb.append(_speed("-M", "simple", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds)))
            same.append(
                _speed("-M", "prepared", "-n", "-c", str(CLIENTS), "-j", "2", "-T", str(seconds), "-f", str(script))
            )
            say(f"{turn}: {per_s(loads[-1]):.0f} payments/s, TPC-B {tpcb[-1]:.0f}/s, own posting {same[-1]:.0f}/s")
    acked = median(map(per_s, loads))
    return Result(
        connections=connections,
        acked=int(sum(load["acked"] for load in loads)),
        posted=posted() - warm,
        by_assist=posted(provider="assist") - warm_by_assist,
        acked_per_s=round(acked, 1),
        tpcb_per_s=round(median(tpcb), 1),
        same_sql_per_s=round(median(same), 1),
        ratio_tpcb=round(acked / median(tpcb), 3),
        ratio_same_sql=round(acked / median(same), 3),
        p50_ms=round(median(load["p50_ms"] for load in loads), 1),
        p99_ms=round(median(load["p99_ms"] for load in loads), 1),
        errors=int(sum(load["errors"] for load in loads)),
    )


def _prepare(accounts: int, *, scale: int, loads: int) -> None:
    fill(accounts)
    make_orders(accounts, loads, now=datetime.now(UTC))
    _pgbench("-i", "-q", "-s", str(scale))
    with psycopg.connect(owner_url(), autocommit=True) as owner:
        owner.execute("VACUUM ANALYZE")


def per_s(load: dict[str, float]) -> float:
    """Payments that a load had acknowledged, by the second."""
    return load["acked"] / load["took_s"]


def fill(accounts: int, *, now: datetime | None = None) -> None:
    """The demo's operator, and accounts with money, each with a plan that runs at that time."""
    now = now or datetime.now(UTC)
    load_operator(OPERATOR, on=now.date() - 2 * ONE_DAY)
    eve = business_day(now, operator_zone()) - ONE_DAY
    begin_business(eve=eve)
    ids = allocate_ids("account", accounts)
    bulk_open_accounts((NewAccount(one, str(999_999 + one), eve, 100_00) for one in ids), day=eve, at=now)
    prepaid = Plan.objects.filter(kind=Kind.BASE, settlement=Settlement.PREPAID, status=PlanStatus.OPEN)
    plan = prepaid.order_by("id")[0].id
    bulk_connect((NewSubscription(one, 1, plan, now - ONE_DAY) for one in ids), day=eve)
    open_days(now=now)


def make_orders(accounts: int, loads: int, *, now: datetime) -> None:
    """Orders for the pushes of so many loads, whose payers are on Assist's page."""
    numbers = chain.from_iterable(intake_assist.orders_of(turn, accounts) for turn in range(loads))
    Order.objects.bulk_create((_order(number, now) for number in numbers), batch_size=5_000)


def _order(number: str, now: datetime) -> Order:
    return Order(
        account_id=int(number.partition("-")[0]) - 999_999,
        number=number,
        token=secrets.token_urlsafe(24),
        key=number,
        rail="assist",
        state=OrderState.WAITING,
        amount_kopecks=intake_assist.KOPECKS,
        created_at=now,
        expires_at=now + LIFE,
        next_ask_at=now + FIRST_ASK,
    )


@contextmanager
def served() -> Iterator[int]:
    """One gateway, as `kosmos run` starts it, with an Assist that it can ask; its port."""
    with intake_assist.answering() as assist, _gateway({"KOSMOS_ASSIST_URL": assist}) as port:
        yield port


@contextmanager
def _gateway(assist: dict[str, str]) -> Iterator[int]:
    port = free_port()
    settings = {
        "KOSMOS_GATEWAY_PORT": str(port),
        "KOSMOS_AGENTS": "bench osmp 127.0.0.1",
        "KOSMOS_ERIP": "127.0.0.1",
        "KOSMOS_ERIP_SALT": SALT.decode(),
        **intake_assist.SETTINGS,
        **assist,
    }
    command = [sys.executable, "-m", "kosmos.cli.running", "gateway", str(os.getpid())]
    server = subprocess.Popen(command, env=os.environ | settings, text=True)
    try:
        wait_until(server, lambda: load_for(port, 1, 1, 0, 0)["errors"] == 0, "the gateway does not answer")
        yield port
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


def posted(**by: str) -> int:
    """The gateway's payments that are in the database."""
    return Payment.objects.exclude(provider="pgbench").filter(**by).count()


def load_for(
    port: int, connections: int, accounts: int, seconds: int, turn: int, *, erip: int = 0, assist: int = 0
) -> dict[str, float]:
    """What a load of so many seconds counted."""
    words = (port, connections, accounts, seconds, turn, erip, assist)
    command = [sys.executable, "-m", "bench.intake_load", *map(str, words)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, cwd=OPERATOR.parents[1])
    return dict(json.loads(run.stdout))


def _speed(*words: str) -> float:
    found = re.search(r"tps = ([\d.]+)", _pgbench(*words))
    if found is None:
        raise RuntimeError("pgbench says no speed")
    return float(found[1])


def _pgbench(*words: str) -> str:
    program = find_binaries(read_environment().postgres_bin, None).program("pgbench")
    run = subprocess.run([program, *words, owner_url()], capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"pgbench: {run.stderr[-2000:]}")
    return run.stdout


def owner_url() -> str:
    """The scratch database, as its owner."""
    return os.environ["DATABASE_OWNER_URL"]

"""The opening of days killed, doubled, late and under payments, against one clean run with the same payments.

`python -m bench.faults --accounts 200000 [--seed 1] [--json]` makes two databases that are dropped at the end. On one
of them everything goes wrong: one day the opening is killed with kill -9 three times at random moments and started
again, the next it is started twice at once, then it comes three days late, over the first of a month; and all the
while two clients pay without pause. On the other the same days open cleanly, and the same payments come.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any, LiteralString

import click
import psycopg

from bench.faults_roles import CLIENTS
from kosmos.config.database import scratch_database
from kosmos.kernel.days import ONE_DAY, each_day

EVE = date(2026, 11, 24)
QUIET, PLAIN, KILLED, TWICE, LATE = (EVE + timedelta(days=offset) for offset in (2, 3, 4, 5, 8))
"""The days of the steps; LATE is the second of a month, and two days before it are not open yet."""
KILLS = 3
DIGESTS: dict[str, LiteralString] = {
    "account": "SELECT id, md5(row::text) FROM ledger_account AS row",
    "postings": "SELECT account_id, md5(string_agg(row::text, ';' ORDER BY number))"
    " FROM ledger_posting AS row GROUP BY account_id",
    "subscriptions": "SELECT account_id, md5(string_agg(row::text, ';' ORDER BY number))"
    " FROM charging_subscription AS row GROUP BY account_id",
    "payments": "SELECT account_id, md5(string_agg(row::text, ';' ORDER BY provider, reference))"
    " FROM charging_payment AS row GROUP BY account_id",
    "promises": "SELECT account_id, md5(string_agg(row::text, ';' ORDER BY number))"
    " FROM charging_promise AS row GROUP BY account_id",
    "suspensions": "SELECT account_id, md5(string_agg(row::text, ';' ORDER BY number))"
    " FROM charging_suspension AS row GROUP BY account_id",
}

Say = Callable[[str], None]


@dataclass
class Result:
    """What came of it; speeds are payments a second of all clients together, ``ratio`` opening to alone."""

    accounts: int
    seed: int
    workers: int
    keep: float
    kills: int = 0
    payments: int = 0
    speeds: dict[str, float] = field(default_factory=dict)
    ratio: float = 0.0
    slowest_payment_s: float = 0.0
    errors: list[str] = field(default_factory=list)
    deadlocks: int = 0
    different: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the same came out, nobody saw an error, the auditor finds nothing, and payments kept their speed."""
        sound = not (self.errors or self.findings or any(self.different.values())) and self.kills == KILLS
        return sound and self.ratio >= self.keep


class Host:
    """A database, and the processes that work on it."""

    def __init__(self, urls: dict[str, str]) -> None:
        self.urls = urls

    def start(self, *role: object) -> "subprocess.Popen[str]":
        """A process that says when it is ready."""
        command = [sys.executable, "-m", "bench.faults_roles", *map(str, role)]
        pipe = subprocess.PIPE
        process = subprocess.Popen(command, env={**os.environ, **self.urls}, stdin=pipe, stdout=pipe, text=True)
        if role[0] in ("open", "pay"):
            _line(process)
        return process

    def do(self, *role: object) -> dict[str, Any]:
        """A process from its start to its end; what it says last."""
        return finish(self.start(*role))

    def digests(self) -> dict[str, dict[int, str]]:
        """For each kind of rows, a digest of each account's."""
        with psycopg.connect(self.urls["DATABASE_OWNER_URL"]) as connection:
            connection.execute("SET timezone TO 'UTC'")
            return {name: dict(connection.execute(query).fetchall()) for name, query in DIGESTS.items()}


def _line(process: "subprocess.Popen[str]") -> dict[str, Any]:
    assert process.stdout is not None
    answer: dict[str, Any] = json.loads(process.stdout.readline() or '{"died": true}')
    return answer


def finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    """Tell a process to end, wait for it, and hear what it says."""
    said, _ = process.communicate("stop\n" if process.stdin else None)
    lines = said.splitlines()
    if process.returncode or not lines:
        raise RuntimeError(f"{process.args!r} ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def run(result: Result, say: Say) -> None:
    """Let everything go wrong, do it again cleanly, and compare."""
    accounts, workers = result.accounts, result.workers
    with two_databases() as (troubled, clean):
        for host in (troubled, clean):
            host.do("fill", accounts, EVE)
            host.do("open", EVE + ONE_DAY, workers)
            opening = host.do("open", QUIET, workers)
        seconds = opening["ended"] - opening["begun"]
        say(f"{accounts} accounts; an opening without payments on {workers} connections takes {seconds:.1f} s")
        paid = _trouble(troubled, result, seconds, say)
        _again_cleanly(clean, result, paid)
        say(f"the same days and {result.payments} payments again, cleanly: done")
        result.different = differing(troubled, clean)
        say(f"accounts that differ from the clean run: {result.different}")
        report = troubled.do("check")
    result.findings, result.messages = report["counts"], report["findings"]
    say(f"check_ledger looked at {report['postings']} postings and found {result.findings or 'nothing'}")


def _trouble(host: Host, result: Result, seconds: float, say: Say) -> dict[date, list[int]]:
    """The troubled run; for each day on which was paid, how many payments each client made."""
    dice = Random(result.seed)

    def opened(day: date, processes: int = 1) -> tuple[float, float]:
        return _opened([host.start("open", day, result.workers) for _ in range(processes)])

    steps: dict[str, tuple[date, Callable[[], tuple[float, float]]]] = {
        "alone": (QUIET, lambda: _wait(max(3.0, seconds))),
        "opening": (PLAIN, lambda: opened(PLAIN)),
        "killed": (KILLED, lambda: _killed(host, seconds, result, dice)),
        "twice": (TWICE, lambda: opened(TWICE, processes=2)),
        "late": (LATE, lambda: opened(LATE)),
    }
    paid: dict[date, list[int]] = {}
    for name, (day, work) in steps.items():
        clients = [host.start("pay", number, day, 0, result.accounts) for number in range(CLIENTS)]
        begun, ended = work()
        answers = [finish(client) for client in clients]
        paid[day] = [len(answer["paid_at"]) for answer in answers]
        _count(result, name, answers, begun, ended)
        say(f"{name}: {ended - begun:.1f} s, {result.speeds[name]} payments a second")
    result.ratio = round(result.speeds["opening"] / result.speeds["alone"], 2)
    say(f"payments keep {result.ratio} of their speed while a day opens; killed {result.kills} times")
    say(f"errors seen by clients: {len(result.errors)}, deadlocks among them: {result.deadlocks}")
    return paid


def _wait(seconds: float) -> tuple[float, float]:
    """Let the clients pay for a while; that is what is measured."""
    begun = time.time()
    time.sleep(seconds)
    return begun, time.time()


def _opened(processes: "list[subprocess.Popen[str]]") -> tuple[float, float]:
    answers = [finish(process) for process in processes]
    return min(one["begun"] for one in answers), max(one["ended"] for one in answers)


def _killed(host: Host, seconds: float, result: Result, dice: Random) -> tuple[float, float]:
    """Kill an opening at a random moment, three times, then let one come to its end."""
    begun = time.time()
    for _ in range(KILLS):
        process = host.start("open", KILLED, result.workers)
        try:
            process.wait(dice.uniform(0, seconds / (KILLS + 2)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            result.kills += 1
        process.communicate()
    return begun, _opened([host.start("open", KILLED, result.workers)])[1]


def _count(result: Result, name: str, answers: list[dict[str, Any]], begun: float, ended: float) -> None:
    within = [at for answer in answers for at in answer["paid_at"] if begun <= at <= ended]
    result.speeds[name] = round(len(within) / (ended - begun), 1)
    for answer in answers:
        gaps = [after - before for before, after in pairwise(answer["paid_at"])]
        result.slowest_payment_s = round(max([result.slowest_payment_s, *gaps]), 2)
        result.payments += len(answer["paid_at"])
        result.errors += answer["errors"]
        result.deadlocks += sum("deadlock" in error.lower() for error in answer["errors"])


def _again_cleanly(host: Host, result: Result, paid: dict[date, list[int]]) -> None:
    """The same days, each opened at once and by one process, and then the same payments."""
    for day in each_day(QUIET, LATE):
        host.do("open", day, result.workers)
        for client, count in enumerate(paid.get(day, [])):
            if count:
                host.do("pay", client, day, count, result.accounts)


def differing(one: Host, other: Host) -> dict[str, int]:
    """For each kind of rows, how many accounts have others on the one database than on the other."""
    ours, theirs = one.digests(), other.digests()
    return {
        name: sum(
            ours[name].get(account_id) != theirs[name].get(account_id)
            for account_id in ours[name].keys() | theirs[name].keys()
        )
        for name in DIGESTS
    }


@contextmanager
def two_databases() -> Iterator[tuple[Host, Host]]:
    """Two empty databases on one server, dropped on exit."""
    with scratch_database() as one, scratch_database() as other:
        yield tuple(  # type: ignore[misc]
            Host({"DATABASE_URL": it.database_url or "", "DATABASE_OWNER_URL": it.database_owner_url or ""})
            for it in (one, other)
        )


@click.command()
@click.option("--accounts", default=200_000, show_default=True, type=click.IntRange(min=1000))
@click.option("--seed", default=1, show_default=True, help="Of the moments at which the opening is killed.")
@click.option("--workers", default=2, show_default=True, help="Connections of an opening.")
@click.option("--keep", default=0.5, show_default=True, help="The least part of their speed that payments may keep.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def main(accounts: int, seed: int, workers: int, keep: float, *, as_json: bool) -> None:
    """Kill, double and delay the opening of days under payments; compare with a clean run.

    Exit status 1 if anything differs, a client saw an error, the auditor finds something, or payments kept less
    of their speed than they have to.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    result = Result(accounts, seed, workers, keep)
    run(result, lambda line: click.echo(line, err=as_json))
    if as_json:
        click.echo(json.dumps({**asdict(result), "ok": result.ok}, ensure_ascii=False))
    else:
        click.echo("the same as one clean run" if result.ok else f"NOT so: {result.errors} {result.messages}")
    sys.exit(0 if result.ok else 1)


if __name__ == "__main__":
    main()

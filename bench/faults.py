"""The opening of days killed, doubled, late and under payments, against one clean run with the same payments.

`python -m bench.faults --accounts 200000 [--seed 1] [--json]` makes two databases that are dropped at the end. On one
of them everything goes wrong: on the first day the opening is killed with kill -9 three times at random moments and
started again, on the second it is started twice at once, then it comes three days late, over the first of a month;
and all the while two clients pay without pause. On the other the same days open cleanly, and the same payments come.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, LiteralString

import click
import psycopg

from bench.faults_roles import CLIENTS
from kosmos.config.database import scratch_database

EVE = date(2026, 11, 26)
KILLS = 3
PAYING_ALONE_S = 10.0
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
    """What came of it; speeds are payments a second of all clients together."""

    accounts: int
    seed: int
    kills: int = 0
    payments: int = 0
    paying_alone: float = 0.0
    paying_during: dict[str, float] = field(default_factory=dict)
    ratio: float = 0.0
    slowest_payment_s: float = 0.0
    errors: list[str] = field(default_factory=list)
    deadlocks: int = 0
    different: dict[str, int] = field(default_factory=dict)
    findings: dict[str, int] = field(default_factory=dict)
    messages: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the same came out, nobody saw an error, and the auditor finds nothing."""
        return not (self.errors or self.findings or any(self.different.values())) and self.kills == KILLS


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
        raise RuntimeError(f"{process.args} ended with {process.returncode}")
    answer: dict[str, Any] = json.loads(lines[-1])
    return answer


def run(accounts: int, seed: int, say: Say) -> Result:
    """Let everything go wrong, do it again cleanly, and compare."""
    result, dice = Result(accounts, seed), Random(seed)
    with two_databases() as (troubled, clean):
        for host in (troubled, clean):
            host.do("fill", accounts, EVE)
            first = host.do("open", _day(1), 2)
        seconds = first["ended"] - first["begun"]
        say(f"{accounts} accounts; a clean opening on two connections takes {seconds:.1f} s")
        paid = _trouble(troubled, result, dice, seconds, say)
        _again_cleanly(clean, accounts, paid)
        say("the same again, cleanly: done")
        result.different = differing(troubled, clean)
        say(f"accounts that differ from the clean run: {result.different}")
        report = troubled.do("check")
    result.findings, result.messages = report["counts"], report["findings"]
    say(f"check_ledger looked at {report['postings']} postings and found {result.findings or 'nothing'}")
    return result


def _day(offset: int) -> date:
    return EVE + timedelta(days=offset)


def _trouble(host: Host, result: Result, dice: Random, seconds: float, say: Say) -> dict[date, list[int]]:
    """The troubled run; for each day on which was paid, how many payments each client made."""
    paid: dict[date, list[int]] = {}

    def with_payments(name: str, day: date, work: Callable[[], tuple[float, float]]) -> None:
        clients = [host.start("pay", number, day, 0, result.accounts) for number in range(CLIENTS)]
        begun, ended = work()
        answers = [finish(client) for client in clients]
        paid[day] = [len(answer["paid_at"]) for answer in answers]
        _count(result, name, answers, begun, ended, say)

    def alone() -> tuple[float, float]:
        return _wait(PAYING_ALONE_S if result.accounts > 50_000 else 3.0)

    with_payments("alone", _day(1), alone)
    with_payments("killed", _day(2), lambda: _killed(host, _day(2), seconds, result, dice))
    with_payments("twice", _day(3), lambda: _opened([host.start("open", _day(3), 2) for _ in range(2)]))
    with_payments("late", _day(6), lambda: _opened([host.start("open", _day(6), 2)]))
    result.ratio = round(min(result.paying_during.values()) / result.paying_alone, 2)
    say(f"payments keep {result.ratio} of their speed while days open; killed {result.kills} times")
    return paid


def _wait(seconds: float) -> tuple[float, float]:
    """Let the clients pay for a while; that is what is measured."""
    import time  # noqa: PLC0415

    begun = time.time()
    time.sleep(seconds)
    return begun, time.time()


def _opened(processes: "list[subprocess.Popen[str]]") -> tuple[float, float]:
    answers = [finish(process) for process in processes]
    return min(one["begun"] for one in answers), max(one["ended"] for one in answers)


def _killed(host: Host, day: date, seconds: float, result: Result, dice: Random) -> tuple[float, float]:
    """Kill an opening at a random moment, three times, then let one come to its end."""
    import time  # noqa: PLC0415

    begun = time.time()
    for _ in range(KILLS):
        process = host.start("open", day, 2)
        try:
            process.wait(dice.uniform(0, seconds / (KILLS + 2)))
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            result.kills += 1
        process.communicate()
    return begun, _opened([host.start("open", day, 2)])[1]


def _count(
    result: Result, name: str, answers: list[dict[str, Any]], begun: float, ended: float, say: Say
) -> None:
    within = sorted(at for answer in answers for at in answer["paid_at"] if begun <= at <= ended)
    speed = round(len(within) / (ended - begun), 1)
    if name == "alone":
        result.paying_alone = speed
    else:
        result.paying_during[name] = speed
    for answer in answers:
        times = answer["paid_at"]
        gaps = [after - before for before, after in zip(times, times[1:], strict=False)]
        result.slowest_payment_s = round(max([result.slowest_payment_s, *gaps]), 2)
        result.payments += len(times)
        result.errors += answer["errors"]
        result.deadlocks += sum("deadlock" in error.lower() for error in answer["errors"])
    say(f"{name}: {ended - begun:.1f} s, {speed} payments a second, errors seen by clients: {len(result.errors)}")


def _again_cleanly(host: Host, accounts: int, paid: dict[date, list[int]]) -> None:
    """The same days, each opened at once and by one process, and then the same payments."""
    for offset in range(1, 7):
        if offset > 1:
            host.do("open", _day(offset), 2)
        for client, count in enumerate(paid.get(_day(offset), [])):
            if count:
                host.do("pay", client, _day(offset), count, accounts)


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
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def main(accounts: int, seed: int, *, as_json: bool) -> None:
    """Kill, double and delay the opening of days under payments; compare with a clean run.

    Exit status 1 if anything differs, a client saw an error, or the auditor finds something.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    result = run(accounts, seed, lambda line: click.echo(line, err=as_json))
    if as_json:
        click.echo(json.dumps({**asdict(result), "ok": result.ok}, ensure_ascii=False))
    else:
        click.echo("the same as one clean run" if result.ok else f"NOT the same: {result.errors} {result.messages}")
    sys.exit(0 if result.ok else 1)


if __name__ == "__main__":
    main()

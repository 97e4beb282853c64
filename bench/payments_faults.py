"""Payments by card while web, worker and database are killed: each is credited once, and everything comes back.

`python -m bench.payments_faults --payments 200 --kills 6 [--seed 1] [--json]` starts the demo on a home and a port of
its own, both gone at the end. All payers walk at once, through quick pay, the simulator's card page and its bank; at
random moments of that a process is killed with kill -9. A payer presses «again» when a page does not come, and the
simulator repeats its pushes. Some pushes are lost and some payers never come back: those orders the poller settles.
"""

import json
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from random import Random
from threading import Event
from time import monotonic

import click

from bench.faults import Say
from bench.payments_payers import Payer, Walks, payers_of, walk
from bench.payments_stage import TARGETS, Stage, command, stage

ACCOUNTS = 20
STEPS_OF_A_WALK = 7
NUMBERS = """
SELECT number FROM ledger_accountnumber JOIN ledger_account ON id = account_id WHERE kind = 1 ORDER BY number
"""
ORDERS = """
SELECT o.number, o.state, o.paid_kopecks,
    coalesce((SELECT sum(amount_kopecks) FROM gateway_simulatedattempt AS a
        WHERE a.order_number = o.number AND a.state = 'Approved'), 0)::bigint,
    (SELECT count(*) FROM charging_payment AS p
        WHERE p.account_id = o.account_id AND p.provider = o.rail
        AND split_part(p.reference, '.', 1) IN
        (SELECT bill FROM gateway_simulatedattempt AS a WHERE a.order_number = o.number)),
    coalesce((SELECT sum(s.amount_kopecks) FROM charging_payment AS p
        JOIN ledger_posting AS s
        ON s.account_id = p.account_id AND s.number = p.posting AND s.posted_on = p.posted_on
        WHERE p.account_id = o.account_id AND p.provider = o.rail AND p.reference = o.operation), 0)::bigint
FROM payments_order AS o
"""
SUMS = """
SELECT (SELECT coalesce(sum(amount_kopecks), 0)::bigint FROM gateway_simulatedattempt WHERE state = 'Approved'),
    (SELECT coalesce(sum(amount_kopecks), 0)::bigint FROM charging_payment WHERE provider = 'assist'),
    (SELECT coalesce(sum(s.amount_kopecks), 0)::bigint FROM ledger_posting AS s
        WHERE s.code = (SELECT DISTINCT s.code FROM charging_payment AS p JOIN ledger_posting AS s
            ON s.account_id = p.account_id AND s.number = p.posting AND s.posted_on = p.posted_on
            WHERE p.provider = 'assist'))
"""
UNSETTLED = "SELECT count(*) FROM payments_order WHERE state IN ('new', 'waiting', 'unknown')"
LATER = "UPDATE kernel_democlock SET ahead = ahead + interval '5 minutes'"
CASES = "SELECT kind, count(*) FROM payments_case GROUP BY kind ORDER BY kind"
SETTLE_S = 15.0
"""Real seconds that pushes are waited for before the demo's clock is moved to the poller's next question."""


@dataclass
class Result:
    """What came of it; ``recovered_s`` is how long each kill was felt, sums are kopecks."""

    payments: int
    kills: int
    seed: int
    killed: list[str] = field(default_factory=list)
    recovered_s: list[float] = field(default_factory=list)
    walked_s: float = 0.0
    settled_s: float = 0.0
    seen: dict[str, int] = field(default_factory=dict)
    states: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    polled: int = 0
    taken_by_the_bank: int = 0
    credited: int = 0
    posted: int = 0
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    findings: str = ""
    all_up: bool = False

    @property
    def ok(self) -> bool:
        """Whether each payment was credited once, nobody was left without an answer, and everything runs again."""
        sums = self.taken_by_the_bank == self.credited == self.posted
        faults = self.wrong or self.errors or self.findings
        return not faults and sums and self.all_up and len(self.killed) == self.kills


def run(result: Result, say: Say) -> None:
    """Pay, kill, wait until all is settled, and compare with what the bank took."""
    dice, walks = Random(result.seed), Walks()
    with stage(ACCOUNTS) as demo:
        payers = payers_of([number for (number,) in demo.rows(NUMBERS)], result.payments, dice)
        say(f"the demo runs at {demo.address}; {result.payments} payers set out")
        begun = monotonic()
        with ThreadPoolExecutor(result.payments) as crowd:
            walking = [crowd.submit(walk, payer, demo.address, walks) for payer in payers]
            _kill(demo, result, partial(_wait_for_step, walks, walking), dice, say)
        result.walked_s, result.seen, result.errors = round(monotonic() - begun, 1), dict(walks.seen), walks.errors
        say(f"all have walked in {result.walked_s} s: {result.seen}")
        _settle(demo, result)
        _compare(demo, result, payers)
        say(f"settled {result.settled_s} s later: {result.states}; the poller settled {result.polled}")


def _plan(result: Result, dice: Random) -> list[tuple[int, str]]:
    """What is killed, and after which step of the crowd."""
    targets = [TARGETS[index % len(TARGETS)] for index in range(result.kills)]
    dice.shuffle(targets)
    all_steps = result.payments * STEPS_OF_A_WALK
    moments = sorted(dice.randrange(all_steps // 20, all_steps * 17 // 20) for _ in targets)
    return list(zip(moments, targets, strict=True))


def _kill(demo: Stage, result: Result, reached: Callable[[int], None], dice: Random, say: Say) -> None:
    """Kill something each time that the crowd has come so far."""
    for moment, target in _plan(result, dice):
        reached(moment)
        seconds = round(demo.kill(target), 2)
        result.killed.append(target)
        result.recovered_s.append(seconds)
        say(f"after step {moment} killed: {target}; all is well again {seconds} s later")


def _wait_for_step(walks: Walks, walking: list[Future[None]], moment: int) -> None:
    pause = Event()
    while walks.steps < moment and not all(one.done() for one in walking):
        pause.wait(0.005)


def _settle(demo: Stage, result: Result) -> None:
    """Wait for the pushes, then let the demo's clock come to the poller's questions, until nothing is open."""
    begun = monotonic()
    demo.wait_until(demo.all_up, "not everything came back")
    _wait_for_orders(demo, seconds=SETTLE_S)
    result.polled = _unsettled(demo)
    for _ in range(14):  # past an order's whole life
        if not _unsettled(demo):
            break
        demo.rows(LATER)
        _wait_for_orders(demo, seconds=SETTLE_S)
    result.settled_s, result.all_up = round(monotonic() - begun, 1), demo.all_up()


def _wait_for_orders(demo: Stage, *, seconds: float) -> None:
    until, pause = monotonic() + seconds, Event()
    while _unsettled(demo) and monotonic() < until:
        pause.wait(0.5)


def _unsettled(demo: Stage) -> int:
    count: int = demo.rows(UNSETTLED)[0][0]
    return count


def _compare(demo: Stage, result: Result, payers: list[Payer]) -> None:
    """Each payer's order against what the bank took for it, all sums, and the ledger against itself."""
    found = {number: rest for number, *rest in demo.rows(ORDERS)}
    for payer in payers:
        result.wrong += _faults(payer, found.get(payer.order))
    if len(found) != len(payers):
        result.wrong.append(f"{len(found)} orders of {len(payers)} payers")
    for state, *_ in found.values():
        result.states[state] = result.states.get(state, 0) + 1
    result.taken_by_the_bank, result.credited, result.posted = demo.rows(SUMS)[0]
    result.cases = dict(demo.rows(CASES))
    check = command(demo.home, "ledger", "check")
    result.findings = "" if check.returncode == 0 else check.stdout + check.stderr


def _faults(payer: Payer, order: list[int | str] | None) -> list[str]:
    """What is wrong with a payer's order: its state, and how often and how much was credited for it."""
    owed = payer.kopecks if payer.approved else 0
    right = ["paid" if payer.approved else "declined", owed, owed, int(payer.approved), owed]
    words = f"payer {payer.index} ({payer.outcome}, {payer.push}), order {payer.order or 'none'}"
    return [] if order == right else [f"{words}: {order}, not {right}"]


@click.command()
@click.option("--payments", default=200, show_default=True, type=click.IntRange(5, 1000))
@click.option("--kills", default=len(TARGETS), show_default=True, type=click.IntRange(0, 30))
@click.option("--seed", default=1, show_default=True, help="Of the payers, of what is killed, and when.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def main(payments: int, kills: int, seed: int, *, as_json: bool) -> None:
    """Pay through the demo's pages while its processes are killed; compare with what the bank took.

    Exit status 1 if a payment is lost or doubled, sums or the ledger do not hold, a payer was left without an answer,
    or a process did not come back.
    """
    result = Result(payments, kills, seed)
    run(result, partial(click.echo, err=as_json))
    if as_json:
        click.echo(json.dumps({**asdict(result), "ok": result.ok}, ensure_ascii=False))
    else:
        click.echo("each payment once, all sums equal" if result.ok else f"NOT so: {result}")
    sys.exit(0 if result.ok else 1)


if __name__ == "__main__":
    main()

"""Machine payments while gateway, web, worker and database are killed: each acknowledged one is posted once.

`python -m bench.rails_faults --payments 400 --kills 8 [--seed 1] [--json]` starts the demo on a home and ports of its
own, all gone at the end. Two kiosks, shops, banks, terminals of ERIP and servers of Webpay take money at once, say
part of it twice, and alter some of it; at random moments a process is killed with kill -9. They repeat until they are
answered.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from functools import partial
from random import Random
from threading import Event
from time import monotonic

import click

from bench import rails_cards
from bench.payments_stage import MACHINE_TARGETS, Stage, command, stage
from bench.rails_clients import SETTINGS, Client, Told, clients_of

ACCOUNTS, CLIENTS = 20, 10
STEPS_OF_A_PAYMENT = 2
NUMBERS = """
SELECT number FROM ledger_accountnumber AS named JOIN ledger_account ON id = account_id
WHERE kind = 1 AND EXISTS (SELECT FROM charging_subscription AS held
    WHERE held.account_id = named.account_id AND held.status <> 4)
ORDER BY number
"""
POSTED = """
SELECT p.provider, p.reference, n.number, p.amount_kopecks,
    (SELECT count(*) FROM ledger_posting AS s
        WHERE s.account_id = p.account_id AND s.number = p.posting AND s.posted_on = p.posted_on
        AND s.amount_kopecks = p.amount_kopecks)
FROM charging_payment AS p JOIN ledger_accountnumber AS n ON n.account_id = p.account_id
WHERE p.provider IN ('kiosk', 'shop', 'bank', 'erip', 'webpay') AND p.reversed_by IS NULL
"""
CASES = "SELECT kind, count(*) FROM payments_case GROUP BY kind ORDER BY kind"
OPEN = "SELECT count(*) FROM payments_eriptransaction WHERE state <> 'committed'"


@dataclass
class Result:
    """What came of it; ``recovered_s`` is how long each kill was felt."""

    payments: int
    kills: int
    seed: int
    killed: list[str] = field(default_factory=list)
    recovered_s: list[float] = field(default_factory=list)
    acknowledged: int = 0
    posted: int = 0
    seen: dict[str, int] = field(default_factory=dict)
    cases: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    findings: str = ""
    all_up: bool = False

    @property
    def ok(self) -> bool:
        """Whether each was posted once, nothing else was, and everything runs again."""
        whole = self.acknowledged == self.posted == self.payments
        faults = self.wrong or self.errors or self.findings
        return whole and not faults and self.all_up and len(self.killed) == self.kills


def run(result: Result, say: Callable[[str], None]) -> None:
    """Take money, kill, and compare what was acknowledged with what is posted."""
    dice, told, each = Random(result.seed), Told(), result.payments // CLIENTS
    result.payments = each * CLIENTS
    with stage(ACCOUNTS, **SETTINGS, **rails_cards.SETTINGS) as demo:
        numbers = [number for (number,) in demo.rows(NUMBERS)]
        clients: list[Client] = clients_of(demo.gateway, numbers, told, result.seed, each)
        clients += rails_cards.two_servers(demo.gateway, demo.address, numbers, told, result.seed)
        say(f"the demo's gateway runs at {demo.gateway}; {len(clients)} clients begin")
        with ThreadPoolExecutor(CLIENTS) as crowd:
            working = [crowd.submit(Client.work, one, each) for one in clients]
            for moment, target in _plan(result, dice):
                _wait(told, moment, working)
                result.recovered_s.append(round(demo.kill(target), 2))
                result.killed.append(target)
                say(f"after step {moment} killed: {target}; all is well again {result.recovered_s[-1]} s later")
        demo.wait_until(demo.all_up, "not everything came back")
        result.all_up, result.seen, result.errors = True, dict(told.seen), told.errors
        _compare(demo, result, told)


def _plan(result: Result, dice: Random) -> list[tuple[int, str]]:
    """What is killed, and after which answer."""
    targets = [MACHINE_TARGETS[index % len(MACHINE_TARGETS)] for index in range(result.kills)]
    dice.shuffle(targets)
    steps = result.payments * STEPS_OF_A_PAYMENT * 3 // 4
    return list(zip(sorted(dice.randrange(1, max(2, steps)) for _ in targets), targets, strict=True))


def _wait(told: Told, moment: int, working: list[Future[None]]) -> None:
    pause, until = Event(), monotonic() + 300
    while told.steps < moment and monotonic() < until and not all(one.done() for one in working):
        pause.wait(0.005)


def _compare(demo: Stage, result: Result, told: Told) -> None:
    """Each acknowledged payment against what is posted, and the ledger against itself."""
    posted: Counter[tuple[str, str]] = Counter()
    for provider, reference, account, kopecks, postings in demo.rows(POSTED):
        posted[provider, reference] += 1
        right = told.acknowledged.get((provider, reference))
        if right != (account, kopecks) or postings != 1:
            words = f"{provider} {reference}: {kopecks} to {account} by {postings} postings"
            result.wrong.append(f"{words}; acknowledged: {right}")
    result.wrong += [f"{key}: not posted" for key in told.acknowledged.keys() - posted.keys()]
    result.wrong += [f"{key}: posted {count} times" for key, count in posted.items() if count != 1]
    if opened := demo.rows(OPEN)[0][0]:
        result.wrong.append(f"{opened} transactions of ERIP are in no true state")
    result.acknowledged, result.posted = len(told.acknowledged), posted.total()
    result.cases = dict(demo.rows(CASES))
    check = command(demo.home, "ledger", "check")
    result.findings = "" if check.returncode == 0 else check.stdout + check.stderr


@click.command()
@click.option("--payments", default=400, show_default=True, type=click.IntRange(10, 100_000))
@click.option("--kills", default=len(MACHINE_TARGETS), show_default=True, type=click.IntRange(0, 30))
@click.option("--seed", default=1, show_default=True, help="Of the payments, of what is killed, and when.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def main(payments: int, kills: int, seed: int, *, as_json: bool) -> None:
    """Take money by machines while the demo's processes are killed; exit status 1 if anything is lost or doubled."""
    result = Result(payments, kills, seed)
    run(result, partial(click.echo, err=as_json))
    if as_json:
        click.echo(json.dumps({**asdict(result), "ok": result.ok}, ensure_ascii=False))
    else:
        click.echo("each acknowledged payment once, and nothing else" if result.ok else f"NOT so: {result}")
    sys.exit(0 if result.ok else 1)


if __name__ == "__main__":
    main()

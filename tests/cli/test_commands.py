"""Each command in words and for programs, in processes of its own, on databases of its own."""

import json
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import click
import psycopg
import pytest
from click.testing import CliRunner

from kosmos.cli.main import cli
from kosmos.config.database import scratch_database
from kosmos.loading.sample_subscribers import FIRST_NUMBER, write_sample
from tests.cli.demo_world import HOLDINGS
from tests.cli.running import ROOT, kosmos, said, told

Urls = Mapping[str, str]

OPERATOR = ROOT / "demo" / "operator.yaml"
RULES = ROOT / "tests" / "scenarios" / "rules"


def commands(group: click.Group = cli, before: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command, groups too, by its words."""
    for name, command in group.commands.items():
        yield (*before, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*before, name))


@pytest.mark.parametrize("words", [words for words, _ in commands()], ids=" ".join)
def test_help_ends_with_an_example_that_can_be_typed(words: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(cli, [*words, "--help"])
    assert shown.exit_code == 0
    (example,) = [line for line in shown.output.splitlines() if line.strip().startswith("Example:")]
    typed = shlex.split(example.partition(": ")[2])
    typed = typed[typed.index("kosmos") + 1 :]
    command: click.Command = cli
    while isinstance(command, click.Group):
        command = command.commands[typed.pop(0)]
    assert command.make_context("kosmos", typed).params is not None
    assert words[0] in example


@pytest.fixture(scope="module")
def empty() -> Iterator[Urls]:
    """A database without an operator."""
    with scratch_database() as environment:
        yield {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }


@pytest.fixture(scope="module")
def demo() -> Iterator[Urls]:
    """A small demo, three days of which were played."""
    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        shown = said("demo", "--no-pages", "--accounts", 60, "--days", 3, "--language", "en", urls=urls)
        assert "2026-11-01 to 2026-11-03" in shown
        assert "share of a day" in shown
        yield urls


def rows(urls: Urls, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
        return connection.execute(query.encode()).fetchall()


def test_demo_again_goes_on_with_the_days_that_follow(demo: Urls) -> None:
    before = rows(demo, "SELECT max(day) FROM ledger_businessday")[0][0]
    assert isinstance(before, date)
    said("demo", "--no-pages", "--accounts", 60, "--days", 2, urls=demo)
    after = rows(demo, "SELECT max(day) FROM ledger_businessday")[0][0]
    assert isinstance(after, date)
    assert (after - before).days == 2
    assert rows(demo, "SELECT count(*) FROM ledger_account") == [
        (60 + len(HOLDINGS) + 2,)
    ]  # and two contracts out of applications


def test_payment_is_posted_once(demo: Urls) -> None:
    words = ("pay", FIRST_NUMBER, "25.90", "--ref", "receipt-17")
    first = told(*words, urls=demo)
    assert (first["account"], first["posted"]) == (str(FIRST_NUMBER), True)
    again = told(*words, urls=demo)
    assert (again["posted"], again["balance"]) == (False, first["balance"])
    assert "receipt-17 was posted before: nothing changed" in said(*words, urls=demo)
    assert f"{FIRST_NUMBER}: posted 1.00" in said("pay", FIRST_NUMBER, "1.00", "--ref", "other", urls=demo)


@pytest.mark.parametrize("amount", ["0", "1.999", "many"])
def test_payment_of_no_amount_is_refused(demo: Urls, amount: str) -> None:
    assert "is not an amount above zero" in said("pay", FIRST_NUMBER, amount, "--ref", "r", urls=demo, status=2)


def test_account_in_words_and_for_programs(demo: Urls) -> None:
    shown = told("account", FIRST_NUMBER, urls=demo)
    assert shown["number"] == str(FIRST_NUMBER)
    assert shown["statement"][-1]["balance_kopecks"] == shown["ahead"]["figures"]["balance"]
    russian = said("account", FIRST_NUMBER, "--language", "ru", urls=demo)
    assert "доля за день" in russian or "начисление" in russian
    assert str(FIRST_NUMBER) in said("account", FIRST_NUMBER, "--from", "2026-11-02", "--to", "2026-11-02", urls=demo)


def test_account_that_does_not_exist(demo: Urls) -> None:
    for words in (("account", "1"), ("pay", "1", "1.00", "--ref", "r")):
        line = said(*words, urls=demo, status=1)
        assert line == "kosmos: There is no account 1 (unknown_account)\n"


def test_clock_goes_forward_only(demo: Urls) -> None:
    before = told("clock", "show", urls=demo)["now"]
    after = told("clock", "advance", "1d", urls=demo)["now"]
    assert after > before
    line = said("clock", "set", "2026-11-01T00:00", urls=demo, status=1)
    assert line.startswith("kosmos: The clock only goes forward")
    day = after[:10]
    assert said("clock", "set", f"{day}T23:59", urls=demo).startswith(f"{day} 23:59")
    assert "is not a span" in said("clock", "advance", "soon", urls=demo, status=2)
    status = told("day", "status", urls=demo)
    assert (status["open"], status["unfinished"]) == (day, None)
    assert f"open: {day}" in said("day", "status", urls=demo)


def test_opening_what_is_open_does_nothing_and_what_has_not_begun_is_refused(demo: Urls) -> None:
    said("day", "open", urls=demo)
    assert told("day", "open", urls=demo) == {"opened": [], "sealed": []}
    assert "opened nothing (all was done)" in said("day", "open", urls=demo)
    assert told("day", "seal", urls=demo) == {"sealed": []}
    line = said("day", "open", "--through", "2099-01-01", urls=demo, status=1)
    assert "has not begun" in line
    assert line.count("\n") == 1


def test_dry_run_changes_nothing_and_says_the_difference(demo: Urls) -> None:
    digest = "SELECT count(*), sum(amount_kopecks) FROM ledger_posting"
    before = rows(demo, digest)
    plain = told("day", "dry-run", urls=demo)
    assert plain["tried"] is None
    assert plain["now"]["postings"]["share"] > 0
    words = ("day", "dry-run", "--price", "kombo-50=99.90", "--move", "kombo-25=kombo-100")
    tried = told(*words, urls=demo)
    assert tried["now"] == plain["now"]
    assert tried["tried"]["kopecks"]["share"] < plain["now"]["kopecks"]["share"]
    assert "difference" in said(*words, urls=demo)
    assert rows(demo, digest) == before


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("--price", "no-such=1.00"), 1),
        (("--move", "kombo-50=no-such"), 1),
        (("--price", "kombo-50"), 2),
        (("--price", "kombo-50=1.999"), 2),
        (("--day", "2099-01-01"), 1),
    ],
    ids=["plan", "other plan", "no fee", "three decimals", "too far"],
)
def test_dry_run_that_cannot_be(demo: Urls, words: tuple[str, ...], status: int) -> None:
    assert "Traceback" not in said("day", "dry-run", *words, urls=demo, status=status)


def test_ledger_holds_and_is_balanced(demo: Urls) -> None:
    checked = told("ledger", "check", urls=demo)
    assert checked["ok"] is True
    assert checked["findings"] == []
    assert "all holds" in said("ledger", "check", urls=demo)
    balance = told("ledger", "trial-balance", urls=demo)
    assert {"revenue", "opening_balances"} <= {row["code"] for row in balance}
    assert "revenue" in said("ledger", "trial-balance", urls=demo)


def test_ledger_check_finds_what_was_tampered_with() -> None:
    with scratch_database() as environment:
        urls = {
            "DATABASE_URL": environment.database_url or "",
            "DATABASE_OWNER_URL": environment.database_owner_url or "",
        }
        said("demo", "--no-pages", "--accounts", 20, "--days", 1, urls=urls)
        with psycopg.connect(urls["DATABASE_OWNER_URL"]) as connection:
            connection.execute("UPDATE ledger_account SET balance_kopecks = balance_kopecks + 1 WHERE id = 1")
        checked = told("ledger", "check", urls=urls, status=1)
    assert checked["counts"] == {"balance": 1, "trial_balance": 1}
    assert "the balance is" in checked["findings"][0]["message"]


def test_files_are_loaded_once_and_whole(empty: Urls, tmp_path: Path) -> None:
    file = tmp_path / "subscribers.csv"
    write_sample(file, count=30, seed=3, opened_through=date(2026, 10, 31))
    tried = told("load", "operator", OPERATOR, "--dry-run", urls=empty)
    assert tried["dry_run"] is True
    assert rows(empty, "SELECT count(*) FROM catalogue_plan") == [(0,)]
    assert told("load", "operator", OPERATOR, urls=empty)["added"] == tried["added"]
    assert "nothing changed: all of it was here already" in said("load", "operator", OPERATOR, urls=empty)
    loaded = told("load", "subscribers", file, "--day", "2026-10-31", urls=empty)
    assert rows(empty, "SELECT count(*) FROM ledger_account") == [(30,)]
    assert len(loaded["added"]) >= 1
    assert "nothing changed" in said("load", "subscribers", file, urls=empty)
    bad = tmp_path / "bad.csv"
    bad.write_text(file.read_text().replace("person,", "ghost,", 1))
    assert "ghost" in said("load", "subscribers", bad, urls=empty, status=1)
    assert "Traceback" not in said("load", "subscribers", tmp_path / "none.csv", urls=empty, status=1)
    assert "only in the demo" in said("clock", "advance", "1d", urls=empty, status=1)
    assert "real operator" in said("demo", "--no-pages", urls=empty, status=2)


def test_stories_hold_or_not_and_what_is_none_is_said(empty: Urls, tmp_path: Path) -> None:
    good = RULES / "10-worked-example-prepaid.yaml"
    bad = tmp_path / "bad.yaml"
    bad.write_text(good.read_text().replace('balance: "25.04"', 'balance: "77.77"'))
    run = kosmos("scenario", "run", "--json", good, bad, urls=empty)
    assert run.returncode == 1
    first, second = map(json.loads, run.stdout.splitlines())
    assert (first["ok"], second["ok"]) == (True, False)
    assert "77.77" in second["failures"][0]
    assert said("scenario", "run", good, urls=empty).startswith("ok ")
    assert "FAIL" in kosmos("scenario", "run", bad, urls=empty).stdout
    for text in ("", "{", "name: x\nfrom: 2016-11-01\n", "[1]"):
        bad.write_text(text)
        run = kosmos("scenario", "run", good, bad, urls=empty)
        assert (run.returncode, run.stdout, run.stderr.count("\n")) == (2, "", 1), text
        assert str(bad) in run.stderr
    assert rows(empty, "SELECT count(*) FROM ledger_posting WHERE kind = 1") == [(0,)]

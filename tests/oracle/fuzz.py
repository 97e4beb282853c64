"""Thousands of random stories, played by the engine and by the oracle: `python -m tests.oracle.fuzz --help`.

Every seed tells the same story for ever, so a failure is its seed. A stop with Ctrl-C says where to go on.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from kosmos.kernel.errors import SetupError

from .compare import differences
from .model import play as play_in_memory
from .stories import story

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C stopped."""


@dataclass
class Result:
    """What was played so far; ``failures`` are the seeds with what was wrong about each."""

    first: int
    played: int = 0
    failures: dict[int, list[str]] = field(default_factory=dict)

    @property
    def next(self) -> int:
        """The seed to go on with."""
        return self.first + self.played


def differences_of(seed: int) -> list[str]:
    """Where engine and oracle part on a seed's story, or what the engine broke down with."""
    from kosmos.charging.scenario import play  # noqa: PLC0415 - needs Django set up
    from kosmos.charging.scenario.reading import scenario_of  # noqa: PLC0415 - needs Django set up

    told = story(seed)
    try:
        return differences(play_in_memory(told), play(scenario_of(told)))
    except Exception as error:  # one broken story must not hide the others
        last = traceback.extract_tb(error.__traceback__)[-1]
        return [f"{type(error).__name__}: {error} ({last.filename}:{last.lineno})"]


def play_all(result: Result, count: int) -> Iterator[int]:
    """Play the seeds one by one; yields each when its outcome is in the result."""
    for seed in range(result.first, result.first + count):
        found = differences_of(seed)
        result.played += 1
        if found:
            result.failures[seed] = found
        yield seed


def summary(result: Result, seconds: float) -> dict[str, Any]:
    """The outcome for programs."""
    return {
        "from": result.first,
        "played": result.played,
        "next": result.next,
        "seconds": round(seconds, 1),
        "failures": [{"seed": seed, "differences": lines} for seed, lines in result.failures.items()],
    }


def watch(result: Result, count: int) -> None:
    """Play with a progress bar on standard error; failures appear above it as they are found."""
    console = Console(stderr=True)
    columns = TextColumn("stories"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, TextColumn("{task.fields[failed]} failed"), console=console) as progress:
        task = progress.add_task("stories", total=count, failed=0)
        for seed in play_all(result, count):
            for line in result.failures.get(seed, []):
                progress.console.print(f"seed {seed}: {line}", markup=False, highlight=False)
            if seed in result.failures:
                progress.console.print(f"  replay: {replay_of(seed)}", markup=False, highlight=False)
            progress.update(task, advance=1, failed=len(result.failures))


def replay_of(seed: int) -> str:
    """The command that plays one seed again."""
    return f"python -m tests.oracle.fuzz --from {seed} --count 1"


def report(result: Result, seconds: float, *, as_json: bool, stopped: bool) -> None:
    """Say how it ended, on standard output."""
    if as_json:
        click.echo(json.dumps(summary(result, seconds)))
        return
    played, failed = result.played, len(result.failures)
    click.echo(f"{played} stories from seed {result.first} in {seconds:.0f} s: {failed or 'none'} failed")
    for seed in result.failures:
        click.echo(f"  {replay_of(seed)}")
    if stopped:
        click.echo(f"Stopped; the next seed is {result.next}: python -m tests.oracle.fuzz --from {result.next}")


@click.command()
@click.option("--from", "first", default=0, show_default=True, help="The first seed.")
@click.option("--count", default=1000, show_default=True, type=click.IntRange(min=1), help="How many stories.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as one JSON object.")
@click.option("--story", "tell", is_flag=True, help="Print the first seed's story as a scenario, and play nothing.")
def main(first: int, count: int, *, as_json: bool, tell: bool) -> None:
    """Compare the engine with the oracle on random stories.

    Exit status: 0 all equal, 1 a story came out different, 2 there is no database, 130 stopped with Ctrl-C.
    """
    if tell:
        click.echo(json.dumps(story(first), ensure_ascii=False, indent=1))
        return
    result, began, stopped = Result(first), monotonic(), False
    try:
        play_on_scratch(result, count)
    except SetupError as error:
        click.echo(f"kosmos: {error.message}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        stopped = True
    report(result, monotonic() - began, as_json=as_json, stopped=stopped)
    sys.exit(INTERRUPTED if stopped else bool(result.failures))


def play_on_scratch(result: Result, count: int) -> None:
    """Play on a throw-away database, of the tests' server unless another is named."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "kosmos.config.settings"
    if not os.environ.get("DATABASE_URL"):
        os.environ.setdefault("KOSMOS_HOME", "var/test")
    from kosmos.config.database import scratch_database  # noqa: PLC0415 - reads the environment

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a stop by timeout(1) drops the database too
    with scratch_database():
        watch(result, count)


if __name__ == "__main__":
    main()

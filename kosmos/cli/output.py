"""How commands speak: tables and progress for people, one JSON object for programs."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
PIPE_WIDTH = 160
"""Columns of a table that is not shown on a terminal."""


def _console(*, stderr: bool = False) -> Console:
    found = Console(stderr=stderr)
    return found if found.is_terminal else Console(stderr=stderr, width=PIPE_WIDTH)


errors = _console(stderr=True)
console = _console()


def print_json(value: object) -> None:
    """One JSON object on one line."""
    click.echo(json.dumps(value, ensure_ascii=False, default=str))


@contextmanager
def progress_bar(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """A bar on the standard error: what is done, of how many, what is left and when it ends."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("ends in"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=errors, transient=True, disable=not errors.is_terminal) as progress:
        task = progress.add_task(title, total=None)

        def report(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total)

        yield report


@contextmanager
def day_progress() -> Iterator[Callable[[date, int, int], None]]:
    """The same for the opening of days."""
    with progress_bar("opening") as report:
        yield lambda day, done, total: report(f"opening {day}", done, total)

"""kosmos bench: the engine's speed against the bare database."""

import click

from kosmos.cli.output import as_json, errors, print_json
from kosmos.config.database import scratch_database


@click.group()
def bench() -> None:
    """Measure speeds, as ratios against a reference of the same run.

    \b
    Example: kosmos bench day --accounts 100000
    """


@bench.command()
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=100))
@as_json
def day(accounts: int, *, as_json: bool) -> None:
    """Measure the opening of a business day: 1.5 subscriptions an account, in a database of its own.

    \b
    Example: kosmos bench day --accounts 1000000 --json
    """
    with scratch_database():
        from bench.day import measure  # noqa: PLC0415 - needs Django set up

        result = measure(accounts, say=errors.print)
    if as_json:
        print_json(result.as_dict())
        return
    for key, value in result.as_dict().items():
        click.echo(f"{key:12} {value:>12,}".replace(",", " "))


@bench.command()
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=100))
@as_json
def subscribers(accounts: int, *, as_json: bool) -> None:
    """Measure the loading of a subscribers file, against a bare copy of it.

    \b
    Example: kosmos bench subscribers --accounts 100000 --json
    """
    with scratch_database():
        from bench.subscribers import measure  # noqa: PLC0415 - needs Django set up

        result = measure(accounts).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:12} {value:>12,}".replace(",", " "))


COMMANDS = (bench,)

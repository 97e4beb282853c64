"""kosmos bench: the engine's speed against the bare database."""

import os
import secrets

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


@bench.command()
@as_json
def statement(*, as_json: bool) -> None:
    """Measure the statement of an account with ten years of postings, against one with a month.

    \b
    Example: kosmos bench statement --json
    """
    with scratch_database():
        from bench.statement import measure  # noqa: PLC0415 - needs Django set up

        result = measure().as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:20} {value:>12,}".replace(",", " "))


@bench.command()
@click.option("--buildings", default=300_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--queries", default=150, show_default=True, type=click.IntRange(min=20), help="Of each way of typing.")
@as_json
def coverage(buildings: int, queries: int, *, as_json: bool) -> None:
    """Measure the search of addresses, typed with errors, on the wrong keyboard and in Latin letters.

    \b
    Example: kosmos bench coverage --buildings 300000 --json
    """
    with scratch_database():
        from bench.coverage import measure  # noqa: PLC0415 - needs Django set up

        result = measure(buildings, queries=queries, say=errors.print).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        for name, figure in value.items() if isinstance(value, dict) else [(key, value)]:
            click.echo(f"{name:28} {figure}")


@bench.command()
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--queries", default=100, show_default=True, type=click.IntRange(min=20), help="Of each sort of typing.")
@as_json
def search(accounts: int, queries: int, *, as_json: bool) -> None:
    """Measure the staff's search: accounts, phones, names, addresses, typed in every way, by sort.

    \b
    Example: kosmos bench search --accounts 1000000 --json
    """
    with scratch_database():
        from bench.search import measure  # noqa: PLC0415 - needs Django set up

        result = measure(accounts, queries=queries, say=errors.print)
    if as_json:
        print_json(result.as_dict())
        return
    for name, figure in result.as_dict().items():
        for sort, figures in figure.items() if isinstance(figure, dict) else [(name, figure)]:
            click.echo(f"{sort:28} {figures}")


@bench.command()
@click.option("--port", default=8170, show_default=True, type=click.IntRange(min=1024, max=65535))
@as_json
def home(port: int, *, as_json: bool) -> None:
    """Measure the cabinet's first page, served by one web process, against an empty view behind the same middleware.

    \b
    Example: kosmos bench home --json
    """
    os.environ.setdefault("KOSMOS_SECRET_KEY", secrets.token_urlsafe(48))
    with scratch_database():
        from bench.home import measure  # noqa: PLC0415 - needs Django set up

        result = measure(port, say=errors.print).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:20} {value:>12,}".replace(",", " "))


COMMANDS = (bench,)


@bench.command()
@click.option("--connections", default=64, show_default=True, type=click.IntRange(1, 1_000))
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@click.option("--scale", default=100, show_default=True, type=click.IntRange(1, 1_000), help="Of pgbench's TPC-B.")
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1, 20))
@click.option("--seconds", default=10, show_default=True, type=click.IntRange(1, 300), help="Of each load of a round.")
@click.option("--erip", default=10, show_default=True, type=click.IntRange(0, 100), help="Connections of a hundred.")
@click.option("--assist", default=2, show_default=True, type=click.IntRange(0, 100), help="Of a hundred, 4 at most.")
@click.option("--while-opening", is_flag=True, help="Against the same load while a business day opens, not pgbench.")
@as_json
def intake(
    connections: int,
    accounts: int,
    scale: int,
    rounds: int,
    seconds: int,
    *,
    erip: int,
    assist: int,
    while_opening: bool,
    as_json: bool,
) -> None:
    """Measure the gateway's payments against pgbench: TPC-B, and our own posting one payment a commit.

    They come by OSMP, by ERIP, and by Assist's pushes for orders of theirs; half of them are sent twice.

    \b
    Example: kosmos bench intake --connections 64 --json
    """
    os.environ.setdefault("KOSMOS_SECRET_KEY", secrets.token_urlsafe(48))
    with scratch_database():
        from bench import intake, intake_opening  # noqa: PLC0415 - needs Django set up

        if while_opening:
            result = intake_opening.measure(connections, accounts=accounts, seconds=seconds, say=errors.print).as_dict()
        else:
            result = intake.measure(
                connections,
                accounts=accounts,
                scale=scale,
                rounds=rounds,
                seconds=seconds,
                erip=erip,
                assist=assist,
                say=errors.print,
            ).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:20} {value:>12,}".replace(",", " "))


@bench.command()
@click.option("--rows", default=100_000, show_default=True, type=click.IntRange(min=100))
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@as_json
def registry(rows: int, accounts: int, *, as_json: bool) -> None:
    """Measure a bank's statement: read, matched to accounts and posted, its bad lines told by their numbers.

    \b
    Example: kosmos bench registry --rows 100000 --json
    """
    with scratch_database():
        from bench.registry import measure  # noqa: PLC0415 - needs Django set up

        result = measure(rows, accounts=accounts).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:20} {value:>12,}".replace(",", " "))


@bench.command()
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@as_json
def subscriber(accounts: int, *, as_json: bool) -> None:
    """Measure the staff's page of a subscriber among so many, looked at for the first time and again.

    \b
    Example: kosmos bench subscriber --accounts 1000000 --json
    """
    os.environ.setdefault("KOSMOS_SECRET_KEY", secrets.token_urlsafe(48))
    with scratch_database():
        from bench.subscriber import measure  # noqa: PLC0415 - needs Django set up

        result = measure(accounts, say=errors.print).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        click.echo(f"{key:20} {value:>12,}".replace(",", " "))


@bench.command()
@click.option("--accounts", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@as_json
def figures(accounts: int, *, as_json: bool) -> None:
    """Measure the pages of the operator's figures, with ten years of closed days, and what the worker does for them.

    \b
    Example: kosmos bench figures --accounts 1000000 --json
    """
    os.environ.setdefault("KOSMOS_SECRET_KEY", secrets.token_urlsafe(48))
    with scratch_database():
        from bench.figures import measure  # noqa: PLC0415 - needs Django set up

        result = measure(accounts, say=errors.print).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        for name, figure in value.items() if isinstance(value, dict) else [(key, value)]:
            click.echo(f"{name:20} {figure:>12}")


@bench.command()
@click.option("--lines", default=100_000, show_default=True, type=click.IntRange(min=1_000))
@as_json
def audit(lines: int, *, as_json: bool) -> None:
    """Measure the pages of the staff's audit over so many lines of a year, by what is asked.

    \b
    Example: kosmos bench audit --lines 2000000 --json
    """
    os.environ.setdefault("KOSMOS_SECRET_KEY", secrets.token_urlsafe(48))
    with scratch_database():
        from bench.audit import measure  # noqa: PLC0415 - needs Django set up

        result = measure(lines, say=errors.print).as_dict()
    if as_json:
        print_json(result)
        return
    for key, value in result.items():
        for name, figure in value.items() if isinstance(value, dict) else [(key, value)]:
            click.echo(f"{name:26} {figure:>12}")
